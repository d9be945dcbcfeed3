"""What is looked at: one project or all of them, one session or many; and the tables narrowed to that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId
from maestro_tui.ui.borders import SESSION, TABLES
from maestro_tui.ui.columns.sessions import name_of
from maestro_tui.ui.screens.panels import Panels
from maestro_tui.ui.standing.census import ALL
from maestro_tui.ui.widgets.record_table import RecordTable
from maestro_tui.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from maestro_tui.conductor.conductor import Conductor


class Scope(Panels):
    """A screen whose tables show what its user looks at."""

    def __init__(self, conductor: Conductor, *, classes: str) -> None:
        super().__init__(conductor, classes=classes)
        self.top = TopBar(self.scene, lambda: conductor.server_name, is_read_only=conductor.is_read_only)
        self.wanted_project: ProjectId | None = None
        """The project to go to as soon as there is such a one."""
        self._shown_project = ALL

    @on(RecordTable.CursorMoved, "#projects")
    def _show_project(self, event: RecordTable.CursorMoved) -> None:
        if self.projects.has_focus:
            # Who goes elsewhere does not wait for it any more.
            self.wanted_project = None
        self._narrow_to(ProjectId(event.id or ALL))

    def _narrow_to(self, project: ProjectId) -> None:
        self._shown_project = project
        self.top.show_project(project)
        self._narrow_tasks()
        self.sessions.show_only(None if project == ALL else lambda session: session.project_id == project)

    def _narrow_tasks(self) -> None:
        """Show the tasks of the project; in the layout of one session, those of the session."""
        project, session = self._shown_project, self.session_at_cursor()
        if self.layout_name == SESSION and session is not None:
            id_ = session.id
            self.tasks.about = name_of(session)
            self.tasks.show_only(lambda task: id_ in task.session_ids or task.id in session.task_ids)
        else:
            self.tasks.about = ""
            self.tasks.show_only(None if project == ALL else lambda task: task.project_id == project)

    def action_show_layout(self, name: str) -> None:
        """Show the tables, or one session."""
        super().action_show_layout(name)
        self._narrow_tasks()

    def choose_wanted_project(self) -> None:
        """Go to the project that was asked for on the command line or is remembered, as soon as there is such a one."""
        if self.wanted_project is not None and self.projects.move_cursor_to(self.wanted_project):
            self.wanted_project = None

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

    def show_task(self, task_id: TaskId) -> None:
        """Bring a task into view, whatever hides it."""
        if not self.tasks.move_cursor_to(task_id):
            self.tasks.look_for("")
            self.show_layout(TABLES)
            self.projects.move_cursor_to(ALL)
            self._narrow_to(ALL)
            self.tasks.move_cursor_to(task_id)
