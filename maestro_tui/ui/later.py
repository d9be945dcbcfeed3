"""Calling something after a while, between two messages of whoever is called.

Textual's own timers for one call are not used: one whose time is over before it has begun to wait is never called
(`Timer._run` skips what it missed). Every so often, on a machine with other things to do, a terminal would be drawn no
more, and ages would stand still.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.message_pump import MessagePump


def call_after(pump: MessagePump, seconds: float, callback: Callable[[], object]) -> asyncio.TimerHandle:
    """Have a widget, a screen or the application called in so many seconds, at once if that is past; can be cancelled.

    Nothing is called that is closed by then.
    """
    return asyncio.get_running_loop().call_later(max(0.0, seconds), pump.call_later, callback)
