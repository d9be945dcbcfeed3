"""Entries of a session's timeline, and what they say about whether its agent waits for the user."""

from __future__ import annotations

from typing import Final

from maestro_tui.server.bodies import Body
from maestro_tui.server.documents import Document, append_elements
from maestro_tui.server.identifiers import new_id

LIST_BYTES: Final = 256 * 1024
"""How long a timeline, or the list of a session's events, may grow before its oldest elements are dropped."""
ENTRY_TYPE_LENGTH: Final = 64
_WORK: Final = frozenset({"progress", "milestone", "task_started", "task_completed", "task_failed"})
"""Types of entries of an agent that works, and so does not wait."""


def make_entry(type_: str, now: int, message: str | None, **members: object) -> Document:
    """Make an entry as the seed has them; members that are None are left out."""
    entry: Document = {"id": new_id("evt"), "type": type_, "timestamp": now}
    if message is not None:
        entry["message"] = message
    return entry | {name: value for name, value in members.items() if value is not None}


def read_entry(body: Body, now: int) -> Document:
    """Read an entry from the body of ``POST …/timeline``: a message, by default of type ``progress``."""
    message = body.required_text("message", longest=None)
    type_ = body.text("type", longest=ENTRY_TYPE_LENGTH) or "progress"
    return make_entry(type_, now, message, taskId=body.text("taskId"), metadata=body.members("metadata"))


def read_patched_entry(entry: Document, now: int) -> Document:
    """Read an entry from the ``timeline`` of a PATCH: as it is, id and time added where they miss."""
    body = Body(entry)
    body.text("message")
    type_ = body.text("type", longest=ENTRY_TYPE_LENGTH) or "progress"
    timestamp = body.number("timestamp")
    return {
        **entry,
        "id": body.text("id") or new_id("evt"),
        "type": type_,
        "timestamp": now if timestamp is None else timestamp,
    }


def append_entries(session: Document, entries: list[Document], now: int) -> None:
    """Append entries to an open session.

    An entry ``needs_input`` marks the session as waiting: the seed's agents say it in no other way. A mark made
    so goes with their next entry about work; one that was set by PATCH only goes by PATCH.
    """
    append_elements(session, "timeline", entries, limit=LIST_BYTES)
    for entry in entries:
        waiting = session.get("needsInput")
        if entry["type"] == "needs_input":
            session["needsInput"] = {
                "active": True,
                "message": entry.get("message"),
                "since": now,
                "source": "timeline",
            }
        elif entry["type"] in _WORK and isinstance(waiting, dict) and waiting.get("source") == "timeline":
            session["needsInput"] = {"active": False}
