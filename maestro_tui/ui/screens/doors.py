"""The way from the dashboard to what is not on it: other screens, the filter, the world outside.

Opens them, and takes in what they give back; what they show they know themselves.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from textual import events, on

from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.state import Phase
from maestro_tui.ui.screens.desk import Desk
from maestro_tui.ui.text.plain import clean
from maestro_tui.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from maestro_tui.ui.actions.action import Action
    from maestro_tui.ui.details.facts import Details
    from maestro_tui.ui.finding.hits import Place
    from maestro_tui.ui.remembering import Remembering
    from maestro_tui.ui.screens.event_log_screen import EventLogScreen
    from maestro_tui.ui.screens.find_screen import Recall
    from maestro_tui.ui.screens.reading_screen import ReadingScreen
    from maestro_tui.ui.screens.wall import Wall
    from maestro_tui.ui.widgets.filter_bar import FilterBar
    from maestro_tui.ui.widgets.terminal_panel import TerminalPanel

Id = TypeVar("Id", bound=str)
Row = TypeVar("Row")

RIGHT_BUTTON: Final = 3


class Doors(Desk):
    """A desk with doors. Every door is an action; a screen is loaded when it is first opened."""

    remembering: Remembering
    wall: Wall | None = None
    """The wall of terminals, while it is shown."""
    reading: ReadingScreen | None = None
    """What the user reads of one record, while they do."""
    is_on_wall = False
    """Whether the terminals are shown on the wall, and not here."""

    @cached_property
    def terminals(self) -> TerminalPanel:
        """The terminals. Made after the first frame, in which there are none yet."""
        from maestro_tui.ui.widgets.terminal_panel import TerminalPanel

        return TerminalPanel(self.scene, self.conductor.panes)

    recall: Recall | None = None
    """What was looked for everywhere, if anything was."""

    @abstractmethod
    def go(self, part: str) -> None:
        """Give the keyboard to a part of the screen."""

    @abstractmethod
    def jump_to(self, place: Place) -> None:
        """Go to where something was found."""

    def action_switch_outside(self, what: str) -> None:
        """Switch on or off one of the ways in which the user is told who needs them."""
        is_on = self.feed.outside.switch(what)
        self.app.notify(f"The {what} is {'on' if is_on else 'off'}.", markup=False)

    def action_log(self) -> None:
        """Show what came over the wire."""
        screen = self.make_log()
        self.remembering.follow(screen.events)
        self.app.push_screen(screen)

    def make_log(self) -> EventLogScreen:
        """Make the event log."""
        from maestro_tui.ui.screens.event_log_screen import EventLogScreen

        return EventLogScreen(self.scene)

    def action_find(self) -> None:
        """Look for something everywhere, and go where it was found."""
        from maestro_tui.ui.screens.find_screen import FindScreen, Recall

        self.recall = self.recall or Recall()
        self.app.push_screen(
            FindScreen(self.scene, self.conductor.panes, self.recall),
            lambda place: self.jump_to(place) if place is not None else None,
        )

    def action_why(self) -> None:
        """Show why the session under the cursor is shown as it is."""
        session = self.session_at_cursor()
        if session is None:
            self.say("There is no session here to ask about.")
            return
        from maestro_tui.ui.screens.evidence_screen import EvidenceScreen

        self._read(EvidenceScreen(self.scene, session.id))

    def action_details(self) -> None:
        """Show all that is known of what the cursor stands on."""
        describe = self._describer()
        if describe is None:
            self.say("There is nothing here to tell of.")
            return
        from maestro_tui.ui.screens.details_screen import DetailsScreen

        self._read(DetailsScreen(self.scene, describe))

    def _describer(self) -> Callable[[], Details | None] | None:
        """Give what tells of the record under the cursor; None if there is none."""
        from maestro_tui.ui.details import projects, sessions, tasks

        state, scene, table = self.scene.state, self.scene, self.table_in_use
        if table is self.projects:
            return _of(state.projects, self.projects.cursor, lambda each: projects.describe(each, scene))
        if table is self.tasks:
            return _of(state.tasks, self.tasks.cursor, lambda each: tasks.describe(each, scene))
        cursor = self.table_of_sessions.cursor
        return _of(state.sessions, cursor, lambda each: sessions.describe(each, scene))

    def _read(self, screen: ReadingScreen) -> None:
        def come_back(_: None) -> None:
            self.reading = None

        self.reading = screen
        self.app.push_screen(screen, come_back)

    def action_decisions(self) -> None:
        """Show what was started here, and what was not."""
        from maestro_tui.ui.screens.decisions_screen import DecisionsScreen

        self.app.push_screen(DecisionsScreen(self.scene, self.conductor.decisions))

    def action_wall(self) -> None:
        """Show many terminals at once."""
        if not self.scene.state.panes:
            self.app.notify("There is no terminal to put on the wall yet.", markup=False)
            return
        from maestro_tui.ui.screens.wall import Wall

        def come_back(session_id: SessionId | None) -> None:
            self.is_on_wall, self.wall = False, None
            self.terminals.read()
            if session_id is not None:
                self.terminals.show_pane(session_id)
                self.add_class("-zoomed")
                self.go("panes")

        # A terminal is read out by one widget at a time: rows that were taken are not given again.
        self.is_on_wall = True
        self.terminals.view.show_terminal(None)
        top = TopBar(self.scene, lambda: self.conductor.server_name, is_read_only=self.conductor.is_read_only)
        self.wall = Wall(self.scene, self.conductor.panes, self.terminals.shown, top, self.action_connection)
        self.app.push_screen(self.wall, come_back)

    def action_filter(self) -> None:
        """Ask what the table is to show."""
        from maestro_tui.ui.widgets.filter_bar import FilterBar

        if self.query(FilterBar):
            return
        table = self.table_in_use
        if table is not self.focused:
            # On a narrow screen one would not see what the filter does.
            self.go("sessions")
        bar = FilterBar(table)
        self.mount(bar, before="#keys")
        self.set_focus(bar)

    def on_filter_bar_closed(self, event: FilterBar.Closed) -> None:
        """Give the keyboard back to the table."""
        self.set_focus(event.table)
        self.query("#filter").remove()

    def on_click(self, event: events.Click) -> None:
        """Show what can be done with what was clicked with the right button."""
        if event.button != RIGHT_BUTTON:
            return
        clicked, _ = self.get_widget_at(*event.screen_offset)
        from maestro_tui.ui.screens.menu import Menu, menu_for

        def do(action: Action | None) -> None:
            if action is not None:
                node = self if action.where == "dashboard" else clicked
                self.call_later(self.app.run_action, action.call, node)

        if actions := menu_for(clicked.id or ""):
            self.app.push_screen(Menu(actions, event.screen_offset), do)

    def action_connection(self) -> None:
        """Show how the connection stands."""
        from maestro_tui.ui.screens.connection_panel import ConnectionPanel

        self.app.push_screen(
            ConnectionPanel(self.scene, lambda: self.conductor.server_name, self.action_reconnect)
        )

    @on(TopBar.ConnectionClicked)
    def _show_connection(self) -> None:
        self.action_connection()

    def action_reconnect(self) -> None:
        """Try to reach the server now."""
        connection = self.scene.state.connection
        match connection.phase:
            case Phase.LIVE | Phase.LOADING | Phase.RESUMING:
                self.conductor.reconnect_now()
                self.app.notify("It is connected: asking whether the server still answers.", markup=False)
            case Phase.REPLAYING:
                self.say("This is a recording: there is no server to reach.")
            case _ if self.conductor.reconnect_now():
                self.app.notify("Trying to reach the server now.", markup=False)
            case _:
                self.say(
                    f"Start the dashboard again: {clean(connection.reason) or 'nothing looks for a server'}"
                )


def _of(
    rows: Mapping[Id, Row], id_: Id | None, describe: Callable[[Row], Details]
) -> Callable[[], Details | None] | None:
    """Give what tells of a row for as long as it is there; None if there is no such row."""
    if id_ is None or id_ not in rows:
        return None
    return lambda: describe(rows[id_]) if id_ in rows else None
