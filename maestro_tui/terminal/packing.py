"""Packs the history of a terminal that has been quiet for a while: a tenth of the memory, unpacked when it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

__all__ = ["IdlePacker"]

QUIET_SECONDS = 10.0
"""How long nothing has to arrive."""

STEP_SECONDS = 0.02
"""Pause between two pieces: packing ten thousand lines takes thirty of them, and must be felt by nobody."""


class IdlePacker:
    """Waits for quiet, then packs piece by piece. Without output it has no timer: idle terminals cost nothing."""

    def __init__(self, pack: Callable[[], bool], loop: asyncio.AbstractEventLoop) -> None:
        self._pack = pack
        self._loop = loop
        self._heard_at = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def note_output(self) -> None:
        """Take note that something arrived."""
        self._heard_at = self._loop.time()
        if self._timer is None:
            self._timer = self._loop.call_later(QUIET_SECONDS, self._look)

    def _look(self) -> None:
        self._timer = None
        remaining = self._heard_at + QUIET_SECONDS - self._loop.time()
        if remaining > 0:
            self._timer = self._loop.call_later(remaining, self._look)
        elif self._pack():
            self._timer = self._loop.call_later(STEP_SECONDS, self._look)

    def stop(self) -> None:
        """Pack no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
