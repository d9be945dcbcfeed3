"""What came over the wire, the latest of it: frames as they were received, and where the connection was cut.

Bounded by number and by bytes; draws nothing. A frame is kept by reference, and is looked into only when somebody
looks at the log: until then it costs next to nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from maestro_tui.store.state import Connection, Phase, State
from maestro_tui.ui.text.ages import SECOND
from maestro_tui.ui.text.plain import clean

if TYPE_CHECKING:
    from maestro_tui.ui.wire.log_entries import Entry, Unfolder

MOST: Final = 2_000
"""How many are kept."""

MOST_BYTES: Final = 8_000_000
"""How many bytes of frames are kept: an event can hold a session with its whole timeline."""

LARGE: Final = MOST_BYTES // 8
"""A frame of so many bytes is looked into at once, so that only its beginning has to be kept."""


class Arrival(NamedTuple):
    """A frame that nobody has looked into yet."""

    octets: bytes
    at: float
    before: int
    """How many frames came before it."""


class Mark(NamedTuple):
    """Something that happened to the connection, between two frames."""

    told: str
    at: float
    before: int
    """How many frames came before it."""


class EventLog(Mapping[str, "Entry"]):
    """The latest events by their numbers, as text."""

    def __init__(self, state: State, now: float) -> None:
        self._state = state
        self._arrivals: deque[Arrival | Mark] = deque()
        self._entries: deque[Entry] = deque()
        self._unfolder: Unfolder | None = None
        self._kept_bytes = 0
        self._count = 0
        self._told = range(0)
        self._phase = state.connection.phase
        self._rate = (now, 0)
        self.per_second = 0.0
        """How many events came in the last second or so."""
        self.on_news: Callable[[], None] | None = None
        """Called whenever there is something to be looked into."""

    def __getitem__(self, key: str) -> Entry:
        index = int(key) - self._numbers.start
        if index < 0 or index >= len(self._entries):
            raise KeyError(key)
        return self._entries[index]

    def __iter__(self) -> Iterator[str]:
        return (str(number) for number in self._numbers)

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def _numbers(self) -> range:
        """The numbers of what is there to be looked at: none is missing between the first and the last."""
        return range(self._entries[0].number, self._entries[-1].number + 1) if self._entries else range(0)

    @property
    def dropped(self) -> int:
        """How many frames came before the oldest that is kept."""
        if self._entries:
            return self._entries[0].before
        return self._arrivals[0].before if self._arrivals else self._count

    # --------------------------------------------------------------------------------- taking

    def take(self, octets: bytes, at: float) -> None:
        """Take a frame down. Called for every frame there is: it must not do more than this."""
        self._arrivals.append(Arrival(octets, at, self._count))
        self._count += 1
        self._kept_bytes += len(octets)
        if self._kept_bytes > MOST_BYTES or len(self._arrivals) > MOST or len(octets) > LARGE:
            if len(octets) > LARGE:
                self._unfold()
            self._make_room()
        if self.on_news is not None:
            self.on_news()

    def take_connection(self, connection: Connection, at: float) -> None:
        """Take down that the connection was cut, or is there again."""
        if connection.phase is self._phase:
            return
        self._phase = connection.phase
        told = ""
        if connection.phase is Phase.LIVE:
            caught_up = connection.caught_up
            told = (
                "everything was read" if caught_up is None else f"caught up with {caught_up:,} missed events"
            )
        said = clean(" · ".join(filter(None, (connection.phase.value, connection.reason or told))))
        self._arrivals.append(Mark(said, at, self._count))
        if len(self._arrivals) > MOST:
            self._make_room()
        if self.on_news is not None:
            self.on_news()

    def rewind(self, before: int = 0) -> None:
        """Forget everything: what comes next is told from another place on, before which so many frames came."""
        self._arrivals.clear()
        self._entries.clear()
        self._kept_bytes = 0
        self._count = before
        if self._unfolder is not None:
            self._unfolder.lose_track()
        if self.on_news is not None:
            self.on_news()

    def measure(self, now: float) -> None:
        """Count how many events came since this was last called, about a second ago."""
        at, count = self._rate
        events = self._state.tally.events
        # In a replay the time can stand still, and go back.
        self.per_second = max(0.0, (events - count) * SECOND / (now - at)) if now > at else 0.0
        if now != at:
            self._rate = (now, events)

    def _make_room(self) -> None:
        self._drop_entries()
        while self._arrivals and (self._kept_bytes > MOST_BYTES or len(self._arrivals) > MOST):
            gone = self._arrivals.popleft()
            self._kept_bytes -= len(gone.octets) if isinstance(gone, Arrival) else 0
            if self._unfolder is not None:
                self._unfolder.lose_track()

    def _drop_entries(self) -> None:
        # All that was looked into is older than all that was not.
        while self._entries and (
            self._kept_bytes > MOST_BYTES or len(self._entries) + len(self._arrivals) > MOST
        ):
            self._kept_bytes -= len(self._entries.popleft().octets)

    # --------------------------------------------------------------------------------- looking

    def take_changes(self) -> set[str]:
        """Look into what came, and give the numbers that came and those that went since this was last asked."""
        self._unfold()
        before, self._told = self._told, self._numbers
        return {str(number) for number in {*before} ^ {*self._told}}

    def _unfold(self) -> None:
        if self._unfolder is None:
            from maestro_tui.ui.wire.log_entries import Unfolder

            self._unfolder = Unfolder()
        while self._arrivals:
            arrival = self._arrivals.popleft()
            if isinstance(arrival, Mark):
                entries = self._unfolder.mark_connection(arrival.told, arrival.at, arrival.before)
            else:
                self._kept_bytes -= len(arrival.octets)
                entries = self._unfolder.unfold(arrival.octets, arrival.at, arrival.before)
            self._entries += entries
            self._kept_bytes += sum(len(entry.octets) for entry in entries)
            self._drop_entries()
