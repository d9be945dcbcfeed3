"""Waiting until an application has done all it has to do: no message, no callback, no line left to draw.

Exact where Textual's own pilot guesses by processor time, and therefore as fast as the application is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any, Final

from textual.app import App
from textual.message_pump import MessagePump

from maestro_tui.ui.widgets.terminal_view import TerminalView

LIMIT: Final = 5.0
"""Seconds after which what did not happen will not happen."""


async def settle(app: App[Any]) -> None:
    """Return as soon as nothing is left to be done."""
    async with asyncio.timeout(LIMIT):
        at_rest = 0
        # Twice in a row: a callback that runs between two looks may have put something new into a queue.
        while at_rest < 2:
            await asyncio.sleep(0.001)
            at_rest = 0 if _is_busy(app) else at_rest + 1


def _is_busy(app: App[Any]) -> bool:
    if app._resize_timer is not None:
        return True
    if any(node.message_queue_size or node._next_callbacks or _has_to_read(node) for node in _pumps(app)):
        return True
    screen = app.screen
    return bool(screen._dirty_widgets or screen._layout_required or screen._callbacks)


def _has_to_read(node: MessagePump) -> bool:
    return isinstance(node, TerminalView) and node._is_read_due


def _pumps(app: App[Any]) -> Iterator[MessagePump]:
    yield app
    for screen in app.screen_stack:
        yield screen
        yield from screen.walk_children()
