"""What an entry on a session's timeline carries that says where its terminal was opened. Pure."""

from __future__ import annotations

import msgspec

from maestro_tui.protocol.models import Session, TimelineEvent
from maestro_tui.protocol.timeline import decode_timeline


class Mark(msgspec.Struct, frozen=True, rename="camel"):
    """The host that opened it, and the machine it runs on."""

    terminal_host: str
    hostname: str = ""


def first_mark(session: Session) -> Mark | None:
    """Give the mark that counts: who said it first has the session."""
    marks = (_read_mark(event) for event in decode_timeline(session.timeline))
    return next((mark for mark in marks if mark is not None), None)


def _read_mark(event: TimelineEvent) -> Mark | None:
    try:
        return msgspec.json.decode(event.metadata, type=Mark)
    except msgspec.MsgspecError:
        return None
