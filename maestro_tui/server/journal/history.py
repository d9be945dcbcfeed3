"""Reading the journal back: for the state after a crash, and for clients that missed something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from maestro_tui.server.journal.records import Record
from maestro_tui.server.journal.segments import Segment, read_records


class Damage(NamedTuple):
    """A place where events are missing."""

    after_seq: int
    """The number of the last event before it."""


def read_history(segments: Sequence[Segment], after: int) -> Iterator[Record | Damage]:
    """Read the records that have events after one, in order, and the places where some are missing.

    The end of a segment may be cut short by a crash: that is no damage, since it was never answered, and the
    next segment goes on with its number.

    Args:
        segments: Of one epoch, oldest first.
        after: The number of the last event that is not wanted.

    Raises:
        OSError: A segment cannot be read.
    """
    if not segments:
        return
    following = [segment.first_seq for segment in segments[1:]]
    last = max(after, segments[0].first_seq - 1)
    if last > after:
        yield Damage(after)
    for segment, end in zip(segments, [*following, None], strict=True):
        if end is not None and end <= after + 1:
            continue
        for record in _records(segment, after, end):
            if record.seq > last + 1:
                yield Damage(last)
            last = record.last_seq
            yield record
        if end is not None and end > last + 1:
            yield Damage(last)
            last = end - 1


def _records(segment: Segment, after: int, end: int | None) -> Iterator[Record]:
    for record in read_records(segment):
        if record.last_seq <= after:
            continue
        # What a later segment numbers anew was never answered: the disk was full, or the power went.
        if end is None or record.seq < end:
            yield record
