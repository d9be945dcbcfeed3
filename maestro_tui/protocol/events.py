"""What a server tells its clients, one frozen value an event.

The fourteen events of the seed document; ``session:status_changed`` of the original server of 2026-07, which
sends it *instead of* ``session:updated``, so that a client which ignores it shows wrong statuses; the control
replies; and `UnknownEvent` for everything else.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import msgspec

from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId
from maestro_tui.protocol.models import NeedsInput, Project, Session, Task


class SessionCreated(msgspec.Struct, frozen=True):
    """``session:created``: a session was made over REST."""

    session: Session


class SessionSpawned(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """``session:spawn``: a session was made, and a terminal is asked for. The only event that starts one."""

    session: Session
    command: str = ""
    """What to run, as one line; it is split like a shell would, but never given to one."""
    cwd: str = ""
    env_vars: dict[str, str] = {}
    manifest: msgspec.Raw = msgspec.Raw(b'""')
    """Markdown text in the seed, a JSON object on the real servers: kept as it came."""
    project_id: ProjectId = ProjectId("")
    task_ids: tuple[TaskId, ...] = ()
    spawn_source: str = "ui"
    parent_session_id: SessionId | None = None


class SessionUpdated(msgspec.Struct, frozen=True):
    """``session:updated``: the whole session as it is now."""

    session: Session


class SessionStatusChanged(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """``session:status_changed``: the few fields of a session that changed."""

    id: SessionId
    status: str | None = None
    last_activity: float | None = None
    needs_input: NeedsInput | None = None


class SessionDeleted(msgspec.Struct, frozen=True):
    """``session:deleted``."""

    id: SessionId


class SessionTaskAdded(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """``session:task_added``: ids only, the session has to be read again."""

    session_id: SessionId
    task_id: TaskId


class SessionTaskRemoved(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """``session:task_removed``: ids only, the session has to be read again."""

    session_id: SessionId
    task_id: TaskId


class TaskCreated(msgspec.Struct, frozen=True):
    """``task:created``."""

    task: Task


class TaskUpdated(msgspec.Struct, frozen=True):
    """``task:updated``: the whole task as it is now."""

    task: Task


class TaskDeleted(msgspec.Struct, frozen=True):
    """``task:deleted``."""

    id: TaskId


class TaskSessionAdded(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """``task:session_added``: ids only, the task has to be read again."""

    task_id: TaskId
    session_id: SessionId


class TaskSessionRemoved(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """``task:session_removed``: ids only, the task has to be read again."""

    task_id: TaskId
    session_id: SessionId


class ProjectCreated(msgspec.Struct, frozen=True):
    """``project:created``."""

    project: Project


class ProjectUpdated(msgspec.Struct, frozen=True):
    """``project:updated``: the whole project as it is now."""

    project: Project


class ProjectDeleted(msgspec.Struct, frozen=True):
    """``project:deleted``."""

    id: ProjectId


class ControlReplied(msgspec.Struct, frozen=True):
    """An answer to something this client sent (``pong``, ``subscribed`` …): it changes nothing."""

    name: str


class StreamResumed(msgspec.Struct, frozen=True):
    """``resumed``: what was missed since the last connection follows, nothing is lost. Our own server's."""

    seq: int
    """The number of the last event there is now."""


class ResyncDemanded(msgspec.Struct, frozen=True):
    """``resync``: what was missed is not to be had any more, the lists have to be read. Our own server's."""

    seq: int


class UnknownEvent(msgspec.Struct, frozen=True):
    """An event this program has no name for. Shown in the event log, never dropped, never an error."""

    name: str
    data: msgspec.Raw


Event: TypeAlias = (
    SessionCreated
    | SessionSpawned
    | SessionUpdated
    | SessionStatusChanged
    | SessionDeleted
    | SessionTaskAdded
    | SessionTaskRemoved
    | TaskCreated
    | TaskUpdated
    | TaskDeleted
    | TaskSessionAdded
    | TaskSessionRemoved
    | ProjectCreated
    | ProjectUpdated
    | ProjectDeleted
    | ControlReplied
    | StreamResumed
    | ResyncDemanded
    | UnknownEvent
)

EVENT_NAMES: Final[dict[type[Event], str]] = {
    SessionCreated: "session:created",
    SessionSpawned: "session:spawn",
    SessionUpdated: "session:updated",
    SessionStatusChanged: "session:status_changed",
    SessionDeleted: "session:deleted",
    SessionTaskAdded: "session:task_added",
    SessionTaskRemoved: "session:task_removed",
    TaskCreated: "task:created",
    TaskUpdated: "task:updated",
    TaskDeleted: "task:deleted",
    TaskSessionAdded: "task:session_added",
    TaskSessionRemoved: "task:session_removed",
    ProjectCreated: "project:created",
    ProjectUpdated: "project:updated",
    ProjectDeleted: "project:deleted",
    StreamResumed: "resumed",
    ResyncDemanded: "resync",
}
"""The wire name of each event that has a fixed one."""

CONTROL_REPLIES: Final = frozenset({"pong", "subscribed", "unsubscribed"})
"""Names that answer a client instead of telling of a change; they carry only ``type``."""

HIGH_FREQUENCY_EVENTS: Final = frozenset({"session:updated", "task:updated", "project:updated"})
"""Events that come many times a second and are not logged one by one (seed, "High-Frequency Event
Filtering")."""


def event_name(event: Event) -> str:
    """Give the wire name of an event."""
    if isinstance(event, UnknownEvent | ControlReplied):
        return event.name
    return EVENT_NAMES[type(event)]
