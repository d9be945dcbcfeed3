"""Use cases of sessions."""

from __future__ import annotations

import socket
import sys
from typing import Final

from maestro_tui.server.api_errors import RefusedError, not_found
from maestro_tui.server.bodies import NAME_LENGTH, Body
from maestro_tui.server.documents import Document, append_elements, close_document
from maestro_tui.server.drafts import Concerns, Draft
from maestro_tui.server.events import (
    emit_created,
    emit_deleted,
    emit_session_link,
    emit_updated,
)
from maestro_tui.server.identifiers import is_acceptable_id, new_id
from maestro_tui.server.repositories.kinds import Kind
from maestro_tui.server.repositories.sessions import ENDED_STATUSES
from maestro_tui.server.services.entries import LIST_BYTES, append_entries, make_entry, read_patched_entry
from maestro_tui.server.services.links import link_tasks, texts_of, unlink_tasks
from maestro_tui.server.services.projects import require_project
from maestro_tui.server.services.tasks import require_task

STATUS_LENGTH: Final = 64
_TIMES: Final = ("humanCompletedAt", "archivedAt")


def require_session(draft: Draft, session_id: str) -> Document:
    """Open a session that must be there."""
    session = draft.open(Kind.SESSION, session_id)
    if session is None:
        raise not_found("Session", session_id)
    return session


def new_session(draft: Draft, session_id: str, project_id: str, task_ids: list[str]) -> Document:
    """Make a session that works on tasks: its document, with the first entries of its timeline."""
    session: Document = {
        "id": session_id,
        "projectId": project_id,
        "taskIds": task_ids,
        "name": "Unnamed Session",
        "env": {},
        "strategy": "simple",
        "status": "idle",
        "createdAt": draft.now,
        "updatedAt": draft.now,
        "startedAt": draft.now,
        "lastActivity": draft.now,
        "completedAt": None,
        "hostname": socket.gethostname(),
        "platform": sys.platform,
        "events": [],
        "timeline": [],
    }
    entries = [make_entry("session_started", draft.now, "Session created")]
    entries += [
        make_entry("task_started", draft.now, "Started working on task", taskId=task_id)
        for task_id in task_ids
    ]
    append_entries(session, entries, draft.now)
    return session


def create_session(draft: Draft, body: Body) -> bytes:
    """``POST /api/sessions``: a session without a terminal; a client may bring its own ``id`` (seed)."""
    project_id = body.required_text("projectId")
    task_ids = _task_ids(body)
    require_project(draft, project_id)
    for task_id in task_ids:
        require_task(draft, task_id)
    session_id = _own_id(draft, body) or new_id("ses")
    session = new_session(draft, session_id, project_id, task_ids)
    for name in ("name", "agentId", "strategy", "status"):
        text = body.text(name, longest=STATUS_LENGTH if name == "status" else NAME_LENGTH)
        if text:
            session[name] = text
    session["env"] = body.environment("env") or {}
    for name in ("metadata", "parentSessionId"):
        if body.value(name) is not None:
            session[name] = body.members(name) if name == "metadata" else body.text(name)
    if session["status"] in ENDED_STATUSES:
        session["completedAt"] = draft.now
    octets = draft.put(Kind.SESSION, session_id, session)
    emit_created(draft, Kind.SESSION, session_id, concerns_of(session))
    link_tasks(draft, session_id, task_ids)
    return octets


def _task_ids(body: Body) -> list[str]:
    given = body.texts("taskIds")
    if given is None:
        legacy = body.text("taskId")
        if not legacy:
            raise RefusedError("taskIds is required")
        given = [legacy]
    return list(dict.fromkeys(given))


def _own_id(draft: Draft, body: Body) -> str | None:
    session_id = body.text("id")
    if session_id is None:
        return None
    if not is_acceptable_id(session_id):
        raise RefusedError("id must be 1 to 128 letters, digits, '_' or '-'")
    if draft.exists(Kind.SESSION, session_id):
        raise RefusedError(f"Session with id '{session_id}' exists already", status=409, code="CONFLICT")
    return session_id


def update_session(draft: Draft, session_id: str, body: Body) -> bytes:
    """``PATCH /api/sessions/:id``: what is named changes, ``env`` is merged, lists are appended to.

    Any status is kept, the original CLI's ``running`` among them. What ended completed or failed does not
    become ``stopped``: clients say that of every terminal they close (original server of 2026-07).
    """
    session = require_session(draft, session_id)
    before = texts_of(session, "taskIds")
    _change_texts(session, body)
    for name in _TIMES:
        if name in body:
            session[name] = body.number(name)
    session["env"] = {**_members(session.get("env")), **(body.environment("env") or {})}
    _change_needs_input(session, body, draft.now)
    _change_status(session, body, draft.now)
    append_elements(session, "events", _events(body, draft.now), limit=LIST_BYTES)
    entries = [read_patched_entry(entry, draft.now) for entry in body.objects("timeline")]
    append_entries(session, entries, draft.now)
    _replace_tasks(draft, session, body)
    after = texts_of(session, "taskIds")
    octets = put_updated(draft, session)
    unlink_tasks(draft, session_id, [task_id for task_id in before if task_id not in after])
    link_tasks(draft, session_id, [task_id for task_id in after if task_id not in before])
    return octets


