from __future__ import annotations

import asyncio
import gc
import hashlib
import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from maestro_tui.terminal import process as process_module
from maestro_tui.terminal.exit_status import ExitStatus
from maestro_tui.terminal.process import PtyProcess
from maestro_tui.terminal.sessions import session_processes
from tests.support.processes import children
from tests.terminal.support import LIMIT, python, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


class Watched:
    """A process, and what came of it."""

    def __init__(
        self, argv: list[str], env: dict[str, str] | None = None, size: tuple[int, int] = (80, 24)
    ) -> None:
        self.output = bytearray()
        self.ends: list[tuple[ExitStatus, int]] = []
        environment = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", **(env or {})}
        self.process = PtyProcess.start(
            argv,
            cwd="/",
            env=environment,
            size=size,
            on_output=self.output.extend,
            on_exit=lambda status: self.ends.append((status, len(self.output))),
        )

    async def end(self) -> ExitStatus:
        return await asyncio.wait_for(self.process.wait(), LIMIT)


@pytest.fixture(autouse=True)
def _leaves_nothing() -> Iterator[None]:
    before = set(os.listdir("/dev/fd"))
    children_before = children()  # another test may have left one to end by itself
    yield
    gc.collect()
    assert set(os.listdir("/dev/fd")) <= before
    assert children() <= children_before


def shell(script: str) -> list[str]:
    return ["sh", "-c", script]


@pytest.mark.parametrize(
    ("script", "status"),
    [("exit 0", ExitStatus(0)), ("exit 7", ExitStatus(7)), ("kill -9 $$", ExitStatus(None, signal.SIGKILL))],
)
async def test_the_end_is_told_once_with_code_or_signal(script: str, status: ExitStatus) -> None:
    watched = Watched(shell(script))
    assert await watched.end() == status
    assert watched.process.exit_status == status
    assert [end for end, _ in watched.ends] == [status]


async def test_arguments_reach_the_program_as_they_are() -> None:
    words = ["a b", "$HOME", "*", "", "'\"", "ü", ";"]
    watched = Watched([*python("import sys; print(ascii(sys.argv[1:]))"), *words])
    await watched.end()
    assert watched.output.decode().strip() == ascii(words)


async def test_a_program_with_blanks_in_its_path_runs_without_arguments(tmp_path: Path) -> None:
    path = tmp_path / "a program 'here'"
    path.write_text("#!/bin/sh\necho $# $0\n")
    path.chmod(0o755)
    watched = Watched([str(path)])
    await watched.end()
    assert watched.output.decode().strip() == f"0 {path}"


async def test_the_program_has_a_terminal_of_its_own() -> None:
    watched = Watched(
        shell("tty; stty size; test -t 0 && test -t 1 && test -t 2 && echo yes; ps -o sid= -p $$; echo $$")
    )
    await watched.end()
    lines = watched.output.decode().split()
    assert lines[0].startswith("/dev/")
    assert lines[1:4] == ["24", "80", "yes"]
    if len(lines) > 5:
        assert lines[-1] == lines[-2]


async def test_the_environment_is_the_one_given() -> None:
    watched = Watched(["env"], env={"A": "b c", "LANG": "C"})
    await watched.end()
    lines = watched.output.decode().splitlines()
    assert sorted(line for line in lines if not line.startswith("_=")) == sorted(
        ["A=b c", "LANG=C", f"PATH={os.environ['PATH']}", "TERM=xterm-256color"]
    )


async def test_signals_have_their_ordinary_meaning() -> None:
    code = """
import signal
print(*[name for name in ("SIGPIPE", "SIGINT", "SIGHUP", "SIGTSTP", "SIGXFSZ")
        if signal.getsignal(getattr(signal, name)) == signal.SIG_IGN], *signal.pthread_sigmask(signal.SIG_BLOCK, ()))
"""
    watched = Watched(["sh", "-c", "kill -s PIPE $$; echo ignored"])
    assert await watched.end() == ExitStatus(None, signal.SIGPIPE)
    watched = Watched(python(code))
    await watched.end()
    # Python itself ignores these two, at its start.
    assert set(watched.output.decode().split()) <= {"SIGPIPE", "SIGXFSZ"}


async def test_nothing_that_was_written_is_lost_at_the_end() -> None:
    for size in (1, 5000, 100_000, 1_000_000):
        watched = Watched(python(f"import os; os.write(1, b'x' * {size} + b'end')"))
        await watched.end()
        assert watched.output == b"x" * size + b"end"
        assert watched.ends == [(ExitStatus(0), size + 3)]


async def test_many_short_programs_lose_nothing() -> None:
    for _ in range(10):
        running = [Watched(shell(f"printf '%s' {number}abc")) for number in range(5)]
        for number, watched in enumerate(running):
            await watched.end()
            assert watched.output == f"{number}abc".encode()


