"""Use cases of tasks."""

from __future__ import annotations

from typing import Final

from maestro_tui.server.api_errors import not_found
from maestro_tui.server.bodies import NAME_LENGTH, Body
from maestro_tui.server.documents import Document
from maestro_tui.server.drafts import Concerns, Draft
from maestro_tui.server.events import emit_created, emit_deleted, emit_updated
from maestro_tui.server.identifiers import new_id
from maestro_tui.server.repositories.kinds import Kind
from maestro_tui.server.services.projects import require_project

_WORD_LENGTH: Final = 64
_TEXTS: Final = {
    "title": NAME_LENGTH,
    "status": _WORD_LENGTH,
    "priority": _WORD_LENGTH,
    "description": None,
    "initialPrompt": None,
}
_LISTS: Final = ("sessionIds", "skillIds", "agentIds", "dependencies")


def require_task(draft: Draft, task_id: str) -> Document:
    """Open a task that must be there."""
    task = draft.open(Kind.TASK, task_id)
    if task is None:
        raise not_found("Task", task_id)
    return task


def create_task(draft: Draft, body: Body) -> bytes:
    """``POST /api/tasks``."""
    project_id = body.required_text("projectId")
    title = body.required_text("title")
    require_project(draft, project_id)
    parent_id = body.text("parentId")
    if parent_id is not None and not draft.exists(Kind.TASK, parent_id):
        raise not_found("Parent task", parent_id)
    task_id = new_id("tsk")
    task = {
        "id": task_id,
        "projectId": project_id,
        "parentId": parent_id,
        "title": title,
        "description": body.text("description") or "",
        "status": "todo",
        "priority": body.text("priority", longest=_WORD_LENGTH) or "medium",
        "createdAt": draft.now,
        "updatedAt": draft.now,
        "startedAt": None,
        "completedAt": None,
        "initialPrompt": body.text("initialPrompt") or "",
        "sessionIds": [],
        "skillIds": body.texts("skillIds") or [],
        "agentIds": body.texts("agentIds") or [],
        "dependencies": body.texts("dependencies") or [],
    }
    octets = draft.put(Kind.TASK, task_id, task)
    emit_created(draft, Kind.TASK, task_id, concerns_of(task))
    return octets


def update_task(draft: Draft, task_id: str, body: Body) -> bytes:
    """``PATCH /api/tasks/:id``.

    An agent (``updateSource`` is ``session``) says how its own work goes and changes nothing else (seed).
    """
    task = require_task(draft, task_id)
    session_status = body.text("sessionStatus", longest=_WORD_LENGTH)
    if session_status is not None:
        task["sessionStatus"] = session_status
    body.text("sessionId")  # says who it was; nothing is kept of it, and it must be an id all the same
    if body.text("updateSource") != "session":
        _change(task, body, draft.now)
    task["updatedAt"] = draft.now
    octets = draft.put(Kind.TASK, task_id, task)
    emit_updated(draft, Kind.TASK, task_id, concerns_of(task))
    return octets


def _change(task: Document, body: Body, now: int) -> None:
    if "title" in body:
        body.required_text("title")
    for name, longest in _TEXTS.items():
        text = body.text(name, longest=longest)
        if text is not None:
            task[name] = text
    for name in _LISTS:
        texts = body.texts(name)
        if texts is not None:
            task[name] = texts
    # Set once: a task that is taken up again keeps when it was first started, and first done (seed).
    reached = {"in_progress": "startedAt", "completed": "completedAt"}.get(body.text("status") or "")
    if reached and task.get(reached) is None:
        task[reached] = now


def delete_task(draft: Draft, task_id: str) -> None:
    """``DELETE /api/tasks/:id``: the task and everything below it, children first.

    As the original server of 2026-07; the seed's left children behind whose parent did not exist. Sessions
    keep its id: they tell what was worked on.
    """
    require_task(draft, task_id)
    for id_ in reversed(_with_descendants(draft, task_id)):
        concerns = concerns_of(require_task(draft, id_))
        draft.delete(Kind.TASK, id_)
        emit_deleted(draft, Kind.TASK, id_, concerns)


def _with_descendants(draft: Draft, task_id: str) -> list[str]:
    found = {task_id: None}
    unseen = [task_id]
    while unseen:
        children = list(draft.ids_where(Kind.TASK, "parent", unseen.pop()))
        # Files may have been edited by hand, and be each other's parents.
        unseen += [child for child in children if child not in found]
        found |= dict.fromkeys(children)
    return list(found)


def concerns_of(task: Document) -> Concerns:
    """Say what the events of a task are about."""
    return Concerns(task_id=task["id"], project_id=task.get("projectId"))
