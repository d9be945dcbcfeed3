"""Writing the journal: group commit, rotation, and the way back when the disk is full."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from maestro_tui.server.committer import Transaction
from maestro_tui.server.journal.records import Header, encode_record
from maestro_tui.server.journal.segments import Segment
from maestro_tui.server.journal.tail import Tail

_log = logging.getLogger("maestro_tui.server")

_MOST_OVERDRAWN: Final = 4
"""How many times its size the journal may have while the files cannot be written; then nothing more is taken."""


class Journal:
    """The journal, open for writing. Its methods are called from one thread, one at a time.

    Args:
        directory: Where its segments are.
        epoch: Its name.
        segments: What is there already, oldest first.
        seq: The number of the last event in it.
        segment_bytes: How long a segment may grow.
        most_bytes: How long all segments together may be; the oldest are deleted.

    Raises:
        OSError: No segment can be made.
    """

    def __init__(
        self,
        directory: Path,
        epoch: str,
        segments: Sequence[Segment],
        seq: int,
        *,
        segment_bytes: int,
        most_bytes: int,
    ) -> None:
        self.epoch = epoch
        self._directory = directory
        self._seq = seq
        self._segment_bytes = segment_bytes
        self._most_bytes = most_bytes
        self._sizes = {segment: segment.path.stat().st_size for segment in segments}
        self._stored_seq = 0
        self._files_fail = False
        self._broken: OSError | None = None
        # Always a new segment: one that a crash has cut is never written to again.
        self._tail = self._begin_segment()
        self._written = 0

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments, oldest first; may be read from any thread."""
        return tuple(self._sizes)

    @property
    def is_longer_than_kept(self) -> bool:
        """Whether segments would be dropped if their documents were in the files; may be read from any thread."""
        return sum(self._sizes.values()) > self._most_bytes

    def write(self, transactions: Sequence[Transaction]) -> None:
        """Append transactions, and return when they will survive power loss.

        Raises:
            OSError: They could not be written; the journal is as it was before.
        """
        if self._broken:
            raise self._broken
        if self._files_fail and sum(self._sizes.values()) > self._most_bytes * _MOST_OVERDRAWN:
            raise OSError(0, "the files of the data dir cannot be written, and the journal is full")
        octets = b"".join([encode_record(transaction) for transaction in transactions])
        try:
            self._tail.append(octets)
        except OSError:
            self._take_back()
            raise
        self._written = len(octets)
        self._sizes[self._tail.segment] = self._tail.size
        self._seq = transactions[-1].events[-1].seq

    def tidy(self) -> None:
        """Do what the last write has left to do, and nobody waits for: begin a new segment, or make room."""
        if self._tail.size > self._segment_bytes:
            self._rotate()
        else:
            self._tail.make_room(self._written)

    def _take_back(self) -> None:
        """Cut off what was written in part: it was not answered, and must not be there after a restart."""
        try:
            self._tail.take_back()
        except OSError as error:
            self._broken = error
            _log.error("The journal cannot be written any more until a restart: %s", error)

    def _rotate(self) -> None:
        try:
            tail = self._begin_segment()
        except OSError as error:
            _log.warning("No new segment of the journal can be made, the old one goes on: %s", error)
            return
        self._end_segment()
        self._tail = tail
        self._drop_old()

    def _begin_segment(self) -> Tail:
        tail = Tail(self._directory, Header(epoch=self.epoch, first_seq=self._seq + 1))
        # One of the same number was empty, and has been replaced.
        self._sizes = {old: size for old, size in self._sizes.items() if old.path != tail.segment.path}
        self._sizes[tail.segment] = tail.size
        return tail

    def _end_segment(self) -> None:
        try:
            self._tail.close()
        except OSError as error:
            _log.warning("A segment of the journal keeps room that it does not need: %s", error)

    def note_stored(self, seq: int) -> None:
        """Be told that everything up to an event is in the files, so that the journal need not keep it."""
        self._stored_seq = max(seq, self._stored_seq)
        self._files_fail = False
        self._drop_old()

    def note_not_stored(self) -> None:
        """Be told that the files cannot be written, so that the journal has to keep what is not in them."""
        self._files_fail = True

    def _drop_old(self) -> None:
        segments = list(self._sizes)
        for segment, following in itertools.pairwise(segments):
            is_too_much = sum(self._sizes.values()) > self._most_bytes
            if not is_too_much or following.first_seq > self._stored_seq + 1:
                return
            segment.path.unlink(missing_ok=True)
            self._sizes = {kept: size for kept, size in self._sizes.items() if kept is not segment}

    def close(self) -> None:
        """Close the journal."""
        self._end_segment()
