"""The dashboard without a screen, its terminals in a host: opened, found again, put away, lost."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from maestro_tui.conductor.conductor import Conductor
from maestro_tui.conductor.hosting import hosted_panes
from maestro_tui.conductor.hosting.launching import find_host
from maestro_tui.conductor.location import ServerLocation, server_at
from maestro_tui.conductor.spawning import SpawnPolicy, Verdict
from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.effects import Notify
from maestro_tui.store.state import Phase
from maestro_tui.terminal.host.control import HostConnection
from maestro_tui.terminal.host.mirror import MirroredTerminal
from maestro_tui.terminal.host.place import HostPlace
from tests.conductor.hosting_support import order
from tests.support.processes import processes_of
from tests.support.program import Home, Server
from tests.support.waiting import until, until_async

pytestmark = pytest.mark.e2e

COMMAND = "sh -c 'echo at-$((40 + 2)); while read x; do echo heard $x; done'"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    home = Home(tmp_path)
    for name in ("HOME", "XDG_RUNTIME_DIR", "DATA_DIR"):
        monkeypatch.setenv(name, home.environ[name])
    yield home
    for pid in processes_of(tmp_path):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@asynccontextmanager
async def conducting(
    server: Server, *, is_read_only: bool = False
) -> AsyncIterator[tuple[Conductor, list[str]]]:
    """A dashboard that is live, and what it tells its user."""
    notices: list[str] = []

    async def locate() -> ServerLocation:
        return server_at(server.url)

    conductor = Conductor(
        locate,
        policy=SpawnPolicy.ALLOW,
        is_read_only=is_read_only,
        is_hosted=True,
    )

    def note(notice: Notify) -> None:
        notices.append(notice.text)

    conductor.on_notice = note
    await conductor.start()
    try:
        await until(lambda: conductor.store.state.connection.phase is Phase.LIVE)
        yield conductor, notices
    finally:
        await conductor.stop()


async def spawn(server: Server, directory: Path, command: str = COMMAND) -> SessionId:
    project = await server.request("POST", "/api/projects", {"name": "Zebra", "workingDir": str(directory)})
    task = await server.request("POST", "/api/tasks", {"projectId": project["id"], "title": "Paint"})
    body = {"projectId": project["id"], "taskIds": [task["id"]], "command": command}
    return SessionId((await server.request("POST", "/api/sessions/spawn", body))["sessionId"])


async def shown(conductor: Conductor, session_id: SessionId) -> MirroredTerminal:
    await until(lambda: session_id in conductor.panes)
    terminal = conductor.panes[session_id]
    assert isinstance(terminal, MirroredTerminal)
    await terminal.wait_for_text("at-42")
    return terminal


@asynccontextmanager
async def host() -> AsyncIterator[HostConnection]:
    found = await find_host(HostPlace())
    assert found is not None
    async with found:
        yield found


async def test_what_one_dashboard_opened_the_next_one_shows(home: Home, tmp_path: Path) -> None:
    async with Server(home, "--port", "0", "--no-auth") as server:
        async with conducting(server) as (first, _):
            session_id = await spawn(server, tmp_path)
            terminal = await shown(first, session_id)
            terminal.write(b"one\r")
            await terminal.wait_for_text("heard one")
            opened_at = first.store.state.panes[session_id].opened_at
        async with conducting(server) as (second, _):
            terminal = await shown(second, session_id)
            assert terminal.shows("heard one")
            pane = second.store.state.panes[session_id]
            assert (pane.is_live, pane.command) == (True, COMMAND)
            assert abs(pane.opened_at - opened_at) < 2000
            terminal.write(b"two\r\x04")
            await until(lambda: not second.store.state.panes[session_id].is_live)
        session = await server.request("GET", f"/api/sessions/{session_id}")
        assert session["status"] == "completed"


async def test_what_called_while_no_dashboard_was_there_is_told_to_the_next_one(
    home: Home, tmp_path: Path
) -> None:
    go = tmp_path / "go"
    command = (
        f"sh -c 'echo at-$((40 + 2)); until [ -e {go} ]; do sleep 0.05; done; printf \\\\007; read x; read x'"
    )
    async with Server(home, "--port", "0", "--no-auth") as server:
        async with conducting(server) as (first, _):
            session_id = await spawn(server, tmp_path, command)
            await shown(first, session_id)
        go.touch()

        async def has_called() -> bool:
            async with host() as connection:
                return any(info.called_at for info in await connection.list())

        await until_async(has_called)
        async with conducting(server) as (second, _):
            terminal = await shown(second, session_id)
            signs = second.panes.signs[session_id]
            assert (signs.is_missed, signs.called_at > 0, signs.output_at > 0) == (True, True, True)
            (found,) = second.decisions.latest()
            assert (found.verdict, found.session_id) == (Verdict.RESTORED, session_id)
            terminal.write(b"I am here\r")
            await terminal.wait_for_text("I am here")
        async with conducting(server) as (third, _):
            await shown(third, session_id)
            assert not third.panes.signs[session_id].is_missed


async def test_when_the_program_of_a_found_terminal_ended_is_known(home: Home, tmp_path: Path) -> None:
    async with Server(home, "--port", "0", "--no-auth") as server:
        async with conducting(server) as (first, _):
            session_id = await spawn(server, tmp_path, "sh -c 'echo at-$((40 + 2))'")
            await until(lambda: session_id in first.store.state.panes)
            await until(lambda: not first.store.state.panes[session_id].is_live)
        async with host() as connection:
            (info,) = await connection.list()
        async with conducting(server) as (second, _):
            await shown(second, session_id)
            pane = second.store.state.panes[session_id]
            assert (pane.ended_at, pane.exit_code, pane.opened_at) == (info.ended_at, 0, info.started_at)
            assert second.decisions.latest() == []


async def test_a_dashboard_put_away_is_put_away_for_all_and_stays_so(home: Home, tmp_path: Path) -> None:
    async with (
        Server(home, "--port", "0", "--no-auth") as server,
        conducting(server) as (first, _),
        conducting(server) as (second, _),
    ):
        session_id = await spawn(server, tmp_path)
        for conductor in (first, second):
            await shown(conductor, session_id)
        first.close_pane(session_id)
        await until(lambda: session_id not in second.panes)
        await until(lambda: session_id not in second.store.state.panes)
        await until(lambda: first.store.state.sessions[session_id].status == "stopped")
        assert session_id not in first.panes
        async with host() as connection:
            assert await connection.list() == ()


async def test_who_only_looks_sees_it_and_types_nothing(home: Home, tmp_path: Path) -> None:
    async with (
        Server(home, "--port", "0", "--no-auth") as server,
        conducting(server) as (owner, _),
        conducting(server, is_read_only=True) as (watcher, _),
    ):
        session_id = await spawn(server, tmp_path)
        typing = await shown(owner, session_id)
        watching = await shown(watcher, session_id)
        watching.write(b"no\r")
        typing.write(b"yes\r")
        await watching.wait_for_text("heard yes")
        assert not watching.shows("heard no")


async def test_terminals_of_sessions_the_server_does_not_have_are_not_shown(
    home: Home, tmp_path: Path
) -> None:
    async with Server(home, "--port", "0", "--no-auth") as server, conducting(server) as (conductor, _):
        session_id = await spawn(server, tmp_path)
        await shown(conductor, session_id)
        async with host() as connection:
            await connection.spawn(order(("cat",), "ses_of_another_server"))
            another = await spawn(server, tmp_path)
            await shown(conductor, another)
        assert list(conductor.panes) == [session_id, another]


async def test_what_cannot_be_started_is_reported_once(home: Home, tmp_path: Path) -> None:
    async with (
        Server(home, "--port", "0", "--no-auth") as server,
        conducting(server) as (first, _),
        conducting(server) as (second, _),
    ):
        session_id = await spawn(server, tmp_path, "no-such-agent")
        for conductor in (first, second):
            await until(lambda: "No such command" in _problem(conductor, session_id))  # noqa: B023 - at once
            await until(lambda: conductor.store.state.sessions[session_id].status == "failed")  # noqa: B023
        session = await server.request("GET", f"/api/sessions/{session_id}")
        assert [entry["type"] for entry in session["timeline"]].count("error") == 1


def _problem(conductor: Conductor, session_id: SessionId) -> str:
    pane = conductor.store.state.panes.get(session_id)
    return pane.problem if pane else ""


async def test_a_killed_host_is_told_of_and_followed_by_another(home: Home, tmp_path: Path) -> None:
    async with Server(home, "--port", "0", "--no-auth") as server, conducting(server) as (conductor, notices):
        session_id = await spawn(server, tmp_path)
        terminal = await shown(conductor, session_id)
        async with host() as connection:
            os.kill(connection.hello.pid, signal.SIGKILL)
        await until(lambda: terminal.is_lost)
        await until(lambda: not conductor.store.state.panes[session_id].is_live)
        await until(lambda: notices == ["The terminal host was killed: 1 terminal is lost."])
        await until(lambda: conductor.store.state.sessions[session_id].status == "failed")
        again = await spawn(server, tmp_path)
        await shown(conductor, again)


async def test_where_no_host_can_start_the_terminal_is_the_dashboards_own(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / ("x" * 100)))
    async with Server(home, "--port", "0", "--no-auth") as server:
        async with conducting(server) as (conductor, notices):
            session_id = await spawn(server, tmp_path)
            await until(lambda: session_id in conductor.panes)
            assert not isinstance(conductor.panes[session_id], MirroredTerminal)
            assert "runs in the dashboard and ends with it" in notices[0]
        session = await server.request("GET", f"/api/sessions/{session_id}")
        assert session["status"] == "stopped"


async def test_of_two_dashboards_without_a_host_one_starts_it(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / ("x" * 100)))
    started = tmp_path / "started"
    started.mkdir()
    async with (
        Server(home, "--port", "0", "--no-auth") as server,
        conducting(server) as (first, told_first),
        conducting(server) as (second, told_second),
    ):
        session_id = await spawn(server, tmp_path, f"sh -c 'touch {started}/$$; echo at-$((40 + 2)); read x'")
        await until(lambda: (session_id in first.panes) + (session_id in second.panes) == 1)
        told = "it was not started here"
        await until(lambda: sum(told in notice for notice in told_first + told_second) == 1)
        loser = second if session_id in first.panes else first
        assert [each.verdict for each in loser.decisions.latest()] == [
            Verdict.ELSEWHERE,
            Verdict.ALLOWED_BY_POLICY,
        ]
        assert session_id not in loser.store.state.panes
        assert loser.store.state.sessions[session_id].status != "failed"
        await until(lambda: len(list(started.iterdir())) == 1)


async def test_who_rests_looks_for_a_host_as_soon_as_a_session_changes(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosted_panes, "LOOK", 0.05)
    monkeypatch.setattr(hosted_panes, "REST", 1000.0)
    async with (
        Server(home, "--port", "0", "--no-auth") as server,
        conducting(server, is_read_only=True) as (watching, _),
    ):
        hosted = watching._hosted
        assert hosted is not None
        monkeypatch.setattr(hosted, "_pause", 1000.0)
        hosted._roused.set()
        await until(lambda: not hosted._roused.is_set())
        monkeypatch.setattr(hosted, "_pause", 1000.0)
        async with conducting(server) as (first, _):
            session_id = await spawn(server, tmp_path)
            await shown(first, session_id)
            await shown(watching, session_id)
