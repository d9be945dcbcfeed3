"""The parts of the dashboard: in which of them one is, and the ways between them, into a terminal and out of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from maestro_tui.ui.screens.doors import Doors
from maestro_tui.ui.standing.census import ALL
from maestro_tui.ui.terminals.panes import name_of_pane
from maestro_tui.ui.widgets.record_table import RecordTable
from maestro_tui.ui.widgets.timeline_view import TimelineView
from maestro_tui.ui.widgets.view_tabs import PARTS, ViewTabs

if TYPE_CHECKING:
    from textual.widget import Widget

    from maestro_tui.conductor.conductor import Conductor
    from maestro_tui.terminal.engine import Point
    from maestro_tui.ui.widgets.pane_strip import PaneStrip
    from maestro_tui.ui.widgets.terminal_screen import TerminalScreen

NOBODY: Final = "Nobody waits for you."


class Parts(Doors):
    """A screen of parts, one of which has the keyboard."""

    def __init__(self, conductor: Conductor, *, classes: str) -> None:
        super().__init__(conductor, classes=classes)
        self.timeline = TimelineView(self.scene, id="timeline")
        self.views = ViewTabs(self.scene)
        self._parts: dict[str, Widget] = {
            "projects": self.projects,
            "tasks": self.tasks,
            "sessions": self.sessions,
            "timeline": self.timeline,
        }
        self._came_from = "sessions"

    @property
    def _part(self) -> str:
        """The part of the dashboard one is in."""
        return next((part for part in PARTS if self.has_class(f"-at-{part}")), "sessions")

    def _at(self, part: str) -> None:
        """Be in a part: on a narrow screen it is the one that is seen."""
        for other in PARTS:
            self.set_class(other == part, f"-at-{other}")
        self.views.show_part(part)

    def go(self, part: str) -> None:
        """Give the keyboard to a part."""
        if part != "panes":
            self.remove_class("-zoomed")
        self._at(part)
        # At once, and not in a moment: keys that were typed ahead belong to the part.
        self.set_focus(self.terminals.strip if part == "panes" else self._parts[part])

    def on_descendant_focus(self) -> None:
        """Keep in mind which part the mouse went to."""
        for part, widget in self._parts.items():
            if widget is self.focused:
                self._at(part)
                return
        if self.focused is self.terminals.strip:
            self._at("panes")
        elif self.focused is self.terminals.view and self._part != "panes":
            self._came_from = self._part
            self._at("panes")

    def action_go(self, part: str) -> None:
        """Go to a part."""
        if part == "calls" and not self.scene.attention:
            self.say(NOBODY)
        else:
            self.go(part)

    def action_go_round(self, step: int) -> None:
        """Go to the next part, and after the last to the first."""
        has = {"panes": bool(self.scene.state.panes), "calls": bool(self.scene.attention)}
        parts = [part for part in PARTS if has.get(part, True)]
        at = parts.index(self._part) if self._part in parts else 0
        self.go(parts[(at + step) % len(parts)])

    def action_go_out(self) -> None:
        """Go out by one step: of the zoom, of what is marked, of a filter, of a part, of a project."""
        if self.has_class("-zoomed"):
            self.remove_class("-zoomed")
        elif isinstance(self.focused, RecordTable) and self.focused.marks:
            self.focused.forget_marks()
        elif isinstance(self.focused, RecordTable) and self.focused.arrangement.query:
            self.focused.look_for("")
        elif self._part != "sessions":
            self.go("sessions")
        else:
            self.projects.move_cursor_to(ALL)

    def action_zoom(self) -> None:
        """Give the terminal the whole screen, or take it back."""
        if not self.scene.state.panes:
            self.app.notify("There is no terminal to zoom yet.", markup=False)
        elif self.has_class("-zoomed"):
            self.remove_class("-zoomed")
        else:
            self.add_class("-zoomed")
            self.go("panes")

    def on_pane_strip_search_asked(self) -> None:
        """Search the terminal that is shown."""
        self.action_read_terminal(is_search=True)

    def action_read_terminal(self, is_search: bool = False) -> None:
        """Move over the text of the terminal that is shown, to select, search and copy."""
        part = self._part
        self._at("panes")
        if self.terminals.start_copying(is_search=is_search):
            self._came_from = part
        else:
            self._at(part)
            self.app.notify("There is no terminal to copy from yet.", markup=False)

    def read_terminal_at(self, place: Point, found: str) -> None:
        """Move over the text of the terminal that is shown, from a place on at which something was found."""
        self.action_read_terminal()
        self.terminals.go_to_found(place, found)

    def action_export_terminal(self) -> None:
        """Write the terminal that is shown into a file."""
        if not self.terminals.export():
            self.app.notify("There is no terminal to export yet.", markup=False)

    def action_step_pane(self, step: int) -> None:
        """Show another terminal."""
        self.terminals.strip.action_step(step)

    # ----------------------------------------------------------------------- of the terminals

    def on_pane_strip_pane_chosen(self, event: PaneStrip.PaneChosen) -> None:
        """Show another terminal."""
        self.terminals.show_pane(event.session_id)

    def on_pane_strip_pane_entered(self) -> None:
        """Go into the terminal that is shown."""
        self._enter_terminal()

    def _enter_terminal(self) -> None:
        """Give the keyboard to the program in the terminal that is shown."""
        if self.focused is not self.terminals.view:
            self._came_from = self._part
        self._at("panes")
        self.set_focus(self.terminals.view)

    def on_copy_bar_left(self) -> None:
        """Leave the text of a terminal."""
        self._leave_terminal()

    def on_terminal_view_left(self) -> None:
        """Leave a terminal."""
        self._leave_terminal()

    def _leave_terminal(self) -> None:
        """Take the keyboard back to where it came from; a zoomed terminal stays so."""
        self.go("panes" if self.has_class("-zoomed") else self._came_from)

    def on_terminal_screen_size_changed(self, event: TerminalScreen.SizeChanged) -> None:
        """Have new terminals begin at the size of the one that is shown."""
        self.conductor.pane_size = (event.columns, event.lines)

    def on_pane_strip_pane_put_away(self, event: PaneStrip.PanePutAway) -> None:
        """Put a terminal away, and ask before that ends a program."""
        pane = self.scene.state.panes.get(event.session_id)
        if pane is None:
            return
        if not pane.is_live:
            self.conductor.close_pane(event.session_id)
            return
        name = name_of_pane(self.scene.state, event.session_id)
        close = partial(self.conductor.close_pane, event.session_id)
        self.ask_whether(f"Put {name} away?", "Its program still runs, and will be ended.", "end it", close)
