"""Ending a terminal ends everything that was started in it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys

import pytest

from maestro_tui.terminal.host.ending import end_marked
from maestro_tui.terminal.host.processes import (
    MARKER,
    marked_processes,
    memory_of,
    new_terminal_id,
    processes_of_terminal,
)
from maestro_tui.terminal.sessions import session_processes
from tests.support.waiting import until
from tests.terminal.host.support import hosting, is_alive, python

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

DAEMON = """
import os, signal, time
for number in (signal.SIGHUP, signal.SIGTERM): signal.signal(number, signal.SIG_IGN)
if os.fork(): os._exit(0)
os.setsid()
if os.fork(): os._exit(0)
os.close(0); os.close(1); os.close(2)
while True: time.sleep(60)
"""

IGNORER = """
import os, signal, time
for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT): signal.signal(number, signal.SIG_IGN)
print("pid", os.getpid(), flush=True)
while True: time.sleep(60)
"""


def test_every_terminal_has_a_name_of_its_own() -> None:
    assert new_terminal_id() != new_terminal_id()


async def test_who_carries_the_name_is_found_and_nobody_else() -> None:
    name = new_terminal_id()
    process = await asyncio.create_subprocess_exec("sleep", "60", env={**os.environ, MARKER: name})
    other = await asyncio.create_subprocess_exec("sleep", "60", env={**os.environ, MARKER: f"{name}0"})
    try:
        await until(lambda: marked_processes(name) == [process.pid])
        await end_marked(name, grace=1)
        assert await asyncio.wait_for(process.wait(), 5) == -signal.SIGHUP
        assert is_alive(other.pid)
    finally:
        other.kill()
        await other.wait()


async def test_one_that_is_stopped_or_ignores_signals_ends_too() -> None:
    name = new_terminal_id()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", IGNORER, env={**os.environ, MARKER: name}, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    await process.stdout.readline()
    os.kill(process.pid, signal.SIGSTOP)
    await end_marked(name, grace=0.1)
    assert await asyncio.wait_for(process.wait(), 5) == -signal.SIGKILL


def test_memory_is_that_of_all_of_them() -> None:
    one, two = memory_of([os.getpid()]), memory_of([os.getpid(), os.getpid()])
    assert one is not None
    assert two is not None
    assert 0 < one < two
    assert memory_of([]) is None
    assert memory_of([2**22 + 1]) is None


@pytest.mark.parametrize(
    "program",
    [
        ("sh", "-c", "sleep 600 & sleep 600 & sleep 600"),
        ("sh", "-ic", "sleep 600 & sleep 600 & wait"),
        python(IGNORER),
        ("sh", "-c", "trap '' HUP TERM; sleep 600; sleep 600"),
    ],
    ids=["children", "job control", "ignores signals", "a shell that ignores signals"],
)
async def test_nothing_of_a_terminal_is_left(program: tuple[str, ...]) -> None:
    async with hosting() as hosted:
        info = await hosted.spawn(*program)
        await until(lambda: len(processes_of_terminal(info.pid, info.terminal_id)) >= 1)
        await hosted.client.end(info.session_id)
        assert processes_of_terminal(info.pid, info.terminal_id) == []
        assert not is_alive(info.pid)
        assert (await hosted.info(info.session_id)).is_stopped


async def test_a_daemon_that_left_the_terminal_is_found_and_ended() -> None:
    async with hosting() as hosted:
        info = await hosted.spawn(*python(DAEMON))
        # Its program has long ended, by itself.
        await until(lambda: not any(each.is_live for each in hosted.terminals))
        await until(lambda: session_processes(info.pid) == [])
        (daemon,) = marked_processes(info.terminal_id)
        await hosted.client.end(info.session_id)
        assert not is_alive(daemon)
