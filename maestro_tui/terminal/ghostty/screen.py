"""What a terminal shows: the rows that changed, all rows, the cursor. Reads the library's render state.

The render state gathers what changed until it is cleaned, so it may be brought up to date at any time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from maestro_tui.terminal.cells import Cursor, CursorShape, Row
from maestro_tui.terminal.ghostty.binding import (
    FREE_RENDER_STATE,
    FREE_ROW_ITERATOR,
    C,
    Handle,
    Owned,
    allocate,
    ensure,
    ffi,
    lib,
    sized,
)
from maestro_tui.terminal.ghostty.rows import RowReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["ScreenReader"]

SHAPES: dict[int, CursorShape] = {
    C.GHOSTTY_RENDER_STATE_CURSOR_VISUAL_STYLE_BAR: CursorShape.BAR,
    C.GHOSTTY_RENDER_STATE_CURSOR_VISUAL_STYLE_BLOCK: CursorShape.BLOCK,
    C.GHOSTTY_RENDER_STATE_CURSOR_VISUAL_STYLE_UNDERLINE: CursorShape.UNDERLINE,
    C.GHOSTTY_RENDER_STATE_CURSOR_VISUAL_STYLE_BLOCK_HOLLOW: CursorShape.HOLLOW,
}


class ScreenReader:
    """Reads the view of one terminal."""

    def __init__(self, terminal: Handle, measure: Callable[[str], int] | None) -> None:
        self._terminal = terminal
        self._state = allocate("GhosttyRenderState", lib.ghostty_render_state_new)
        self._iterator = allocate("GhosttyRenderStateRowIterator", lib.ghostty_render_state_row_iterator_new)
        self._iterator_holder = ffi.new("GhosttyRenderStateRowIterator *", self._iterator)
        self._reader = RowReader(self._iterator, measure)
        self._dirty = ffi.new("GhosttyRenderStateDirty *")
        self._y = ffi.new("uint16_t *")
        self._cursor = sized("GhosttyRenderStateCursor")

    @property
    def owned(self) -> Owned:
        """The library's objects that are to be given back, each with how."""
        return [*self._reader.owned, (FREE_ROW_ITERATOR, self._iterator), (FREE_RENDER_STATE, self._state)]

    def dirty_rows(self) -> dict[int, Row]:
        """Read the rows that changed since the last call of this or of :meth:`rows`."""
        self._update()
        lib.ghostty_render_state_get(self._state, C.GHOSTTY_RENDER_STATE_DATA_DIRTY, self._dirty)
        dirty = self._dirty[0]
        if dirty == C.GHOSTTY_RENDER_STATE_DIRTY_FALSE:
            return {}
        if dirty == C.GHOSTTY_RENDER_STATE_DIRTY_FULL:
            rows = dict(enumerate(self._all_rows()))
        else:
            rows = dict(self._changed_rows())
        lib.ghostty_render_state_clean(self._state)
        return rows

    def rows(self) -> list[Row]:
        """Read all rows."""
        self._update()
        rows = list(self._all_rows())
        lib.ghostty_render_state_clean(self._state)
        return rows

    def _update(self) -> None:
        ensure(lib.ghostty_render_state_update(self._state, self._terminal), "bring the screen up to date")

    def _rewind(self) -> None:
        what = C.GHOSTTY_RENDER_STATE_DATA_ROW_ITERATOR
        lib.ghostty_render_state_get(self._state, what, self._iterator_holder)

    def _changed_rows(self) -> Iterator[tuple[int, Row]]:
        self._rewind()
        while lib.ghostty_render_state_row_iterator_next_dirty(self._iterator, self._y):
            yield int(self._y[0]), self._reader.read()

    def _all_rows(self) -> Iterator[Row]:
        self._rewind()
        while lib.ghostty_render_state_row_iterator_next(self._iterator):
            yield self._reader.read()

    def cursor(self) -> Cursor:
        """Tell where the cursor is."""
        self._update()
        cursor = self._cursor
        lib.ghostty_render_state_get(self._state, C.GHOSTTY_RENDER_STATE_DATA_CURSOR, cursor)
        shape = SHAPES.get(cursor.visual_style, CursorShape.BLOCK)
        if not cursor.viewport_has_value:
            return Cursor(0, 0, visible=False, shape=shape, blink=bool(cursor.blinking))
        # On the second cell of a wide character the cursor is drawn over both, from the first.
        x = int(cursor.viewport_x) - bool(cursor.wide_tail)
        return Cursor(x, int(cursor.viewport_y), bool(cursor.visible), shape, bool(cursor.blinking))
