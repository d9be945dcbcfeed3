"""Reporting by hand: the same requests, and the same outcome, as an agent's own reports."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from maestro_tui.client.address import parse_address
from maestro_tui.client.rest import MaestroClient
from maestro_tui.conductor.intents import Intents
from maestro_tui.errors import ConfigurationError
from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import Session
from maestro_tui.protocol.reports import REPORTS
from maestro_tui.protocol.requests import CreateProject, CreateSession
from maestro_tui.protocol.timeline import decode_timeline
from maestro_tui.store.statuses import needs_input
from tests.support.program import Home, Server


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[MaestroClient]:
    async with (
        Server(Home(tmp_path / "home"), "--port", "0", "--no-auth") as server,
        MaestroClient(parse_address(server.url)) as client,
    ):
        yield client


async def idle_session(client: MaestroClient) -> SessionId:
    project = await client.create_project(CreateProject(name="Zebra", working_dir="/"))
    return (await client.create_session(CreateSession(project_id=project.id, task_ids=()))).id


async def report(client: MaestroClient, session: SessionId, kind: str, text: str = "") -> Session:
    async def connected() -> MaestroClient:
        return client

    await Intents(connected, lambda: False).report(session, REPORTS[kind], text)
    return await client.get_session(session)


async def test_each_kind_of_report_does_what_it_says(client: MaestroClient) -> None:
    id_ = await idle_session(client)
    session = await report(client, id_, "progress", "half of it")
    assert session.status == "working"
    session = await report(client, id_, "needs-input", "Which half?")
    assert needs_input(session)
    session = await report(client, id_, "milestone", "the first half")
    assert not needs_input(session)
    session = await report(client, id_, "error", "a leg broke")
    assert session.status == "working"
    session = await report(client, id_, "done")
    assert session.status == "completed"
    told = [(event.type, event.message) for event in decode_timeline(session.timeline)][-4:]
    assert told == [
        ("progress", "half of it"),
        ("needs_input", "Which half?"),
        ("milestone", "the first half"),
        ("error", "a leg broke"),
    ]


async def test_a_read_only_dashboard_reports_nothing(client: MaestroClient) -> None:
    async def connected() -> MaestroClient:
        return client

    with pytest.raises(ConfigurationError):
        await Intents(connected, lambda: True).report(SessionId("s"), REPORTS["done"], "")
