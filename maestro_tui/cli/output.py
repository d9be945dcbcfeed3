"""What a command prints: a table or a few lines for people, one JSON document for scripts.

Nothing that comes from a server reaches the terminal as anything but text: each cell is one printable line, and
in JSON what is not printable is escaped. Colours only where there is a terminal and `NO_COLOR` is not set.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from typing import Final, Generic, TypeVar

import click
import msgspec

from maestro_tui.errors import MaestroError
from maestro_tui.protocol.described import printable
from maestro_tui.ui.text.fitting import cut_end, pad, width_of

Row = TypeVar("Row")

GAP: Final = 2
LONGEST_CELL: Final = 400
LONGEST_TEXT: Final = 20_000
_UNLIMITED: Final = 100_000

_COLOURS: Final = {
    "working": "green",
    "running": "green",
    "in_progress": "green",
    "spawning": "cyan",
    "waiting": "yellow",
    "blocked": "yellow",
    "needs_input": "yellow",
    "failed": "red",
    "error": "red",
    "task_failed": "red",
    "milestone": "cyan",
    "ok": "green",
    "warn": "yellow",
    "bad": "red",
}
"""By the words of the wire, and those of the doctor."""


@dataclass(frozen=True, kw_only=True)
class Column(Generic[Row]):
    """One column of a table."""

    title: str
    text: Callable[[Row], str]
    least: int | None = None
    """The fewest cells it is cut down to where room is short; None if it is never cut."""
    is_status: bool = False
    """Whether its words have colours."""


class Output:
    """Where a command prints to.

    Args:
        as_json: Whether a script reads it.
    """

    def __init__(self, *, as_json: bool = False) -> None:
        self.as_json = as_json
        self._has_colour = wants_colour()

    def json(self, document: bytes) -> None:
        """Print a JSON document, spread over lines where somebody reads it."""
        _write(readable_json(document, indent=2 if sys.stdout.isatty() else -1).encode())

    def json_line(self, document: bytes) -> None:
        """Print a JSON document on one line, where several of them come one after the other."""
        _write(readable_json(document, indent=-1).encode())

    def line(self, text: str) -> None:
        """Print a line for people."""
        _write(printable(text, LONGEST_CELL))

    def status(self, word: str, rest: str) -> None:
        """Print a line that begins with a word of the table of colours."""
        _write(f"{self._coloured(word, pad(word, 5))}{printable(rest, LONGEST_CELL)}")

    def table(self, columns: Sequence[Column[Row]], rows: Iterable[Row], *, empty: str) -> None:
        """Print rows in columns that fit the terminal; `empty` is said on stderr if there are none."""
        texts = [[printable(column.text(row), LONGEST_CELL) for column in columns] for row in rows]
        if not texts:
            click.echo(empty, err=True)
            return
        texts.insert(0, [column.title for column in columns])
        widths = _fit(columns, texts, _terminal_width())
        lines = (self._join(columns, cells, widths, is_head=not at) for at, cells in enumerate(texts))
        _write("\n".join(lines))

    def fields(self, fields: Iterable[tuple[str, str | None]]) -> None:
        """Print names and values, one a line; what is empty is left out. Texts keep their line breaks."""
        given = [(name, value) for name, value in fields if value]
        indent = max((len(name) for name, _ in given), default=0) + GAP
        for name, value in given:
            first, *more = value[:LONGEST_TEXT].splitlines() or [""]
            _write(f"{self._dim(pad(name, indent))}{printable(first, LONGEST_TEXT)}")
            for line in more:
                _write(" " * indent + printable(line, LONGEST_TEXT))

    def _join(
        self, columns: Sequence[Column[Row]], cells: Sequence[str], widths: Sequence[int], *, is_head: bool
    ) -> str:
        padded = [
            self._coloured(cell, pad(cut_end(cell, width), width)) if column.is_status and not is_head
            # Nothing after the last column: what is not there cannot wrap.
            else pad(cut_end(cell, width), width if column is not columns[-1] else 0)
            for column, cell, width in zip(columns, cells, widths, strict=True)
        ]  # fmt: skip
        line = (" " * GAP).join(padded).rstrip()
        return self._dim(line) if is_head else line

    def _coloured(self, word: str, text: str) -> str:
        colour = _COLOURS.get(word) if self._has_colour else None
        return click.style(text, fg=colour) if colour else text

    def _dim(self, text: str) -> str:
        return click.style(text, dim=True) if self._has_colour else text


def _write(text: str | bytes) -> None:
    if isinstance(sys.stdout, TextIOWrapper):
        # What the terminal's encoding lacks becomes a question mark. JSON is UTF-8 everywhere, and comes as such.
        sys.stdout.reconfigure(errors="replace")
    try:
        click.echo(text, color=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        # What is left in the buffer would fail once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise MaestroError(f"Cannot write the output: {error.strerror}.") from error


def wants_colour() -> bool:
    """Tell whether standard output is a terminal whose user did not say no (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def readable_json(document: bytes, *, indent: int) -> str:
    """Give JSON that any JSON reader takes for the same, and that moves no cursor."""
    text = msgspec.json.format(document, indent=indent).decode("utf-8", "replace")
    if text.isascii() and "\x7f" not in text:
        return text
    # Outside of strings JSON has nothing but ASCII, so that an escape stands where an escape may stand.
    return "".join(each if each.isprintable() or each == "\n" else _escaped(each) for each in text)


def _escaped(character: str) -> str:
    octets = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{octets[at : at + 2].hex()}" for at in range(0, len(octets), 2))


def _terminal_width() -> int:
    # Whoever pipes a table on wants all of it.
    return shutil.get_terminal_size((_UNLIMITED, 24)).columns


def _fit(columns: Sequence[Column[Row]], texts: Sequence[Sequence[str]], width: int) -> list[int]:
    """Give each column the cells its longest text takes, and take from the widest where that is too many."""
    widths = [max(map(width_of, column_texts)) for column_texts in zip(*texts, strict=True)]
    excess = sum(widths) + GAP * (len(widths) - 1) - width
    while excess > 0:
        yielding = [
            place
            for place, column in enumerate(columns)
            if column.least is not None and widths[place] > column.least
        ]
        if not yielding:
            break
        widest = max(yielding, key=lambda place: widths[place])
        widths[widest] -= 1
        excess -= 1
    return widths
