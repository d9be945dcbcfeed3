"""The dashboard: tables, timeline and terminals, and what follows from what the user does in them.

The only place where the widgets of the main screen meet the conductor.
"""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType

from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId
from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.borders import SESSION
from maestro_tui.ui.columns.attention import ATTENTION
from maestro_tui.ui.feed import Feed
from maestro_tui.ui.later import call_after
from maestro_tui.ui.remembering import Remembering
from maestro_tui.ui.screens.panels import WIDE
from maestro_tui.ui.screens.parts import NOBODY
from maestro_tui.ui.screens.scope import Scope
from maestro_tui.ui.standing.attention import Call
from maestro_tui.ui.widgets.key_bar import KeyBar
from maestro_tui.ui.widgets.record_table import RecordTable
from maestro_tui.ui.widgets.top_bar import TopBar
from maestro_tui.ui.widgets.view_tabs import ViewTabs

if TYPE_CHECKING:
    from textual.css.stylesheet import Stylesheet

    from maestro_tui.conductor.conductor import Conductor
    from maestro_tui.ui.finding.hits import Place
    from maestro_tui.ui.widgets.call_line import CallLine
    from maestro_tui.ui.widgets.pane_strip import PaneStrip

HERE: Final = Path(__file__).parent
SIDE_BY_SIDE: Final = "side_by_side.tcss"
ONE_AT_A_TIME: Final = "one_at_a_time.tcss"
ONE_SESSION: Final = "one_session.tcss"
STYLESHEETS: Final = ("dashboard.tcss", SIDE_BY_SIDE, ONE_SESSION, ONE_AT_A_TIME, "hidden.tcss")
"""How the dashboard looks, and its layouts; the last is how that looks which is not seen at first."""

STAY: Final = 0.7
"""Seconds with a session after which one has been there."""

LEAST_CALLS: Final = 6
"""Lines there are at least for those who call, with their frame."""

FOR_WHO_WAITS: Final = frozenset({"call.next", "work.answer"})
"""Actions of which the bottom line says nothing while nobody waits."""

BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]


