"""What a terminal shows, on the screen: reads the rows of a `Terminal` that changed, and draws those.

The terminal is fed whether anybody looks or not; only what is seen is read out, at most once a frame. Nothing here
sends anything to the program but the size it has.
"""

from __future__ import annotations

from asyncio import get_running_loop
from collections.abc import Callable, Sequence
from typing import Final

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from maestro_tui.terminal.cells import Cursor, Row
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.later import call_after
from maestro_tui.ui.look.tones import Cell
from maestro_tui.ui.widgets.terminal_ink import TerminalInk
from maestro_tui.ui.widgets.terminal_reading import Lit, Reading

FRAME: Final = 1 / 60
"""Seconds between two read-outs of a terminal that has more to say than a screen can show."""

DRAWING_SHARE: Final = 2
"""How many times as long as a frame took to be drawn the next one waits at least: the rest is for the others."""

SEARCH_SECONDS: Final = 0.5
"""How often a search is repeated while output arrives: it looks through all of the history."""


class TerminalScreen(Widget):
    """Shows one terminal at a time, or some lines of text where there is none."""

    ALLOW_SELECT = False

    class SizeChanged(Message):
        """Terminals are of another size from now on."""

        def __init__(self, columns: int, lines: int) -> None:
            super().__init__()
            self.columns = columns
            self.lines = lines

    class ViewScrolled(Message):
        """Another part of the terminal's history is shown."""

        def __init__(self, rows_below: int) -> None:
            super().__init__()
            self.rows_below = rows_below
            """Lines below what is shown: 0 when it is the screen."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.terminal: Terminal | None = None
        """What is shown."""
        self.reading: Reading | None = None
        """What the user has marked in it."""
        self._instead: Sequence[Sequence[Cell]] = ()
        self._rows: dict[int, Row] = {}
        self._cursor: Cursor | None = None
        self._lights: dict[int, list[Lit]] = {}
        self._rows_below = 0
        self.ink = TerminalInk(self)
        self._stop_listening: Callable[[], None] | None = None
        self._is_seen = False
        self._read_at = 0.0
        self._drawing_took = 0.0
        self._searched_at = 0.0
        self._is_read_due = False

    def show_terminal(
        self, terminal: Terminal | None, instead: Sequence[Sequence[Cell]] = (), *, owner: str | None = None
    ) -> None:
        """Show a terminal; without one, some lines of text.

        Args:
            terminal: What to show.
            instead: What to show where there is no terminal.
            owner: Whose terminal it is, or will be in a moment.
        """
        self._instead = instead
        if terminal is not self.terminal:
            if self._stop_listening is not None:
                self._stop_listening()
            self.terminal = terminal
            self._stop_listening = terminal.on_output.connect(self._on_output) if terminal else None
            self._fit()
        self.read_all()

    def on_unmount(self) -> None:
        """Listen no more."""
        if self._stop_listening is not None:
            self._stop_listening()

    # ------------------------------------------------------------------------------- reading

    def _on_output(self) -> None:
        if not self._is_seen or self._is_read_due:
            return
        pause = max(FRAME, self._drawing_took * DRAWING_SHARE)
        wait = self._read_at + pause - get_running_loop().time()
        self._is_read_due = True
        if wait <= 0:
            self.call_next(self._read_changes)
        else:
            call_after(self, wait, self._read_changes)

    def _read_changes(self) -> None:
        """Take the rows that changed, and draw those, the cursor and what is lit anew."""
        self._is_read_due = False
        if self.terminal is None or not self._is_seen:
            return
        self._read_at = get_running_loop().time()
        changed = self.terminal.dirty_rows()
        self._rows.update(changed)
        lines = set(changed)
        cursor = self.terminal.cursor
        if cursor != self._cursor:
            lines |= {place.y for place in (cursor, self._cursor) if place is not None}
            self._cursor = cursor
        lines |= self._take_lights()
        if len(lines) >= self.size.height:
            self.refresh()
            self.call_after_refresh(self._note_drawn)
        elif lines:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in lines))
            self._drawing_took = 0.0
        self._tell_view()

    def _note_drawn(self) -> None:
        self._drawing_took = get_running_loop().time() - self._read_at

    def read_all(self) -> None:
        """Read every row anew: for whoever took rows from the terminal behind this widget's back."""
        self._is_read_due = False
        self._take_reading()
        if self.terminal is not None and self._is_seen:
            self._read_at = get_running_loop().time()
            self._rows = dict(enumerate(self.terminal.rows()))
            self._cursor = self.terminal.cursor
            self._take_lights()
            self._tell_view()
        else:
            self._rows = {}
            self._cursor = None
        self.refresh()

    def _take_reading(self) -> None:
        """Begin with no marks in a terminal that is new, or has become another one."""
        engine = self.terminal.engine if self.terminal is not None else None
        if self.reading is None or self.reading.engine is not engine:
            self.reading = Reading(engine) if engine is not None else None
            self._lights = {}

    def mark(self) -> None:
        """Draw the marks of the reading as they are now, and the part of the text they are in."""
        if self.terminal is not None and self.terminal.view.rows_below != self._rows_below:
            self._read_changes()
            return
        lines = self._take_lights()
        if lines:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in lines))

    def _take_lights(self) -> set[int]:
        """Note what is lit now, and tell in which lines that changed."""
        self._take_reading()
        before = self._lights
        if self.reading is None or not (self.reading.is_marked or before):
            return set()
        if self.reading.search is not None and self._read_at - self._searched_at > SEARCH_SECONDS:
            self._searched_at = self._read_at
            self.reading.search.refresh()
        self._lights = self.reading.lights()
        return {y for y in before.keys() | self._lights.keys() if before.get(y) != self._lights.get(y)}

    def _tell_view(self) -> None:
        below = self.terminal.view.rows_below if self.terminal else 0
        if below != self._rows_below:
            self._rows_below = below
            self.post_message(self.ViewScrolled(below))

    # ------------------------------------------------------------------------------- drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line of the terminal."""
        width = self.size.width
        if self.terminal is None:
            line = self._instead[y] if y < len(self._instead) else ()
            return self.ink.strip(line, width)
        row = self._rows.get(y)
        if row is None:
            return self.ink.strip((), width)
        strip = self.ink.row(row, width)
        cursor = self._cursor
        if cursor is not None and cursor.visible and cursor.y == y and cursor.x < width:
            strip = self.ink.cursor(strip, cursor, width)
        lights = self._lights.get(y)
        return self.ink.lit(strip, lights, width) if lights else strip

    def notify_style_update(self) -> None:
        """Take the colours of another theme."""
        super().notify_style_update()
        self.ink.forget()

    # ---------------------------------------------------------------------------------- size

    def on_resize(self, event: events.Resize) -> None:
        """Give the program the new size."""
        self._fit()
        self.read_all()
        if event.size.area:
            self.post_message(self.SizeChanged(event.size.width, event.size.height))

    def on_show(self) -> None:
        """Read out what came while nobody looked."""
        self._is_seen = True
        self._fit()
        self.read_all()

    def on_hide(self) -> None:
        """Read out no more: nobody looks."""
        self._is_seen = False

    def _fit(self) -> None:
        if self.terminal is not None and self._is_seen and self.size.area:
            self.terminal.resize(self.size.width, self.size.height)
