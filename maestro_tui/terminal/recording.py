"""A recording of a terminal as an asciicast v2 file: what it showed, when, and its sizes. Never what was typed."""

from __future__ import annotations

import codecs
import contextlib
import json
import logging
import os
import time
from typing import TYPE_CHECKING, TextIO

from maestro_tui.errors import PaneError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from maestro_tui.terminal.pane import Terminal

__all__ = ["Recording", "record"]

logger = logging.getLogger(__name__)

SIZE_LIMIT = 256 << 20
"""Characters of the longest recording: a flooding program would fill the disk."""


class Recording:
    """An asciicast v2 file that is being written. Only its owner may read it."""

    def __init__(
        self,
        path: Path,
        cols: int,
        rows: int,
        *,
        title: str = "",
        started_at: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin a recording.

        Args:
            path: the file; it must not exist.
            cols: columns of the terminal.
            rows: lines of the terminal.
            title: what the recording is called.
            started_at: seconds since the epoch; now, if not given.
            clock: seconds that only go up.

        Raises:
            PaneError: the file exists, or cannot be written.
        """
        self._clock = clock
        self._start = clock()
        self._size = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._file = _create(path)
        header = {"version": 2, "width": cols, "height": rows, "timestamp": int(started_at or time.time())}
        self._write_line(header | {"env": {"TERM": "xterm-256color"}} | ({"title": title} if title else {}))

    def _write_line(self, value: object) -> None:
        line = json.dumps(value, ensure_ascii=False) + "\n"
        self._size += len(line)
        self._file.write(line)

    def _write_event(self, kind: str, content: str) -> None:
        if self._file.closed:
            return
        try:
            self._write_line([round(self._clock() - self._start, 6), kind, content])
        except OSError as error:
            # A full disk ends the recording, not the terminal.
            logger.warning("The recording ends here, it cannot be written: %s", error)
            self.close()
        if self._size > SIZE_LIMIT:
            logger.warning("The recording ends here: it has become larger than %d bytes.", SIZE_LIMIT)
            self.close()

    def write(self, data: bytes) -> None:
        """Record what the program wrote; a character that is cut in two is recorded with its second half."""
        text = self._decoder.decode(data)
        if text:
            self._write_event("o", text)

    def resize(self, cols: int, rows: int) -> None:
        """Record a new size."""
        self._write_event("r", f"{cols}x{rows}")

    def close(self) -> None:
        """End the recording; nothing is recorded after that."""
        with contextlib.suppress(OSError):
            self._file.close()


def _create(path: Path) -> TextIO:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise PaneError(
            f"The recording cannot be written to {path}: {os.strerror(error.errno or 0).lower()}."
        ) from error
    return os.fdopen(descriptor, "w", encoding="utf-8")


def record(terminal: Terminal, path: Path) -> Callable[[], None]:
    """Record a terminal from now on; what comes back ends the recording.

    It begins with the screen as it is, so that what follows has something to change.

    Raises:
        PaneError: the file exists, or cannot be written.
    """
    from maestro_tui.terminal.export import screen_as_ansi

    recording = Recording(path, terminal.columns, terminal.lines, title=terminal.title)
    recording.write(screen_as_ansi(terminal.engine))
    disconnects = [
        terminal.on_bytes.connect(recording.write),
        terminal.on_resize.connect(recording.resize),
        terminal.on_exit.connect(lambda _status: recording.close()),
    ]

    def end() -> None:
        for disconnect in disconnects:
            disconnect()
        recording.close()

    return end
