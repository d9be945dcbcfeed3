"""Ids in the order of their sort keys, each with its text. Pure; knows nothing of rows.

Finding, adding and dropping an id are done by bisection: the cost of one changed row does not grow with the number of
rows (a list of a hundred thousand moves its tail faster than Python calls a function).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress
from typing import Any, Generic, TypeVar

Id = TypeVar("Id", bound=str)

SortKey = tuple[Any, ...]
"""What ids are sorted by; the id itself decides between equals, so that the order is always one and the same."""

Move = tuple[int | None, int | None]
"""Where an id stood in a list and where it stands now; None is nowhere."""


class SortedIds(Generic[Id]):
    """A set of ids, each with a sort key.

    Args:
        keys: The sort keys of these ids, and maybe of others. Whoever changes one calls `put`.
        entries: The keys and ids in their order, if that is known; else it is all for which there are keys.
        texts: What the first so many of them are found by.
    """

    __slots__ = ("_keys", "entries", "texts")

    def __init__(
        self,
        keys: Mapping[Id, SortKey],
        entries: Iterable[tuple[SortKey, Id]] | None = None,
        texts: Iterable[str] = (),
    ) -> None:
        self._keys = keys
        self.entries = sorted((key, id_) for id_, key in keys.items()) if entries is None else list(entries)
        """The keys and ids in their order. To be read, not changed."""
        self.texts = list(texts)
        """What the first so many of them are found by, in the same order: going through a list takes a third of the
        time of looking each of them up. Whoever needs those that are missing appends them."""

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, id_: Id) -> bool:
        return self.index(id_) is not None

    def __iter__(self) -> Iterator[Id]:
        return (id_ for _, id_ in self.entries)

    def __getitem__(self, index: int) -> Id:
        return self.entries[index][1]

    def index(self, id_: Id) -> int | None:
        """Tell where an id stands, if it is here."""
        return self._find(id_, self._keys.get(id_))

    def put(self, id_: Id, before: SortKey | None, after: SortKey | None, text: str | None = None) -> Move:
        """Add an id, move it to where its key belongs, or take it out.

        Args:
            id_: The id.
            before: The sort key it had, if it was anywhere.
            after: The sort key it has now; None takes it out.
            text: What it is found by, if that is known.
        """
        was_at = self._find(id_, before)
        if was_at is not None and before == after:
            self._note(text, was_at, was_at + 1)
            return was_at, was_at
        if was_at is not None:
            del self.entries[was_at]
            del self.texts[was_at : was_at + 1]
        if after is None:
            return was_at, None
        is_at = bisect_left(self.entries, (after, id_))
        self.entries.insert(is_at, (after, id_))
        self._note(text, is_at, is_at)
        return was_at, is_at

    def copy(self) -> SortedIds[Id]:
        """Make another of all of these, which changes by itself."""
        return SortedIds(self._keys, self.entries, self.texts)

    def only(self, flags: Sequence[bool]) -> SortedIds[Id]:
        """Make one of some of these: it is told of each whether it is chosen, in their order."""
        return SortedIds(self._keys, compress(self.entries, flags), compress(self.texts, flags))

    def _note(self, text: str | None, at: int, end: int) -> None:
        """Put a text in the place of those between two; those that follow one that is not known are forgotten."""
        if text is None:
            del self.texts[at:]
        elif at <= len(self.texts):
            self.texts[at:end] = [text]

    def _find(self, id_: Id, key: SortKey | None) -> int | None:
        if key is None:
            return None
        index = bisect_left(self.entries, (key, id_))
        return index if index < len(self.entries) and self.entries[index][1] == id_ else None


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
