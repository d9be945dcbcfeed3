"""A terminal that is gone takes nothing with it but itself."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pty
import signal
from pathlib import Path

import pytest
from ptyprocess import PtyProcess

from maestro_tui.ui.outside.lasting_output import LastingOutput
from tests.support.program import MAESTRO, Home
from tests.support.waiting import until


def test_what_is_written_gets_there() -> None:
    master, slave = pty.openpty()
    with os.fdopen(slave, "w") as file:
        output = LastingOutput(file)
        assert output.write("hello") == 5
        output.flush()
        assert os.read(master, 100) == b"hello"
    os.close(master)


def test_what_is_written_to_one_that_is_gone_is_lost_and_nothing_else_happens() -> None:
    master, slave = pty.openpty()
    file = os.fdopen(os.dup(slave), "w")
    output = LastingOutput(file)
    os.close(master)
    for _ in range(3):
        output.write("x" * 100_000)
        output.flush()
    os.close(slave)
    with contextlib.suppress(OSError):
        file.close()
    output.write("closed")
    output.flush()


@pytest.mark.e2e
async def test_a_dashboard_whose_window_is_closed_ends(tmp_path: Path) -> None:
    home = Home(tmp_path)
    command = [*MAESTRO, "--url", "http://127.0.0.1:1"]
    process = PtyProcess.spawn(command, env=home.environ, dimensions=(30, 100))
    ended: list[int] = []

    def has_ended() -> bool:
        pid, status = os.waitpid(process.pid, os.WNOHANG)
        if pid:
            ended.append(os.waitstatus_to_exitcode(status))
        return bool(ended)

    try:
        seen = b""
        while b"No server" not in seen:
            seen += await asyncio.to_thread(process.read, 1 << 16)
        # As when a window is closed: the terminal is gone, and the system says so with SIGHUP.
        process.fileobj.close()
        await until(has_ended)
    finally:
        process.closed = process.terminated = True
        if not ended:
            os.kill(process.pid, signal.SIGKILL)
            os.waitpid(process.pid, 0)  # noqa: ASYNC222 - it is dead
    # By itself: what Python could not write at the end it tells by its exit code.
    assert ended[0] >= 0
