"""Watching an application draw: how much processor time passes between a change and its picture."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

from textual.app import App
from textual.screen import Screen

from maestro_tui.conductor.conductor import Conductor
from maestro_tui.ui.app import MaestroApp
from maestro_tui.ui.collecting import let_be
from tests.benchmarks.crowd import NOW, Crowd

SIZE: Final = (120, 40)


class Eye:
    """What an application draws, and when. Waiting for a frame is no work, and does not count."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._display = app._display
        self._wanted = ""
        self._drawn = asyncio.Event()
        self._drawn_at = 0.0
        app._display = self._note  # type: ignore[method-assign, assignment]

    def _note(self, screen: Screen[Any], update: Any) -> None:
        self._display(screen, update)
        # An application without a terminal leaves this out, which is part of drawing.
        text = update.render_segments(self._app.console) if update is not None else ""
        if self._wanted in text:
            self._drawn_at = time.process_time()
            self._drawn.set()

    async def milliseconds(self, wanted: str, change: Callable[[], object]) -> float:
        """Make a change, and give the processor time until this text has been drawn."""
        self._wanted = wanted
        self._drawn.clear()
        begin = time.process_time()
        change()
        await self._drawn.wait()
        return (self._drawn_at - begin) * 1e3


@asynccontextmanager
async def dashboard(crowd: Crowd) -> AsyncIterator[MaestroApp]:
    """Run the dashboard over a crowd of sessions, without a server."""
    conductor = Conductor.offline(lambda: NOW)
    crowd.load(conductor)
    app = MaestroApp(conductor)
    async with app.run_test(size=SIZE):
        # As the program does once the lists are read.
        thresholds = gc.get_threshold()
        let_be()
        try:
            yield app
        finally:
            gc.unfreeze()
            gc.set_threshold(*thresholds)
