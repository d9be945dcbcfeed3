"""The last events, kept once for all clients: how far behind one may be before it must read again. No I/O."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from maestro_tui.server.drafts import Concerns


class Outgoing(NamedTuple):
    """An event as it goes to every client."""

    seq: int
    name: str
    frame: bytes
    """The whole WebSocket frame."""
    concerns: Concerns


class Backlog:
    """A ring of events, bounded in number and in bytes.

    Clients have a place in it instead of queues of their own, so that its size does not depend on how many
    there are, nor on how slow they are.

    Args:
        seq: The number of the last event so far.
        most_frames: How many events are kept.
        most_bytes: How many bytes of frames are kept; the newest event is kept whatever its size.
    """

    def __init__(self, seq: int, *, most_frames: int, most_bytes: int) -> None:
        self._events: deque[Outgoing] = deque()
        self._bytes = 0
        self._most_frames = most_frames
        self._most_bytes = most_bytes
        self.last_seq = seq
        """The number of the newest event, kept or not."""

    def extend(self, events: Sequence[Outgoing]) -> None:
        """Add events, numbered on from the last one; the oldest make room."""
        for event in events:
            self._events.append(event)
            self._bytes += len(event.frame)
        self.last_seq = events[-1].seq
        while len(self._events) > self._most_frames or (
            self._bytes > self._most_bytes and len(self._events) > 1
        ):
            self._bytes -= len(self._events.popleft().frame)

    @property
    def first_seq(self) -> int:
        """The number of the oldest event that is kept; if none is, of the next one to come."""
        return self.last_seq - len(self._events) + 1

    def reaches(self, seq: int) -> bool:
        """Whether everything after an event is still here."""
        return seq + 1 >= self.first_seq

    def after(self, seq: int, *, most_bytes: int) -> list[Outgoing]:
        """Give the oldest events after one, at least one if there is any, and not many bytes more than asked."""
        taken: list[Outgoing] = []
        size = 0
        # Counted from the newest: clients are mostly near it, and there a deque is quick.
        for behind in range(seq - self.last_seq, 0):
            event = self._events[behind]
            taken.append(event)
            size += len(event.frame)
            if size >= most_bytes:
                break
        return taken
