"""Reads single sessions and tasks again, coalesced per id.

Several reasons to read one thing within a short while make one request. Results come back as actions.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from maestro_tui.store.effects import RefetchSession, RefetchTask

COALESCE: Final = 0.2
"""Seconds over which reasons to read the same thing are taken together, as the original client does."""
QUIET: Final = 2.0
"""Seconds without news after which a thing is read once more, where the server can lose the last update."""


Refetch: TypeAlias = RefetchSession | RefetchTask


class Refetcher:
    """A timer per id. `read` is called when it runs out, and its errors are its own affair."""

    def __init__(self, read: Callable[[Refetch], Awaitable[None]]) -> None:
        self._read = read
        self._timers: dict[Refetch, asyncio.TimerHandle] = {}
        self._reads: set[asyncio.Task[None]] = set()

    def request(self, effect: Refetch) -> None:
        """Read soon, or once nothing more was heard for a while, as the effect says."""
        timer = self._timers.get(effect)
        if timer is not None:
            if not effect.when_quiet:
                return
            timer.cancel()
        delay = QUIET if effect.when_quiet else COALESCE
        self._timers[effect] = asyncio.get_running_loop().call_later(delay, self._start, effect)

    def forget_all(self) -> None:
        """Read nothing of what was asked for: everything is read anew, or there is nobody to ask."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        for task in self._reads:
            task.cancel()

    def _start(self, effect: Refetch) -> None:
        self._timers.pop(effect, None)
        task = asyncio.ensure_future(self._read(effect))
        self._reads.add(task)
        task.add_done_callback(self._reads.discard)
