"""When to draw: once for whatever arrived since the last time, and not in the middle of a frame.

A program that draws much at once says so (mode 2026, synchronized output): what it draws in between is shown when it is
done, or when it has taken too long.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FrameGate"]

HOLD_SECONDS = 0.15
"""How long a program may hold back its frame before what there is gets drawn."""


class FrameGate:
    """Announces that there is something to draw, once until it is taken."""

    def __init__(self, is_held_back: Callable[[], bool], announce: Callable[[], None]) -> None:
        """Open a gate.

        Args:
            is_held_back: whether the program is in the middle of a frame.
            announce: says that there is something to draw.
        """
        self._is_held_back = is_held_back
        self._announce = announce
        self._is_announced = False
        self._timer: asyncio.TimerHandle | None = None

    def note_change(self) -> None:
        """Take note that the screen has changed."""
        is_held = self._hold()
        if not self._is_announced and not is_held:
            self._is_announced = True
            self._announce()

    def _hold(self) -> bool:
        """Tell whether the frame is held back, and see to it that this ends."""
        if not self._is_held_back():
            self.stop()
            return False
        if self._timer is None:
            try:
                loop = asyncio.get_running_loop()
            except RuntimeError:
                # Fed by hand, with no clock to end it: drawn as it is.
                return False
            self._timer = loop.call_later(HOLD_SECONDS, self._release)
        return True

    def _release(self) -> None:
        """Show half a frame: the program took too long."""
        self._timer = None
        if not self._is_announced:
            self._is_announced = True
            self._announce()

    def take(self) -> bool:
        """Take what there is to draw; tells whether it may be drawn now. If not, it is announced again."""
        self._is_announced = False
        return self._timer is None

    def finish(self) -> None:
        """Show what is held back: nobody will complete it."""
        if self._timer is not None:
            self.stop()
            self._release()

    def stop(self) -> None:
        """Hold nothing back any longer, and do not say so."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
