"""The store: folds a batch of actions into the state, then tells its listeners once what changed.

Performs no effects, and does not catch what a listener raises: a listener that fails is a defect.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import msgspec

from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId
from maestro_tui.store.actions import Action
from maestro_tui.store.effects import Effect
from maestro_tui.store.state import State


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """The ids that a batch added, changed or dropped. Whether a row is still there, the tables tell."""

    projects: frozenset[ProjectId] = frozenset()
    tasks: frozenset[TaskId] = frozenset()
    sessions: frozenset[SessionId] = frozenset()
    panes: frozenset[SessionId] = frozenset()
    connection: bool = False
    """Whether the connection is in another phase than before."""

    def __bool__(self) -> bool:
        return bool(self.projects or self.tasks or self.sessions or self.panes or self.connection)


Listener = Callable[[Changes], None]
Reducer = Callable[[State, Action], tuple[Effect, ...]]


class Store:
    """The state, and the only door to change it."""

    def __init__(self) -> None:
        self.state = State()
        self._listeners: dict[int, Listener] = {}
        self._next_listener = 0
        self._is_dispatching = False

    @cached_property
    def _reduce(self) -> Reducer:
        """What folds an action into the state; loaded with the first one: before it there is nothing to show."""
        from maestro_tui.store.reducer import reduce

        return reduce

    def dispatch(self, *actions: Action) -> tuple[Effect, ...]:
        """Fold the actions in their order, tell the listeners once, and give all effects in order.

        Raises:
            RuntimeError: Called by a listener or out of the reducer. Hand such an action to the conductor.
        """
        if self._is_dispatching:
            raise RuntimeError("The store is dispatching: a listener may read the state, not change it.")
        self._is_dispatching = True
        try:
            connection = self.state.connection
            effects: list[Effect] = []
            for action in actions:
                effects.extend(self._reduce(self.state, action))
            changes = self._take_changes(connection is not self.state.connection)
            if changes:
                for listener in tuple(self._listeners.values()):
                    listener(changes)
        finally:
            self._is_dispatching = False
        return tuple(effects)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after every batch that changed something, until the returned function is called."""
        self._next_listener += 1
        key = self._next_listener
        self._listeners[key] = listener
        return lambda: self._listeners.pop(key, None) and None

    def _take_changes(self, connection_changed: bool) -> Changes:
        state = self.state
        return Changes(
            projects=state.projects.take_changes(),
            tasks=state.tasks.take_changes(),
            sessions=state.sessions.take_changes(),
            panes=state.panes.take_changes(),
            connection=connection_changed,
        )
