"""What sessions say: the question they ask, and the last thing they told. Pure; foreign text, made fit to be shown."""

from __future__ import annotations

from maestro_tui.protocol.models import Session
from maestro_tui.protocol.timeline import decode_timeline
from maestro_tui.ui.text.plain import clean


def question_of(session: Session) -> str:
    """Give what a session asks."""
    if session.needs_input is not None and session.needs_input.message:
        return clean(session.needs_input.message)
    asked = [event for event in decode_timeline(session.timeline) if event.type == "needs_input"]
    return clean(asked[-1].message or "") if asked else ""


def last_words_of(session: Session) -> str:
    """Give the last thing a session said."""
    events = [event for event in decode_timeline(session.timeline) if event.message]
    return clean(events[-1].message or "") if events else ""
