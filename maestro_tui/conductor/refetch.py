"""Reads single sessions and tasks again, coalesced per id.

Several reasons to read one thing within a short while make one request. Results come back as actions.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Final

COALESCE: Final = 0.2
"""Seconds over which reasons to read the same thing are taken together, as the original client does."""
QUIET: Final = 2.0
"""Seconds without news after which a thing is read once more, where the server can lose the last update."""


class Refetcher:
    """A timer per id. `read` is called when it runs out, and its errors are its own affair."""

    def __init__(self, read: Callable[[Hashable], Awaitable[None]]) -> None:
        self._read = read
        self._timers: dict[tuple[Hashable, bool], asyncio.TimerHandle] = {}
        self._reads: set[asyncio.Task[None]] = set()

    def request(self, key: Hashable, *, when_quiet: bool = False) -> None:
        """Read `key` soon, or once nothing more was heard of it for a while."""
        timer = self._timers.get((key, when_quiet))
        if timer is not None:
            if not when_quiet:
                return
            timer.cancel()
        delay = QUIET if when_quiet else COALESCE
        loop = asyncio.get_running_loop()
        self._timers[key, when_quiet] = loop.call_later(delay, self._start, key, when_quiet)

    def forget_all(self) -> None:
        """Read nothing of what was asked for: everything is read anew, or there is nobody to ask."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        for task in self._reads:
            task.cancel()

    def _start(self, key: Hashable, when_quiet: bool) -> None:
        self._timers.pop((key, when_quiet), None)
        task = asyncio.ensure_future(self._read(key))
        self._reads.add(task)
        task.add_done_callback(self._reads.discard)
