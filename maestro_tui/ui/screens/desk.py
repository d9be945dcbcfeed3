"""The tables of the main screen and what one does to what stands in them: make, change, start, stop, delete.

Every action asks for what it needs, then hands an intent to the conductor; the store hears of it from the server.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId
from maestro_tui.protocol.models import Project, Session, Task
from maestro_tui.protocol.requests import UpdateSession, UpdateTask
from maestro_tui.terminal.keys import KeyPress
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui import forms
from maestro_tui.ui.attention import question_of
from maestro_tui.ui.census import ALL, SESSIONS as SESSION_COUNT, TASKS as TASK_COUNT
from maestro_tui.ui.columns.projects import EVERYTHING, PROJECTS, name_of as name_of_project
from maestro_tui.ui.columns.sessions import SESSIONS, name_of
from maestro_tui.ui.columns.tasks import TASKS, title_of
from maestro_tui.ui.deeds import Deeds
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.status import RINGING, WAITING
from maestro_tui.ui.widgets.record_table import RecordTable

if TYPE_CHECKING:
    from maestro_tui.conductor.conductor import Conductor
    from maestro_tui.ui.forms import Form, Values


class Desk(Screen[None], inherit_bindings=False):
    """A screen with the tables of projects, tasks and sessions, and all that can be done to them."""

    def __init__(self, conductor: Conductor, *, classes: str) -> None:
        super().__init__(classes=classes)
        self.conductor = conductor
        self.scene = Scene(conductor.store.state, conductor.clock)
        state = self.scene.state
        self.projects: RecordTable[ProjectId, Project] = RecordTable(
            PROJECTS, state.projects, self.scene, pinned={ALL: EVERYTHING}, id="projects"
        )
        self.tasks: RecordTable[TaskId, Task] = RecordTable(TASKS, state.tasks, self.scene, id="tasks")
        self.sessions: RecordTable[SessionId, Session] = RecordTable(
            SESSIONS, state.sessions, self.scene, id="sessions"
        )

    @property
    def deeds(self) -> Deeds:
        """What carries intents out."""
        return Deeds(self.app, self.conductor)

    # --------------------------------------------------------------------------- asking

    def _ask(self, form: Form, then: Callable[[Values], None]) -> None:
        """Show a form, and go on with what was written; not if the user left."""
        from maestro_tui.ui.screens.form_screen import FormScreen

        def take(values: dict[str, str] | None) -> None:
            if values is not None:
                then(values)

        self.app.push_screen(FormScreen(form), take)

    def _ask_whether(self, question: str, consequence: str, verb: str, then: Callable[[], None]) -> None:
        """Ask before something is destroyed."""
        from maestro_tui.ui.screens.confirm import Confirm

        def take(is_sure: bool | None) -> None:
            if is_sure:
                then()

        self.app.push_screen(Confirm(question, consequence, verb), take)

    def _say(self, text: str) -> None:
        """Say why a key does nothing now."""
        self.app.notify(text, severity="warning", markup=False)

    # --------------------------------------------------------------------------- what is meant

    def _table(self) -> RecordTable[Any, Any]:
        """The table that has the keyboard; the sessions if none has."""
        return self.focused if isinstance(self.focused, RecordTable) else self.sessions

    def _project(self) -> Project | None:
        """The project one is in: the chosen one, else that of what the cursor stands on, else the only one."""
        state = self.scene.state
        ids: list[ProjectId | None] = [self.projects.cursor]
        task = state.tasks.get(self.tasks.cursor) if self.tasks.cursor else None
        session = state.sessions.get(self.sessions.cursor) if self.sessions.cursor else None
        ids += [each.project_id for each in (task, session) if each is not None]
        ids += list(state.projects) if len(state.projects) == 1 else []
        return next((state.projects[id_] for id_ in ids if id_ and id_ in state.projects), None)

    def _session(self) -> Session | None:
        session_id = self.sessions.cursor
        return self.scene.state.sessions.get(session_id) if session_id else None

    def _chosen_sessions(self) -> list[Session]:
        sessions = self.scene.state.sessions
        return [sessions[id_] for id_ in self.sessions.chosen if id_ in sessions]

    # --------------------------------------------------------------------------- making

    def action_new(self) -> None:
        """Make what the table shows that has the keyboard."""
        if self.deeds.refuses():
            return
        table = self._table()
        if table is self.projects:
            self._ask(forms.project_form(), self._make_project)
        elif table is self.tasks:
            self._ask_for_task()
        else:
            self.action_spawn()

    def _make_project(self, values: Values) -> None:
        body = forms.new_project(values)
        self.deeds.do("make the project", partial(self.conductor.intents.create_project, body))

    def _ask_for_task(self) -> None:
        project = self._project()
        if project is None:
            self._say("Choose a project first: a task belongs to one.")
            return

        def make(values: Values) -> None:
            body = forms.new_task(values, project.id)
            self.deeds.do("make the task", partial(self.conductor.intents.create_task, body))

        self._ask(forms.task_form(), make)

    def action_spawn(self) -> None:
        """Start a session on the chosen tasks."""
        if self.deeds.refuses():
            return
        tasks = [task for id_ in self.tasks.chosen if (task := self.scene.state.tasks.get(id_)) is not None]
        if not (self.tasks.marks or self.tasks.has_focus):
            # The cursor of a table one is not in says nothing.
            tasks = []
        project = self.scene.state.projects.get(tasks[0].project_id) if tasks else self._project()
        if project is None:
            self._say("Choose a project first: a session belongs to one.")
            return
        self._ask_to_spawn(project, [task for task in tasks if task.project_id == project.id])

    def action_restart(self) -> None:
        """Start another session like this one."""
        session = self._session()
        if self.deeds.refuses() or session is None:
            return
        project = self.scene.state.projects.get(session.project_id)
        if project is None:
            self._say("The project of this session is not known here.")
            return
        tasks = [self.scene.state.tasks[id_] for id_ in session.task_ids if id_ in self.scene.state.tasks]
        pane = self.scene.state.panes.get(session.id)
        self._ask_to_spawn(project, tasks, like=session, command=pane.command if pane else "")

    def _ask_to_spawn(
        self, project: Project, tasks: list[Task], *, like: Session | None = None, command: str = ""
    ) -> None:
        def start(values: Values) -> None:
            body = forms.spawn_request(values, project.id, [task.id for task in tasks])
            self.tasks.forget_marks()
            self.deeds.do("start the session", partial(self.conductor.intents.spawn, body))

        self._ask(forms.spawn_form(project, tasks, like, command), start)

    # --------------------------------------------------------------------------- changing

    def action_edit(self) -> None:
        """Change the project or the task under the cursor."""
        if self.deeds.refuses():
            return
        table = self._table()
        if table is self.projects and (
            project := self.scene.state.projects.get(ProjectId(table.cursor or ""))
        ):
            self._ask(forms.project_form(project), partial(self._change_project, project.id))
        elif table is self.tasks and (task := self.scene.state.tasks.get(TaskId(table.cursor or ""))):
            self._ask(forms.task_form(task), partial(self._change_task, task.id))
        else:
            self._say("Only projects and tasks can be changed: go to one of them.")

    def _change_project(self, project_id: ProjectId, values: Values) -> None:
        body = forms.changed_project(values)
        self.deeds.do("change the project", partial(self.conductor.intents.update_project, project_id, body))

    def _change_task(self, task_id: TaskId, values: Values) -> None:
        body = forms.changed_task(values)
        self.deeds.do("change the task", partial(self.conductor.intents.update_task, task_id, body))

    def action_set_status(self) -> None:
        """Say how the task or the session under the cursor stands."""
        if self.deeds.refuses():
            return
        state = self.scene.state
        if self._table() is self.tasks:
            task = state.tasks.get(self.tasks.cursor) if self.tasks.cursor else None
            if task is not None:
                form = forms.status_form(title_of(task), task.status, forms.TASK_STATUSES)
                self._ask(form, partial(self._set_task_status, task.id))
        elif (session := self._session()) is not None:
            form = forms.status_form(name_of(session), session.status, forms.SESSION_STATUSES)
            self._ask(form, partial(self._set_session_status, session.id))

    def _set_task_status(self, task_id: TaskId, values: Values) -> None:
        body = UpdateTask(status=values["status"])
        self.deeds.do("set the status", partial(self.conductor.intents.update_task, task_id, body))

    def _set_session_status(self, session_id: SessionId, values: Values) -> None:
        body = UpdateSession(status=values["status"])
        self.deeds.do("set the status", partial(self.conductor.intents.update_session, session_id, body))

    def action_link(self) -> None:
        """Have the session work on the chosen tasks."""
        self._relate("add the task", self.conductor.intents.add_task)

    def action_unlink(self) -> None:
        """Have the session not work on the chosen tasks."""
        self._relate("take the task off", self.conductor.intents.remove_task)

    def _relate(self, what: str, intent: Callable[[SessionId, TaskId], Any]) -> None:
        session = self._session()
        if self.deeds.refuses() or session is None:
            return
        if not self.tasks.chosen:
            self._say("Mark tasks first, with space.")
            return
        self.deeds.do(what, *(partial(intent, session.id, task_id) for task_id in self.tasks.chosen))
        self.tasks.forget_marks()

    # --------------------------------------------------------------------------- talking

    def _terminals(self) -> list[tuple[Session, Terminal]]:
        """The chosen sessions that have a living terminal here."""
        pairs = [(session, self.conductor.panes.get(session.id)) for session in self._chosen_sessions()]
        return [(session, pane) for session, pane in pairs if pane is not None and pane.exit_status is None]

    def action_tell(self) -> None:
        """Type a line into the terminals of the chosen sessions."""
        if self.deeds.refuses():
            return
        terminals = self._terminals()
        if not terminals:
            self._say("There is no terminal here to type into.")
            return

        def send(values: Values) -> None:
            for _, terminal in terminals:
                terminal.paste(values["text"])
                terminal.send_key(KeyPress("enter", "\r"))

        self._ask(forms.tell_form([name_of(session) for session, _ in terminals]), send)

    def action_answer(self) -> None:
        """Answer the session that waits: the one under the cursor if it does, else the first."""
        if self.deeds.refuses():
            return
        session = self._asking_session()
        terminal = self.conductor.panes.get(session.id) if session else None
        if session is None or terminal is None:
            self._say("Who waits has no terminal here: it is answered where it runs.")
            return
        if terminal.exit_status is not None:
            self._say("Its program has ended: there is nobody to answer.")
            return
        from maestro_tui.ui.screens.answer import Answer

        self.app.push_screen(Answer(name_of(session), question_of(session), terminal))

    def _asking_session(self) -> Session | None:
        """The session under the cursor if it waits or nobody does, else the one that has waited longest."""
        attention = self.scene.attention
        asking = [id_ for id_ in attention if attention[id_].look in {WAITING, RINGING}]
        here = self.sessions.cursor
        session_id = here if here in asking or not asking else asking[0]
        return self.scene.state.sessions.get(session_id) if session_id else None

    # --------------------------------------------------------------------------- ending

    def action_stop(self) -> None:
        """Stop the chosen sessions."""
        sessions = self._chosen_sessions()
        if self.deeds.refuses() or not sessions:
            return
        names = ", ".join(name_of(session) for session in sessions)
        text = "Its program is ended, and its terminal is put away."
        self._ask_whether(f"Stop {names}?", text, "stop it", partial(self._stop, sessions))

    def _stop(self, sessions: list[Session]) -> None:
        self.sessions.forget_marks()
        for session in sessions:
            if session.id in self.scene.state.panes:
                self.conductor.close_pane(session.id)
            else:
                body = UpdateSession(status="stopped")
                self.deeds.do(
                    "stop the session", partial(self.conductor.intents.update_session, session.id, body)
                )

    def action_delete(self) -> None:
        """Delete what is under the cursor."""
        if self.deeds.refuses():
            return
        table, state, intents = self._table(), self.scene.state, self.conductor.intents
        if table is self.projects and (project := state.projects.get(ProjectId(table.cursor or ""))):
            tasks = self.scene.census.count(TASK_COUNT, project.id)
            sessions = self.scene.census.count(SESSION_COUNT, project.id)
            text = f"It has {tasks} tasks and {sessions} sessions; a server may refuse while it has any."
            self._ask_to_delete(
                "project", name_of_project(project), text, partial(intents.delete_project, project.id)
            )
        elif table is self.tasks and (task := state.tasks.get(TaskId(table.cursor or ""))):
            text = "Sessions that work on it go on."
            self._ask_to_delete("task", title_of(task), text, partial(intents.delete_task, task.id))
        elif (session := self._session()) is not None:
            text = "Its timeline goes with it. A program in its terminal goes on: stop it first."
            self._ask_to_delete(
                "session", name_of(session), text, partial(intents.delete_session, session.id)
            )

    def _ask_to_delete(self, kind: str, name: str, text: str, deed: Callable[[], Any]) -> None:
        self._ask_whether(
            f"Delete the {kind} {name}?",
            text,
            "delete it",
            partial(self.deeds.do, f"delete the {kind}", deed),
        )
