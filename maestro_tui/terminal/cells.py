"""What a screen is made of: styles, rows, the cursor. Values only; nothing here knows an engine or a toolkit."""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import NamedTuple, TypeAlias

__all__ = ["DEFAULT_STYLE", "CellStyle", "Color", "Cursor", "CursorShape", "Row", "Run", "Underline"]

Color: TypeAlias = "int | tuple[int, int, int] | None"
"""A palette index 0..255, a true colour, or ``None`` for the terminal's default."""


class Underline(IntEnum):
    """How a cell is underlined; falsy when it is not."""

    NONE = 0
    SINGLE = 1
    DOUBLE = 2
    CURLY = 3
    DOTTED = 4
    DASHED = 5


class CellStyle(NamedTuple):
    """How a cell looks. Equal styles from one engine are the same object, so they are cheap keys of a dict."""

    fg: Color = None
    bg: Color = None
    bold: bool = False
    italic: bool = False
    dim: bool = False
    underline: Underline = Underline.NONE
    blink: bool = False
    reverse: bool = False
    conceal: bool = False
    strike: bool = False
    overline: bool = False
    underline_color: Color = None
    link: bool = False
    """Part of a hyperlink (OSC 8); where it leads is asked with ``Terminal.link_at``."""


DEFAULT_STYLE = CellStyle()

Run: TypeAlias = "tuple[str, CellStyle]"
"""Neighbouring cells of one style. A blank cell is a space; wide characters stand once for their two cells."""


class Row(NamedTuple):
    """One line of cells, from the left edge to the right one."""

    runs: tuple[Run, ...]
    width: int
    """In cells: the terminal's columns, whatever the length of the text."""

    @property
    def text(self) -> str:
        """The characters alone, blanks at the end included."""
        return "".join([text for text, _ in self.runs])


class CursorShape(Enum):
    """What a program asks the cursor to look like (DECSCUSR)."""

    BLOCK = "block"
    HOLLOW = "hollow"
    UNDERLINE = "underline"
    BAR = "bar"


class Cursor(NamedTuple):
    """Where the cursor is in the rows that are shown, and how it looks."""

    x: int
    y: int
    visible: bool
    """False when the program hides it, and when the view is scrolled away from it."""
    shape: CursorShape
    blink: bool
