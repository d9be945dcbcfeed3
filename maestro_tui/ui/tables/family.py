"""Which rows of a table belong under which: the sort keys that make a tree of a list. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Generic, TypeVar, cast

from maestro_tui.ui.columns.column import TableKind
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.tables.sorting import SortKey

Id = TypeVar("Id", bound=str)
Row = TypeVar("Row")

DEEPEST: Final = 12
"""How deep a tree is shown. A server may name anything as a parent, also in a circle."""


class Family(Generic[Id, Row]):
    """The rows of a table and their parents.

    A row is sorted by the keys of all it belongs under, and then by its own: so it stands below its parent, and moves
    with it.
    """

    def __init__(self, kind: TableKind[Row], rows: Mapping[Id, Row], scene: Scene) -> None:
        self._kind = kind
        self._rows = rows
        self._scene = scene
        self._children: dict[str, set[Id]] = {}
        self._parents: dict[Id, str] = {}

    def forget(self) -> None:
        """Forget who belongs to whom."""
        self._children.clear()
        self._parents.clear()

    def drop(self, id_: Id) -> None:
        """Forget whom a row belongs under; who belongs under it stays known, should it come back."""
        parent = self._parents.pop(id_, None)
        if parent is not None:
            self._children[parent].discard(id_)

    def path(self, id_: Id, row: Row) -> SortKey:
        """Give the sort key of a row."""
        kind = self._kind
        own = kind.order(row, self._scene)
        if kind.parent is None:
            return own
        if not self._note_parent(id_, kind.parent(row)):
            return ((own, id_),)
        path: list[tuple[SortKey, str]] = [(own, id_)]
        seen = {str(id_)}
        while len(path) < DEEPEST and (parent := self._parent_of(row, seen)) is not None:
            parent_id, row = parent
            seen.add(parent_id)
            path.append((kind.order(row, self._scene), parent_id))
        return tuple(reversed(path))

    def all_below(self, id_: Id) -> list[Id]:
        """Give the rows that are said to belong under one, at any depth, from above to below."""
        found: list[Id] = []
        level: list[Id] = [id_]
        seen = {id_}
        for _ in range(DEEPEST):
            level = [child for each in level for child in self._children.get(each, ()) if child not in seen]
            if not level:
                break
            seen.update(level)
            found += level
        return found

    def _parent_of(self, row: Row, seen: set[str]) -> tuple[Id, Row] | None:
        said = self._kind.parent(row) if self._kind.parent else None
        if not said or said in seen:
            return None
        parent_id = cast("Id", said)
        parent = self._rows.get(parent_id)
        if parent is None or not self._kind.goes_under(row, parent):
            return None
        return parent_id, parent

    def _note_parent(self, id_: Id, parent: str | None) -> bool:
        """Note whom a row is said to belong under; tell whether it is anybody."""
        if self._parents.get(id_) != parent:
            self.drop(id_)
            if parent:
                self._parents[id_] = parent
                self._children.setdefault(parent, set()).add(id_)
        return bool(parent)
