"""Use cases of timelines: what agents report while they work."""

from __future__ import annotations

from maestro_tui.server.bodies import Body
from maestro_tui.server.documents import Document, append_elements
from maestro_tui.server.drafts import Draft
from maestro_tui.server.identifiers import new_id
from maestro_tui.server.services.entries import LIST_BYTES, append_entries, read_entry
from maestro_tui.server.services.sessions import put_updated, require_session
from maestro_tui.server.services.tasks import require_task


def append_timeline(draft: Draft, session_id: str, body: Body) -> bytes:
    """``POST /api/sessions/:id/timeline``."""
    session = require_session(draft, session_id)
    append_entries(session, [read_entry(body, draft.now)], draft.now)
    return put_updated(draft, session)


def append_task_timeline(draft: Draft, task_id: str, body: Body) -> Document:
    """``POST /api/tasks/:id/timeline``: an entry about a task, in the timeline of a session."""
    require_task(draft, task_id)
    session_id = body.required_text("sessionId")
    entry = read_entry(body, draft.now) | {"taskId": task_id}
    session = require_session(draft, session_id)
    append_entries(session, [entry], draft.now)
    put_updated(draft, session)
    return {
        "success": True,
        "taskId": task_id,
        "sessionId": session_id,
        "message": entry["message"],
        "type": entry["type"],
    }


def append_event(draft: Draft, session_id: str, body: Body) -> bytes:
    """``POST /api/sessions/:id/events``: what a tool of the agent did, such as ``file_modified``."""
    session = require_session(draft, session_id)
    event: Document = {"id": new_id("evt"), "timestamp": draft.now, "type": body.required_text("type")}
    if "data" in body:
        event["data"] = body.value("data")
    append_elements(session, "events", [event], limit=LIST_BYTES)
    return put_updated(draft, session)
