"""The files of the journal: ``<data dir>/journal/<first seq>.journal``, each with a header and then records."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from maestro_tui.server.atomic_file import sync_directory, sync_file
from maestro_tui.server.journal.records import (
    Header,
    Record,
    decode_header,
    decode_record,
    encode_header,
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
    """Read all whole records of a segment, and pass over lines that are none.

    Raises:
        OSError: It cannot be read.
    """
    with segment.path.open("rb") as file:
        file.readline()
        for line in file:
            record = decode_record(line)
            if record is not None:
                yield record


def make_segment(directory: Path, header: Header) -> tuple[Segment, int]:
    """Make a segment, durable, and give it with a descriptor to append to it.

    One that is there with the same number holds no record that was ever answered, and is replaced.

    Raises:
        OSError: It cannot be made.
    """
    path = directory / f"{header.first_seq:0{_SEQ_DIGITS}d}{SUFFIX}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND | os.O_CLOEXEC
    descriptor = os.open(path, flags, 0o600)
    try:
        write_all(descriptor, encode_header(header))
        sync_file(descriptor)
        sync_directory(directory)
    except OSError:
        os.close(descriptor)
        path.unlink(missing_ok=True)
        raise
    return Segment(path, header), descriptor


def write_all(descriptor: int, octets: bytes) -> None:
    """Write all of it, however little is taken at once.

    Raises:
        OSError: It was not written, or not all of it.
    """
    view = memoryview(octets)
    while view:
        view = view[os.write(descriptor, view) :]
