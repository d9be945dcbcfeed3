"""Who was started in a terminal, wherever they went: found by what they carry in their environment.

Job control and daemons leave the process group and the session of their terminal; the environment they keep. Reads
``/proc``; where there is none, only the session of the terminal is known.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from maestro_tui.terminal.sessions import session_processes

__all__ = [
    "MARKER",
    "is_stopped",
    "marked_processes",
    "memory_of",
    "new_terminal_id",
    "processes_of_terminal",
]

MARKER = "MAESTRO_TERMINAL_ID"
"""The variable. Not ``MAESTRO_SESSION_ID``: that may be the same in a terminal of another host, or in none of ours."""

PROC = Path("/proc")
PAGE = os.sysconf("SC_PAGE_SIZE")
RESIDENT_FIELD = 1


def new_terminal_id() -> str:
    """Make a name that no other terminal has, on any machine."""
    return f"trm_{secrets.token_hex(8)}"


def marked_processes(terminal_id: str) -> list[int]:
    """Give the processes that were started in a terminal and carry its name; never this one."""
    wanted = f"{MARKER}={terminal_id}".encode()
    found = []
    for entry in PROC.glob("[0-9]*/environ"):
        try:
            # A process that has ended has none.
            if wanted in entry.read_bytes().split(b"\0"):
                found.append(int(entry.parent.name))
        except OSError:
            continue
    return [pid for pid in found if pid != os.getpid()]


def processes_of_terminal(pid: int, terminal_id: str) -> list[int]:
    """Give all living processes of a terminal whose first one is ``pid``: those of its session, and those that left."""
    return sorted({*session_processes(pid), *marked_processes(terminal_id)})


def is_stopped(pid: int) -> bool:
    """Tell whether job control, or a signal, has stopped a process."""
    try:
        state = (PROC / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state == b"T"


def memory_of(pids: Iterable[int]) -> int | None:
    """Add up the resident memory of processes, in bytes; ``None`` where it cannot be known."""
    pages = []
    for pid in pids:
        try:
            pages.append(int((PROC / str(pid) / "statm").read_text().split()[RESIDENT_FIELD]))
        except (OSError, IndexError, ValueError):
            continue
    return sum(pages) * PAGE if pages else None
