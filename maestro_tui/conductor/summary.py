"""What is in a file of recorded frames: the frames go through decoder and store, and the outcome is counted.

No server, no dashboard, and no process is started: effects are counted, not performed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from maestro_tui.protocol.events import UnknownEvent, event_name
from maestro_tui.protocol.frames import Received, read_frame
from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.lists import decode_lists
from maestro_tui.store.actions import EventReceived, FramesReceived, SnapshotLoaded
from maestro_tui.store.effects import OpenPane
from maestro_tui.store.store import Store


class Summary(msgspec.Struct):
    """What ``maestro-tui replay --summary`` prints, field by field."""

    frames: int = 0
    events: int = 0
    by_type: dict[str, int] = {}
    """Events with a name of ours, by that name."""
    unknown: dict[str, int] = {}
    """Events without one, by the name they came with."""
    errors: int = 0
    """Frames and elements that could not be decoded."""
    projects: int = 0
    tasks: int = 0
    sessions: int = 0
    spawned: list[SessionId] = []
    """The sessions a terminal would have been opened for, in order."""
    seq_gaps: int = 0
    """How often the numbers of the events skip some, within one epoch."""


class Summarizer:
    """Counts frames as they are fed."""

    def __init__(self) -> None:
        self._store = Store()
        self._by_type: Counter[str] = Counter()
        self._unknown: Counter[str] = Counter()
        self._spawned: list[SessionId] = []
        self._errors = 0
        self._gaps = 0
        self._last: tuple[str | None, int] | None = None

    def feed(self, octets: bytes) -> None:
        """Count one frame; what was there at the beginning came in none."""
        if (lists := decode_lists(octets)) is not None:
            self._store.dispatch(
                SnapshotLoaded(projects=lists.projects, tasks=lists.tasks, sessions=lists.sessions, at=0)
            )
            return
        frame = read_frame(octets)
        self._errors += len(frame.errors)
        self._store.dispatch(FramesReceived(frames=1))
        for received in frame.received:
            self._count(received)

    def summary(self) -> Summary:
        """Give the counts so far."""
        state = self._store.state
        return Summary(
            frames=state.tally.frames,
            events=state.tally.events,
            by_type=dict(sorted(self._by_type.items())),
            unknown=dict(sorted(self._unknown.items())),
            errors=self._errors,
            projects=len(state.projects),
            tasks=len(state.tasks),
            sessions=len(state.sessions),
            spawned=list(self._spawned),
            seq_gaps=self._gaps,
        )

    def _count(self, received: Received) -> None:
        event = received.event
        counter = self._unknown if isinstance(event, UnknownEvent) else self._by_type
        counter[event_name(event)] += 1
        self._count_gap(received)
        action = EventReceived(event=event, at=received.timestamp, seq=received.seq, epoch=received.epoch)
        effects = self._store.dispatch(action)
        self._spawned += [effect.session_id for effect in effects if isinstance(effect, OpenPane)]

    def _count_gap(self, received: Received) -> None:
        if received.seq is None:
            return
        if self._last is not None and self._last[0] == received.epoch and received.seq > self._last[1] + 1:
            self._gaps += 1
        self._last = (received.epoch, received.seq)


def summarize(lines: Iterable[bytes]) -> Summary:
    """Count the frames of a recording, one JSON document a line; empty lines are none."""
    summarizer = Summarizer()
    for line in lines:
        if line.strip():
            summarizer.feed(line)
    return summarizer.summary()
