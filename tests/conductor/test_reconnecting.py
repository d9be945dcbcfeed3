"""Trying again now instead of later: to find the server, to connect to it, to read its lists."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from maestro_tui.conductor import connection
from maestro_tui.conductor.conductor import Conductor
from maestro_tui.conductor.location import ServerLocation
from maestro_tui.conductor.snapshot import read_snapshot
from maestro_tui.errors import ConfigurationError, UnreachableError
from maestro_tui.store.state import Phase
from tests.support.program import Home, Server
from tests.support.waiting import until


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    async with Server(Home(tmp_path / "home"), "--port", "0", "--no-auth") as running:
        yield running


async def test_lists_that_could_not_be_read_are_read_again_when_the_user_says_so(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = 0

    async def read_later(*arguments: Any) -> Any:
        nonlocal tried
        tried += 1
        if tried == 1:
            raise UnreachableError("The lists are not there.")
        return await read_snapshot(*arguments)

    def never() -> Iterator[float]:
        while True:
            yield 1_000.0

    async def locate() -> ServerLocation:
        return ServerLocation(url=server.url)

    monkeypatch.setattr(connection, "read_snapshot", read_later)
    monkeypatch.setattr(connection, "reconnect_delays", never)
    conductor = Conductor(locate)
    await conductor.start()
    try:
        state = conductor.store.state
        await until(lambda: state.connection.phase is Phase.WAITING)
        assert state.connection.reason == "The lists are not there."
        assert conductor.reconnect_now()
        await until(lambda: state.connection.phase is Phase.LIVE)
    finally:
        await conductor.stop()


async def test_what_can_never_be_reached_is_not_tried_again() -> None:
    async def locate() -> ServerLocation:
        raise ConfigurationError("No such directory.")

    conductor = Conductor(locate)
    await conductor.start()
    try:
        await until(lambda: conductor.store.state.connection.phase is Phase.GAVE_UP)
        assert not conductor.reconnect_now()
    finally:
        await conductor.stop()
    assert not Conductor.offline().reconnect_now()
