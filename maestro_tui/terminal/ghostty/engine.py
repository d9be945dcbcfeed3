"""The engine on libghostty-vt: the parts of this folder put together as a :class:`~maestro_tui.terminal.engine.Engine`.

The library's objects live as long as this object: whoever holds it can read it, also after its process ended.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from maestro_tui.terminal.cells import Cursor, Row
from maestro_tui.terminal.engine import EngineOptions, Match, Mode, Point, Span, Theme, View
from maestro_tui.terminal.events import DirectoryChanged, PaneEvent, TitleChanged, clean_text
from maestro_tui.terminal.ghostty.binding import (
    FREE_TERMINAL,
    C,
    CData,
    Handle,
    Owned,
    ensure,
    ffi,
    lib,
    scroll_viewport,
    text_of,
)
from maestro_tui.terminal.ghostty.encoder import InputEncoder
from maestro_tui.terminal.ghostty.gaps import SOFT_RESET, GapCutter, NotificationReader, soft_reset
from maestro_tui.terminal.ghostty.places import Places, TrackedMark
from maestro_tui.terminal.ghostty.recorder import CALLBACKS, Recorder
from maestro_tui.terminal.ghostty.screen import ScreenReader
from maestro_tui.terminal.ghostty.searching import GhosttyFinding, find_all
from maestro_tui.terminal.ghostty.snapshots import restore, take
from maestro_tui.terminal.keys import KeyPress, MouseAction, MouseButton, MouseInput
from maestro_tui.terminal.links import local_path
from maestro_tui.terminal.paste import encode_paste

if TYPE_CHECKING:
    from maestro_tui.terminal.engine import Engine

__all__ = ["GhosttyEngine", "open_engine"]

SIZE_LIMIT = 1000
"""Columns or lines of the largest screen: beyond any monitor, and each cell takes memory."""

BYTES_PER_CELL = 9
BYTES_PER_LINE = 150
"""What a line of history costs the library, its pages' own tables included: a little more than was measured."""

TITLE_LIMIT = 256
PATH_LIMIT = 4096
CONTINUATION_LIMIT = 1 << 20
WHEEL = frozenset(
    {MouseButton.WHEEL_UP, MouseButton.WHEEL_DOWN, MouseButton.WHEEL_LEFT, MouseButton.WHEEL_RIGHT}
)


def _within(size: int) -> int:
    return min(max(size, 1), SIZE_LIMIT)


