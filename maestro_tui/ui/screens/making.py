"""Making what there is to be made: projects, tasks, sessions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import Project, Session, Task
from maestro_tui.ui import forms
from maestro_tui.ui.columns.projects import name_of as name_of_project
from maestro_tui.ui.columns.sessions import name_of
from maestro_tui.ui.columns.tasks import is_over
from maestro_tui.ui.deeds import Errand

if TYPE_CHECKING:
    from maestro_tui.ui.forms import Values
    from maestro_tui.ui.screens.desk import Desk
    from maestro_tui.ui.widgets.record_table import RecordTable


class Making:
    """Makes things at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def new(self) -> None:
        """Make what the table shows that has the keyboard."""
        if self._desk.deeds.refuses():
            return
        table = self._desk.table_in_use
        if table is self._desk.projects:
            self._desk.ask(forms.project_form(), self._make_project)
        elif table is self._desk.tasks:
            self._ask_for_task()
        else:
            self.spawn()

    def _make_project(self, values: Values) -> Errand:
        intent = partial(self._desk.conductor.intents.create_project, forms.new_project(values))
        return Errand("make the project", (intent,), done=partial(self._show_made, self._desk.projects))

    def _show_made(self, table: RecordTable[Any, Any], made: Project | Task) -> None:
        self._desk.show_made(table, made.id)

    def _ask_for_task(self) -> None:
        project = self._desk.project_meant()
        if project is None:
            self._say_which_project("a task belongs to one")
            return

        def make(values: Values) -> Errand:
            intent = partial(self._desk.conductor.intents.create_task, forms.new_task(values, project.id))
            return Errand("make the task", (intent,), done=partial(self._show_made, self._desk.tasks))

        near = self._desk.task_at_cursor()
        parents = [*self._desk.parents_of(near), near] if near and near.project_id == project.id else []
        self._desk.ask(forms.task_form(parents=parents), make)

    def spawn(self) -> None:
        """Start a session on the chosen tasks."""
        if self._desk.deeds.refuses():
            return
        tasks = self._desk.meant_tasks()
        project = (
            self._desk.scene.state.projects.get(tasks[0].project_id) if tasks else self._desk.project_meant()
        )
        if project is None:
            self._say_which_project("a session belongs to one")
            return
        near = [task for task in tasks if task.project_id == project.id]
        if len(near) < len(tasks):
            self._desk.say(
                f"Only with the tasks of {name_of_project(project)}: a session works in one project."
            )
        if near:
            self._ask_to_spawn(project, near)
        else:
            self._ask_for_work(project)

    def _say_which_project(self, why: str) -> None:
        if self._desk.scene.state.projects:
            self._desk.say(f"Choose a project first: {why}.")
        else:
            self._desk.say(f"There is no project yet, and {why}: 1, then N makes one.")

    def _ask_for_work(self, project: Project) -> None:
        """Have the tasks chosen a session is to work on: no server starts one without. With none there is a new one."""
        open_tasks = [
            task
            for task in self._desk.scene.state.tasks.values()
            if task.project_id == project.id and not is_over(task)
        ]
        if not open_tasks:
            self._ask_to_spawn(project, [])
            return
        self._desk.ask_for_tasks(
            f"Start a session in {name_of_project(project)}: on which tasks?",
            "go on",
            lambda task: task.project_id == project.id and not is_over(task),
            partial(self._ask_to_spawn, project),
            can_make=True,
        )

    def restart(self) -> None:
        """Start another session like each of the chosen ones."""
        if self._desk.deeds.refuses() or not (sessions := self._desk.chosen_sessions()):
            return
        lost = next((session for session in sessions if self._project_of(session) is None), None)
        if lost is not None:
            self._desk.say(f"The project of {name_of(lost)} is not known here.")
        elif len(sessions) == 1:
            self._ask_to_restart(sessions[0])
        else:
            names = forms.names_of([name_of(session) for session in sessions])
            here = [session for session in sessions if self._desk.runs_here(session)]
            unknown = sum(not self._command_of(session) for session in sessions)
            self._desk.ask_whether(
                f"Start {names} again?",
                f"{len(sessions):,} more sessions start, with the same names, tasks and commands. "
                + ("Those that run here are ended then." if here else "Those that run go on.")
                + (f" The command of {unknown:,} is not known here: its agent starts." if unknown else ""),
                "start them",
                partial(self._restart_all, sessions),
            )

    def _ask_to_restart(self, session: Session) -> None:
        project = self._project_of(session)
        if project is not None:
            self._ask_to_spawn(project, self._tasks_of(session), session, self._command_of(session))

    def _restart_all(self, sessions: list[Session]) -> None:
        self._desk.forget_marks()
        self._desk.deeds.do("start the sessions", *(partial(self._start_again, each) for each in sessions))

    async def _start_again(self, session: Session) -> None:
        values = {"name": session.name, "command": self._command_of(session)}
        ids = [task.id for task in self._tasks_of(session)]
        await self._desk.conductor.intents.spawn(forms.spawn_request(values, session.project_id, ids))
        if self._desk.runs_here(session):
            self._desk.conductor.close_pane(session.id)

    def _project_of(self, session: Session) -> Project | None:
        return self._desk.scene.state.projects.get(session.project_id)

    def _tasks_of(self, session: Session) -> list[Task]:
        tasks = self._desk.scene.state.tasks
        return [tasks[id_] for id_ in session.task_ids if id_ in tasks]

    def _command_of(self, session: Session) -> str:
        pane = self._desk.scene.state.panes.get(session.id)
        return pane.command if pane is not None else ""

    def _ask_to_spawn(
        self, project: Project, tasks: list[Task], like: Session | None = None, command: str = ""
    ) -> None:
        ids = [task.id for task in tasks]

        async def start(values: Values) -> SessionId:
            if not ids:
                # Kept: who tries again does not make it again.
                ids.append((await intents.create_task(forms.work_of(values, project.id))).id)
            title = tasks[0].title if tasks else values["work"]
            session_id = await intents.spawn(forms.spawn_request(values, project.id, ids, title))
            if like is not None and values.get("old") == forms.END:
                self._desk.conductor.close_pane(like.id)
            return session_id

        def done(session_id: SessionId) -> None:
            self._desk.tasks.forget_marks()
            self._desk.forget_marks()
            self._desk.show_made(self._desk.sessions, session_id)

        intents = self._desk.conductor.intents
        panes = list(self._desk.scene.state.panes.values())
        form = forms.spawn_form(
            project,
            tasks,
            like,
            command,
            server=self._desk.conductor.server_name,
            known_commands=[pane.command for pane in reversed(panes) if pane.command],
            is_running=like is not None and self._desk.runs_here(like),
        )
        self._desk.ask(form, lambda values: Errand("start the session", (partial(start, values),), done=done))
