"""Marks on the rows of a table: what is marked is what something is done to next."""

from __future__ import annotations

from collections.abc import Set
from typing import Any, Final, Generic, TypeVar

from textual.widget import Widget

from maestro_tui.ui.tables.sorting import SortedIds

Id = TypeVar("Id", bound=str)

NOTHING_HERE: Final = "There is nothing in this table yet."


class Marking(Widget, Generic[Id]):
    """A table whose rows can be marked."""

    cursor: Id | None

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - handed on as they are
        super().__init__(**options)
        self.marks: set[Id] = set()
        """The records that are marked for what is done next."""

    @property
    def shown(self) -> SortedIds[Id]:
        """The ids of the rows that are shown, in their order."""
        raise NotImplementedError

    def action_cursor(self, step: int) -> None:
        """Move the cursor by some rows."""
        raise NotImplementedError

    def row(self, id_: Id) -> object | None:
        """Give a record, if it is still there."""
        raise NotImplementedError

    def _refresh_records(self, ids: Set[str]) -> None:
        raise NotImplementedError

    def _say_count(self) -> None:
        raise NotImplementedError

    @property
    def chosen(self) -> list[Id]:
        """The records that are marked and shown, in their order; without any, the one under the cursor."""
        marked = [id_ for id_ in self.shown if id_ in self.marks] if self.marks else []
        return marked or ([self.cursor] if self.cursor is not None else [])

    def forget_marks(self) -> None:
        """Take all marks off."""
        self._mark(set())

    def _mark(self, ids: set[Id]) -> None:
        """Have these rows marked, and no others."""
        changed, self.marks = self.marks ^ ids, ids
        self._refresh_records(changed)
        self._say_count()

    def action_mark(self) -> None:
        """Mark the row, or take its mark off, and go to the next."""
        if self.cursor is None or self.row(self.cursor) is None:
            self.app.notify(NOTHING_HERE, severity="warning", markup=False)
            return
        self._mark(self.marks ^ {self.cursor})
        self.action_cursor(1)

    def action_mark_all(self) -> None:
        """Mark every row that is shown, or take all marks off if they are marked already."""
        # The row that stands for all others has no id.
        every = {id_ for id_ in self.shown if id_}
        if not every:
            self.app.notify(NOTHING_HERE, severity="warning", markup=False)
        else:
            self._mark(set() if every <= self.marks else every)
