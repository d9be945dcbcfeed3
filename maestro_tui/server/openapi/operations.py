"""The operations of the REST interface. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one path."""

    method: str
    path: str
    summary: str
    answer: str
    """The name of the schema of a granted answer; with ``[]`` for a list that can be asked for in pages."""
    status: int = 200
    body: str | None = None
    """The name of the schema of the request body."""
    query: tuple[str, ...] = ()
    refusals: tuple[int, ...] = ()
    """Statuses of refusals besides those every request may meet."""


_CHANGES: Final = (400, 404, 413, 415, 507)
_DELETES: Final = (404, 507)
_LINKS: Final = (404, 415, 507)

OPERATIONS: Final = (
    Operation(method="get", path="/", summary="What this server is.", answer="Name"),
    Operation(method="get", path="/health", summary="Whether the server is well.", answer="Health"),
    Operation(method="get", path="/ws-status", summary="The open event streams.", answer="Connections"),
    Operation(method="get", path="/api/openapi.json", summary="This description.", answer="Object"),
    Operation(method="get", path="/api/projects", summary="All projects.", answer="Project[]"),
    Operation(
        method="post", path="/api/projects", summary="Make a project.", answer="Project", status=201,
        body="CreateProject", refusals=(400, 413, 415, 507),
    ),
    Operation(
        method="get", path="/api/projects/{project_id}", summary="One project.", answer="Project",
        refusals=(404,),
    ),
    Operation(
        method="put", path="/api/projects/{project_id}", summary="Change a project.", answer="Project",
        body="UpdateProject", refusals=_CHANGES,
    ),
    Operation(
        method="delete", path="/api/projects/{project_id}",
        summary="Delete a project that has no tasks and no sessions.", answer="Deleted", refusals=(404, 422, 507),
    ),
    Operation(
        method="get", path="/api/tasks", summary="Tasks; parentId 'null' for those without a parent.",
        answer="Task[]", query=("projectId", "status", "parentId"),
    ),
    Operation(
        method="post", path="/api/tasks", summary="Make a task.", answer="Task", status=201, body="CreateTask",
        refusals=_CHANGES,
    ),
    Operation(method="get", path="/api/tasks/{task_id}", summary="One task.", answer="Task", refusals=(404,)),
    Operation(
        method="patch", path="/api/tasks/{task_id}", summary="Change a task.", answer="Task", body="UpdateTask",
        refusals=_CHANGES,
    ),
    Operation(
        method="delete", path="/api/tasks/{task_id}", summary="Delete a task and all below it.",
        answer="Deleted", refusals=_DELETES,
    ),
    Operation(
        method="get", path="/api/tasks/{task_id}/children", summary="The tasks right below one.",
        answer="Task[]", refusals=(404,),
    ),
    Operation(
        method="post", path="/api/tasks/{task_id}/timeline",
        summary="Append an entry about a task to the timeline of a session.", answer="TaskTimelineAnswer",
        body="TaskTimelineEntry", refusals=_CHANGES,
    ),
    Operation(
        method="get", path="/api/sessions", summary="Sessions; status may name several, with commas.",
        answer="Session[]",
        query=(
            "projectId", "taskId", "status", "active", "parentSessionId", "rootSessionId", "needsInput",
        ),
    ),
    Operation(
        method="post", path="/api/sessions", summary="Make a session without a terminal.", answer="Session",
        status=201, body="CreateSession", refusals=(*_CHANGES, 409),
    ),
    Operation(
        method="post", path="/api/sessions/spawn", summary="Make a session, and ask for a terminal for it.",
        answer="Spawned", status=201, body="SpawnSession", refusals=(*_CHANGES, 429, 500),
    ),
    Operation(
        method="get", path="/api/sessions/{session_id}", summary="One session.", answer="Session",
        refusals=(404,),
    ),
    Operation(
        method="patch", path="/api/sessions/{session_id}", summary="Change a session.", answer="Session",
        body="UpdateSession", refusals=_CHANGES,
    ),
    Operation(
        method="delete", path="/api/sessions/{session_id}", summary="Delete a session.", answer="Deleted",
        refusals=_DELETES,
    ),
    Operation(
        method="post", path="/api/sessions/{session_id}/timeline", summary="Append to the timeline.",
        answer="Session", body="TimelineEntry", refusals=_CHANGES,
    ),
    Operation(
        method="post", path="/api/sessions/{session_id}/events", summary="Append an event of a tool.",
        answer="Session", body="SessionEvent", refusals=_CHANGES,
    ),
    Operation(
        method="post", path="/api/sessions/{session_id}/tasks/{task_id}",
        summary="Have a session work on one more task.", answer="Session", refusals=_LINKS,
    ),
    Operation(
        method="delete", path="/api/sessions/{session_id}/tasks/{task_id}",
        summary="Have a session work on one task less.", answer="Session", refusals=_DELETES,
    ),
    Operation(method="get", path="/api/templates", summary="The prompt templates.", answer="Template[]"),
    Operation(
        method="get", path="/api/templates/{template_id}", summary="One prompt template.", answer="Template",
        refusals=(404,),
    ),
    Operation(
        method="get", path="/api/templates/role/{role}", summary="The prompt template of a role.",
        answer="Template", refusals=(404,),
    ),
)  # fmt: skip
"""Everything that can be asked for."""
