"""The lists as they were when a recording began: a line of our own among its frames, so that a replay begins with them.

No server sends it, and of one that does it is an event without a name here.
"""

from __future__ import annotations

from typing import Final

import msgspec

from maestro_tui.protocol.models import Project, Session, Task

NAME: Final = "maestro-tui:lists"
_BEGINNING: Final = b'{"type":"%s"' % NAME.encode()
_BROKEN = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class Lists(msgspec.Struct, frozen=True, kw_only=True):
    """All there was."""

    projects: tuple[Project, ...] = ()
    tasks: tuple[Task, ...] = ()
    sessions: tuple[Session, ...] = ()


class _Line(msgspec.Struct, frozen=True):
    type: str
    data: Lists
    timestamp: float


def encode_lists(lists: Lists, at: float) -> bytes:
    """Give the line that holds the lists as they were at a moment, in milliseconds since the epoch."""
    return msgspec.json.encode(_Line(NAME, lists, at))


def decode_lists(line: bytes) -> Lists | None:
    """Give the lists in a line of a recording; None if it holds something else, or is broken."""
    if not line.startswith(_BEGINNING):
        return None
    try:
        return msgspec.json.decode(line, type=_Line).data
    except _BROKEN:
        return None
