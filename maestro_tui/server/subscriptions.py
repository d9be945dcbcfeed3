"""What a client wants to hear of: ``subscribe`` and ``unsubscribe`` as the original server of 2026-07. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from maestro_tui.server.backlog import Outgoing
from maestro_tui.server.documents import Document

_MOST_IDS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Subscription:
    """A filter. Events whose kind it does not speak of pass, and so do events that name no entity."""

    session_ids: frozenset[str] | None = None
    project_id: str | None = None
    task_ids: frozenset[str] | None = None

    def includes(self, event: Outgoing) -> bool:
        """Whether an event is wanted."""
        session_id, task_id, project_id = event.concerns
        if event.name.startswith("session:"):
            return self.session_ids is None or session_id is None or session_id in self.session_ids
        if event.name.startswith("task:") and self.task_ids is not None and task_id is not None:
            return task_id in self.task_ids
        return self.project_id is None or project_id is None or project_id == self.project_id


def read_subscription(message: Document) -> tuple[Subscription, Document]:
    """Read a ``subscribe`` message, and give what is echoed of it: what is not understood is left out."""
    echo: Document = {}
    session_ids = _ids(message.get("sessionIds"))
    task_ids = _ids(message.get("taskIds"))
    project_id = message.get("projectId")
    if session_ids is not None:
        echo["sessionIds"] = message["sessionIds"]
    if isinstance(project_id, str):
        echo["projectId"] = project_id
    else:
        project_id = None
    if task_ids is not None:
        echo["taskIds"] = message["taskIds"]
    return Subscription(session_ids, project_id, task_ids), echo


def _ids(value: object) -> frozenset[str] | None:
    if not isinstance(value, list) or len(value) > _MOST_IDS:
        return None
    return frozenset(value) if all(isinstance(element, str) for element in value) else None
