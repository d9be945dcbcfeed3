"""Changing what is there: projects, tasks, how they stand, and which session works on which task."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId
from maestro_tui.protocol.models import Session, Task
from maestro_tui.protocol.requests import UpdateSession, UpdateTask
from maestro_tui.ui import forms
from maestro_tui.ui.columns.sessions import name_of
from maestro_tui.ui.columns.tasks import title_of

if TYPE_CHECKING:
    from maestro_tui.ui.forms import Values
    from maestro_tui.ui.screens.desk import Desk


class Changing:
    """Changes things at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def edit(self) -> None:
        """Change the project or the task under the cursor."""
        if self._desk.deeds.refuses():
            return
        table, state = self._desk.table_in_use, self._desk.scene.state
        project = state.projects.get(self._desk.projects.cursor or ProjectId(""))
        task = self._desk.task_at_cursor()
        if table is self._desk.projects and project is not None:
            self._desk.ask(forms.project_form(project), partial(self._change_project, project.id))
        elif table is self._desk.tasks and task is not None:
            parent = state.tasks.get(task.parent_id) if task.parent_id else None
            self._desk.ask(forms.task_form(task, parent=parent), partial(self._change_task, task.id))
        else:
            self._desk.say("Only projects and tasks can be changed: go to one of them.")

    def _change_project(self, project_id: ProjectId, values: Values) -> None:
        intent = partial(
            self._desk.conductor.intents.update_project, project_id, forms.changed_project(values)
        )
        self._desk.deeds.do("change the project", intent, about=[project_id])

    def _change_task(self, task_id: TaskId, values: Values) -> None:
        intent = partial(self._desk.conductor.intents.update_task, task_id, forms.changed_task(values))
        self._desk.deeds.do("change the task", intent, about=[task_id])

    def set_status(self) -> None:
        """Say how the chosen tasks or sessions stand."""
        if self._desk.deeds.refuses():
            return
        table = self._desk.table_in_use
        if table is self._desk.projects:
            self._desk.say("A project has no status: go to a task or a session.")
        elif table is self._desk.tasks:
            self._ask_how_tasks_stand(self._desk.chosen_tasks())
        elif sessions := self._desk.chosen_sessions():
            names = forms.names_of([name_of(session) for session in sessions])
            form = forms.status_form(names, sessions[0].status, forms.SESSION_STATUSES)
            self._desk.ask(form, partial(self._set_session_statuses, sessions))

    def _ask_how_tasks_stand(self, tasks: list[Task]) -> None:
        if not tasks:
            self._desk.say("There is no task here: N makes one.")
            return
        names = forms.names_of([title_of(task) for task in tasks])
        form = forms.status_form(names, tasks[0].status, forms.TASK_STATUSES)
        self._desk.ask(form, partial(self._set_task_statuses, tasks))

    def _set_task_statuses(self, tasks: list[Task], values: Values) -> None:
        body, intent = UpdateTask(status=values["status"]), self._desk.conductor.intents.update_task
        self._desk.tasks.forget_marks()
        ids = [task.id for task in tasks]
        self._desk.deeds.do("set the status", *(partial(intent, id_, body) for id_ in ids), about=ids)

    def _set_session_statuses(self, sessions: list[Session], values: Values) -> None:
        body, intent = UpdateSession(status=values["status"]), self._desk.conductor.intents.update_session
        self._desk.sessions.forget_marks()
        ids = [session.id for session in sessions]
        self._desk.deeds.do("set the status", *(partial(intent, id_, body) for id_ in ids), about=ids)

    def link(self) -> None:
        """Have the session work on the chosen tasks."""
        self._relate("add the task", self._desk.conductor.intents.add_task)

    def unlink(self) -> None:
        """Have the session not work on the chosen tasks."""
        self._relate("take the task off", self._desk.conductor.intents.remove_task)

    def _relate(self, what: str, intent: Callable[[SessionId, TaskId], Any]) -> None:
        if self._desk.deeds.refuses():
            return
        session, tasks = self._desk.session_at_cursor(), [task.id for task in self._desk.meant_tasks()]
        if session is None:
            self._desk.say("There is no session here: s starts one.")
        elif not tasks:
            self._desk.say("Mark tasks first, with space.")
        else:
            intents = (partial(intent, session.id, task_id) for task_id in tasks)
            self._desk.deeds.do(what, *intents, about=[session.id, *tasks])
            self._desk.tasks.forget_marks()
