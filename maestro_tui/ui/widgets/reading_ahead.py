"""Reading the rows of a very large table before somebody filters it: that takes longer than one waits for a key."""

from __future__ import annotations

from asyncio import TimerHandle
from typing import Any, Final

from textual.message_pump import MessagePump

from maestro_tui.ui.later import call_after
from maestro_tui.ui.tables.arrangement import Arrangement

ROWS_AT_ONCE: Final = 2_000
"""How many rows are read between two keys."""

PAUSE: Final = 0.05
"""Seconds between two readings while nobody asks for one."""


class ReadingAhead:
    """Reads a table a little at a time; one that is read in one go anyway is left until it is filtered."""

    def __init__(self, pump: MessagePump, arrangement: Arrangement[Any, Any]) -> None:
        self._pump = pump
        self._arrangement = arrangement
        self._timer: TimerHandle | None = None

    def go_on(self) -> None:
        """See to it that what is not read yet will be."""
        _, total = self._arrangement.counts
        if self._timer is None and total > ROWS_AT_ONCE and not self._arrangement.is_read:
            self._timer = call_after(self._pump, PAUSE, self._read)

    def _read(self) -> None:
        self._timer = None
        self._arrangement.prepare(ROWS_AT_ONCE)
        self.go_on()
