"""The times without a connection, the latest of them: since when, why, and what became of what was missed. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Final

import msgspec

from maestro_tui.store.state import Connection, Phase

MOST: Final = 8
"""How many are kept."""


class Outage(msgspec.Struct, frozen=True, kw_only=True):
    """A time without a connection."""

    began: float
    """In milliseconds since the epoch, as all times here."""
    reason: str
    """Why it began."""
    attempts: int = 0
    """How many attempts to connect have failed in it."""
    ended: float | None = None
    """None while it lasts."""
    caught_up: int | None = None
    """How many events were missed, and told once it was over; None if everything was read anew."""


class Outages:
    """The latest outages, the newest first when they are gone through."""

    def __init__(self) -> None:
        self._outages: deque[Outage] = deque(maxlen=MOST)
        self._is_on = False

    def __iter__(self) -> Iterator[Outage]:
        return reversed(self._outages)

    def __len__(self) -> int:
        return len(self._outages)

    def take(self, connection: Connection) -> None:
        """Take down how the connection stands now."""
        if connection.phase in {Phase.WAITING, Phase.GAVE_UP}:
            if not self._is_on:
                self._outages.append(Outage(began=connection.since, reason=connection.reason))
            self._is_on = True
            self._change(attempts=connection.attempt)
        elif connection.phase is Phase.LIVE and self._is_on:
            self._is_on = False
            self._change(ended=connection.since, caught_up=connection.caught_up)

    def _change(self, **fields: float | None) -> None:
        self._outages[-1] = msgspec.structs.replace(self._outages[-1], **fields)
