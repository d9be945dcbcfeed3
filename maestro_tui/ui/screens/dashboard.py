"""The dashboard: tables, timeline and terminals, and what follows from what the user does in them.

The only place where the widgets of the main screen meet the conductor.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId
from maestro_tui.ui.actions import bindings
from maestro_tui.ui.attention import Call
from maestro_tui.ui.census import ALL
from maestro_tui.ui.columns.attention import ATTENTION
from maestro_tui.ui.feed import Feed
from maestro_tui.ui.panes import name_of_pane
from maestro_tui.ui.screens.doors import Doors
from maestro_tui.ui.widgets.call_line import CallLine
from maestro_tui.ui.widgets.copy_bar import CopyBar
from maestro_tui.ui.widgets.key_bar import KeyBar
from maestro_tui.ui.widgets.pane_strip import PaneStrip
from maestro_tui.ui.widgets.record_table import RecordTable
from maestro_tui.ui.widgets.terminal_panel import TerminalPanel
from maestro_tui.ui.widgets.terminal_view import TerminalView
from maestro_tui.ui.widgets.timeline_view import TimelineView
from maestro_tui.ui.widgets.top_bar import TopBar
from maestro_tui.ui.widgets.view_tabs import PARTS, ViewTabs

if TYPE_CHECKING:
    from maestro_tui.conductor.conductor import Conductor

WIDE = 100
"""From how many columns on the parts are shown side by side."""

BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide"), (180, "-vast")]


class Dashboard(Doors):
    """The main screen."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("dashboard")
    """The keys of the place ``dashboard`` in the registry of actions."""
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    AUTO_FOCUS = "#sessions"

    def __init__(
        self, conductor: Conductor, project: ProjectId | None = None, *, columns: int = WIDE
    ) -> None:
        # What it will be anyway, from the start: classes that come later have everything styled again.
        super().__init__(conductor, classes=f"-at-sessions {self._breakpoint(columns)}")
        self.calls: RecordTable[SessionId, Call] = RecordTable(
            ATTENTION, self.scene.attention, self.scene, has_header=False, keeps_cursor=False, id="calls"
        )
        self.call_line = CallLine(self.scene)
        self.timeline = TimelineView(self.scene, id="timeline")
        self.terminals = TerminalPanel(self.scene, conductor.panes)
        self.top = TopBar(self.scene, lambda: conductor.server_name, is_read_only=conductor.is_read_only)
        self.views = ViewTabs()
        self._parts: dict[str, Widget] = {
            "projects": self.projects,
            "tasks": self.tasks,
            "sessions": self.sessions,
            "timeline": self.timeline,
            "panes": self.terminals.strip,
        }
        self._wanted_project = project
        self._came_from = "sessions"
        self.feed = Feed(self)

    @staticmethod
    def _breakpoint(columns: int) -> str:
        """Give the class of a width."""
        return [name for least, name in BREAKPOINTS if columns >= least][-1]

    def compose(self) -> ComposeResult:
        """Projects and tasks at the left, sessions, timeline; terminals below."""
        yield self.top
        yield self.views
        yield self.call_line
        yield self.calls
        with Horizontal(id="tables"):
            with Vertical(id="left"):
                yield self.projects
                yield self.tasks
            yield self.sessions
            yield self.timeline
        yield self.terminals
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Listen to the store from now on, and let ages grow."""
        self.feed.start()
        self.set_class(bool(self.scene.attention), "-called")
        self.set_interval(1, self.feed.tick)

    def on_unmount(self) -> None:
        """Listen no more."""
        self.feed.stop()

    # ----------------------------------------------------------------------- from the widgets

    @on(RecordTable.CursorMoved, "#projects")
    def _show_project(self, event: RecordTable.CursorMoved) -> None:
        self._narrow_to(ProjectId(event.id or ALL))

    def _narrow_to(self, project: ProjectId) -> None:
        self.top.show_project(project)
        if project == ALL:
            self.tasks.show_only(None)
            self.sessions.show_only(None)
        else:
            self.tasks.show_only(lambda task: task.project_id == project)
            self.sessions.show_only(lambda session: session.project_id == project)

    @on(RecordTable.CursorMoved, "#sessions")
    def _show_session(self, event: RecordTable.CursorMoved) -> None:
        session_id = SessionId(event.id) if event.id else None
        self.timeline.show_session(session_id)
        if session_id is not None:
            self.terminals.show_pane(session_id)
            self._visit()

    def _visit(self) -> None:
        """Note that the user has seen what became of a session."""
        seen = self.session_in_view
        if seen is not None and self.scene.attention.visit(seen):
            self.feed.take_calls(frozenset({seen}))

    def choose_wanted_project(self) -> None:
        """Go to the project that was asked for on the command line, as soon as there is such a one."""
        if self._wanted_project is not None and self.projects.move_cursor_to(self._wanted_project):
            self._wanted_project = None

    @on(RecordTable.RecordOpened)
    def _open(self, event: RecordTable.RecordOpened) -> None:
        if event.table is self.calls:
            self._answer_call(SessionId(event.id))
        elif event.table is self.projects:
            self.go("tasks")
        elif event.table is self.tasks:
            self._open_task(TaskId(event.id))
        elif self.terminals.show_pane(SessionId(event.id)):
            self._enter_terminal()
        else:
            self.go("timeline")

    @on(RecordTable.CursorMoved, "#calls")
    def _look_at_call(self, event: RecordTable.CursorMoved) -> None:
        # The table moves its cursor by itself as calls come and go: only where the user stands in it is it meant.
        if event.id and self.calls.has_focus:
            self.show_session(SessionId(event.id))

    @on(CallLine.Clicked)
    def _take_call(self, event: CallLine.Clicked) -> None:
        self._answer_call(event.session_id)

    def _answer_call(self, session_id: SessionId) -> None:
        """Go to a session that calls: into its terminal, or to what it said."""
        self.show_session(session_id)
        if self.terminals.show_pane(session_id):
            self._enter_terminal()
        else:
            self.go("timeline")

    def go_to_session(self, session_id: SessionId) -> None:
        """Go to a session: the command palette does."""
        self.go("sessions")
        self.show_session(session_id)

    def show_session(self, session_id: SessionId) -> None:
        """Bring a session into view, whatever hides it."""
        if not self.sessions.move_cursor_to(session_id):
            self.sessions.look_for("")
            self.projects.move_cursor_to(ALL)
            self._narrow_to(ALL)
            self.sessions.move_cursor_to(session_id)

    @property
    def session_in_view(self) -> SessionId | None:
        """The session the user is with: it need not call."""
        if self.app.screen is not self:
            return None
        if self.terminals.view.has_focus:
            return self.terminals.shown
        return self.sessions.cursor if self.sessions.has_focus else None

    def _open_task(self, task_id: TaskId) -> None:
        task = self.scene.state.tasks.get(task_id)
        for session_id in reversed(task.session_ids if task else ()):
            if self.sessions.move_cursor_to(session_id):
                break
        self.go("sessions")

    @on(TopBar.ProjectClicked)
    def _go_to_projects(self) -> None:
        self.go("projects")

    @on(ViewTabs.PartChosen)
    def _go_to_part(self, event: ViewTabs.PartChosen) -> None:
        self.go(event.part)

    @on(PaneStrip.PaneChosen)
    def _show_pane(self, event: PaneStrip.PaneChosen) -> None:
        self.terminals.show_pane(event.session_id)

    @on(PaneStrip.PaneEntered)
    def _enter_terminal(self) -> None:
        """Give the keyboard to the program in the terminal that is shown."""
        if self.focused is not self.terminals.view:
            self._came_from = self._part
        self._at("panes")
        self.set_focus(self.terminals.view)

    @on(CopyBar.Left)
    @on(TerminalView.Left)
    def _leave_terminal(self) -> None:
        """Take the keyboard back to where it came from; a zoomed terminal stays so."""
        self.go("panes" if self.has_class("-zoomed") else self._came_from)

    @on(TerminalView.SizeChanged)
    def _note_size(self, event: TerminalView.SizeChanged) -> None:
        self.conductor.pane_size = (event.columns, event.lines)

    @on(PaneStrip.PanePutAway)
    def _put_away(self, event: PaneStrip.PanePutAway) -> None:
        pane = self.scene.state.panes.get(event.session_id)
        if pane is None:
            return
        if not pane.is_live:
            self.conductor.close_pane(event.session_id)
            return
        name = name_of_pane(self.scene.state, event.session_id)
        close = partial(self.conductor.close_pane, event.session_id)
        self._ask_whether(f"Put {name} away?", "Its program still runs, and will be ended.", "end it", close)

    # ----------------------------------------------------------------------------- the parts

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
        self.set_focus(self._parts[part])

    def on_descendant_focus(self) -> None:
        """Keep in mind which part the mouse went to."""
        for part, widget in self._parts.items():
            if widget is self.focused:
                self._at(part)
        if self.focused is self.terminals.view and self._part != "panes":
            self._came_from = self._part
            self._at("panes")

    # ------------------------------------------------------------------------------- actions

    def action_go(self, part: str) -> None:
        """Go to a part."""
        self.go(part)

    def action_go_round(self, step: int) -> None:
        """Go to the next part, and after the last to the first."""
        parts = [part for part in PARTS if part != "panes" or self.scene.state.panes]
        at = parts.index(self._part) if self._part in parts else 0
        self.go(parts[(at + step) % len(parts)])

    def action_go_out(self) -> None:
        """Go out by one step: of the zoom, of the terminals, of a part, of a project."""
        if self.has_class("-zoomed"):
            self.remove_class("-zoomed")
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

    @on(PaneStrip.SearchAsked)
    def _search_terminal(self) -> None:
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

    def action_export_terminal(self) -> None:
        """Write the terminal that is shown into a file."""
        if not self.terminals.export():
            self.app.notify("There is no terminal to export yet.", markup=False)

    def action_step_pane(self, step: int) -> None:
        """Show another terminal."""
        self.terminals.strip.action_step(step)

    def action_next_call(self) -> None:
        """Go to the session that needs the user next."""
        at = self.sessions.cursor if self.sessions.cursor in self.scene.attention else None
        call = self.scene.attention.after(at)
        if call is None:
            self.app.notify("Nobody waits for you.", markup=False)
            return
        self.go("sessions")
        self.show_session(call)
        self._visit()
