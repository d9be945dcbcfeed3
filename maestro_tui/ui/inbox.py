"""What changed in the store since the screen last looked: many batches become one look."""

from __future__ import annotations

from typing import Any

from maestro_tui.store.store import Changes


class ChangeInbox:
    """Gathers changes until they are taken."""

    def __init__(self) -> None:
        self._sets: dict[str, set[Any]] = {name: set() for name in ("projects", "tasks", "sessions", "panes")}
        self._connection = False
        self.is_empty = True

    def add(self, changes: Changes) -> None:
        """Put changes to those that wait."""
        for name, ids in self._sets.items():
            ids.update(getattr(changes, name))
        self._connection |= changes.connection
        self.is_empty = False

    def take(self) -> Changes:
        """Take all that wait."""
        changes = Changes(
            **{name: frozenset(ids) for name, ids in self._sets.items()}, connection=self._connection
        )
        for ids in self._sets.values():
            ids.clear()
        self._connection = False
        self.is_empty = True
        return changes
