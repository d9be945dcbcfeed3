"""What happened, in the past participle: everything that can change the state, and nothing else can."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from maestro_tui.protocol.events import Event
from maestro_tui.protocol.ids import SessionId, TaskId
from maestro_tui.protocol.models import Project, Session, Task
from maestro_tui.store.checkpoint import Checkpoint
from maestro_tui.store.state import Phase


class EventReceived(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The server told of something."""

    event: Event
    at: float
    """When it arrived, in milliseconds since the epoch by our own clock."""
    seq: int | None = None
    epoch: str | None = None
    catching_up: bool = False
    """Whether it came while the lists were being read, so that a list may already be newer than it."""


class FramesReceived(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Frames arrived; of their elements, some could not be decoded."""

    frames: int
    rejected: int = 0


class ConnectionChanged(msgspec.Struct, frozen=True, kw_only=True):
    """The connection to the server was made, cut, or tried."""

    phase: Phase
    at: float
    retry_at: float | None = None
    reason: str = ""


class ResumeUnanswered(msgspec.Struct, frozen=True):
    """A server that was asked to tell what was missed does not answer: it knows nothing of that."""

    at: float


class SnapshotLoaded(msgspec.Struct, frozen=True, kw_only=True):
    """The lists were read over REST: what is not in them is gone."""

    projects: tuple[Project, ...]
    tasks: tuple[Task, ...]
    sessions: tuple[Session, ...]
    at: float
    rejected: int = 0
    seq: int | None = None
    """The number of the last event the lists contain; None if the server does not number them."""
    epoch: str | None = None


class SessionFetched(msgspec.Struct, frozen=True):
    """One session was read again."""

    session: Session
    at: float = 0
    """When, in milliseconds since the epoch by our own clock."""


class SessionVanished(msgspec.Struct, frozen=True):
    """One session was to be read again, and is no longer there."""

    id: SessionId


class TaskFetched(msgspec.Struct, frozen=True):
    """One task was read again."""

    task: Task


class TaskVanished(msgspec.Struct, frozen=True):
    """One task was to be read again, and is no longer there."""

    id: TaskId


class PaneOpened(msgspec.Struct, frozen=True, kw_only=True):
    """A process was started in a terminal."""

    session_id: SessionId
    at: float


class PaneFound(msgspec.Struct, frozen=True, kw_only=True):
    """A terminal is there that was started before this program, or by another one."""

    session_id: SessionId
    at: float
    """When its process was started."""
    command: str = ""
    cwd: str = ""


class PaneRetitled(msgspec.Struct, frozen=True, kw_only=True):
    """The program in a terminal set its title."""

    session_id: SessionId
    title: str


class PaneExited(msgspec.Struct, frozen=True, kw_only=True):
    """The process of a terminal ended, by itself (`code`) or by a signal."""

    session_id: SessionId
    at: float
    code: int | None = None
    signal: int | None = None


class PaneFailed(msgspec.Struct, frozen=True, kw_only=True):
    """A terminal could not be started."""

    session_id: SessionId
    at: float
    problem: str
    """One sentence that says what is wrong."""


class PaneClosed(msgspec.Struct, frozen=True):
    """The user put a terminal away."""

    session_id: SessionId


class CheckpointRestored(msgspec.Struct, frozen=True):
    """Everything is again as it was at another moment: a replay goes to another place."""

    checkpoint: Checkpoint


Action: TypeAlias = (
    EventReceived
    | FramesReceived
    | ConnectionChanged
    | ResumeUnanswered
    | SnapshotLoaded
    | SessionFetched
    | SessionVanished
    | TaskFetched
    | TaskVanished
    | PaneOpened
    | PaneFound
    | PaneRetitled
    | PaneExited
    | PaneFailed
    | PaneClosed
    | CheckpointRestored
)
