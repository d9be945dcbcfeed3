"""What the program knows: tables of projects, tasks and sessions, the panes, and the connection.

The tables are changed in place, and only by the reducer: a copy per event would cost more the more sessions
there are. Everything in them is a frozen value. Readers hold a value as long as they like, and never write.
"""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import Final, NamedTuple

import msgspec

from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId
from maestro_tui.protocol.models import Project, Session, Task
from maestro_tui.store.tables import Table

MOST_UNKNOWN_NAMES: Final = 256
"""How many different unknown event names are counted one by one: names come from outside."""

READ: Final = "reading"
"""What brought a status that no event did."""


class Phase(Enum):
    """Where the connection to the server stands."""

    CONNECTING = "connecting"
    """No attempt has ended yet."""
    LOADING = "loading"
    """Subscribed, and reading the lists."""
    RESUMING = "resuming"
    """Subscribed, and waiting to hear whether what was missed will be told."""
    LIVE = "live"
    """The tables are true, and events come."""
    WAITING = "waiting"
    """Cut off; the next attempt is scheduled."""
    GAVE_UP = "gave up"
    """The maximum number of attempts is used up; only the user starts another."""
    REPLAYING = "replaying"
    """There is no server: the frames come from a file."""


class Connection(msgspec.Struct, frozen=True, kw_only=True):
    """The connection to the server, as far as the user needs to know."""

    phase: Phase = Phase.CONNECTING
    attempt: int = 0
    """How many attempts have failed since it was last live."""
    retry_at: float | None = None
    """When the next attempt is made, in milliseconds since the epoch."""
    reason: str = ""
    """Why it was cut, or could not be made: one sentence."""
    since: float = 0
    """When this phase began, in milliseconds since the epoch."""
    caught_up: int | None = None
    """How many events were missed and then told after the last outage; None if everything was read anew."""


class Pane(msgspec.Struct, frozen=True, kw_only=True):
    """A terminal, as far as the tables show it. Its bytes and its screen never pass through here."""

    session_id: SessionId
    command: str = ""
    cwd: str = ""
    title: str = ""
    """What the program in it last set as its title."""
    opened_at: float = 0
    ended_at: float | None = None
    exit_code: int | None = None
    signal: int | None = None
    problem: str = ""
    """Why it could not be started; empty if it was."""

    @property
    def is_live(self) -> bool:
        """Whether a process runs in it, or is about to."""
        return self.ended_at is None


class Word(NamedTuple):
    """Which message brought something, and when by our own clock."""

    by: str
    """The name of an event; `READ` if it was read over REST."""
    at: float


class Tally(msgspec.Struct):
    """Counts of what came over the wire since the program started."""

    frames: int = 0
    events: int = 0
    rejected: int = 0
    """Elements that could not be decoded; each cost only itself."""
    gaps: int = 0
    """How often the numbers of the events skipped some; each time everything was read anew."""
    unknown: Counter[str] = msgspec.field(default_factory=Counter)
    """Events without a name here, by the name they came with."""


class State:
    """All of it. Made empty; only the reducer writes."""

    def __init__(self) -> None:
        self.projects: Table[ProjectId, Project] = Table()
        self.tasks: Table[TaskId, Task] = Table()
        self.sessions: Table[SessionId, Session] = Table()
        self.panes: Table[SessionId, Pane] = Table()
        self.heard: dict[SessionId, float] = {}
        """When each session was last heard of, in milliseconds since the epoch by our own clock."""
        self.words: dict[SessionId, Word] = {}
        """What brought the status a session has; one that is not in here has that of the lists."""
        self.read_at = 0.0
        """When the lists were read last, in milliseconds since the epoch by our own clock."""
        self.connection = Connection()
        self.tally = Tally()
        self.last_seq: int | None = None
        """The number of the last event that the tables hold, told by the stream or contained in the lists."""
        self.told_seq: int | None = None
        """The number of the last event that the stream itself has told."""
        self.epoch: str | None = None