class GhosttyEngine:
    """A terminal's screen, by libghostty-vt."""

    def __init__(self, options: EngineOptions, snapshot: bytes | None = None) -> None:
        self._options = options
        self._columns, self._lines = _within(options.columns), _within(options.lines)
        self._recorder = Recorder(options)
        self._handle = ffi.new_handle(self._recorder)
        self._gaps = GapCutter()
        self._terminal = self._open(snapshot)
        self._screen = ScreenReader(self._terminal, options.measure)
        self._encoder = InputEncoder(self._terminal)
        self._places = Places(self._terminal)
        owned = [*self._screen.owned, *self._encoder.owned, (FREE_TERMINAL, self._terminal)]
        weakref.finalize(self, _free, owned, self._handle).atexit = False
        self._mode = ffi.new("GhosttyTerminalModeConfig *")
        self._notifications = NotificationReader()
        self._buttons_held: set[MouseButton] = set()
        self._history_limit: int | None = None
        self._set_up(is_new=snapshot is None)

    def _open(self, snapshot: bytes | None) -> Handle:
        if snapshot is not None:
            terminal, self._gaps.tail = restore(snapshot)
            return terminal
        holder = ffi.new("GhosttyTerminal *")
        ensure(lib.ghostty_terminal_new(ffi.NULL, holder, self._columns, self._lines), "open a screen")
        return holder[0]

    def _set_up(self, *, is_new: bool) -> None:
        """Set what a new terminal of the library, and one from a snapshot, do not have by themselves."""
        self._set(C.GHOSTTY_TERMINAL_OPT_USERDATA, self._handle)
        for option, callback in CALLBACKS.items():
            self._set(option, callback)
        # Clusters of code points take the cells the toolkit gives them. The default outlives a full reset; setting
        # it sets the mode too, which a snapshot may have otherwise.
        clusters = ffi.new("GhosttyTerminalModeConfig *")
        clusters.mode, clusters.value = int(Mode.GRAPHEME_CLUSTERS), True
        was_set = is_new or self.mode(Mode.GRAPHEME_CLUSTERS)
        self._set(C.GHOSTTY_TERMINAL_OPT_MODE_DEFAULT, clusters)
        clusters.value = was_set
        self._set(C.GHOSTTY_TERMINAL_OPT_MODE, clusters)
        # Pictures cannot be drawn in cells: with no room for any, programs that ask are not told they could.
        self._set(C.GHOSTTY_TERMINAL_OPT_KITTY_IMAGE_STORAGE_LIMIT, ffi.new("uint64_t *", 0))
        # Lets a snapshot be taken in the middle of a sequence.
        self._set(C.GHOSTTY_TERMINAL_OPT_CONTINUATION_MAX_BYTES, ffi.new("size_t *", CONTINUATION_LIMIT))
        self.set_theme(self._options.theme)
        self.resize(self._columns, self._lines)
        # A snapshot brings a title and a directory along, but nobody has been told of them.
        self._recorder.title_changed = bool(self._string(C.GHOSTTY_TERMINAL_DATA_TITLE))
        self._recorder.directory_changed = bool(self._string(C.GHOSTTY_TERMINAL_DATA_PWD))

    def _set(self, option: int, value: CData) -> None:
        ensure(lib.ghostty_terminal_set(self._terminal, option, value), f"set option {option}")

    def _get(self, what: int, kind: str) -> CData:
        holder = ffi.new(f"{kind} *")
        ensure(lib.ghostty_terminal_get(self._terminal, what, holder), f"tell value {what}")
        return holder[0]

    def _string(self, what: int) -> str:
        return text_of(self._get(what, "GhosttyString"))

    # ------------------------------------------------------------------------------------ bytes

    def feed(self, data: bytes) -> None:
        """Take what the program wrote: any bytes, cut anywhere."""
        if b"\x7f" in data:
            data = data.replace(b"\x7f", b"")
        for piece, ignored in self._gaps.cut(data):
            self._write(piece)
            if ignored:
                self._write(soft_reset(*self.active_cursor()) if ignored == SOFT_RESET else b"\x1b[0g")
        for notification in self._notifications.read(data):
            self._recorder.record(notification)

    def _write(self, data: bytes) -> None:
        if data:
            lib.ghostty_terminal_vt_write(self._terminal, ffi.from_buffer(data), len(data))

    def take_replies(self) -> bytes:
        """Hand over what the terminal answers to the program's questions since the last call."""
        replies = self._recorder.replies
        if not replies:
            return b""
        taken = bytes(replies)
        replies.clear()
        return taken

    def take_events(self) -> list[PaneEvent]:
        """Hand over what the program told beside its text since the last call."""
        recorder = self._recorder
        if recorder.title_changed:
            recorder.title_changed = False
            recorder.record(
                TitleChanged(clean_text(self._string(C.GHOSTTY_TERMINAL_DATA_TITLE), TITLE_LIMIT))
            )
        if recorder.directory_changed:
            recorder.directory_changed = False
            address = self._string(C.GHOSTTY_TERMINAL_DATA_PWD)
            recorder.record(DirectoryChanged(local_path(address[:PATH_LIMIT])))
        taken, recorder.events = recorder.events, []
        return taken

    # ------------------------------------------------------------------------------------- rows

    def dirty_rows(self) -> dict[int, Row]:
        """Read the rows of the view that changed since the last call of this or of :meth:`rows`."""
        return self._screen.dirty_rows()

    def rows(self) -> list[Row]:
        """Read all rows of the view."""
        return self._screen.rows()

    def cursor(self) -> Cursor:
        """Tell where the cursor is in the view."""
        return self._screen.cursor()

    def active_cursor(self) -> tuple[int, int]:
        """Tell where the cursor is on the screen, whatever the view shows and whether it is visible."""
        x = self._get(C.GHOSTTY_TERMINAL_DATA_CURSOR_X, "uint16_t")
        return int(x), int(self._get(C.GHOSTTY_TERMINAL_DATA_CURSOR_Y, "uint16_t"))

    def history_rows(self, first: int, count: int) -> list[Row]:
        """Read rows anywhere in history and screen, whatever the view shows."""
        before = self.view()
        rows: list[Row] = []
        line, end = max(0, first), min(first + count, before.total)
        while line < end:
            self.scroll_to_line(line)
            shown = self.view().first
            rows += self.rows()[line - shown :][: end - line]
            line = shown + before.height
        if before.is_scrolled:
            self.scroll_to_line(before.first)
        else:
            self.scroll_to_end()
        return rows

    # ------------------------------------------------------------------------------ size, modes

    @property
    def columns(self) -> int:
        """The width in cells."""
        return self._columns

    @property
    def lines(self) -> int:
        """The height in cells."""
        return self._lines

    def resize(self, columns: int, lines: int) -> None:
        """Change the size; wrapped lines are wrapped anew."""
        self._columns, self._lines = _within(columns), _within(lines)
        self._recorder.columns, self._recorder.lines = self._columns, self._lines
        pixels = self._recorder.cell_pixels
        code = lib.ghostty_terminal_resize(self._terminal, self._columns, self._lines, *pixels)
        ensure(code, f"be {self._columns} columns by {self._lines} lines")
        self._set_history()

    def mode(self, number: int) -> bool:
        """Tell whether the program set a private mode."""
        self._mode.mode = number & 0x7FFF
        code = lib.ghostty_terminal_get(self._terminal, C.GHOSTTY_TERMINAL_DATA_MODE, self._mode)
        return not code and bool(self._mode.value)

    @property
    def is_alternate(self) -> bool:
        """Whether the alternate screen is shown, which has no history."""
        screen = self._get(C.GHOSTTY_TERMINAL_DATA_ACTIVE_SCREEN, "GhosttyTerminalScreen")
        return bool(screen == C.GHOSTTY_TERMINAL_SCREEN_ALTERNATE)

    @property
    def wants_mouse(self) -> bool:
        """Whether the program asked for the mouse."""
        return bool(self._get(C.GHOSTTY_TERMINAL_DATA_MOUSE_TRACKING, "bool"))

    def set_theme(self, theme: Theme) -> None:
        """Change the colours that programs are told."""
        self._recorder.theme = theme
        self._set(C.GHOSTTY_TERMINAL_OPT_COLOR_FOREGROUND, ffi.new("GhosttyColorRgb *", theme.foreground))
        self._set(C.GHOSTTY_TERMINAL_OPT_COLOR_BACKGROUND, ffi.new("GhosttyColorRgb *", theme.background))
        self._set(C.GHOSTTY_TERMINAL_OPT_COLOR_CURSOR, ffi.new("GhosttyColorRgb *", theme.foreground))

    def limit_history(self, limit: int | None) -> None:
        """Hold the history within so many bytes, though fewer lines fit in them than were asked for."""
        self._history_limit = limit
        self._set_history()

    def _set_history(self) -> None:
        """Tell the library how much history to keep: in bytes, as many as the lines take at this width.

        Its limit in lines is set far beyond that: cutting at that one costs it five sixths of its speed.
        """
        lines = self._options.scrollback_lines
        wanted = lines * (self._columns * BYTES_PER_CELL + BYTES_PER_LINE)
        limit = wanted if self._history_limit is None else min(wanted, self._history_limit)
        self._set(C.GHOSTTY_TERMINAL_OPT_SCROLLBACK_MAX_BYTES, ffi.new("size_t *", max(0, limit)))
        self._set(C.GHOSTTY_TERMINAL_OPT_SCROLLBACK_MAX_LINES, ffi.new("size_t *", max(1, lines * 10)))

    def compress_history(self) -> bool:
        """Pack a piece of the history; tells whether there is more to pack."""
        result = ffi.new("GhosttyTerminalCompressionResult *")
        mode = C.GHOSTTY_TERMINAL_COMPRESSION_MODE_INCREMENTAL
        ensure(lib.ghostty_terminal_compress(self._terminal, mode, result), "pack its history")
        return bool(result[0] == C.GHOSTTY_TERMINAL_COMPRESSION_RESULT_PENDING)

    def snapshot(self) -> bytes:
        """Put the whole terminal into bytes."""
        return take(self._terminal, self._gaps.tail)

    # ------------------------------------------------------------------------- history and text

    def view(self) -> View:
        """Tell which lines are shown."""
        bar = self._get(C.GHOSTTY_TERMINAL_DATA_SCROLLBAR, "GhosttyTerminalScrollbar")
        return View(int(bar.offset), int(bar.len), int(bar.total))

    def scroll(self, lines: int) -> None:
        """Move the view over the history: up for negative, down for positive numbers."""
        scroll_viewport(self._terminal, C.GHOSTTY_SCROLL_VIEWPORT_DELTA, lines)

    def scroll_to_line(self, line: int) -> None:
        """Move the view so that this line is its first one, as far as there are lines."""
        self.scroll(max(0, line) - self.view().first)

    def scroll_to_end(self) -> None:
        """Move the view back to the screen."""
        scroll_viewport(self._terminal, C.GHOSTTY_SCROLL_VIEWPORT_BOTTOM)

    def text(self, span: Span | None = None, *, unwrap: bool = False, block: bool = False) -> str:
        """Give the text of a span, or of history and screen."""
        whole = Span(Point(0, 0), Point(self.view().total - 1, self._columns - 1))
        return self._places.text(span or whole, unwrap=unwrap, block=block)

    def link_at(self, x: int, y: int) -> str | None:
        """Tell where the hyperlink in a cell of the view leads."""
        return self._places.link(x, y)

    def word_at(self, point: Point) -> Span | None:
        """Find the word around a cell."""
        return self._places.word(point)

    def line_at(self, point: Point) -> Span | None:
        """Find the line around a cell, with all rows it is wrapped over."""
        return self._places.line(point)

    def mark(self, point: Point) -> TrackedMark:
        """Keep hold of a place."""
        return self._places.mark(self, point)

    def find(self, needle: str) -> list[Match]:
        """Find a text in history and screen."""
        return find_all(GhosttyFinding(self, self._terminal, self._places, needle))

    def begin_find(self, needle: str) -> GhosttyFinding:
        """Begin to look for a text, piece by piece."""
        return GhosttyFinding(self, self._terminal, self._places, needle)

    # ------------------------------------------------------------------------------------ input

    def encode_key(self, press: KeyPress) -> bytes:
        """Turn a key into what the program expects of it now."""
        return self._encoder.key(press)

    def encode_mouse(self, mouse: MouseInput) -> bytes:
        """Turn the mouse into what the program asked for: nothing, if it did not ask."""
        if mouse.action is MouseAction.PRESS and mouse.button is not None and mouse.button not in WHEEL:
            self._buttons_held.add(mouse.button)
        held = bool(self._buttons_held)
        if mouse.action is MouseAction.RELEASE and mouse.button is not None:
            self._buttons_held.discard(mouse.button)
        size = self._columns, self._lines
        return self._encoder.mouse(mouse, size, self._recorder.cell_pixels, held=held)

    def encode_paste(self, text: str) -> bytes:
        """Turn pasted text into what the program expects of it."""
        return encode_paste(text, bracketed=self.mode(Mode.BRACKETED_PASTE))

    def encode_focus(self, *, gained: bool) -> bytes:
        """Turn a change of focus into what the program asked for: nothing, if it did not ask."""
        if not self.mode(Mode.FOCUS_EVENTS):
            return b""
        return b"\x1b[I" if gained else b"\x1b[O"


def open_engine(options: EngineOptions, snapshot: bytes | None) -> Engine:
    """Open an engine: what :func:`maestro_tui.terminal.engine.open_engine` calls."""
    return GhosttyEngine(options, snapshot)


def _free(owned: Owned, _handle: CData) -> None:
    """Give everything back to the library, in order; the handle is held until then: callbacks read it."""
    for free, handle in owned:
        free(handle)
