"""What this package asks of a screen engine: bytes in; cells, answers and events out.

The implementation lives in :mod:`maestro_tui.terminal.ghostty`; another one can take its place. An engine is used from
one thread at a time, does no I/O and knows no clock.
"""

from __future__ import annotations

import asyncio
import importlib
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from maestro_tui.errors import PaneError
from maestro_tui.terminal.cells import (
    DEFAULT_STYLE,
    CellStyle,
    Color,
    Cursor,
    CursorShape,
    Row,
    Run,
    Underline,
)
from maestro_tui.terminal.events import PaneEvent

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from maestro_tui.terminal.keys import KeyPress, MouseInput

__all__ = [
    "DEFAULT_STYLE",
    "CellStyle",
    "Color",
    "Cursor",
    "CursorShape",
    "Engine",
    "EngineOptions",
    "Finding",
    "Mark",
    "Match",
    "Mode",
    "PaneEvent",
    "Point",
    "Row",
    "Run",
    "Span",
    "Theme",
    "Underline",
    "View",
    "load_engine",
    "open_engine",
]


MIDDLE_GREY = 128


class Mode(IntEnum):
    """The private modes (DECSET) this package asks for by name."""

    APPLICATION_CURSOR_KEYS = 1
    MOUSE_CLICKS = 1000
    MOUSE_DRAGS = 1002
    MOUSE_MOVES = 1003
    FOCUS_EVENTS = 1004
    MOUSE_SGR = 1006
    ALTERNATE_SCROLL = 1007
    BRACKETED_PASTE = 2004
    SYNCHRONIZED_OUTPUT = 2026
    GRAPHEME_CLUSTERS = 2027


class Point(NamedTuple):
    """A cell, counted over history and screen together: line 0 is the oldest line that is kept."""

    line: int
    column: int


class Span(NamedTuple):
    """The cells from one point to another, both of them included, in reading order."""

    start: Point
    end: Point


Match = Span
"""Where a search found its text; it can reach over wrapped lines."""


class View(NamedTuple):
    """Which lines of history and screen are shown."""

    first: int
    """The line that is shown at the top."""
    height: int
    total: int
    """Lines of history and screen together."""

    @property
    def rows_below(self) -> int:
        """Lines that lie below the view: 0 when it is at the bottom."""
        return max(0, self.total - self.first - self.height)

    @property
    def is_scrolled(self) -> bool:
        """Whether history is shown instead of the screen."""
        return self.rows_below > 0


class Finding(Protocol):
    """A search that is carried on piece by piece. Output, a new size and the other screen may come between pieces."""

    @property
    def total(self) -> int:
        """How many matches there are so far."""
        ...

    def step(self) -> bool:
        """Look through one more piece, in a millisecond or so; false when all has been looked through."""
        ...

    def newest(self, first: int, count: int) -> list[Match]:
        """Give some of the matches there are so far, newest first, where they are now."""
        ...


class Mark(Protocol):
    """A place in the text that stays with its text: output, scrolling and reflow move it along."""

    def point(self) -> Point | None:
        """Tell where it is now, or ``None`` once its text is gone."""
        ...


class Theme(msgspec.Struct, frozen=True):
    """The colours a program is told when it asks (OSC 10, OSC 11, OSC 12), and whether they are a dark scheme."""

    foreground: tuple[int, int, int] = (224, 224, 224)
    background: tuple[int, int, int] = (18, 18, 18)

    @property
    def is_dark(self) -> bool:
        """Whether the background is darker than middle grey."""
        red, green, blue = self.background
        return red * 0.299 + green * 0.587 + blue * 0.114 < MIDDLE_GREY


class EngineOptions(msgspec.Struct, frozen=True):
    """How an engine is opened."""

    columns: int
    lines: int
    scrollback_lines: int = 10_000
    measure: Callable[[str], int] | None = None
    """How many cells the one who draws gives to a text; where the engine disagrees, the text of a row is changed so
    that its cells stay in place. ``None`` takes the engine's word."""
    theme: Theme = Theme()
    version: str = "maestro-tui"
    """What the terminal calls itself (XTVERSION)."""
    cell_pixels: tuple[int, int] = (8, 16)
    """Width and height of a cell, for programs that ask in pixels."""


