"""A table of rows by id that remembers which of them changed. Knows nothing of what is in a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

Key = TypeVar("Key")
Row = TypeVar("Row")


class Table(Mapping[Key, Row], Generic[Key, Row]):
    """Rows by id, in the order in which they came.

    Reading is that of a mapping. `put` and `drop` are for the reducer; `take_changes` for the store.
    """

    __slots__ = ("_changed", "_rows")

    def __init__(self) -> None:
        self._rows: dict[Key, Row] = {}
        self._changed: set[Key] = set()

    def __getitem__(self, key: Key) -> Row:
        return self._rows[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def put(self, key: Key, row: Row) -> None:
        """Add a row or take its place; a row that is equal to the old one is no change."""
        if self._rows.get(key) != row:
            self._rows[key] = row
            self._changed.add(key)

    def drop(self, key: Key) -> None:
        """Take a row out, if it is there."""
        if self._rows.pop(key, None) is not None:
            self._changed.add(key)

    def replace(self, rows: Mapping[Key, Row]) -> None:
        """Hold exactly these rows and no others."""
        for key in [key for key in self._rows if key not in rows]:
            self.drop(key)
        for key, row in rows.items():
            self.put(key, row)

    def copy_rows(self) -> dict[Key, Row]:
        """Give the rows as they are now, in their order."""
        return self._rows.copy()

    def restore(self, rows: Mapping[Key, Row]) -> None:
        """Hold the rows of another moment, in their order of then."""
        held = self._rows
        self._changed.update(key for key in held.keys() | rows.keys() if held.get(key) is not rows.get(key))
        self._rows = dict(rows)

    def take_changes(self) -> frozenset[Key]:
        """Give the ids that were added, changed or dropped since this was last asked."""
        changed = frozenset(self._changed)
        self._changed.clear()
        return changed
