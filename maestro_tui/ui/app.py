"""The application: theme, the main screen, and the life of the conductor beside it."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.command import Provider
from textual.dom import DOMNode
from textual.screen import Screen

from maestro_tui.protocol.ids import ProjectId
from maestro_tui.store.effects import Notify
from maestro_tui.store.state import Phase
from maestro_tui.store.statuses import has_ended
from maestro_tui.store.store import Changes
from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.look.themes import ANSI_DARK, ANSI_LIGHT, THEMES
from maestro_tui.ui.remembering import Remembering
from maestro_tui.ui.screens.dashboard import Dashboard
from maestro_tui.ui.text.plain import clean

if TYPE_CHECKING:
    from textual.driver import Driver

    from maestro_tui.conductor.conductor import Conductor
    from maestro_tui.conductor.spawning import SpawnQuestion
    from maestro_tui.ui.preferences import PreferencesFile


STYLESHEET = Path(__file__).with_name("app.tcss")
"""What every screen has, and the first frame does not need. Each screen brings its own when it is first opened."""

REDUCED_MOTION = "MAESTRO_REDUCED_MOTION"
"""The variable that, set to anything, has nothing move by itself; ``TEXTUAL_ANIMATIONS=none`` does so, too."""

LONGEST_PASTE = 20_000
"""Characters that are taken into a line one types into."""

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
        preferences: Where the user's choices are kept; None keeps none.
    """

    TITLE = "maestro"
    BINDINGS: ClassVar[list[BindingType]] = bindings("app")
    """The keys of the place ``app`` in the registry of actions. None has priority over a terminal."""
    PLACES: ClassVar[frozenset[str]] = frozenset({"app"})
    """The places of the registry whose actions are called on the application."""
    dashboard: Dashboard
    """The main screen, under all others."""
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {load_commands}

    def __init__(
        self,
        conductor: Conductor,
        *,
        project: ProjectId | None = None,
        preferences: PreferencesFile | None = None,
    ) -> None:
        super().__init__()
        self.conductor = conductor
        self._project = project
        self._phase: Phase | None = None
        self._has_process = False
        """Whether the whole program is this application: only then is the collector its own to direct."""
        for theme in THEMES:
            self.register_theme(theme)
        self._remembering = Remembering(preferences)
        # Before anything is styled, so that nothing is styled twice.
        name = self._remembering.theme
        self.set_reactive(App.theme, name if name in self.available_themes else THEMES[0].name)
        self._variables = self.get_css_variables()
        self.stylesheet.set_variables(self._variables)
        self.set_reactive(App.ansi_theme_dark, ANSI_DARK)
        self.set_reactive(App.ansi_theme_light, ANSI_LIGHT)
        # A theme of the terminal's own sixteen colours is one from the first frame on.
        self._refresh_truecolor_filter(self.ansi_theme)
        if os.environ.get(REDUCED_MOTION):
            self.animation_level = "none"
        if self.no_color:
            self._take_colors_off()

    def _take_colors_off(self) -> None:
        from textual.color import Color
        from textual.filter import Monochrome, NoColor

        from maestro_tui.ui.look.without_color import WithoutColor

        kept = [each for each in self._filters if not isinstance(each, Monochrome | NoColor)]
        self._filters = [*kept, WithoutColor(lambda: Color.parse(self.theme_variables["background"]))]

    def get_css_variables(self) -> dict[str, str]:
        """Give the variables of the theme; none as long as it is not chosen, when Textual asks for the first time."""
        if "_remembering" not in self.__dict__:
            return {}
        variables = super().get_css_variables()
        if not any(theme.name == self.theme for theme in THEMES):
            from maestro_tui.ui.look.legible import legible

            variables = self.theme_variables = legible(variables)
        return variables

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything anew, unless the theme's variables are those it is styled with."""
        variables = self.get_css_variables()
        if variables != self._variables:
            self._variables = variables
            super().refresh_css(animate)

    def get_driver_class(self) -> type[Driver]:
        """Drive terminals in our own way where Textual would drive them in its usual one."""
        from textual.drivers.linux_driver import LinuxDriver

        from maestro_tui.ui.outside.driver import TerminalDriver

        usual = super().get_driver_class()
        return TerminalDriver if usual is LinuxDriver else usual

    def get_default_screen(self) -> Screen[None]:
        """Begin with the dashboard."""
        self.dashboard = self.make_dashboard()
        self.dashboard.read_first_styles(self.stylesheet)
        return self.dashboard

    def make_dashboard(self) -> Dashboard:
        """Make the main screen."""
        return Dashboard(
            self.conductor, self._project, columns=self.size.width, remembering=self._remembering
        )

    def run(self, **options: Any) -> None:  # noqa: ANN401 - handed on as they are
        """Run the dashboard until its user leaves it."""
        self._has_process = True
        gc.disable()
        super().run(**options)

    async def on_event(self, event: events.Event) -> None:
        """Do what a key means before the next one goes anywhere: one types ahead.

        Textual forwards a key to the widget that is focused when it arrives, and looks for its binding when it comes
        back; by then later keys are on their way to the same widget, though the first may have led elsewhere.
        """
        if isinstance(event, events.InputEvent | events.Paste):
            if not self.screen_stack:
                # The program ends: there is nobody left who is typed to.
                return
            self.dashboard.feed.touch()
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self._let_messages_through()
            if not self.screen_stack or await self._act_on(event):
                return
        if isinstance(event, events.Paste):
            self._make_harmless(event)
        await super().on_event(event)

    def _make_harmless(self, event: events.Paste) -> None:
        """Clean what is pasted into a line one types into: Textual draws what it is given. Terminals get all of it."""
        from textual.widgets import Input

        if isinstance(self.focused, Input):
            event.text = clean(next(iter(event.text.splitlines()), ""), LONGEST_PASTE)

    async def _act_on(self, event: events.Key) -> bool:
        focused = self.focused
        active = self.screen.active_bindings.get(event.key)
        is_text = focused is not None and focused.check_consume_key(event.key, event.character)
        if active is None and self.screen.is_modal:
            # Textual asks nobody below a dialog what a key means; one can leave the program from there, too.
            known = self._bindings.key_to_bindings.get(event.key, ())
            return any(each.action == "quit" for each in known) and await self.run_action("quit", self)
        if active is None or not active.enabled or (is_text and active.node is not focused):
            return False
        return await self.run_action(active.binding.action, active.node)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """With nothing to move by itself, have the cursor of whatever is typed into stand still."""
        if self.animation_level == "none" and getattr(event.widget, "cursor_blink", False):
            event.widget.cursor_blink = False  # type: ignore[attr-defined]

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
        """Start the conductor now that there is something to look at, and load what that did not need."""
        from maestro_tui.ui.collecting import let_be
        from maestro_tui.ui.look.dressing import dress_terminals

        if self._has_process:
            # Not before: collecting in the midst of what was made up to here delays the first frame.
            let_be()
            gc.enable()
        # By default either would end the program without giving it time to clean up.
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, self.exit)
        dress_terminals(self, self.conductor.panes)
        self.theme_changed_signal.subscribe(self, lambda _: dress_terminals(self, self.conductor.panes))
        self.conductor.on_notice = self.show_notice
        self.conductor.on_spawn_question = self.ask_about_spawn
        self.conductor.store.listen(self._note_phase)
        self.stylesheet.read(STYLESHEET)
        await self.dashboard.mount_hidden()
        await self.begin()

    async def begin(self) -> None:
        """Begin with what goes on behind the screen."""
        await self.conductor.start()

    def _note_phase(self, _changes: Changes) -> None:
        before, self._phase = self._phase, self.conductor.store.state.connection.phase
        if self._has_process and self._phase is Phase.LIVE and before is not Phase.LIVE:
            from maestro_tui.ui.collecting import let_be

            # The lists have been read. With many sessions each look for garbage among them takes a tenth of a second.
            self.dashboard.call_after_refresh(let_be)

    async def on_unmount(self) -> None:
        """Stop the conductor, whatever ended the program."""
        await self.conductor.stop()

    async def ask_about_spawn(self, question: SpawnQuestion) -> bool | None:
        """Ask the user whether a command may run here; None if it was settled elsewhere meanwhile."""
        from maestro_tui.ui.screens.spawn_gate import ask

        sessions = self.conductor.store.state.sessions
        session = sessions.get(question.session_id)

        def is_settled() -> bool:
            now = sessions.get(question.session_id)
            return question.session_id in self.conductor.panes or (now is not None and has_ended(now))

        name = f"{session.name} · {question.session_id}" if session else question.session_id
        return await ask(self, question, self.conductor.server_name or "the server", name, is_settled)

    def action_command_palette(self) -> None:
        """Show what can be done by its name."""
        from maestro_tui.ui.palette import Palette

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def action_help(self) -> None:
        """Show all keys."""
        from maestro_tui.ui.actions.key_lines import places_of
        from maestro_tui.ui.screens.help import Help

        active = self.screen.active_bindings.values()
        self.push_screen(Help(places_of(each.binding.id for each in active)))

    def show_notice(self, notice: Notify) -> None:
        """Tell the user something wherever they look."""
        self.notify(
            clean(notice.text), severity="error" if notice.is_problem else "information", markup=False
        )
