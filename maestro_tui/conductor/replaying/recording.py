"""The frames of a recording by their places in it: what `maestro-tui record` wrote, one JSON document a line.

Holds where they are and when they were sent, not what is in them: a recording may be larger than memory.
"""

from __future__ import annotations

import os
import stat
from array import array
from bisect import bisect_left
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, Final, Self

from maestro_tui.errors import ConfigurationError
from maestro_tui.protocol.elements import sent_at

LONGEST_LINE: Final = 32 * 1024 * 1024
"""A longer line is no frame: no server sends one of half that size."""

STEP: Final = 100.0
"""Milliseconds between two frames of a recording in which nothing says when it was sent."""

_HOW: Final = "`maestro-tui record FILE` makes one."


class Recording:
    """A file of frames, open for as long as it is read."""

    def __init__(self, file: Path, source: BinaryIO) -> None:
        self.file = file
        self.bad_count = 0
        """How many lines are no frames."""
        self._source = source
        self._starts = array("Q")
        self._lengths = array("Q")
        self._times = array("d")

    @classmethod
    def open(cls, file: Path) -> Self:
        """Find the frames in a file.

        Raises:
            ConfigurationError: It cannot be read, or is no recording.
        """
        try:
            _check_kind(file)
            with ExitStack() as stack:
                recording = cls(file, stack.enter_context(file.open("rb")))
                recording._read_through()
                recording._check()
                stack.pop_all()
        except OSError as error:
            raise ConfigurationError(f"Cannot read {file}: {error.strerror}.") from error
        return recording

    def __len__(self) -> int:
        return len(self._starts)

    def close(self) -> None:
        """Close the file."""
        self._source.close()

    def frame(self, index: int) -> bytes:
        """Give a frame as it was received; what is gone from the file by now is an empty one."""
        length = min(self._lengths[index], LONGEST_LINE)
        return os.pread(self._source.fileno(), length, self._starts[index])

    def time(self, index: int) -> float:
        """Tell when a frame was sent, in milliseconds since the epoch."""
        return self._times[index]

    def first_of_last(self, octets: int, before: int) -> int:
        """Give the first of the frames before a place that take at most so many bytes of the file."""
        if before == 0:
            return 0
        end = self._starts[before - 1] + self._lengths[before - 1]
        return bisect_left(self._starts, max(0, end - octets), 0, before)

    # --------------------------------------------------------------------------------- reading

    def _read_through(self) -> None:
        start, time = 0, 0.0
        while line := self._source.readline(LONGEST_LINE):
            length = len(line) if line.endswith(b"\n") else len(line) + self._skip_line(len(line))
            if not line.isspace():
                sent = sent_at(line) if length <= LONGEST_LINE else None
                self.bad_count += sent is None
                time = sent or time
                self._starts.append(start)
                self._lengths.append(length)
                self._times.append(time)
            start += length
        self._date_the_undated()

    def _skip_line(self, length: int) -> int:
        """Read on to the end of a line that is too long, and tell how long the rest of it is."""
        rest = 0
        while length == LONGEST_LINE and (piece := self._source.readline(LONGEST_LINE)):
            rest += len(piece)
            if piece.endswith(b"\n"):
                break
        return rest

    def _date_the_undated(self) -> None:
        """Give the frames before the first that says when it was sent the time of that one."""
        first = next((index for index, time in enumerate(self._times) if time), None)
        if first is None:
            began = os.fstat(self._source.fileno()).st_mtime * 1000
            self._times = array("d", [began + index * STEP for index in range(len(self))])
            return
        for index in range(first):
            self._times[index] = self._times[first]

    def _check(self) -> None:
        if not len(self):
            raise ConfigurationError(f"{self.file} holds no frames: it is empty. {_HOW}")
        if self.bad_count == len(self):
            lines = "its only line is not" if len(self) == 1 else f"none of its {len(self):,} lines is"
            raise ConfigurationError(f"{self.file} is no recording: {lines} a frame. {_HOW}")


def _check_kind(file: Path) -> None:
    """Refuse what one cannot go back and forth in; to open a pipe could take for ever."""
    mode = file.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise ConfigurationError(
            f"{file} is no regular file: write into one what comes out of it, and replay that."
        )
