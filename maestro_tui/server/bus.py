"""The event bus of the process: what happened, to everybody who listens. No I/O.

Listeners are called in the order of events and at once, so they must be quick; one that fails is logged and
costs neither the others nor whoever published.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import NamedTuple

from maestro_tui.server.drafts import Concerns

_log = logging.getLogger("maestro_tui.server")


class Published(NamedTuple):
    """An event that is durable, as it goes out."""

    seq: int
    """Its number in the journal."""
    name: str
    frame: bytes
    """The whole frame, encoded once for all clients."""
    concerns: Concerns


Listener = Callable[[Sequence[Published]], None]
"""Is told of events that became durable together, in their order."""


class EventBus:
    """Hands events from the committer to the bridge and to the log."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Add a listener; calling the result removes it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, events: Sequence[Published]) -> None:
        """Tell every listener."""
        for listener in tuple(self._listeners):
            try:
                listener(events)
            except Exception:  # a supervisor: the change is durable, and the other listeners must hear of it
                _log.exception("A listener of the event bus failed")
