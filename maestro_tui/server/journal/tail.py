"""The segment that is written: records are appended to it, into room that was made before they came.

Where a file already has its blocks and its length, a record reaches the disk in half the time: nothing but the record
has to be written. So zeros are laid ahead of what is small and frequent. They are no record for whoever reads, and
are cut off in the end.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Final

from maestro_tui.server.atomic_file import sync_directory, sync_file
from maestro_tui.server.journal.records import Header, encode_header
from maestro_tui.server.journal.segments import Segment, path_of_segment

_AHEAD: Final = 512 * 1024
_LOW: Final = 64 * 1024
"""So little room is left when more is made; what is longer than this gains nothing by it."""


class Tail:
    """A segment, open for appending. One that is there with the same number is replaced: it held nothing answered.

    Args:
        directory: Where the journal is.
        header: Its first line.

    Raises:
        OSError: It cannot be made.
    """

    def __init__(self, directory: Path, header: Header) -> None:
        self.segment: Final = Segment(path_of_segment(directory, header.first_seq), header)
        self.size = 0
        """How many bytes of it are written."""
        self._room = 0
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
        self._descriptor = os.open(self.segment.path, flags, 0o600)
        try:
            self.append(encode_header(header))
            sync_directory(directory)
        except OSError:
            os.close(self._descriptor)
            self.segment.path.unlink(missing_ok=True)
            raise

    def append(self, octets: bytes) -> None:
        """Write something at the end, and return when it will survive power loss.

        Raises:
            OSError: It was not written, or in part; `take_back` says so to the file.
        """
        write_all(self._descriptor, octets, at=self.size)
        sync_file(self._descriptor)
        self.size += len(octets)

    def take_back(self) -> None:
        """Cut off what was not wholly appended.

        Raises:
            OSError: It may still be there.
        """
        os.ftruncate(self._descriptor, self.size)
        self._room = self.size
        sync_file(self._descriptor)

    def make_room(self, wanted: int) -> None:
        """Make room ahead, if such records as the last one, of `wanted` bytes, gain by it; done after an answer."""
        if wanted > _LOW or self._room - self.size >= _LOW:
            return
        begin = max(self.size, self._room)
        try:
            write_all(self._descriptor, bytes(_AHEAD), at=begin)
            sync_file(self._descriptor)
        except OSError:
            # The disk may be full; whoever appends is told, and is not to lack the room taken here.
            with contextlib.suppress(OSError):
                os.ftruncate(self._descriptor, begin)
            return
        self._room = begin + _AHEAD

    def close(self) -> None:
        """Cut the room off that was not needed, and close the file."""
        try:
            os.ftruncate(self._descriptor, self.size)
        finally:
            os.close(self._descriptor)


def write_all(descriptor: int, octets: bytes, *, at: int) -> None:
    """Write all of it, however little is taken at once.

    Raises:
        OSError: It was not written, or not all of it.
    """
    view = memoryview(octets)
    while view:
        written = os.pwrite(descriptor, view, at)
        view, at = view[written:], at + written
