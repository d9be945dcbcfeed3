"""What came over the wire, the latest of it: every event, and where the connection was cut. Bounded; draws nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from maestro_tui.protocol import events as e
from maestro_tui.store.state import Connection, Phase, State
from maestro_tui.ui.ages import SECOND
from maestro_tui.ui.plain import clean

MOST: Final = 2_000
"""How many are kept: an event can hold a session with its whole timeline."""

GAP: Final = "— connection —"
"""The name of a mark between events."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An event, or a mark between events."""

    number: int
    """Counted from the start of the dashboard."""
    at: float
    name: str
    subject: str
    """What it is about, fit to be shown."""
    seq: int | None = None
    """The number the server gave it, if it numbers its events."""
    event: e.Event | None = None
    """None for a mark."""

    def text(self) -> str:
        """Give it as JSON one can read. Only when somebody looks: it may be large."""
        if self.event is None:
            return self.subject
        return msgspec.json.format(msgspec.json.encode(self.event), indent=2).decode("utf-8", "replace")

    @property
    def size(self) -> int:
        """How many bytes of JSON it is, about."""
        return 0 if self.event is None else len(msgspec.json.encode(self.event))


class EventLog(Mapping[str, Entry]):
    """The latest events by their numbers, as text."""

    def __init__(self, state: State, now: float) -> None:
        self._state = state
        self._entries: deque[Entry] = deque(maxlen=MOST)
        self._count = 0
        self._taken = 0
        self._phase = state.connection.phase
        self._rate = (now, 0)
        self.per_second = 0.0
        """How many events came in the last second or so."""

    def __getitem__(self, key: str) -> Entry:
        first = self._entries[0].number if self._entries else 0
        index = int(key) - first
        if index < 0 or index >= len(self._entries):
            raise KeyError(key)
        return self._entries[index]

    def __iter__(self) -> Iterator[str]:
        return (str(entry.number) for entry in self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def take(self, event: e.Event, at: float) -> None:
        """Take an event down."""
        seq = self._state.last_seq
        self._add(
            Entry(
                number=self._count,
                at=at,
                name=e.event_name(event),
                subject=_subject(event),
                seq=seq,
                event=event,
            )
        )

    def take_connection(self, connection: Connection, at: float) -> None:
        """Take down that the connection was cut, or is there again."""
        if connection.phase is self._phase:
            return
        self._phase = connection.phase
        told = ""
        if connection.phase is Phase.LIVE:
            caught_up = connection.caught_up
            told = "everything was read" if caught_up is None else f"{caught_up:,} missed events follow"
        subject = clean(" · ".join(filter(None, (connection.phase.value, connection.reason or told))))
        self._add(Entry(number=self._count, at=at, name=GAP, subject=subject))

    def take_changes(self) -> set[str]:
        """Give the numbers that came, and those that went, since this was last asked."""
        fresh = range(self._taken, self._count)
        gone = range(max(0, self._taken - MOST), max(0, self._count - MOST))
        self._taken = self._count
        return {str(number) for number in (*fresh, *gone)}

    def measure(self, now: float) -> None:
        """Count how many events came since this was last called, about a second ago."""
        at, count = self._rate
        if now > at:
            self.per_second = (self._state.tally.events - count) * SECOND / (now - at)
            self._rate = (now, self._state.tally.events)

    def _add(self, entry: Entry) -> None:
        self._entries.append(entry)
        self._count += 1


def _subject(event: e.Event) -> str:
    """Say what an event is about."""
    match event:
        case e.SessionCreated(session) | e.SessionUpdated(session):
            return clean(f"{session.name or session.id} · {session.status}")
        case e.SessionSpawned(session=session, command=command):
            return clean(f"{session.name or session.id} · {command}")
        case e.TaskCreated(task) | e.TaskUpdated(task):
            return clean(f"{task.title or task.id} · {task.status}")
        case e.ProjectCreated(project) | e.ProjectUpdated(project):
            return clean(project.name or project.id)
        case e.SessionStatusChanged(id=id_, status=status):
            return clean(f"{id_} · {status or ''}")
        case _:
            ids = [getattr(event, name, None) for name in ("id", "session_id", "task_id")]
            return clean(" · ".join(str(id_) for id_ in ids if id_))
