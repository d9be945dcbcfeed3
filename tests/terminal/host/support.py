"""A terminal host in the test's own loop, on a directory of its own, with real programs in it."""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from maestro_tui.terminal.cells import Row
from maestro_tui.terminal.host.channel import HostEndpoint
from maestro_tui.terminal.host.control import HostConnection
from maestro_tui.terminal.host.following import attach
from maestro_tui.terminal.host.host import TerminalHost
from maestro_tui.terminal.host.messages import RunsElsewhere, Spawned, SpawnTerminal, TerminalInfo
from maestro_tui.terminal.host.mirror import MirroredTerminal
from maestro_tui.terminal.host.place import HostPlace
from maestro_tui.terminal.host.records import Records
from maestro_tui.terminal.host.terminals import Claim, Terminals
from maestro_tui.terminal.pane import Terminal
from tests.support.waiting import until

GRACE = 0.3
"""Seconds programs of tests have to end by themselves."""


def milliseconds() -> float:
    return time.time() * 1000


def order(argv: Iterable[str] = ("cat",), session_id: str = "ses_1", **fields: Any) -> SpawnTerminal:
    """What is asked of a host: ``cat`` in a terminal of 80 by 24."""
    env = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8", "PS1": "$ "}
    return SpawnTerminal(
        **{"id": 0, "session_id": session_id, "argv": tuple(argv), "cwd": "/", "env": env, **fields}
    )


def python(code: str) -> tuple[str, ...]:
    """The command that runs a piece of Python."""
    return sys.executable, "-c", code


class Hosting:
    """A host, and a connection to it."""

    def __init__(
        self, place: HostPlace, terminals: Terminals, host: TerminalHost, client: HostConnection
    ) -> None:
        self.place = place
        self.terminals = terminals
        self.host = host
        self.client = client
        self._mirrors: list[MirroredTerminal] = []
        self._names = (f"ses_{number}" for number in itertools.count(1))

    async def spawn(self, *argv: str, **fields: Any) -> TerminalInfo:
        """Have a program started; the session is another each time, unless it is named."""
        answer = await self.client.spawn(
            order(argv or ("cat",), **{"session_id": next(self._names), **fields})
        )
        assert isinstance(answer, Spawned)
        return answer.terminal

    async def ask(self, wanted: SpawnTerminal) -> Spawned | RunsElsewhere:
        return await self.client.spawn(wanted)

    async def attach(self, session_id: str, **options: Any) -> MirroredTerminal:
        """Look at a terminal until the test is over."""
        mirror = await attach(HostEndpoint(self.place), session_id, **options)
        self._mirrors.append(mirror)
        return mirror

    async def info(self, session_id: str) -> TerminalInfo:
        return next(each for each in await self.client.list() if each.session_id == session_id)

    def screen(self, session_id: str) -> Terminal:
        """The screen at the host, which no mirror has touched."""
        hosted = self.terminals.get(session_id)
        assert hosted is not None
        return hosted.screen

    async def close(self) -> None:
        for mirror in self._mirrors:
            await mirror.detach()
        await self.client.close()
        await self.terminals.end_all()


@asynccontextmanager
async def hosting(
    directory: Path | None = None, *, claim: Claim | None = None, linger: float = 600.0
) -> AsyncIterator[Hosting]:
    """Run a host; all that ran in it has ended afterwards."""
    with tempfile.TemporaryDirectory(prefix="maestro-") as temporary:
        place = HostPlace(directory or Path(temporary) / "host")
        lock = place.lock()
        assert lock is not None
        records = Records(place.directory)
        terminals = Terminals(records, clock=milliseconds, claim=claim, grace=GRACE)
        host = TerminalHost(place, terminals, records, host_id="this-one", linger=linger)
        try:
            async with host.serving():
                client = await HostConnection.find(place)
                assert client is not None
                hosted = Hosting(place, terminals, host, client)
                try:
                    yield hosted
                finally:
                    await hosted.close()
        finally:
            os.close(lock)


def all_rows(terminal: Terminal) -> list[Row]:
    """Every row of history and screen."""
    return terminal.engine.history_rows(0, terminal.view.total)


def cells(terminal: Terminal) -> dict[str, object]:
    """All that can be seen of a terminal: cells, styles, cursor, modes, title, size."""
    engine = terminal.engine
    modes = (1, 5, 6, 7, 12, 25, 45, 66, 69, 1000, 1002, 1003, 1004, 1006, 1007, 1049, 2004, 2026, 2027)
    return {
        "rows": all_rows(terminal),
        "cursor": engine.cursor(),
        "modes": {mode: engine.mode(mode) for mode in modes},
        "alternate": engine.is_alternate,
        "title": terminal.title,
        "directory": terminal.directory,
        "size": (terminal.columns, terminal.lines),
    }


async def settle(mirror: Terminal, there: Terminal) -> None:
    """Wait until a mirror shows what the terminal there does."""
    await until(
        lambda: (mirror.columns, mirror.lines, mirror.text()) == (there.columns, there.lines, there.text())
    )


def is_alive(pid: int) -> bool:
    """Whether a process runs: one that has ended and was not buried yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in {"Z", "X"}
    except OSError:
        return False
