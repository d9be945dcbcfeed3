"""Changing what is there: projects, tasks, how they stand, and which session works on which task."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId
from maestro_tui.protocol.models import Session, Task
from maestro_tui.protocol.requests import UpdateSession, UpdateTask
from maestro_tui.ui import forms
from maestro_tui.ui.columns.sessions import name_of
from maestro_tui.ui.columns.tasks import title_of
from maestro_tui.ui.deeds import Errand
from maestro_tui.ui.text.fitting import cut_middle

if TYPE_CHECKING:
    from maestro_tui.ui.forms import Values
    from maestro_tui.ui.screens.desk import Desk

Relate = Callable[[SessionId, TaskId], Awaitable[Any]]
"""An intent about a session and a task."""


class _Words(NamedTuple):
    """What is said when sessions get tasks, or lose them."""

    what: str
    question: str
    verb: str
    none: str


ADD: Final = _Words(
    "add the task", "Which tasks shall {} work on, too?", "add it", "{} works on all tasks of its project."
)
TAKE_OFF: Final = _Words(
    "take the task off", "Which tasks shall {} work on no longer?", "take it off", "{} works on no task."
)


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
            parents = self._desk.parents_of(task)
            self._desk.ask(forms.task_form(task, parents=parents), partial(self._change_task, task.id))
        else:
            self._desk.say("Only projects and tasks can be changed: go to one of them.")

    def _change_project(self, project_id: ProjectId, values: Values) -> Errand:
        intent = self._desk.conductor.intents.update_project
        deed = partial(intent, project_id, forms.changed_project(values))
        return Errand("change the project", (deed,), [project_id])

    def _change_task(self, task_id: TaskId, values: Values) -> Errand:
        deed = partial(self._desk.conductor.intents.update_task, task_id, forms.changed_task(values))
        return Errand("change the task", (deed,), [task_id])

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

    def _set_task_statuses(self, tasks: list[Task], values: Values) -> Errand:
        body, intent = UpdateTask(status=values["status"]), self._desk.conductor.intents.update_task
        ids = [task.id for task in tasks]
        deeds = tuple(partial(intent, id_, body) for id_ in ids)
        return Errand("set the status", deeds, ids, lambda _: self._desk.tasks.forget_marks())

    def _set_session_statuses(self, sessions: list[Session], values: Values) -> Errand:
        body, intent = UpdateSession(status=values["status"]), self._desk.conductor.intents.update_session
        ids = [session.id for session in sessions]
        deeds = tuple(partial(intent, id_, body) for id_ in ids)
        return Errand("set the status", deeds, ids, lambda _: self._desk.forget_marks())

    def link(self) -> None:
        """Have the session work on the chosen tasks."""

        def can_be_added(session: Session, task: Task) -> bool:
            return task.project_id == session.project_id and not _works_on(session, task)

        self._relate(ADD, self._desk.conductor.intents.add_task, can_be_added)

    def unlink(self) -> None:
        """Have the session not work on the chosen tasks."""
        self._relate(TAKE_OFF, self._desk.conductor.intents.remove_task, _works_on)

    def _relate(self, words: _Words, intent: Relate, fits: Callable[[Session, Task], bool]) -> None:
        if self._desk.deeds.refuses():
            return
        session = self._desk.session_at_cursor()
        if session is None:
            self._desk.say("There is no session here: s starts one.")
            return

        name = cut_middle(name_of(session), forms.LONGEST_CHOICE)

        def do(tasks: list[Task]) -> None:
            ids = [task.id for task in tasks]
            deeds = (partial(intent, session.id, id_) for id_ in ids)
            self._desk.deeds.do(words.what, *deeds, about=[session.id, *ids])
            self._desk.tasks.forget_marks()

        if tasks := self._desk.meant_tasks():
            do(tasks)
        elif not any(fits(session, task) for task in self._desk.scene.state.tasks.values()):
            self._desk.say(words.none.format(name))
        else:
            title = words.question.format(name)
            self._desk.ask_for_tasks(title, words.verb, partial(fits, session), do)


def _works_on(session: Session, task: Task) -> bool:
    return task.id in session.task_ids or session.id in task.session_ids
