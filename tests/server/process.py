"""A server as a process of its own, as a user starts it."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from maestro_tui.server.settings import ServerSettings
from tests.server.support import Running
from tests.support.waiting import LIMIT

_PROGRAM = """
import sys
from pathlib import Path
from maestro_tui.errors import MaestroError
from maestro_tui.server.runner import run_server
from maestro_tui.server.settings import Limits, ServerSettings
import logging
logging.basicConfig(stream=sys.stderr, level=logging.INFO)
try:
    run_server(ServerSettings(data_dir=Path(sys.argv[1]), **eval(sys.argv[2])))
except MaestroError as error:
    sys.exit(f"Error: {error}")
"""


class ServerProcess:
    """A server process; it is killed at the end if it still runs."""

    def __init__(self, data_dir: Path, *, before: str = "", **fields: Any) -> None:
        self._program = before + _PROGRAM
        self._data_dir = data_dir
        self._fields = {"port": 0, "auth": False, **fields}
        self.process: asyncio.subprocess.Process
        self.running: Running

    async def __aenter__(self) -> Self:
        await self.launch()
        await self.listening()
        return self

    async def launch(self) -> None:
        """Start the process."""
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", self._program, str(self._data_dir), repr(self._fields),
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            env=os.environ,
        )  # fmt: skip

    async def listening(self) -> None:
        """Wait for the first line."""
        assert self.process.stdout is not None
        line = (await asyncio.wait_for(self.process.stdout.readline(), LIMIT)).decode()
        assert line.startswith("maestro-tui server listening on http://"), (line, await self.errors())
        url = line.removeprefix("maestro-tui server listening on ").strip()
        self.running = Running(ServerSettings(data_dir=self._data_dir), url)

    async def errors(self) -> str:
        """What it wrote to stderr, once it has ended."""
        assert self.process.stderr is not None
        return (await asyncio.wait_for(self.process.stderr.read(), LIMIT)).decode()

    async def end(self) -> tuple[int, str, str]:
        """Wait for its end: exit code, the rest of stdout, stderr."""
        out, err = await asyncio.wait_for(self.process.communicate(), LIMIT)
        assert self.process.returncode is not None
        return self.process.returncode, out.decode(), err.decode()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
