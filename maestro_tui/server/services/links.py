"""The links between sessions and tasks, which are kept on both and told of in both directions."""

from __future__ import annotations

from maestro_tui.server.documents import Document
from maestro_tui.server.drafts import Draft
from maestro_tui.server.events import emit_task_link
from maestro_tui.server.repositories.kinds import Kind


def texts_of(document: Document, name: str) -> list[str]:
    """Read a list of ids of an open document; what is no list, or no text, is not there."""
    present = document.get(name)
    return [id_ for id_ in present if isinstance(id_, str)] if isinstance(present, list) else []


def link_tasks(draft: Draft, session_id: str, task_ids: list[str]) -> None:
    """Note on tasks that a session works on them, and tell of each: ``task:session_added``."""
    for task_id in task_ids:
        _put_sessions(draft, task_id, session_id, is_linked=True)
        emit_task_link(draft, "added", task_id, session_id)


def unlink_tasks(draft: Draft, session_id: str, task_ids: list[str]) -> None:
    """Note on tasks that a session does not work on them, and tell of each: ``task:session_removed``.

    Tasks that were deleted meanwhile are passed over.
    """
    for task_id in task_ids:
        if draft.exists(Kind.TASK, task_id):
            _put_sessions(draft, task_id, session_id, is_linked=False)
            emit_task_link(draft, "removed", task_id, session_id)


def _put_sessions(draft: Draft, task_id: str, session_id: str, *, is_linked: bool) -> None:
    task = draft.open(Kind.TASK, task_id)
    if task is None:
        raise KeyError(task_id)
    others = [id_ for id_ in texts_of(task, "sessionIds") if id_ != session_id]
    task["sessionIds"] = [*others, session_id] if is_linked else others
    task["updatedAt"] = draft.now
    draft.put(Kind.TASK, task_id, task)
