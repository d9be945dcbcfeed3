"""Ends a terminal with everything that was started in it: asked first, made to after a grace, nothing left behind."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from typing import Final

from maestro_tui.terminal.host.processes import is_stopped, marked_processes
from maestro_tui.terminal.process import PtyProcess
from maestro_tui.terminal.sessions import session_processes

__all__ = ["GRACE", "end_marked", "end_terminal"]

GRACE: Final = 2.0
"""Seconds between SIGHUP and SIGTERM, and between that and SIGKILL: an agent may want to save its session."""

UNKILLABLE: Final = 5.0
"""Seconds after SIGKILL until a process is given up."""

LOOK: Final = 0.02
"""Seconds between two looks at processes that are not our children, of whose end nobody tells."""

_log = logging.getLogger("maestro_tui.host")


async def end_terminal(process: PtyProcess | None, terminal_id: str, grace: float = GRACE) -> None:
    """End the program, its process group, its session, and what has left all of these.

    Args:
        process: the program; ``None`` if it ran under a host that is gone.
        terminal_id: what everything that was started in the terminal carries in its environment.
        grace: seconds between the signals.
    """
    if process is not None:
        # At the same time: a grace is for all of them, not for one after the other.
        await asyncio.gather(
            _end_session(process, grace), end_marked(terminal_id, grace, besides_session=process.pid)
        )
    await end_marked(terminal_id, grace)


async def _end_session(process: PtyProcess, grace: float) -> None:
    try:
        async with asyncio.timeout(grace * 3 + UNKILLABLE):
            await process.terminate(grace)
    except TimeoutError:
        # Not even SIGKILL ends what waits for a disk that is gone.
        _log.warning("The process %d does not end", process.pid)


async def end_marked(terminal_id: str, grace: float = GRACE, *, besides_session: int | None = None) -> None:
    """End what carries the name of a terminal: SIGHUP, SIGTERM, SIGKILL, with a grace after each.

    Args:
        terminal_id: the name.
        grace: seconds between the signals.
        besides_session: leave the processes of this session to somebody else.
    """
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGKILL):
        if await _all_gone(terminal_id, number, grace, besides_session):
            return


async def _all_gone(terminal_id: str, number: int, limit: float, besides_session: int | None) -> bool:
    """Signal all of them, those too that are born meanwhile, and wait; tell whether nobody is left."""
    told: set[int] = set()
    for _ in range(max(1, int(limit / LOOK))):
        left = set(marked_processes(terminal_id))
        if left and besides_session is not None:
            left.difference_update(session_processes(besides_session))
        if not left:
            return True
        for pid in left - told:
            _signal(pid, number)
        told |= left
        await asyncio.sleep(LOOK)
    return False


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)
        if is_stopped(pid):
            # It hears nothing before this; to others it would be a signal like any other.
            os.kill(pid, signal.SIGCONT)