def _change_texts(session: Document, body: Body) -> None:
    if "name" in body:
        session["name"] = body.required_text("name")
    for name in ("agentId", "claudeSessionId"):
        text = body.text(name, longest=NAME_LENGTH)
        if text is not None:
            session[name] = text


def _change_status(session: Document, body: Body, now: int) -> None:
    status = body.text("status", longest=STATUS_LENGTH)
    present = session.get("status")
    if not status or (status == "stopped" and present in ENDED_STATUSES):
        return
    session["status"] = status
    if status not in ENDED_STATUSES:
        session["completedAt"] = None
    elif present not in ENDED_STATUSES:
        session["completedAt"] = now
        if _members(session.get("needsInput")).get("active"):
            session["needsInput"] = {"active": False}


def _change_needs_input(session: Document, body: Body, now: int) -> None:
    """Take ``{"active", "message"?, "since"?}``, or just whether; waiting longer keeps its beginning."""
    if "needsInput" not in body:
        return
    given = body.value("needsInput")
    if given is None or isinstance(given, bool):
        given = {"active": bool(given)}
    if not isinstance(given, dict) or not isinstance(given.get("active"), bool):
        raise RefusedError("needsInput must be an object with a boolean 'active'")
    asked = Body(given)
    waiting: Document = {"active": given["active"]}
    if given["active"]:
        before = _members(session.get("needsInput"))
        waiting["message"] = asked.text("message")
        since = asked.number("since")
        waiting["since"] = since or (before.get("since") if before.get("active") else None) or now
    session["needsInput"] = waiting


def _events(body: Body, now: int) -> list[Document]:
    return [{"id": new_id("evt"), "timestamp": now, **event} for event in body.objects("events")]


def _replace_tasks(draft: Draft, session: Document, body: Body) -> None:
    given = body.texts("taskIds")
    if given is not None:
        session["taskIds"] = list(dict.fromkeys(given))
        for task_id in session["taskIds"]:
            require_task(draft, task_id)


def delete_session(draft: Draft, session_id: str) -> None:
    """``DELETE /api/sessions/:id``: it is taken off its tasks, and each of them is told of."""
    session = require_session(draft, session_id)
    draft.delete(Kind.SESSION, session_id)
    emit_deleted(draft, Kind.SESSION, session_id, concerns_of(session))
    unlink_tasks(draft, session_id, texts_of(session, "taskIds"))


def add_task(draft: Draft, session_id: str, task_id: str) -> bytes:
    """``POST /api/sessions/:id/tasks/:taskId``: both directions; a second time it changes nothing."""
    session = require_session(draft, session_id)
    require_task(draft, task_id)
    task_ids = texts_of(session, "taskIds")
    if task_id in task_ids:
        return close_document(session)
    session["taskIds"] = [*task_ids, task_id]
    octets = _put_link(draft, session, task_id, "task_started", "Added task to session")
    emit_session_link(draft, "added", session_id, task_id)
    link_tasks(draft, session_id, [task_id])
    return octets


def remove_task(draft: Draft, session_id: str, task_id: str) -> bytes:
    """``DELETE /api/sessions/:id/tasks/:taskId``: both directions; a second time it changes nothing."""
    session = require_session(draft, session_id)
    task_ids = texts_of(session, "taskIds")
    if task_id not in task_ids:
        return close_document(session)
    session["taskIds"] = [id_ for id_ in task_ids if id_ != task_id]
    # The type is the original's, measured: it has none for a task that is taken away.
    octets = _put_link(draft, session, task_id, "task_completed", "Removed task from session")
    emit_session_link(draft, "removed", session_id, task_id)
    unlink_tasks(draft, session_id, [task_id])
    return octets


def _put_link(draft: Draft, session: Document, task_id: str, type_: str, message: str) -> bytes:
    entry = make_entry(type_, draft.now, message, taskId=task_id)
    append_entries(session, [entry], draft.now)
    session["updatedAt"] = session["lastActivity"] = draft.now
    return draft.put(Kind.SESSION, session["id"], session)


def put_updated(draft: Draft, session: Document) -> bytes:
    """Keep a changed session and tell of it."""
    session["updatedAt"] = session["lastActivity"] = draft.now
    octets = draft.put(Kind.SESSION, session["id"], session)
    emit_updated(draft, Kind.SESSION, session["id"], concerns_of(session))
    return octets


def concerns_of(session: Document) -> Concerns:
    """Say what the events of a session are about."""
    return Concerns(session_id=session["id"], project_id=session.get("projectId"))


def _members(value: object) -> Document:
    return value if isinstance(value, dict) else {}
