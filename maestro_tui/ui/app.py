"""The application: theme, the main screen, and the life of the conductor beside it."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.command import Provider
from textual.dom import DOMNode
from textual.screen import Screen

from maestro_tui.protocol.ids import ProjectId
from maestro_tui.store.effects import Notify
from maestro_tui.ui.actions import bindings
from maestro_tui.ui.dressing import dress_terminals
from maestro_tui.ui.plain import clean
from maestro_tui.ui.screens.dashboard import Dashboard
from maestro_tui.ui.themes import ANSI_DARK, THEMES

if TYPE_CHECKING:
    from maestro_tui.conductor.conductor import Conductor
    from maestro_tui.conductor.spawning import SpawnQuestion

HERE = Path(__file__).parent
STYLESHEETS = ("app.tcss", "screens/dashboard.tcss")
"""What the first frame needs. Other screens bring their own when they are first opened."""

TURNS_AT_REST = 3
MOST_TURNS = 50
"""How long a key waits for others: a screen that is never at rest must not stop it."""


def load_commands() -> type[Provider]:
    """Give what the command palette offers; loaded when it is first opened."""
    from maestro_tui.ui.commands import WorkCommands

    return WorkCommands


class MaestroApp(App[None], inherit_bindings=False):
    """The dashboard as a Textual application.

    Args:
        conductor: Started once the first frame is on the screen, and stopped at the end.
        project: The project to show first, if it exists.
    """

    TITLE = "maestro"
    CSS_PATH: ClassVar[list[str | PurePath]] = [HERE / name for name in STYLESHEETS]
    BINDINGS: ClassVar[list[BindingType]] = bindings("app")
    """The keys of the place ``app`` in the registry of actions. None has priority over a terminal."""
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {load_commands}

    def __init__(self, conductor: Conductor, *, project: ProjectId | None = None) -> None:
        super().__init__()
        self.conductor = conductor
        self._project = project
        for theme in THEMES:
            self.register_theme(theme)
        # Before anything is styled, so that nothing is styled twice.
        self.set_reactive(App.theme, THEMES[0].name)
        self._variables = self.get_css_variables()
        self.stylesheet.set_variables(self._variables)
        self.set_reactive(App.ansi_theme_dark, ANSI_DARK)

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything anew, unless the theme's variables are those it is styled with."""
        variables = self.get_css_variables()
        if variables != self._variables:
            self._variables = variables
            super().refresh_css(animate)

    def get_default_screen(self) -> Screen[None]:
        """Begin with the dashboard."""
        return Dashboard(self.conductor, self._project, columns=self.size.width)

    def run(self, **options: Any) -> None:  # noqa: ANN401 - handed on as they are
        """Run the dashboard until its user leaves it."""
        gc.disable()
        super().run(**options)

    async def on_event(self, event: events.Event) -> None:
        """Do what a key means before the next one goes anywhere: one types ahead.

        Textual forwards a key to the widget that is focused when it arrives, and looks for its binding when it comes
        back; by then later keys are on their way to the same widget, though the first may have led elsewhere.
        """
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self._let_messages_through()
            if await self._act_on(event):
                return
        await super().on_event(event)

    async def _act_on(self, event: events.Key) -> bool:
        focused = self.focused
        active = self.screen.active_bindings.get(event.key)
        is_text = focused is not None and focused.check_consume_key(event.key, event.character)
        if active is None or not active.enabled or (is_text and active.node is not focused):
            return False
        return await self.run_action(active.binding.action, active.node)

    async def _let_messages_through(self) -> None:
        place: DOMNode = self.focused or self.screen
        at_rest = 0
        for _ in range(MOST_TURNS):
            await asyncio.sleep(0)
            is_busy = any(node.message_queue_size for node in place.ancestors_with_self if node is not self)
            # A message that bubbles is in no queue for a turn.
            at_rest = 0 if is_busy else at_rest + 1
            if at_rest == TURNS_AT_REST:
                return

    async def on_ready(self) -> None:
        """Start the conductor now that there is something to look at."""
        if not gc.isenabled():
            # What was made up to here stays to the end: collecting in the midst of it delays the first frame,
            # and looking through it later delays others.
            gc.freeze()
            gc.enable()
        # By default either would end the program without giving it time to clean up.
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self.exit)
        dress_terminals(self, self.conductor.panes)
        self.theme_changed_signal.subscribe(self, lambda _: dress_terminals(self, self.conductor.panes))
        self.conductor.on_notice = self.show_notice
        self.conductor.on_spawn_question = self.ask_about_spawn
        await self.conductor.start()

    async def on_unmount(self) -> None:
        """Stop the conductor, whatever ended the program."""
        await self.conductor.stop()

    async def ask_about_spawn(self, question: SpawnQuestion) -> bool:
        """Ask the user whether a command may run here."""
        from maestro_tui.ui.screens.spawn_gate import ask

        return await ask(self, question, self.conductor.server_name or "the server")

    def action_help(self) -> None:
        """Show all keys."""
        from maestro_tui.ui.screens.help import Help

        self.push_screen(Help())

    def show_notice(self, notice: Notify) -> None:
        """Tell the user something wherever they look."""
        self.notify(
            clean(notice.text), severity="error" if notice.is_problem else "information", markup=False
        )
