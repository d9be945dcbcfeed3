"""Who else belongs to a terminal: the processes of its session. Reads ``/proc``; elsewhere nobody is found."""

from __future__ import annotations

from pathlib import Path

__all__ = ["session_processes"]

PROC = Path("/proc")
SESSION_FIELD = 3
"""Of the fields after the name in ``/proc/<pid>/stat``: state, parent, group, session."""

DEAD = ("Z", "X")


def session_processes(session: int) -> list[int]:
    """Give the living processes of a session, its leader included.

    Job control puts each background job into a group of its own, so the group of a shell is not all that it started.
    Programs that begin a session of their own (daemons, a tmux server) have left on purpose and are not found.
    """
    found = []
    for entry in PROC.glob("[0-9]*/stat"):
        try:
            content = entry.read_bytes()
        except (OSError, ValueError):
            continue
        # The name stands in parentheses and may hold anything, parentheses too.
        fields = content[content.rfind(b")") + 1 :].decode("ascii", "replace").split()
        if len(fields) > SESSION_FIELD and fields[SESSION_FIELD] == str(session) and fields[0] not in DEAD:
            found.append(int(entry.parent.name))
    return found
