"""Which rows of a table are shown, and in which order. Pure: holds ids and sort keys, and nothing of the rows.

The cost of a changed row does not grow with the number of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import islice
from typing import Final, Generic, TypeVar

from maestro_tui.ui.columns.column import TableKind
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.tables.family import Family
from maestro_tui.ui.tables.query import Query, parse_query
from maestro_tui.ui.tables.sorting import SortedIds, SortKey

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
        self._haystacks: dict[Id, str] = {}
        self._family: Family[Id, Row] = Family(kind, rows, scene)
        self._all: SortedIds[Id] = SortedIds()
        self._narrowed: SortedIds[Id] | None = None
        self._having: tuple[Query, list[tuple[SortKey, Id]]] | None = None
        """What has all words that were last wanted, before any was taken out for words that are not."""

    @property
    def shown(self) -> SortedIds[Id]:
        """The ids of the rows that are shown, in their order."""
        return self._all if self._narrowed is None else self._narrowed

    @property
    def counts(self) -> tuple[int, int]:
        """How many rows are shown, and how many there are; pinned ones do not count."""
        return len(self.shown) - len(self._pinned), len(self._all) - len(self._pinned)

    def row(self, id_: Id) -> Row | None:
        """Give a record, if it is still there."""
        return self._pinned.get(id_) or self._rows.get(id_)

    def rebuild(self) -> Span:
        """Sort everything anew."""
        self._having = None
        self._haystacks.clear()
        self._family.forget()
        ids = [*self._pinned, *self._rows]
        self._all = SortedIds((id_, self._key(id_, row)) for id_ in ids if (row := self.row(id_)) is not None)
        return self._narrow()

    def show_only(self, scope: Callable[[Row], bool] | None) -> Span:
        """Show only the rows for which `scope` is true; None shows all."""
        self._scope = scope
        self._having = None
        return self._narrow()

    def look_for(self, text: str) -> Span:
        """Show only the rows that match what the user typed."""
        before, self.query = self.query, parse_query(text, self.kind.fields)
        if self.query.narrows(before) and self._narrowed is not None:
            return self._narrow(self._narrowed.entries)
        if self._having is not None and self.query.narrows(self._having[0]):
            return self._narrow(self._having[1])
        return self._narrow()

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
        self._having = None
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

    def _narrow(self, within: list[tuple[SortKey, Id]] | None = None) -> Span:
        """Choose the rows again, each condition in one go over what the others left: this is done at every key.

        Args:
            within: What is left of the rows in scope for sure, if that is known.
        """
        if self._scope is None and not self.query:
            self._narrowed = None
            return 0, FAR
        pinned = self._pinned
        entries = self._all.entries if within is None else within
        if pinned:
            entries = [entry for entry in entries if entry[1] not in pinned]
        if (scope := self._scope) is not None and within is None:
            rows = self._rows
            entries = [entry for entry in entries if scope(rows[entry[1]])]
        if self.query:
            self.prepare(FAR)
            haystacks = self._haystacks
            for needle in self.query.wanted:
                entries = [entry for entry in entries if needle in haystacks[entry[1]]]
            if not self.query.unwanted:
                self._having = (self.query, entries)
            for needle in self.query.unwanted:
                entries = [entry for entry in entries if needle not in haystacks[entry[1]]]
        first = [entry for entry in self._all.entries[: len(pinned)] if entry[1] in pinned]
        self._narrowed = self._all.only(first + entries)
        return 0, FAR

    def prepare(self, most: int) -> bool:
        """Get ready to look for something, up to so many rows; tell whether all are.

        A hundred thousand of them take longer than one wants to wait for a key.
        """
        if len(self._haystacks) < len(self._all):
            missing = (id_ for id_ in self._all if id_ not in self._haystacks)
            for id_ in list(islice(missing, most)):
                self._haystack(id_)
        return len(self._haystacks) >= len(self._all)

    def _is_shown(self, id_: Id) -> bool:
        """Tell whether a row is in scope, and what the user looks for."""
        if id_ in self._pinned:
            return True
        if self._scope is not None:
            row = self._rows.get(id_)
            if row is None or not self._scope(row):
                return False
        return not self.query or self.query.matches(self._haystack(id_))

    def _haystack(self, id_: Id) -> str:
        haystack = self._haystacks.get(id_)
        if haystack is None:
            row = self.row(id_)
            haystack = "" if row is None else self.kind.haystack(row, self._scene)
            self._haystacks[id_] = haystack
        return haystack

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
        return len(self._all.key_of(id_) or ((),)) - 1

    def _resort(self, id_: Id) -> list[int]:
        """Put a record where it belongs, and what belongs under it; tell which lines that touched."""
        touched = list(self._resort_one(id_))
        for below in self._family.all_below(id_):
            touched += self._resort_one(below)
        return touched

    def _resort_one(self, id_: Id) -> Iterable[int]:
        """Put one record where it belongs, and tell which lines that touched."""
        self._haystacks.pop(id_, None)
        row = self.row(id_)
        if row is None:
            self._family.drop(id_)
            touched = _dropped(self._all.drop(id_))
            return touched if self._narrowed is None else _dropped(self._narrowed.drop(id_))
        key = self._key(id_, row)
        touched = _put(self._all.put(id_, key))
        if self._narrowed is None:
            return touched
        return (
            _put(self._narrowed.put(id_, key)) if self._is_shown(id_) else _dropped(self._narrowed.drop(id_))
        )


def _put(move: tuple[int | None, int] | None) -> Iterable[int]:
    """Give the lines between which something moved; a row that was not there pushes all below it."""
    if move is None:
        return ()
    before, after = move
    return (after, FAR) if before is None else (before, after)


def _dropped(index: int | None) -> Iterable[int]:
    return () if index is None else (index, FAR)
