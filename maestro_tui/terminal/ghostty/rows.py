"""From the library's cells to rows. One call brings a whole row of packed cells; the rest is done on them at once.

The hot path of drawing. A row of plain text is taken apart with one big integer: 64 bits for each cell, masks over all
of them at once. Per cell work is left for rows with wide characters, clusters or links.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from maestro_tui.terminal.cells import DEFAULT_STYLE, CellStyle, Row, Run
from maestro_tui.terminal.ghostty.binding import (
    CELL,
    FREE_ROW_CELLS,
    C,
    CData,
    Handle,
    Owned,
    allocate,
    ffi,
    lib,
)
from maestro_tui.terminal.ghostty.styles import background_style, linked, style_of

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["RowReader"]

CLUSTER_LIMIT = 32
"""Code points of one cell that are drawn: a cell may carry thousands of combining marks."""

FITTED_KEPT = 16_384

JOINER = "\N{ZERO WIDTH JOINER}"

CELLS = C.GHOSTTY_RENDER_STATE_ROW_DATA_CELLS
CELLS_RAW = C.GHOSTTY_RENDER_STATE_ROW_DATA_CELLS_RAW
STYLE = C.GHOSTTY_RENDER_STATE_ROW_CELLS_DATA_STYLE
CLUSTER_LENGTH = C.GHOSTTY_RENDER_STATE_ROW_CELLS_DATA_GRAPHEMES_LEN
CLUSTER = C.GHOSTTY_RENDER_STATE_ROW_CELLS_DATA_GRAPHEMES_BUF
SPACER_TAIL = C.GHOSTTY_CELL_WIDE_SPACER_TAIL
WIDE = C.GHOSTTY_CELL_WIDE_WIDE
IS_CLUSTER = C.GHOSTTY_CELL_CONTENT_CODEPOINT_GRAPHEME
IS_BACKGROUND = C.GHOSTTY_CELL_CONTENT_BG_COLOR_PALETTE

row_get = lib.ghostty_render_state_row_get
select_cell = lib.ghostty_render_state_row_cells_select
cell_get = lib.ghostty_render_state_row_cells_get


class _Lanes(NamedTuple):
    """Masks that pick one part of every cell of a row."""

    codepoint: int
    style: int
    style_low: int
    odd: int
    """Set where a cell is wide, a cluster, a bare background or a link: what plain text is not."""


@lru_cache(maxsize=64)
def _lanes(width: int) -> _Lanes:
    ones = int.from_bytes(b"\1\0\0\0\0\0\0\0" * width, "little")
    odd = CELL.tag_mask << CELL.tag_shift | CELL.wide_mask << CELL.wide_shift | 1 << CELL.link_shift
    return _Lanes(
        codepoint=ones * CELL.codepoint_mask,
        style=ones * (CELL.style_mask << CELL.style_shift),
        style_low=ones * CELL.style_mask,
        odd=ones * odd,
    )


class RowReader:
    """Reads rows off a render state's row iterator."""

    def __init__(self, iterator: Handle, measure: Callable[[str], int] | None) -> None:
        self._iterator = iterator
        self._measure = measure
        self._cells = allocate("GhosttyRenderStateRowCells", lib.ghostty_render_state_row_cells_new)
        self._cells_holder = ffi.new("GhosttyRenderStateRowCells *", self._cells)
        self._view = ffi.new("GhosttyCellsView *")
        self._style = ffi.new("GhosttyStyle *")
        self._style.size = ffi.sizeof("GhosttyStyle")
        self._count = ffi.new("uint32_t *")
        self._codepoints = ffi.new("uint32_t[]", 64)
        self._fitted: dict[tuple[str, int], str] = {}

    @property
    def owned(self) -> Owned:
        """The library's objects that are to be given back, each with how."""
        return [(FREE_ROW_CELLS, self._cells)]

    def read(self) -> Row:
        """Read the row the iterator stands on."""
        row_get(self._iterator, CELLS_RAW, self._view)
        width: int = self._view.len
        packed = ffi.buffer(self._view.ptr, width * 8)
        cells = int.from_bytes(packed, "little")
        lanes = _lanes(width)
        if cells & lanes.odd:
            return self._read_cells(memoryview(packed).cast("B").cast("Q").tolist())
        raw = ((cells >> CELL.content_shift) & lanes.codepoint).to_bytes(width * 8, "little")
        text = raw.decode("utf-32-le")[::2].replace("\0", " ")
        if self._measure is not None and not text.isascii() and self._measure(text) != width:
            return self._read_cells(memoryview(packed).cast("B").cast("Q").tolist())
        if not cells & lanes.style:
            return Row(((text, DEFAULT_STYLE),), width)
        ids = ((cells >> CELL.style_shift) & lanes.style_low).to_bytes(width * 8, "little")
        return Row(self._styled_runs(text, memoryview(ids).cast("Q").tolist()), width)

    def _styled_runs(self, text: str, ids: list[int]) -> tuple[Run, ...]:
        """Cut the text of one character per cell where the style changes."""
        row_get(self._iterator, CELLS, self._cells_holder)
        known = {0: DEFAULT_STYLE}
        runs = []
        x = 0
        for style_id, group in groupby(ids):
            end = x + len(list(group))
            style = known.get(style_id)
            if style is None:
                style = known[style_id] = self._style_at(x)
            runs.append((text[x:end], style))
            x = end
        return tuple(runs)

    def _style_at(self, x: int) -> CellStyle:
        select_cell(self._cells, x)
        cell_get(self._cells, STYLE, self._style)
        return style_of(self._style)

    def _read_cells(self, cells: list[int]) -> Row:
        """Read a row cell by cell."""
        row_get(self._iterator, CELLS, self._cells_holder)
        known = {0: DEFAULT_STYLE}
        runs: list[Run] = []
        texts: list[str] = []
        last = DEFAULT_STYLE
        for x, cell in enumerate(cells):
            if cell >> CELL.wide_shift & CELL.wide_mask == SPACER_TAIL:
                continue
            style = self._cell_style(cell, x, known)
            if style is not last:
                if texts:
                    runs.append(("".join(texts), last))
                texts, last = [], style
            texts.append(self._cell_text(cell, x))
        runs.append(("".join(texts), last))
        return Row(tuple(runs), len(cells))

    def _cell_style(self, cell: int, x: int, known: dict[int, CellStyle]) -> CellStyle:
        tag = cell >> CELL.tag_shift & CELL.tag_mask
        if tag >= IS_BACKGROUND:
            return background_style(tag, cell >> CELL.content_shift)
        style_id = cell >> CELL.style_shift & CELL.style_mask
        style = known.get(style_id)
        if style is None:
            style = known[style_id] = self._style_at(x)
        return linked(style) if cell >> CELL.link_shift & 1 else style

    def _cell_text(self, cell: int, x: int) -> str:
        tag = cell >> CELL.tag_shift & CELL.tag_mask
        codepoint = cell >> CELL.content_shift & CELL.codepoint_mask
        width = 2 if cell >> CELL.wide_shift & CELL.wide_mask == WIDE else 1
        if tag >= IS_BACKGROUND or not codepoint:
            return " " * width
        text = self._cluster_at(x) if tag == IS_CLUSTER else chr(codepoint)
        if text.isascii():
            # A wide cell can hold a narrow character: what a line drawing set makes of an emoji.
            return text.ljust(width)
        return text if self._measure is None else self._fit(text, width)

    def _cluster_at(self, x: int) -> str:
        """Read all code points of a cell."""
        select_cell(self._cells, x)
        cell_get(self._cells, CLUSTER_LENGTH, self._count)
        count = int(self._count[0])
        buffer: CData = self._codepoints if count <= len(self._codepoints) else ffi.new("uint32_t[]", count)
        cell_get(self._cells, CLUSTER, buffer)
        raw: bytes = ffi.buffer(buffer, min(count, CLUSTER_LIMIT) * 4)[:]
        return raw.decode("utf-32-le", "replace")

    def _fit(self, text: str, width: int) -> str:
        """Give a text that whoever draws it measures as this many cells: the text itself, if it does."""
        key = (text, width)
        fitted = self._fitted.get(key)
        if fitted is None:
            if len(self._fitted) >= FITTED_KEPT:
                self._fitted.clear()
            fitted = self._fitted[key] = self._padded(text, width)
        return fitted

    def _padded(self, text: str, width: int) -> str:
        measure = self._measure or len
        for candidate in (text, text.rstrip(JOINER), text[0], "\N{REPLACEMENT CHARACTER}"):
            measured = measure(candidate)
            # What joins its neighbours measures well alone, and takes their cells when it stands among them.
            if 0 < measured <= width and measure(f"|{candidate}|") == measured + 2:
                return candidate + " " * (width - measured)
        return " " * width
