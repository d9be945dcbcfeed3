"""Events that a client missed, read from the journal piece by piece."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Final, NamedTuple

from maestro_tui.server.journal.history import Damage, read_history
from maestro_tui.server.journal.segments import Segment

_PIECE_BYTES: Final = 512 * 1024


class EventsGoneError(Exception):
    """The journal does not have the events any more."""


class PastEvent(NamedTuple):
    """An event as it went out."""

    seq: int
    frame: bytes


async def replay(
    segments: Callable[[], Sequence[Segment]], after: int, upto: int
) -> AsyncIterator[list[PastEvent]]:
    """Give past events in pieces.

    Args:
        segments: Gives the segments of the journal.
        after: The number of the last event that is not wanted.
        upto: The number of the last one that is; it is durable.

    Raises:
        EventsGoneError: Some of them are not there.
    """
    events = _past_events(segments(), after, upto)
    last = after
    while last < upto:
        piece = await asyncio.to_thread(_piece_of, events)
        if not piece:
            raise EventsGoneError
        yield piece
        last = piece[-1].seq


def _past_events(segments: Sequence[Segment], after: int, upto: int) -> Iterator[PastEvent]:
    for record in read_history(segments, after):
        if isinstance(record, Damage):
            raise EventsGoneError
        for number, frame in enumerate(record.frames):
            if after < record.seq + number <= upto:
                yield PastEvent(record.seq + number, bytes(frame))
        if record.last_seq >= upto:
            return


def _piece_of(events: Iterator[PastEvent]) -> list[PastEvent]:
    piece: list[PastEvent] = []
    size = 0
    try:
        for event in events:
            piece.append(event)
            size += len(event.frame)
            if size >= _PIECE_BYTES:
                break
    except OSError as error:
        raise EventsGoneError from error  # a segment has been dropped meanwhile
    return piece
