"""The way from the dashboard to what is not on it: other screens, the filter, the world outside.

Opens them, and takes in what they give back; what they show they know themselves.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from maestro_tui.protocol.ids import SessionId
from maestro_tui.ui.screens.desk import Desk

if TYPE_CHECKING:
    from maestro_tui.ui.feed import Feed
    from maestro_tui.ui.widgets.filter_bar import FilterBar
    from maestro_tui.ui.widgets.terminal_panel import TerminalPanel


class Doors(Desk):
    """A desk with doors. Every door is an action; a screen is loaded when it is first opened."""

    feed: Feed
    terminals: TerminalPanel
    is_on_wall = False
    """Whether the terminals are shown on the wall, and not here."""

    @abstractmethod
    def go(self, part: str) -> None:
        """Give the keyboard to a part of the screen."""

    def action_switch_outside(self, what: str) -> None:
        """Switch on or off one of the ways in which the user is told who needs them."""
        is_on = self.feed.outside.switch(what)
        self.app.notify(f"The {what} is {'on' if is_on else 'off'}.", markup=False)

    def action_log(self) -> None:
        """Show what came over the wire."""
        from maestro_tui.ui.screens.event_log_screen import EventLogScreen

        self.app.push_screen(EventLogScreen(self.scene))

    def action_wall(self) -> None:
        """Show many terminals at once."""
        if not self.scene.state.panes:
            self.app.notify("There is no terminal to put on the wall yet.", markup=False)
            return
        from maestro_tui.ui.screens.wall import Wall

        def come_back(session_id: SessionId | None) -> None:
            self.is_on_wall = False
            self.terminals.read()
            if session_id is not None:
                self.terminals.show_pane(session_id)
                self.add_class("-zoomed")
                self.go("panes")

        # A terminal is read out by one widget at a time: rows that were taken are not given again.
        self.is_on_wall = True
        self.terminals.view.show_terminal(None)
        self.app.push_screen(Wall(self.scene, self.conductor.panes, self.terminals.shown), come_back)

    def action_filter(self) -> None:
        """Ask what the table is to show."""
        from maestro_tui.ui.widgets.filter_bar import FilterBar

        if self.query(FilterBar):
            return
        bar = FilterBar(self._table())
        self.mount(bar, before="#keys")
        self.set_focus(bar)

    def on_filter_bar_closed(self, event: FilterBar.Closed) -> None:
        """Give the keyboard back to the table."""
        self.set_focus(event.table)
        self.query("#filter").remove()

    def action_reconnect(self) -> None:
        """Try to reach the server now."""
        self.conductor.reconnect_now()