class Dashboard(Scope):
    """The main screen."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("dashboard")
    """The keys of the place ``dashboard`` in the registry of actions."""
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    AUTO_FOCUS = "#sessions"

    def __init__(
        self,
        conductor: Conductor,
        project: ProjectId | None = None,
        *,
        columns: int = WIDE,
        remembering: Remembering | None = None,
    ) -> None:
        # What it will be anyway, from the start: classes that come later have everything styled again.
        self._first_breakpoint = self._breakpoint(columns)
        super().__init__(conductor, classes=f"-at-sessions -without-terminal {self._first_breakpoint}")
        self.calls: RecordTable[SessionId, Call] = RecordTable(
            ATTENTION, self.scene.attention, self.scene, has_header=False, keeps_cursor=False, id="calls"
        )
        self._parts["calls"] = self.calls
        self.remembering = remembering or Remembering()
        self.wanted_project = project or self.remembering.project
        self.keys = KeyBar(lambda name: name in FOR_WHO_WAITS and not self.scene.attention, id="keys")
        self._has_been_shown = False
        self.feed = Feed(self)
        self.take_width(columns)
        self.remembering.restore(self)

    @staticmethod
    def _breakpoint(columns: int) -> str:
        """Give the class of a width."""
        return [name for least, name in BREAKPOINTS if columns >= least][-1]

    @cached_property
    def call_line(self) -> CallLine:
        """Who waits, where there is no room for a table of them."""
        from maestro_tui.ui.widgets.call_line import CallLine

        return CallLine(self.scene)

    def compose(self) -> ComposeResult:
        """Projects and tasks at the left, sessions, timeline: what is seen at first."""
        yield self.top
        yield self.views
        yield self.body
        yield self.keys

    def update_node_styles(self, animate: bool = True) -> None:
        """Style everything anew, but not when it is first shown: all of it has just been styled."""
        if self._has_been_shown:
            super().update_node_styles(animate)
        self._has_been_shown = True

    def read_first_styles(self, stylesheet: Stylesheet) -> None:
        """Read what the first frame needs: reading how the other layouts look takes longer than drawing this one."""
        is_wide = self.has_class("-wide")
        shape = SIDE_BY_SIDE if is_wide else ONE_AT_A_TIME
        session = [ONE_SESSION] if is_wide and self.layout_name == SESSION else []
        for name in (STYLESHEETS[0], shape, *session):
            stylesheet.read(HERE / name)

    def _read_other_styles(self) -> None:
        stylesheet = self.app.stylesheet
        for name in STYLESHEETS:
            if not stylesheet.has_source(str(HERE / name)):
                stylesheet.read(HERE / name)
        stylesheet.parse()
        if not self.has_class(self._first_breakpoint):
            stylesheet.update(self)

    async def mount_hidden(self) -> None:
        """Listen to the store from now on, and add what is seen when it tells something: who calls, the terminals."""
        self.feed.start()
        self._read_other_styles()
        await self.mount(self.call_line, self.calls, after=self.views)
        terminals = self.terminals
        self.give_sizes()
        await self.body.mount(terminals)
        self.call_after_refresh(self.leave_room)
        self.remembering.tell(self)

    def on_resize(self, event: events.Resize) -> None:
        """Have room for more of those who call, the higher the screen is."""
        is_wide = event.size.width >= WIDE
        self.calls.styles.max_height = max(LEAST_CALLS, event.size.height // 7) if is_wide else None

    def on_mount(self) -> None:
        """Begin with what is there already."""
        self.choose_wanted_project()
        self.set_class(bool(self.scene.attention), "-called")

    def action_wall(self) -> None:
        """Show many terminals at once, and none of them here meanwhile."""
        super().action_wall()
        self.show_beside()

    def on_screen_resume(self) -> None:
        """Show again what was shown elsewhere."""
        self.call_next(self.show_beside)

    def on_unmount(self) -> None:
        """Listen no more, and keep what was chosen."""
        self.remembering.save(self, is_last=True)
        self.feed.stop()

    # ----------------------------------------------------------------------- from the widgets

    def action_forget(self) -> None:
        """Put back everything that is remembered."""
        self.remembering.forget(self)
        self.app.notify("Everything is as it was at first.", markup=False)

    def note_terminal(self) -> None:
        """Note whether the session has a terminal here: in its layout, no other stands beside it."""
        self.set_class(self.sessions.cursor not in self.scene.state.panes, "-without-terminal")
        self.call_next(self.show_beside)

    @on(RecordTable.CursorMoved, "#sessions")
    def _show_session(self, event: RecordTable.CursorMoved) -> None:
        session_id = SessionId(event.id) if event.id else None
        if session_id != self.timeline.session_id:
            self.timeline.show_session(session_id)
        self.note_terminal()
        if self.layout_name == SESSION:
            self._narrow_tasks()
        if session_id is not None:
            self.terminals.show_pane(session_id)
            if session_id in self.scene.attention:
                # Who passes by has not been there.
                call_after(self, STAY, partial(self._visit, session_id))

    def on_descendant_focus(self) -> None:
        """Note that the user has come, or come back to this window, and show what they stand on."""
        table = self.focused
        if table in {self.calls, self.sessions} and self.timeline.session_id is not None:
            standing = self.table_of_sessions.cursor
            if standing and standing != self.timeline.session_id:
                self._look_at(standing)
        if self.scene.attention:
            self._visit()

    def _visit(self, only: SessionId | None = None) -> None:
        """Note that the user has seen what became of a session: the one they are with, if it is still this one."""
        seen = self.session_in_view
        if seen is not None and only in {None, seen} and self.scene.attention.visit(seen):
            self.feed.take_calls(frozenset({seen}))

    def on_pane_strip_pane_chosen(self, event: PaneStrip.PaneChosen) -> None:
        """In the layout of one session, go to the one whose terminal was chosen."""
        if self.layout_name == SESSION:
            self.show_session(event.session_id)
        self.call_next(self.show_beside)

    @on(RecordTable.RecordOpened)
    def _open(self, event: RecordTable.RecordOpened) -> None:
        if event.table is self.calls:
            self.go_into(SessionId(event.id))
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
            self._look_at(SessionId(event.id))

    def _look_at(self, session_id: SessionId) -> None:
        """Show what a session said, and its terminal; what hides its row stays as it is."""
        self.sessions.move_cursor_to(session_id)
        if self.timeline.session_id != session_id:
            self.timeline.show_session(session_id)
        self.terminals.show_pane(session_id)

    def leave_calls(self) -> None:
        """Be elsewhere once nobody calls any more."""
        if self._part == "calls":
            self.go("sessions")

    def on_call_line_clicked(self, event: CallLine.Clicked) -> None:
        """Go to the session that has waited longest."""
        self.go_into(event.session_id)

    def on_call_line_queue_clicked(self) -> None:
        """Show all of them."""
        self.go("calls")

    @property
    def table_of_sessions(self) -> RecordTable[SessionId, Any]:
        """The table in which one chooses sessions: who calls, if one is there."""
        return self.calls if self.calls.has_focus else self.sessions

    def go_into(self, session_id: SessionId) -> None:
        """Go to a session: into its terminal, or to what it said."""
        self.show_session(session_id)
        if self.terminals.show_pane(session_id):
            self._enter_terminal()
        else:
            self.go("timeline")

    def jump_to(self, place: Place) -> None:
        """Go to where something was found."""
        from maestro_tui.ui.screens.jumping import jump

        jump(self, place)

    @property
    def session_in_view(self) -> SessionId | None:
        """The session the user is with: it need not call.

        Nobody, while another window has the keyboard, or no key was pressed for long.
        """
        if self.feed.is_left_alone:
            return None
        if self.app.screen is not self:
            # Those of the screens that show one session say which.
            return getattr(self.app.screen, "session_in_view", None)
        if self.terminals.view.has_focus or self.terminals.strip.has_focus:
            return self.terminals.shown
        if self.timeline.has_focus:
            return self.timeline.session_id
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

    def action_next_call(self) -> None:
        """Go to the session that needs the user next."""
        at = self.sessions.cursor
        call = self.scene.attention.after(at)
        if call is None:
            self.say(NOBODY)
            return
        if call == at and self.sessions.has_focus:
            self.app.notify("Nobody else waits for you.", markup=False)
        self.go("sessions")
        self.show_session(call)
        self._visit()
