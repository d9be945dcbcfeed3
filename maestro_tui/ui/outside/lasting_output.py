"""What the dashboard draws on, which may be gone at any moment: its window closed, its connection cut.

What is written to a terminal that is gone is lost, and nothing else happens. Textual writes in a thread that would end
at the first such error; whoever writes next would wait for it for ever, and the program would never end.
"""

from __future__ import annotations

import contextlib
from typing import Protocol


class Writable(Protocol):
    """As much of a file as a driver needs to draw."""

    def write(self, text: str, /) -> object:
        """Write a text."""
        ...

    def flush(self) -> None:
        """Have it written now."""
        ...


class LastingOutput:
    """A file that can be written to for as long as the program lives, whatever becomes of the terminal behind it."""

    def __init__(self, file: Writable) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write a text, if there is still somebody to read it."""
        with contextlib.suppress(OSError, ValueError):
            self._file.write(text)
        return len(text)

    def flush(self) -> None:
        """Have it written, if there is still somebody to read it."""
        with contextlib.suppress(OSError, ValueError):
            self._file.flush()