class Engine(Protocol):
    """A terminal's screen."""

    @property
    def columns(self) -> int:
        """The width in cells."""
        ...

    @property
    def lines(self) -> int:
        """The height in cells."""
        ...

    def feed(self, data: bytes) -> None:
        """Take what the program wrote: any bytes, cut anywhere."""
        ...

    def take_replies(self) -> bytes:
        """Hand over what the terminal answers to the program's questions since the last call."""
        ...

    def take_events(self) -> list[PaneEvent]:
        """Hand over what the program told beside its text since the last call."""
        ...

    def dirty_rows(self) -> dict[int, Row]:
        """Read the rows of the view that changed since the last call of this or of :meth:`rows`."""
        ...

    def rows(self) -> list[Row]:
        """Read all rows of the view."""
        ...

    def cursor(self) -> Cursor:
        """Tell where the cursor is in the view."""
        ...

    def active_cursor(self) -> tuple[int, int]:
        """Tell where the cursor is on the screen, whatever the view shows and whether it is visible: ``x``, ``y``."""
        ...

    def resize(self, columns: int, lines: int) -> None:
        """Change the size; wrapped lines are wrapped anew."""
        ...

    def mode(self, number: int) -> bool:
        """Tell whether the program set a private mode."""
        ...

    @property
    def is_alternate(self) -> bool:
        """Whether the alternate screen is shown, which has no history."""
        ...

    @property
    def wants_mouse(self) -> bool:
        """Whether the program asked for the mouse."""
        ...

    def set_theme(self, theme: Theme) -> None:
        """Change the colours that programs are told; those that asked to be told hear of it."""
        ...

    def view(self) -> View:
        """Tell which lines are shown."""
        ...

    def scroll(self, lines: int) -> None:
        """Move the view over the history: up for negative, down for positive numbers."""
        ...

    def scroll_to_line(self, line: int) -> None:
        """Move the view so that this line is its first one, as far as there are lines."""
        ...

    def scroll_to_end(self) -> None:
        """Move the view back to the screen."""
        ...

    def text(self, span: Span | None = None, *, unwrap: bool = False, block: bool = False) -> str:
        """Give the text of a span, or of history and screen; ``unwrap`` joins lines that were only wrapped."""
        ...

    def link_at(self, x: int, y: int) -> str | None:
        """Tell where the hyperlink in a cell of the view leads."""
        ...

    def word_at(self, point: Point) -> Span | None:
        """Find the word around a cell."""
        ...

    def line_at(self, point: Point) -> Span | None:
        """Find the line around a cell, with all rows it is wrapped over."""
        ...

    def mark(self, point: Point) -> Mark:
        """Keep hold of a place."""
        ...

    def find(self, needle: str) -> list[Match]:
        """Find a text in history and screen, upper and lower case alike, oldest first."""
        ...

    def begin_find(self, needle: str) -> Finding:
        """Begin to look for a text, as :meth:`find` does at once."""
        ...

    def history_rows(self, first: int, count: int) -> list[Row]:
        """Read rows anywhere in history and screen, whatever the view shows."""
        ...

    def encode_key(self, press: KeyPress) -> bytes:
        """Turn a key into what the program expects of it now."""
        ...

    def encode_mouse(self, mouse: MouseInput) -> bytes:
        """Turn the mouse into what the program asked for: nothing, if it did not ask."""
        ...

    def encode_paste(self, text: str) -> bytes:
        """Turn pasted text into what the program expects of it."""
        ...

    def encode_focus(self, *, gained: bool) -> bytes:
        """Turn a change of focus into what the program asked for: nothing, if it did not ask."""
        ...

    def limit_history(self, limit: int | None) -> None:
        """Hold the history within so many bytes, though fewer lines fit in them than were asked for."""
        ...

    def compress_history(self) -> bool:
        """Pack a piece of the history; tells whether there is more to pack."""
        ...

    def snapshot(self) -> bytes:
        """Put the whole terminal into bytes: screen, history, modes, even a sequence that has only half arrived.

        Raises:
            PaneError: it is in the midst of a string sequence that cannot be put into bytes: a megabyte of it, or bytes
                that are no text. There is a snapshot again when that has ended.
        """
        ...


IMPLEMENTATION = "maestro_tui.terminal.ghostty.engine"


def _implementation() -> ModuleType:
    try:
        return importlib.import_module(IMPLEMENTATION)
    except (ImportError, OSError) as error:
        raise PaneError(f"There is no terminal engine for this machine: {error}.") from error


async def load_engine() -> None:
    """Load the implementation in a thread: reading its declarations takes a tenth of a second.

    Raises:
        PaneError: it cannot be loaded on this machine.
    """
    await asyncio.to_thread(_implementation)


def open_engine(options: EngineOptions, snapshot: bytes | None = None) -> Engine:
    """Open an engine, empty or as it was when a snapshot was taken of it.

    Raises:
        PaneError: the engine cannot be loaded on this machine, or the snapshot cannot be read.
    """
    engine: Engine = _implementation().open_engine(options, snapshot)
    return engine
