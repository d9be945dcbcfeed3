"""Driving the real dashboard in tests: wait for what is to be seen, never for time to pass."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from textual.pilot import Pilot
from textual.widget import Widget

from maestro_tui.conductor.conductor import Conductor
from maestro_tui.protocol.ids import ProjectId, SessionId
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.app import MaestroApp
from maestro_tui.ui.preferences import PreferencesFile
from maestro_tui.ui.screens.dashboard import Dashboard
from tests.ui import scenario
from tests.ui.settling import settle

LIMIT: Final = 5.0
"""Seconds after which what did not happen will not happen."""

WIDE: Final = (120, 40)
NARROW: Final = (80, 24)


class Driver:
    """The running dashboard, and what stands on its screen."""

    def __init__(self, app: MaestroApp, pilot: Pilot[None], conductor: Conductor) -> None:
        self.app = app
        self.pilot = pilot
        self.conductor = conductor
        self.terminals: dict[str, Terminal] = {}
        self.typed: dict[str, bytearray] = {}

    @property
    def dashboard(self) -> Dashboard:
        """The main screen, also while something lies over it."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, Dashboard)
        return screen

    def has_focus(self, widget: Widget) -> bool:
        """Tell whether a widget has the keyboard."""
        return self.app.focused is widget

    @property
    def lines(self) -> list[str]:
        """The screen as lines of text."""
        return [strip.text for strip in self.app.screen._compositor.render_strips(self.app.size)]

    @property
    def text(self) -> str:
        """The screen as text."""
        return "\n".join(line.rstrip() for line in self.lines)

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until what they do is done."""
        await self.pilot.press(*keys)

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something is so."""
        deadline = asyncio.get_running_loop().time() + LIMIT
        while not condition():
            if asyncio.get_running_loop().time() > deadline:
                raise AssertionError(f"It did not come to that:\n{self.text}")
            await asyncio.sleep(0.005)
        await settle(self.app)

    async def sees(self, *texts: str) -> None:
        """Wait until all these texts stand on the screen."""
        await self.until(lambda: all(text in self.text for text in texts))

    async def open_pane(self, session: str = "ses_striper", output: bytes = b"$ ") -> SessionId:
        """Have a terminal open for a session, with something on it; what is typed is kept."""
        typed = self.typed[session] = bytearray()
        terminal = self.terminals[session] = Terminal(80, 24, send=typed.extend)
        terminal.feed(output)
        id_ = scenario.spawn(self.conductor, session)
        self.conductor.panes.adopt(id_, terminal)
        await self.until(lambda: not self.is_busy)
        await settle(self.app)
        return id_

    async def told(self) -> None:
        """Wait until everything is told that is to be told outside."""
        await self.until(lambda: not self.is_busy)

    @property
    def is_busy(self) -> bool:
        """Whether changes of the store have not been looked at yet."""
        return not self.dashboard.feed.is_at_rest


@asynccontextmanager
async def drive(
    size: tuple[int, int] = WIDE,
    *,
    conductor: Conductor | None = None,
    project: ProjectId | None = None,
    is_loaded: bool = True,
    preferences: PreferencesFile | None = None,
) -> AsyncIterator[Driver]:
    """Run the dashboard over the scenario. Without a file for it, nothing is remembered."""
    conductor = conductor or scenario.make_conductor()
    if is_loaded:
        scenario.load(conductor)
    app = MaestroApp(conductor, project=project, preferences=preferences)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield Driver(app, pilot, conductor)
