"""What a column is, and how columns share the width of a table. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import msgspec

from maestro_tui.ui.look.tones import Cell
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.tables.query import haystack
from maestro_tui.ui.tables.sorting import Descending, SortKey
from maestro_tui.ui.text.fitting import cut_end, cut_middle, pad

Row = TypeVar("Row")

GAP = 1
"""Cells between two columns."""


class Column(msgspec.Struct, Generic[Row], frozen=True, kw_only=True):
    """One column of a table."""

    key: str
    """Its name in the program; also what it is sorted by."""
    title: str
    cell: Callable[[Row, Scene], Cell]
    width: int
    """The least cells it is worth showing with."""
    grow: int = 0
    """Its share of the width that is left over; 0 keeps it at its width."""
    most: int = 1_000
    """The most cells it grows to."""
    gives_way: int = 0
    """When there is not enough room, the column with the highest number goes first; 0 never goes."""
    asks: int = 0
    """How many cells must be left over for the others to grow by, or it gives way: theirs are worth more."""
    is_right: bool = False
    """Whether it is aligned at the right, as numbers are."""
    is_name: bool = False
    """Whether it is cut in the middle: the ends of names tell them apart."""
    sort: Callable[[Row, Scene], SortKey] | None = None
    """What rows are sorted by if the user chooses this column; None takes the text of the cell."""
    is_newest_first: bool = False
    """Whether the user wants the large ones first, as with times."""

    def sort_key(self, row: Row, scene: Scene, *, is_reversed: bool = False) -> SortKey:
        """Give what a row is sorted by in this column."""
        key = self.sort(row, scene) if self.sort else (self.cell(row, scene).text.casefold(),)
        is_down = is_reversed != self.is_newest_first
        return tuple(Descending(part) for part in key) if is_down else key

    def draw(self, cell: Cell, width: int) -> str:
        """Give the text of a cell at an exact width."""
        text = cut_middle(cell.text, width) if self.is_name else cut_end(cell.text, width)
        return pad(text, width, right=self.is_right)


class TableKind(msgspec.Struct, Generic[Row], frozen=True, kw_only=True):
    """A kind of table: what it shows, in which order, and what it says when there is nothing to show."""

    name: str
    """What its rows are, in the plural: ``sessions``."""
    title: str
    columns: tuple[Column[Row], ...]
    order: Callable[[Row, Scene], SortKey]
    """The order rows have unless the user asks for another."""
    parent: Callable[[Row], str | None] | None = None
    """Which other row a row is said to belong under, if the table is a tree."""
    goes_under: Callable[[Row, Row], bool] = lambda _row, _parent: True
    """Whether a row is shown under that one, as things stand."""
    tree: str = ""
    """The column that shows how rows belong together."""
    empty: Callable[[Scene], Sequence[Cell]] = lambda _scene: ()
    """Lines shown instead of rows: what it is, and how to get one, or why there can be none."""
    words: Callable[[Row, Scene], tuple[str, Sequence[str]]] = lambda _row, _scene: ("", ())
    """What a filter looks into: the text of a row, and the values it finds as ``field:value``.

    If there are more values than fields, the rest are further ones of the first field.
    """
    fields: tuple[str, ...] = ()
    """The names of those fields, in the order of the values."""

    def haystack(self, row: Row, scene: Scene) -> str:
        """Give the text of a row that a filter looks into, with its fields."""
        words, values = self.words(row, scene)
        return haystack(words, values, len(self.fields))


def share_width(columns: Sequence[Column[Any]], width: int) -> list[tuple[Column[Any], int]]:
    """Decide which columns are shown in `width` cells, and how wide each of them is."""
    shown = list(columns)
    while len(shown) > 1 and _least(shown) + max(column.asks for column in shown) > width:
        leaving = max(shown, key=lambda column: column.gives_way)
        if leaving.gives_way == 0:
            break
        shown.remove(leaving)
    widths = {column.key: column.width for column in shown}
    _grow(shown, widths, width - _least(shown))
    return [(column, widths[column.key]) for column in shown]


def _least(columns: Sequence[Column[Any]]) -> int:
    return sum(column.width for column in columns) + GAP * (len(columns) - 1)


def _grow(columns: Sequence[Column[Any]], widths: dict[str, int], spare: int) -> None:
    if spare < 0:
        _shrink(columns, widths, -spare)
        return
    growing = [column for column in columns if column.grow]
    while spare > 0 and growing:
        total = sum(column.grow for column in growing)
        given = 0
        for column in growing:
            room = column.most - widths[column.key]
            extra = min(room, max(1, spare * column.grow // total), spare - given)
            widths[column.key] += extra
            given += extra
        spare -= given
        growing = [column for column in growing if widths[column.key] < column.most]
        if not given:
            break


def _shrink(columns: Sequence[Column[Any]], widths: dict[str, int], missing: int) -> None:
    for column in sorted(columns, key=lambda column: -column.grow):
        taken = min(missing, max(0, widths[column.key] - 1))
        widths[column.key] -= taken
        missing -= taken
