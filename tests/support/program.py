"""The real program: started as its user would, in a pty read through the project's own screen engine."""

from __future__ import annotations

import asyncio
import atexit
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import msgspec

from maestro_tui.terminal.exit_status import ExitStatus
from maestro_tui.terminal.keys import KeyPress
from maestro_tui.terminal.pane import Terminal
from tests.support.waiting import LIMIT

MAESTRO = [sys.executable, "-m", "maestro_tui"]


_made: set[Path] = set()


def runtime_dir_of(directory: Path) -> Path:
    """Give the runtime directory of a home, always the same one, until the tests end.

    Not below the home: the path of a Unix socket has its limit near 100 bytes, and those of tests are long.
    """
    name = hashlib.sha256(os.fsencode(directory)).hexdigest()[:12]
    runtime = Path(tempfile.gettempdir()) / f"mt-{name}"
    if runtime not in _made:
        # What an earlier run left, were it ended before it could clean up, is not this one's.
        shutil.rmtree(runtime, ignore_errors=True)
        runtime.mkdir(mode=0o700)
        atexit.register(shutil.rmtree, runtime, ignore_errors=True)
        _made.add(runtime)
    return runtime


class Home:
    """A user's home of its own: nothing of the real user's is read or written."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.data_dir = directory / "data"
        for path in (directory, self.data_dir):
            path.mkdir(exist_ok=True)
        runtime = runtime_dir_of(directory)
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        self.environ: dict[str, str] = {
            "LANG": "C.UTF-8",
            **kept,
            "HOME": str(directory),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_STATE_HOME": str(directory / "state"),
            "XDG_CACHE_HOME": str(directory / "cache"),
            "XDG_CONFIG_HOME": str(directory / "config"),
            "DATA_DIR": str(self.data_dir),
            "SHELL": "/bin/sh",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "TEXTUAL_ANIMATIONS": "none",
        }

    def run(self, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run a command that ends by itself."""
        return subprocess.run(
            [*MAESTRO, *arguments],
            env={**self.environ, **environ},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            stdin=subprocess.DEVNULL,
        )


class Server:
    """``maestro-tui serve`` as a process of its own."""

    def __init__(self, home: Home, *arguments: str) -> None:
        self._home = home
        self._arguments = arguments
        self.url = ""
        self.process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self, *arguments: str) -> None:
        """Start it, and wait for its first line."""
        log = (self._home.directory / "server.log").open("ab")
        self.process = await asyncio.create_subprocess_exec(
            *MAESTRO, "serve", *(arguments or self._arguments),
            env=self._home.environ, stdout=asyncio.subprocess.PIPE, stderr=log,
        )  # fmt: skip
        log.close()
        assert self.process.stdout is not None
        line = await asyncio.wait_for(self.process.stdout.readline(), LIMIT)
        prefix = b"maestro-tui server listening on "
        assert line.startswith(prefix), (self._home.directory / "server.log").read_text()
        self.url = line.removeprefix(prefix).decode().strip()

    @property
    def port(self) -> str:
        return self.url.rsplit(":", 1)[1]

    def kill(self) -> None:
        """As ``kill -9``."""
        assert self.process is not None
        self.process.kill()

    async def stop(self) -> None:
        if self.process is not None:
            if self.process.returncode is None:
                self.process.terminate()
            await asyncio.wait_for(self.process.wait(), LIMIT)

    async def request(self, method: str, path: str, body: object = None) -> Any:
        """Send a request without our own client, and give the decoded answer."""
        async with httpx.AsyncClient(base_url=self.url, trust_env=False) as client:
            answer = await client.request(method, path, json=body)
        return msgspec.json.decode(answer.content)

    async def wait_for_clients(self, count: int = 1) -> None:
        """Wait until so many clients listen to the event stream."""
        async with asyncio.timeout(LIMIT):
            while (await self.request("GET", "/ws-status"))["connectedClients"] < count:  # noqa: ASYNC110
                await asyncio.sleep(0.05)


class Program:
    """``maestro-tui`` on a pty of a given size."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal

    @classmethod
    async def start(
        cls,
        home: Home,
        *arguments: str,
        size: tuple[int, int] = (120, 40),
        environ: Mapping[str, str] | None = None,
    ) -> Program:
        columns, rows = size
        terminal = await Terminal.start(
            [*MAESTRO, *arguments],
            cwd=str(home.directory),
            env={**home.environ, **(environ or {})},
            cols=columns,
            rows=rows,
        )
        return cls(terminal)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.terminal.close(grace=5)

    @property
    def screen(self) -> str:
        return self.terminal.text()

    async def sees(self, *texts: str, limit: float = LIMIT) -> None:
        """Wait until all these texts are on the screen."""
        for text in texts:
            await self.terminal.wait_for_text(text, limit)

    def press(self, *keys: str) -> None:
        """Press keys by their names (``ctrl+q``, ``enter``, ``a``)."""
        for key in keys:
            self.terminal.send_key(KeyPress(key, key if len(key) == 1 else None))

    def type(self, text: str) -> None:
        """Type text, a key at a time."""
        for character in text:
            self.terminal.send_key(KeyPress("enter" if character == "\n" else character, character))

    async def quit(self) -> ExitStatus:
        """Leave with the documented key, and wait for the end."""
        self.press("ctrl+q")
        return await asyncio.wait_for(self.terminal.wait(), LIMIT)
