"""The rows that are left of a table, step by step as its user types. Pure.

Each key goes on from what a key before it left, and a key that is taken back shows again what was there.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice, repeat
from operator import contains, not_
from typing import Final, Generic, NamedTuple, TypeVar

from maestro_tui.ui.tables.query import Query
from maestro_tui.ui.tables.sorting import Move, SortedIds, SortKey

Id = TypeVar("Id", bound=str)

MOST_STEPS: Final = 24
"""How many are kept, at rest: what the collector of garbage goes through makes the next key wait."""


class _Step(NamedTuple, Generic[Id]):
    """What a query left."""

    query: Query
    left: SortedIds[Id]


class Narrowing(Generic[Id]):
    """Some rows of a table, and what was left of them after each step of a query.

    Args:
        ids: The rows, each with its text if anything will be looked for.
        pinned: How many of the first ones are shown whatever is looked for.
    """

    def __init__(self, ids: SortedIds[Id], pinned: int) -> None:
        self._all = _Step(Query(), ids)
        self._steps: list[_Step[Id]] = []
        """The last ones, the latest last."""
        self._current = self._all
        self._pinned = pinned

    @property
    def left(self) -> SortedIds[Id]:
        """What the last query left."""
        return self._current.left

    @property
    def is_readable(self) -> bool:
        """Whether the text of every row is known."""
        ids = self._all.left
        return len(ids.texts) == len(ids)

    def look_for(self, query: Query) -> None:
        """Leave what matches a query."""
        known = [self._all, *self._steps]
        step = next((step for step in known if step.query.is_like(query)), None)
        if step is None:
            step = self._go_on(min((step for step in known if query.narrows(step.query)), key=_size), query)
        self._current = step
        if step is not self._all:
            self._steps = [*(other for other in self._steps if other is not step), step][-MOST_STEPS:]

    def _go_on(self, step: _Step[Id], query: Query) -> _Step[Id]:
        """Leave what matches a query, of what an earlier one left that is part of it."""
        known, left = step
        for needle in query.wanted:
            if needle not in known.wanted:
                left = self._only(left, map(contains, left.texts, repeat(needle)))
        for needle in query.unwanted:
            if needle not in known.unwanted:
                left = self._only(left, map(not_, map(contains, left.texts, repeat(needle))))
        return _Step(query, left)

    def put(
        self, id_: Id, before: SortKey | None, after: SortKey | None, text: str | None, *, is_pinned: bool
    ) -> Move:
        """Add a row, move it, or take it out; tell where in what is left.

        Args:
            id_: The row.
            before: The sort key it had, if it was anywhere.
            after: The sort key it has now; None takes it out.
            text: What it is found by, if that is known: it is if anything is looked for.
            is_pinned: Whether it is shown whatever is looked for.
        """
        self._forget_earlier()
        move: Move = (None, None)
        for step in dict.fromkeys((self._all, self._current)):
            is_left = is_pinned or step.query.matches(text or "")
            move = step.left.put(id_, before, after if is_left else None, text)
        return move

    def _forget_earlier(self) -> None:
        """Keep only what is shown: earlier steps do not change with it."""
        query, left = self._current
        if self._current is not self._all and left is self._all.left:
            # Everything matched so far.
            self._current = _Step(query, left.copy())
        self._steps = [] if self._current is self._all else [self._current]

    def _only(self, ids: SortedIds[Id], chosen: Iterable[bool]) -> SortedIds[Id]:
        """Leave out rows that are not chosen; those that are pinned stay. Each word in one go: there may be many."""
        if self._pinned:
            chosen = chain(repeat(True, self._pinned), islice(chosen, self._pinned, None))
        flags = list(chosen)
        return ids if all(flags) else ids.only(flags)


def _size(step: _Step[Id]) -> int:
    return len(step.left)
