"""The command line as a user and as an agent call it, each command a process of its own, on a real server."""

from __future__ import annotations

import io
import logging
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from fcntl import ioctl
from pathlib import Path
from typing import Any
from unittest import mock

import msgspec

from maestro_tui.cli.main import run
from tests.support.program import MAESTRO, Home
from tests.support.waiting import LIMIT

Completed = subprocess.CompletedProcess[str]


class Commands:
    """Commands of one user, whose server runs at `url`; without a token in it if the server asks for none."""

    def __init__(self, home: Home, url: str = "") -> None:
        self.home = home
        self.url = url

    def run(self, *arguments: str, **environ: str) -> Completed:
        """Run a command to its end, in this process: a hundred of them take no longer than a few in their own."""
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
        with (
            mock.patch.dict(os.environ, {**self.home.environ, **environ}, clear=True),
            mock.patch.object(sys, "argv", ["maestro-tui", *arguments]),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            code = _run()
        printed, said = (stream.buffer.getvalue().decode() for stream in (out, err))
        return Completed(arguments, code, printed, said)

    def process(self, *arguments: str, stdin: str = "", **environ: str) -> Completed:
        """Run a command to its end, as a process of its own."""
        return subprocess.run(
            [*MAESTRO, *arguments],
            env={**self.home.environ, **environ},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            input=stdin,
        )

    @contextmanager
    def running(self, *arguments: str, **environ: str) -> Iterator[subprocess.Popen[str]]:
        """Run a command that goes on until it is told to end."""
        with subprocess.Popen(
            [*MAESTRO, *arguments],
            env={**self.home.environ, **environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    def ok(self, *arguments: str, **environ: str) -> str:
        """Run a command that has to succeed and to say nothing on stderr; give what it prints."""
        completed = self.run(*arguments, **environ)
        assert (completed.returncode, completed.stderr) == (0, ""), completed
        return completed.stdout

    def json(self, *arguments: str, **environ: str) -> Any:
        """Run a command with --json, and give the one document that it prints."""
        return msgspec.json.decode(self.ok(*arguments, "--json", **environ))

    def agent(self, session_id: str) -> dict[str, str]:
        """The environment of an agent that was spawned."""
        return {"MAESTRO_SERVER_URL": self.url, "MAESTRO_SESSION_ID": session_id}

    def on_terminal(self, *arguments: str, columns: int = 80, **environ: str) -> str:
        """Run a command on a terminal of its own, and give all it writes there."""
        master, slave = pty.openpty()
        ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        with subprocess.Popen(
            [*MAESTRO, *arguments],
            env={**self.home.environ, **environ},
            stdin=slave,
            stdout=slave,
            stderr=slave,
        ) as process:
            os.close(slave)
            text = b"".join(_read_all(master))
            process.wait(LIMIT)
        os.close(master)
        return text.decode().replace("\r\n", "\n")


def _run() -> int:
    try:
        run()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    finally:
        log = logging.getLogger("maestro_tui")
        log.propagate = True
        while log.handlers:
            log.handlers.pop().close()
    return 0


def _read_all(master: int) -> Iterator[bytes]:
    deadline = time.monotonic() + LIMIT
    while select.select([master], [], [], max(0, deadline - time.monotonic()))[0]:
        try:
            octets = os.read(master, 65536)
        except OSError:
            return
        if not octets:
            return
        yield octets


@contextmanager
def serving(directory: Path, *arguments: str) -> Iterator[Commands]:
    """Run a server of a home of its own."""
    home = Home(directory)
    home.data_dir.chmod(0o700)
    with (directory / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [*MAESTRO, "serve", *(arguments or ("--port", "0"))],
            env=home.environ, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
    assert process.stdout is not None
    with process:
        line = process.stdout.readline()
        assert "listening on" in line, (directory / "server.log").read_text()
        commands = Commands(home, line.rsplit(" ", 1)[1].strip())
        if "--no-auth" not in arguments:
            commands.url += f"/t/{(home.data_dir / 'token').read_text().strip()}"
        try:
            yield commands
        finally:
            process.terminate()
            process.wait(LIMIT)


def wait_for_text(path: Path, text: str) -> None:
    """Wait until a file holds a text."""
    deadline = time.monotonic() + LIMIT
    while text not in (path.read_text() if path.exists() else ""):
        assert time.monotonic() < deadline, f"{path} never held {text!r}: {path.read_text()}"
        select.select([], [], [], 0.02)
