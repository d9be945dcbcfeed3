"""Ids in the order of their sort keys. Pure; knows nothing of rows.

Finding, adding and dropping an id are done by bisection: the cost of one changed row does not grow with the number of
rows (a list of a hundred thousand moves its tail faster than Python calls a function).
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from typing import Any, Generic, TypeVar

Id = TypeVar("Id", bound=str)

SortKey = tuple[Any, ...]
"""What ids are sorted by; the id itself decides between equals, so that the order is always one and the same."""


class SortedIds(Generic[Id]):
    """A set of ids, each with a sort key."""

    __slots__ = ("_entries", "_has_own_keys", "_keys")

    def __init__(self, keys: Iterable[tuple[Id, SortKey]] = ()) -> None:
        self._keys: dict[Id, SortKey] = dict(keys)
        self._has_own_keys = True
        self._entries: list[tuple[SortKey, Id]] = sorted((key, id_) for id_, key in self._keys.items())

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._keys and (self._has_own_keys or self.index(id_) is not None)

    def __iter__(self) -> Iterator[Id]:
        return (id_ for _, id_ in self._entries)

    def __getitem__(self, index: int) -> Id:
        return self._entries[index][1]

    def key_of(self, id_: Id) -> SortKey | None:
        """Give what an id is sorted by, if it is there."""
        return self._keys.get(id_) if id_ in self else None

    def index(self, id_: Id) -> int | None:
        """Tell where an id stands, if it is there."""
        key = self._keys.get(id_)
        if key is None:
            return None
        index = bisect_left(self._entries, (key, id_))
        is_here = self._has_own_keys or (index < len(self) and self._entries[index][1] == id_)
        return index if is_here else None

    def put(self, id_: Id, key: SortKey) -> tuple[int | None, int] | None:
        """Add an id or move it to where its key belongs.

        Returns:
            Where it stood and where it stands now; None if nothing moved.
        """
        self._own_keys()
        if self._keys.get(id_) == key:
            return None
        before = self.drop(id_)
        self._keys[id_] = key
        entry = (key, id_)
        insort(self._entries, entry)
        return before, bisect_left(self._entries, entry)

    def drop(self, id_: Id) -> int | None:
        """Take an id out, and tell where it stood."""
        self._own_keys()
        index = self.index(id_)
        if index is not None:
            del self._entries[index]
            del self._keys[id_]
        return index

    @property
    def entries(self) -> list[tuple[SortKey, Id]]:
        """The keys and ids in their order. To be read, not changed."""
        return self._entries

    def only(self, entries: list[tuple[SortKey, Id]]) -> SortedIds[Id]:
        """Make one of some of these entries, which are in their order already.

        It looks keys up here until one of its own changes: what is chosen at every key that is typed seldom is changed.
        """
        made: SortedIds[Id] = SortedIds()
        made._entries = entries
        made._keys = self._keys
        made._has_own_keys = False
        return made

    def _own_keys(self) -> None:
        if not self._has_own_keys:
            self._keys = {id_: key for key, id_ in self._entries}
            self._has_own_keys = True


class Descending:
    """A part of a sort key that sorts the other way round."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:  # noqa: ANN401 - whatever can be compared
        self.value = value

    def __lt__(self, other: Descending) -> bool:
        return bool(other.value < self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Descending) and bool(self.value == other.value)

    def __hash__(self) -> int:
        return hash(self.value)
