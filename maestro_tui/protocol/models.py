"""Project, Task, Session and TimelineEvent as they come over the wire. Frozen values; no behaviour, no clock.

Only the id is required: an older or a newer server leaves fields out, and a row with gaps is better than
none. Statuses are plain text and shown as they are, since servers invent new ones (``running``, ``in_review``).
All times are milliseconds since the epoch. Source: the seed's examples, and the data model of both measured
servers.
"""

from __future__ import annotations

import msgspec

from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId

EMPTY_LIST = msgspec.Raw(b"[]")


class Project(msgspec.Struct, frozen=True, kw_only=True, rename="camel", gc=False):
    """A directory with tasks."""

    id: ProjectId
    name: str = ""
    working_dir: str = ""
    description: str | None = None
    created_at: float = 0
    updated_at: float = 0


class Task(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Something to be done, by no session, one, or several."""

    id: TaskId
    project_id: ProjectId = ProjectId("")
    parent_id: TaskId | None = None
    title: str = ""
    description: str | None = None
    status: str = "todo"
    session_status: str | None = None
    """What the agent says of its own work on the task; absent until it says something."""
    priority: str = "medium"
    session_ids: tuple[SessionId, ...] = ()
    initial_prompt: str | None = None
    created_at: float = 0
    updated_at: float = 0
    started_at: float | None = None
    completed_at: float | None = None


class NeedsInput(msgspec.Struct, frozen=True, kw_only=True, rename="camel", gc=False):
    """Whether an agent waits for its user, and what it asks. Source: the original server of 2026-07."""

    active: bool = False
    message: str | None = None
    since: float | None = None


class Session(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One agent, working on tasks."""

    id: SessionId
    project_id: ProjectId = ProjectId("")
    task_ids: tuple[TaskId, ...] = ()
    name: str = ""
    status: str = "idle"
    strategy: str | None = None
    agent_id: str | None = None
    parent_session_id: SessionId | None = None
    needs_input: NeedsInput | None = None
    env: dict[str, str] = {}
    hostname: str | None = None
    platform: str | None = None
    created_at: float | None = None
    updated_at: float | None = None
    started_at: float | None = None
    last_activity: float | None = None
    completed_at: float | None = None
    timeline: msgspec.Raw = EMPTY_LIST
    """The timeline as undecoded JSON: most are never looked at. `timeline.decode_timeline` reads it."""


class TimelineEvent(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Something a session did.

    Types known so far: ``session_started session_stopped task_started task_completed task_failed task_skipped
    task_blocked needs_input progress error milestone``; others are shown as they are.
    """

    type: str
    id: str = ""
    timestamp: float = 0
    message: str | None = None
    task_id: TaskId | None = None
    metadata: msgspec.Raw = msgspec.Raw(b"null")
