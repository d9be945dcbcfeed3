"""How the lines of a table look: titles, rows, and what is said where there are none. Decides nothing."""

from __future__ import annotations

from typing import Any, Final, Generic, TypeVar

from textual.strip import Strip

from maestro_tui.ui.columns.column import GAP, Column, share_width
from maestro_tui.ui.look.ink import Ground, Ink
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.tables.arrangement import Arrangement
from maestro_tui.ui.text.fitting import cut_end, pad, wrap_keeping_indent
from maestro_tui.ui.text.plain import ELLIPSIS

Id = TypeVar("Id", bound=str)
Row = TypeVar("Row")

MARKS: Final = {(True, False): "▌", (True, True): "◆", (False, True): "◇", (False, False): " "}
"""What stands before a row, by whether the cursor is on it and whether it is marked."""

PENDING: Final = ELLIPSIS
"""What stands there while the server has been asked for something and has not answered yet."""

NO_MATCH: Final = (Cell("Nothing here matches.", Tone.MUTED),)


class RecordPainter(Generic[Id, Row]):
    """Draws the lines of one table."""

    def __init__(self, arrangement: Arrangement[Id, Row], scene: Scene, ink: Ink) -> None:
        self._arrangement = arrangement
        self._kind = arrangement.kind
        self._scene = scene
        self._ink = ink
        self._plan: tuple[int, list[tuple[Column[Row], int]]] = (-1, [])
        self._instead: tuple[int, tuple[Cell, ...], list[Cell]] = (-1, (), [])

    def columns(self, width: int) -> list[tuple[Column[Row], int]]:
        """Give the columns that fit, and how wide each of them is."""
        if self._plan[0] != width:
            self._plan = (width, share_width(self._kind.columns, width - 2))
        return self._plan[1]

    def column_at(self, x: int, width: int) -> Column[Row] | None:
        """Give the column at a place."""
        left = 1
        for column, cells in self.columns(width):
            if left <= x < left + cells + GAP:
                return column
            left += cells + GAP
        return None

    def cells(self, id_: Id, row: Row, width: int) -> tuple[Cell, ...]:
        """Give what a row says, as far as it is shown."""
        columns = self.columns(width)
        cells = [column.cell(row, self._scene) for column, _ in columns]
        branch = self._arrangement.branch(id_)
        if branch:
            at = next(index for index, (column, _) in enumerate(columns) if column.key == self._kind.tree)
            cells[at] = Cell(branch + cells[at].text, cells[at].tone)
        return tuple(cells)

    def draw_header(self, width: int) -> Strip:
        """Draw the titles of the columns; that of the one that is sorted by says so."""
        titles = [self._title(column, cells) for column, cells in self.columns(width)]
        return self._ink.strip([Cell(" "), *titles], width)

    def draw_row(
        self,
        cells: tuple[Cell, ...],
        width: int,
        *,
        is_cursor: bool,
        is_marked: bool,
        is_pending: bool = False,
    ) -> Strip:
        """Draw a row."""
        mark = PENDING if is_pending else MARKS[is_cursor, is_marked]
        drawn = [Cell(mark, Tone.ACCENT)]
        for (column, cell_width), cell in zip(self.columns(width), cells, strict=True):
            drawn.append(Cell(column.draw(cell, cell_width) + " " * GAP, cell.tone))
        return self._ink.strip(drawn, width, self._ink.chosen if is_cursor else Ground.WIDGET)

    def draw_empty(self, line: int, width: int) -> Strip:
        """Draw a line below the rows: where there are none, it is said why, or how to get one."""
        if len(self._arrangement.shown) or line < 0:
            return self._ink.strip((), width)
        lines = self._lines_instead(width)
        return self._ink.strip([Cell("  "), lines[line]] if line < len(lines) else (), width)

    def _lines_instead(self, width: int) -> list[Cell]:
        """Wrap what is said where there are no rows, once for all lines."""
        said = NO_MATCH if self._arrangement.counts[1] else tuple(self._kind.empty(self._scene))
        if self._instead[:2] != (width, said):
            lines = [
                Cell(piece, cell.tone) for cell in said for piece in wrap_keeping_indent(cell.text, width - 4)
            ]
            self._instead = (width, said, lines)
        return self._instead[2]

    def _title(self, column: Column[Any], width: int) -> Cell:
        if column.key != self._arrangement.sort_column:
            return Cell(column.draw(Cell(column.title), width) + " " * GAP, Tone.FAINT)
        arrow = "▼" if self._arrangement.is_reversed != column.is_newest_first else "▲"
        text = f"{cut_end(column.title, width - 1)}{arrow}"
        return Cell(pad(text, width, right=column.is_right) + " " * GAP, Tone.ACCENT)
