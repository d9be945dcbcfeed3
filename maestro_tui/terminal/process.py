"""A program on a pty, driven by the event loop: bytes out in slices, bytes in through a queue, its size, its end.

Nothing here blocks, polls (but on systems without pidfd), or knows what the bytes mean.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import fcntl
import os
import signal
import struct
import termios
import time
from collections import deque
from typing import TYPE_CHECKING

from maestro_tui.terminal.exit_status import ExitStatus
from maestro_tui.terminal.sessions import session_processes
from maestro_tui.terminal.spawn import spawn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["PtyProcess"]

READ_SIZE = 1 << 16
"""Bytes of one read; the kernel seldom has more than 4 KiB of them."""

TURN_BYTES = 1 << 18
TURN_SECONDS = 0.002
"""How much of one turn of the event loop a program may fill with its output before the others have their turn."""

DRAIN_BYTES = 1 << 22
"""What is still read of a program that ended: what it wrote, but not for ever what its children go on writing."""

REAP_SECONDS = (0.01, 0.5)
"""First and longest pause between two looks for the end, where the system cannot tell of it."""


LOOK_SECONDS = 0.02
"""Pause between two looks for what a program leaves behind: they are not our children, so nobody tells of their end."""


class PtyProcess:
    """A program on a pty.

    ``on_output`` gets what it writes; ``on_exit`` is called once, after all of that, when it has ended.
    """

    def __init__(
        self, pid: int, fd: int, on_output: Callable[[bytes], None], on_exit: Callable[[ExitStatus], None]
    ) -> None:
        self.pid = pid
        self.exit_status: ExitStatus | None = None
        """How it ended; ``None`` as long as it runs, or has output left."""
        self._fd = fd
        self._pidfd = -1
        self._on_output = on_output
        self._on_exit = on_exit
        self._loop = asyncio.get_running_loop()
        self._status: ExitStatus | None = None
        self._output_ended = False
        self._drained = 0
        self._queue: deque[bytes] = deque()
        self._queued = 0
        self._ended = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None
        self._loop.add_reader(fd, self._read_turn)
        self._watch()

    @classmethod
    def start(
        cls,
        argv: Sequence[str],
        *,
        cwd: str,
        env: Mapping[str, str],
        size: tuple[int, int],
        on_output: Callable[[bytes], None],
        on_exit: Callable[[ExitStatus], None],
    ) -> PtyProcess:
        """Start a program; ``size`` is columns and rows.

        Forks, which takes some milliseconds. The callbacks are never called before this returns.

        Raises:
            PaneError: there is no such program or directory, or the system refuses.
        """
        child = spawn(argv, cwd, env, *size)
        return cls(child.pid, child.fd, on_output, on_exit)

    # ---------------------------------------------------------------------------------- output

    def _read_turn(self) -> None:
        """Read until there is nothing left, or the turn is used up."""
        deadline = time.monotonic() + TURN_SECONDS
        taken = 0
        is_empty = False
        while taken < TURN_BYTES and time.monotonic() < deadline:
            data = self._read()
            if not data:
                is_empty = True
                break
            taken += len(data)
            self._on_output(data)
        if self._status is not None:
            self._drained += taken
            if is_empty or self._drained >= DRAIN_BYTES:
                self._finish()

    def _read(self) -> bytes:
        """Read once; nothing comes back when there is nothing now, or nothing any more."""
        if self._output_ended:
            return b""
        try:
            data = os.read(self._fd, READ_SIZE)
        except BlockingIOError:
            return b""
        except OSError as error:
            # Linux says EIO when no program holds the other end any more.
            if error.errno != errno.EIO:
                raise
            data = b""
        if not data:
            self._output_ended = True
            self._loop.remove_reader(self._fd)
        return data

    # ----------------------------------------------------------------------------------- input

    @property
    def queued(self) -> int:
        """Bytes that were written but which the program has not made room for yet."""
        return self._queued

    def write(self, data: bytes) -> None:
        """Send bytes to the program, in order and without waiting; what it has no room for waits in a queue."""
        if not data or self._fd < 0:
            return
        self._queue.append(data)
        self._queued += len(data)
        if len(self._queue) == 1:
            self._write_queue()

    def _write_queue(self) -> None:
        while self._queue:
            data = self._queue[0]
            try:
                written = os.write(self._fd, data)
            except BlockingIOError:
                written = 0
            except OSError as error:
                if error.errno != errno.EIO:
                    raise
                # The program closed its end: nobody will ever read this.
                self._drop_queue()
                return
            self._queued -= written
            if written < len(data):
                self._queue[0] = data[written:]
                self._loop.add_writer(self._fd, self._write_queue)
                return
            self._queue.popleft()
        self._loop.remove_writer(self._fd)

    def _drop_queue(self) -> None:
        self._queue.clear()
        self._queued = 0
        self._loop.remove_writer(self._fd)

    def resize(self, cols: int, rows: int) -> None:
        """Change the size of the pty; the program is told by SIGWINCH."""
        if self._fd >= 0:
            # Some systems refuse between the end of the program and our hearing of it.
            with contextlib.suppress(OSError):
                fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))

    # ------------------------------------------------------------------------------------- end

    def _watch(self) -> None:
        """Be told when the process ends: by the kernel where it can, by looking now and then where it cannot."""
        if hasattr(os, "pidfd_open"):
            with contextlib.suppress(OSError):
                self._pidfd = os.pidfd_open(self.pid)
        if self._pidfd >= 0:
            self._loop.add_reader(self._pidfd, self._reap)
        else:
            self._look(REAP_SECONDS[0])

    def _look(self, pause: float) -> None:
        self._timer = None
        self._reap()
        if self._status is None:
            longer = REAP_SECONDS[0] if self._output_ended else min(pause * 2, REAP_SECONDS[1])
            self._timer = self._loop.call_later(longer, self._look, longer)

    def _reap(self) -> None:
        """Take the exit status, if there is one, and then the rest of the output."""
        try:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
        except ChildProcessError:
            # Somebody else in this process took it.
            pid, status = self.pid, -1
        if pid == 0:
            return
        self._status = ExitStatus.from_wait(status) if status >= 0 else ExitStatus(None)
        self._stop_watching()
        self._loop.call_soon(self._read_turn)

    def _stop_watching(self) -> None:
        if self._pidfd >= 0:
            self._loop.remove_reader(self._pidfd)
            os.close(self._pidfd)
            self._pidfd = -1
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _finish(self) -> None:
        """Close our end and tell of the end."""
        if self._fd < 0:
            return
        self._drop_queue()
        self._loop.remove_reader(self._fd)
        os.close(self._fd)
        self._fd = -1
        self.exit_status = self._status
        self._ended.set()
        if self.exit_status is not None:
            self._on_exit(self.exit_status)

    async def wait(self) -> ExitStatus:
        """Wait until it has ended and its output is read."""
        await self._ended.wait()
        return self.exit_status or ExitStatus(None)

    def signal(self, number: int) -> None:
        """Send a signal to its process group and to the one in the foreground of its terminal."""
        groups = {self.pid}
        if self._fd >= 0:
            with contextlib.suppress(OSError):
                groups.add(os.tcgetpgrp(self._fd))
        for group in groups:
            # Never 0 (our own group) or 1: a pty nobody holds reports 0.
            if group > 1:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(group, number)

    async def terminate(self, grace: float = 0.5) -> ExitStatus:
        """End it, and all that it started in its terminal: SIGHUP, then SIGTERM, then SIGKILL.

        Args:
            grace: seconds to wait after each of them.
        """
        if self._ended.is_set():
            # Long gone: its number may be another's by now.
            return await self.wait()
        for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGKILL):
            others = [pid for pid in session_processes(self.pid) if pid != self.pid]
            if self._ended.is_set() and not others:
                break
            if not self._ended.is_set():
                self.signal(number)
                # One that was stopped gets no signal but this.
                self.signal(signal.SIGCONT)
            for pid in others:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, number)
            await self._wait_for_all(grace)
        return await self.wait()

    async def _wait_for_all(self, limit: float) -> None:
        """Wait until nothing is left in the terminal, for so many seconds at most."""
        deadline = self._loop.time() + limit
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), limit)
        for _ in range(int(max(0, deadline - self._loop.time()) / LOOK_SECONDS) + 1):
            if not session_processes(self.pid):
                break
            await asyncio.sleep(LOOK_SECONDS)
