"""Which rows of a table are shown, and in which order. Pure: holds ids and sort keys, and nothing of the rows.

The cost of a changed row does not grow with the number of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from maestro_tui.ui.columns.column import TableKind
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.tables.family import Family
from maestro_tui.ui.tables.query import Query, parse_query
from maestro_tui.ui.tables.sorting import Move, SortedIds, SortKey

if TYPE_CHECKING:
    from maestro_tui.ui.tables.narrowing import Narrowing

Id = TypeVar("Id", bound=str)
Row = TypeVar("Row")

CHANGES_WORTH_SORTING_ANEW: Final = 256
FAR: Final = 1 << 60
"""Below all rows."""

MOST_SEEN_AHEAD: Final = 100
"""How far the next of the same parent is looked for: more are not on one screen."""

Span = tuple[int, int]
"""The first and the last line of a table that something happened to."""


class Arrangement(Generic[Id, Row]):
    """The rows of one table, narrowed and sorted as its user wants them.

    Args:
        kind: How the table is sorted by itself, and what its columns are.
        rows: All the rows, in the store.
        scene: What else sort keys look at.
        pinned: Rows that are always shown, above all others.
    """

    def __init__(
        self,
        kind: TableKind[Row],
        rows: Mapping[Id, Row],
        scene: Scene,
        pinned: Mapping[Id, Row] | None = None,
    ) -> None:
        self.kind = kind
        self.query = Query()
        """What the user looks for."""
        self.sort_column: str | None = None
        """The column the user sorts by; None is the order of the kind."""
        self.is_reversed = False
        """Whether that column is sorted the other way round."""
        self._rows = rows
        self._scene = scene
        self._pinned = pinned or {}
        self._scope: Callable[[Row], bool] | None = None
        self._family: Family[Id, Row] = Family(kind, rows, scene)
        self._keys: dict[Id, SortKey] = {}
        self._all: SortedIds[Id] = SortedIds(self._keys)
        self._narrowing: Narrowing[Id] | None = None

    @property
    def shown(self) -> SortedIds[Id]:
        """The ids of the rows that are shown, in their order."""
        return self._all if self._narrowing is None else self._narrowing.left

    @property
    def counts(self) -> tuple[int, int]:
        """How many rows are shown, and how many there are; pinned ones do not count."""
        return len(self.shown) - len(self._pinned), len(self._all) - len(self._pinned)

    @property
    def is_read(self) -> bool:
        """Whether it is known of every row what it is found by."""
        return len(self._all.texts) == len(self._all)

    def row(self, id_: Id) -> Row | None:
        """Give a record, if it is still there."""
        return self._pinned.get(id_) or self._rows.get(id_)

    def rebuild(self) -> Span:
        """Sort everything anew."""
        self._family.forget()
        ids = [*self._pinned, *self._rows]
        self._keys = {id_: self._key(id_, row) for id_ in ids if (row := self.row(id_)) is not None}
        self._all = SortedIds(self._keys)
        return self._narrow()

    def show_only(self, scope: Callable[[Row], bool] | None) -> Span:
        """Show only the rows for which `scope` is true; None shows all."""
        self._scope = scope
        return self._narrow()

    def look_for(self, text: str) -> Span:
        """Show only the rows that match what the user typed."""
        self.query = parse_query(text, self.kind.fields)
        if self._narrowing is None or not self._narrowing.is_readable:
            return self._narrow()
        self._narrowing.look_for(self.query)
        return 0, FAR

    def sort_by(self, column: str | None, *, is_reversed: bool = False) -> Span:
        """Sort by a column, or as the kind of table is sorted by itself."""
        self.sort_column, self.is_reversed = column, is_reversed
        return self.rebuild()

    def look_as(self, text: str, column: str | None, *, is_reversed: bool) -> None:
        """Take the filter and the order rows shall have from the first time they are arranged."""
        self.query = parse_query(text, self.kind.fields)
        is_known = any(each.key == column for each in self.kind.columns)
        self.sort_column, self.is_reversed = (column, is_reversed) if is_known else (None, False)

    def apply(self, ids: Collection[Id]) -> Span | None:
        """Take in that these records were added, changed or dropped; tell where rows moved, if any did."""
        if len(ids) > CHANGES_WORTH_SORTING_ANEW:
            return self.rebuild()
        moved = [index for id_ in ids for index in self._resort(id_)]
        return (min(moved), max(moved)) if moved else None

    def _key(self, id_: Id, row: Row) -> SortKey:
        """Give what a row is sorted by; what is pinned stays at the top."""
        column = next((column for column in self.kind.columns if column.key == self.sort_column), None)
        if column is None:
            return self._family.path(id_, row)
        return (id_ not in self._pinned, *column.sort_key(row, self._scene, is_reversed=self.is_reversed))

    def _narrow(self) -> Span:
        """Choose the rows anew."""
        self._narrowing = None
        if self.query:
            self.prepare(FAR)
        if self.query or self._scope is not None:
            # Not needed for the first frame.
            from maestro_tui.ui.tables.narrowing import Narrowing

            self._narrowing = Narrowing(self._in_scope(), len(self._pinned))
            self._narrowing.look_for(self.query)
        return 0, FAR

    def _in_scope(self) -> SortedIds[Id]:
        """Give the rows among which something may be looked for."""
        scope, rows = self._scope, self._rows
        if scope is None:
            return self._all.copy()
        chosen = [(row := rows.get(id_)) is not None and scope(row) for _, id_ in self._all.entries]
        return self._all.only([True] * len(self._pinned) + chosen[len(self._pinned) :])

    def prepare(self, most: int) -> bool:
        """Get ready to look for something, up to so many rows; tell whether all are.

        A hundred thousand of them take longer than one wants to wait for a key.
        """
        ready = len(self._all.texts)
        self._all.texts += [self._text(id_) for _, id_ in self._all.entries[ready : ready + most]]
        return self.is_read

    def _text(self, id_: Id) -> str:
        """Give what a row is found by."""
        row = self.row(id_)
        return "" if row is None else self.kind.haystack(row, self._scene)

    def branch(self, id_: Id) -> str:
        """Draw how a row belongs under another, where the table is shown as a tree."""
        depth = self._depth(id_)
        if not depth:
            return ""
        at = self.shown.index(id_) or 0
        for _, other in self.shown.entries[at + 1 : at + 1 + MOST_SEEN_AHEAD]:
            if (beside := self._depth(other)) <= depth:
                return "  " * (depth - 1) + ("├ " if beside == depth else "└ ")
        return "  " * (depth - 1) + "└ "

    def _depth(self, id_: Id) -> int:
        if self.kind.parent is None or self.sort_column is not None or self.query:
            return 0
        return len(self._keys.get(id_, ((),))) - 1

    def _resort(self, id_: Id) -> list[int]:
        """Put a record where it belongs, and what belongs under it; tell which lines that touched."""
        touched = list(self._resort_one(id_))
        for below in self._family.all_below(id_):
            touched += self._resort_one(below)
        return touched

    def _resort_one(self, id_: Id) -> Iterable[int]:
        """Put one record where it belongs, and tell which lines that touched."""
        row = self.row(id_)
        before, after = self._keys.get(id_), None
        if row is not None:
            after = self._keys[id_] = self._key(id_, row)
        else:
            self._family.drop(id_)
            self._keys.pop(id_, None)
        # Texts are made from the first time on that somebody looks for something.
        text = self._text(id_) if self.query or self._all.texts else None
        move = self._all.put(id_, before, after, text)
        if self._narrowing is not None:
            is_pinned = id_ in self._pinned
            is_in_scope = is_pinned or self._scope is None or (row is not None and self._scope(row))
            move = self._narrowing.put(id_, before, after if is_in_scope else None, text, is_pinned=is_pinned)
        return _touched(move)


def _touched(move: Move) -> Iterable[int]:
    """Give the lines between which something moved; a row that comes or goes moves all below it."""
    ends = {FAR if at is None else at for at in move}
    return ends if len(ends) > 1 else ()
