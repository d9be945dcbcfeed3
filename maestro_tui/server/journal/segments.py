"""The files of the journal: ``<data dir>/journal/<first seq>.journal``, each with a header and then records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from maestro_tui.server.journal.records import (
    Header,
    Record,
    decode_header,
    decode_record,
)

SUFFIX: Final = ".journal"
_SEQ_DIGITS: Final = 16


class Segment(NamedTuple):
    """A file of the journal."""

    path: Path
    header: Header

    @property
    def first_seq(self) -> int:
        """The number of the first event that may stand in it."""
        return self.header.first_seq


def segments_in(directory: Path) -> tuple[list[Segment], list[Path]]:
    """List the segments by their first event, and the files that are named like one and are none."""
    segments: list[Segment] = []
    others: list[Path] = []
    for path in sorted(directory.glob(f"*{SUFFIX}")):
        with path.open("rb") as file:
            header = decode_header(file.readline())
        if header is None:
            others.append(path)
        else:
            segments.append(Segment(path, header))
    segments.sort(key=lambda segment: segment.first_seq)
    return segments, others


def read_records(segment: Segment) -> Iterator[Record]:
    """Read all whole records of a segment, and pass over lines that are none: a crash leaves zeros, or half of one.

    Raises:
        OSError: It cannot be read.
    """
    with segment.path.open("rb") as file:
        file.readline()
        for line in file:
            record = decode_record(line)
            if record is not None:
                yield record


def path_of_segment(directory: Path, first_seq: int) -> Path:
    """Say where the segment is that begins with an event."""
    return directory / f"{first_seq:0{_SEQ_DIGITS}d}{SUFFIX}"