async def test_what_is_typed_arrives_in_order_however_slowly_it_is_read() -> None:
    code = """
import sys, tty, time, hashlib
tty.setraw(0)
print("ready", end="", flush=True)
time.sleep(0.5)
digest = hashlib.sha256()
left = 500_000
while left:
    part = sys.stdin.buffer.raw.read(min(left, 700))
    left -= len(part)
    digest.update(part)
print(digest.hexdigest(), end="", flush=True)
"""
    watched = Watched(python(code))
    await until(lambda: watched.output == b"ready")
    payload = bytes(range(1, 251)) * 2000
    for start in range(0, len(payload), 999):
        watched.process.write(payload[start : start + 999])
    assert watched.process.queued > 0
    assert await watched.end() == ExitStatus(0)
    assert watched.output.decode() == "ready" + hashlib.sha256(payload).hexdigest()


async def test_writing_to_a_program_that_is_gone_is_no_error() -> None:
    watched = Watched(shell("exit 0"))
    watched.process.write(b"x" * 100_000)
    await watched.end()
    watched.process.write(b"more")
    watched.process.resize(10, 10)
    assert watched.process.queued == 0


async def test_a_new_size_is_told_to_the_program() -> None:
    code = """
import os, signal, sys
def show(*_):
    # Not print: the signal may come while it is still printing.
    os.write(1, b"%d %d\\n" % tuple(os.get_terminal_size()))
signal.signal(signal.SIGWINCH, show)
show()
sys.stdin.readline()
"""
    watched = Watched(python(code), size=(100, 30))
    await until(lambda: watched.output == b"100 30\r\n")
    watched.process.resize(50, 7)
    await until(lambda: watched.output == b"100 30\r\n50 7\r\n")
    watched.process.write(b"\n")
    assert await watched.end() == ExitStatus(0)


async def test_a_flood_leaves_the_loop_to_others() -> None:
    watched = Watched(["yes"])
    await until(lambda: len(watched.output) > 100_000)
    before, turns = len(watched.output), 200
    for _ in range(turns):
        await asyncio.sleep(0)
    assert len(watched.output) - before <= turns * (process_module.TURN_BYTES + process_module.READ_SIZE)
    watched.output.clear()
    await watched.process.terminate()


@pytest.mark.parametrize(
    ("script", "number"),
    [
        ("echo ready; read x", signal.SIGHUP),
        ("trap '' HUP; echo ready; while :; do sleep 9; done", signal.SIGTERM),
        ("trap '' HUP TERM; echo ready; while :; do sleep 9; done", signal.SIGKILL),
    ],
)
async def test_a_program_is_ended_as_gently_as_it_lets(script: str, number: int) -> None:
    watched = Watched(shell(script))
    await until(lambda: b"ready" in watched.output)
    assert await watched.process.terminate(grace=0.3) == ExitStatus(None, number)
    assert len(watched.ends) == 1


async def test_a_stopped_program_is_ended() -> None:
    watched = Watched(shell("echo ready; kill -STOP $$"))
    await until(lambda: b"ready" in watched.output)
    assert await watched.process.terminate(grace=0.5) == ExitStatus(None, signal.SIGHUP)


async def test_a_program_that_says_farewell_is_heard() -> None:
    watched = Watched(shell("trap 'echo bye; exit 5' HUP; echo ready; while :; do sleep 0.05; done"))
    await until(lambda: b"ready" in watched.output)
    assert await watched.process.terminate(grace=5) == ExitStatus(5)
    assert b"bye" in watched.output


@linux_only
async def test_jobs_in_the_background_end_with_their_terminal() -> None:
    watched = Watched(["bash", "--norc", "-i"])
    watched.process.write(b"trap '' HUP TERM; sleep 987 & sleep 986 & echo rea''dy\n")
    await until(lambda: b"ready" in watched.output)
    assert len(session_processes(watched.process.pid)) == 3
    await watched.process.terminate(grace=0.2)
    assert session_processes(watched.process.pid) == []


async def test_ending_what_has_ended_gives_how_it_ended() -> None:
    watched = Watched(shell("exit 4"))
    await watched.end()
    assert await watched.process.terminate() == ExitStatus(4)


async def test_two_may_end_it_at_once() -> None:
    watched = Watched(shell("echo ready; read x"))
    await until(lambda: b"ready" in watched.output)
    ends = await asyncio.gather(watched.process.terminate(), watched.process.terminate(), watched.end())
    assert set(ends) == {ExitStatus(None, signal.SIGHUP)}


async def test_a_program_that_closes_its_terminal_is_waited_for() -> None:
    watched = Watched(
        python("import os, time; [os.close(fd) for fd in (0, 1, 2)]; time.sleep(0.2); os._exit(6)")
    )
    assert await watched.end() == ExitStatus(6)


@pytest.mark.parametrize("script", ["echo hi; exit 3", "exec 0<&- 1>&- 2>&-; sleep 0.1; exit 3"])
async def test_the_end_is_noticed_where_the_kernel_does_not_tell_of_it(
    script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "pidfd_open", raising=False)
    watched = Watched(shell(script))
    assert await watched.end() == ExitStatus(3)
    assert bytes(watched.output).strip() in {b"hi", b""}


def reap(pid: int) -> None:
    """Wait, with the loop standing still."""
    os.waitpid(pid, 0)


async def test_a_status_somebody_else_took_is_unknown() -> None:
    watched = Watched(shell("exit 3"))
    reap(watched.process.pid)
    assert await watched.end() == ExitStatus(None)
