"""Ending: what stops or deletes something. It asks first, and says what it will do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from maestro_tui.protocol.ids import SessionId, TaskId
from maestro_tui.protocol.models import Project, Session, Task
from maestro_tui.protocol.requests import UpdateSession
from maestro_tui.store.statuses import has_ended
from maestro_tui.ui.columns.projects import name_of as name_of_project
from maestro_tui.ui.columns.sessions import name_of
from maestro_tui.ui.columns.tasks import title_of
from maestro_tui.ui.forms import names_of
from maestro_tui.ui.standing.census import SESSIONS as SESSION_COUNT, TASKS as TASK_COUNT

if TYPE_CHECKING:
    from maestro_tui.ui.screens.desk import Desk


class Ending:
    """Ends things at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # --------------------------------------------------------------------------- stopping

    def stop(self) -> None:
        """Stop the chosen sessions."""
        if self._desk.deeds.refuses_without_server() or not (chosen := self._desk.chosen_sessions()):
            return
        sessions = [session for session in chosen if self._desk.runs_here(session) or not has_ended(session)]
        if not sessions:
            self._desk.say(f"{names_of([name_of(session) for session in chosen])}: ended already.")
            return
        here = sum(self._desk.runs_here(session) for session in sessions)
        if here < len(sessions) and self._desk.deeds.refuses():
            return
        names = names_of([name_of(session) for session in sessions])
        self._desk.ask_whether(
            f"Stop {names}?",
            _what_stopping_does(here, len(sessions) - here),
            "stop it" if len(sessions) == 1 else "stop them",
            partial(self._stop, sessions),
        )

    def _stop(self, sessions: list[Session]) -> None:
        self._desk.forget_marks()
        elsewhere = [session.id for session in sessions if not self._desk.runs_here(session)]
        for session in sessions:
            if self._desk.runs_here(session):
                self._desk.conductor.close_pane(session.id)
        if elsewhere:
            intent, body = self._desk.conductor.intents.update_session, UpdateSession(status="stopped")
            deeds = (partial(intent, id_, body) for id_ in elsewhere)
            self._desk.deeds.do("stop the session", *deeds, about=elsewhere)

    # --------------------------------------------------------------------------- deleting

    def delete(self) -> None:
        """Delete what is chosen in the table that has the keyboard."""
        if self._desk.deeds.refuses():
            return
        table = self._desk.table_in_use
        if table is self._desk.projects:
            self._ask_to_delete_projects(self._desk.chosen_projects())
        elif table is self._desk.tasks:
            self._ask_to_delete_tasks(self._desk.chosen_tasks())
        elif sessions := self._desk.chosen_sessions():
            here = sum(self._desk.runs_here(session) for session in sessions)
            goes_on = any(not self._desk.runs_here(each) and not has_ended(each) for each in sessions)
            text = _what_deleting_does(len(sessions), here, goes_on)
            self._ask_to_delete("session", sessions, name_of, text, self._delete_session)

    async def _delete_session(self, session_id: SessionId) -> None:
        await self._desk.conductor.intents.delete_session(session_id)
        # Nobody would see any more what an agent does, or could stop it.
        self._desk.conductor.close_pane(session_id)

    def _ask_to_delete_projects(self, projects: list[Project]) -> None:
        if not projects:
            self._desk.say("Choose a project first: this row stands for all of them.")
            return
        count = self._desk.scene.census.count
        tasks = sum(count(TASK_COUNT, project.id) for project in projects)
        sessions = sum(count(SESSION_COUNT, project.id) for project in projects)
        text = "Nothing is in it."
        if tasks or sessions:
            amounts = f"{_amount(tasks, 'task')} and {_amount(sessions, 'session')}"
            text = f"{amounts} are in it; a server may refuse while there are any."
        self._ask_to_delete(
            "project", projects, name_of_project, text, self._desk.conductor.intents.delete_project
        )

    def _ask_to_delete_tasks(self, tasks: list[Task]) -> None:
        if not tasks:
            self._desk.say("There is no task here: N makes one.")
            return
        text = "Sessions that work on it go on."
        if below := self._count_below({task.id for task in tasks}):
            text = f"{below:,} part{'s' if below > 1 else ''} of it may go with it. {text}"
        self._ask_to_delete("task", tasks, title_of, text, self._desk.conductor.intents.delete_task)

    def _count_below(self, ids: set[TaskId]) -> int:
        """Count the tasks that are parts of these, or parts of such."""
        children: dict[TaskId, list[TaskId]] = defaultdict(list)
        for task in self._desk.scene.state.tasks.values():
            if task.parent_id:
                children[task.parent_id].append(task.id)
        found, unseen = set(ids), list(ids)
        while unseen:
            fresh = [id_ for id_ in children.get(unseen.pop(), ()) if id_ not in found]
            found.update(fresh)
            unseen += fresh
        return len(found) - len(ids)

    def _ask_to_delete(
        self,
        kind: str,
        rows: Sequence[Any],
        name: Callable[[Any], str],
        text: str,
        intent: Callable[[Any], Any],
    ) -> None:
        ids = [row.id for row in rows]
        what = f"delete the {kind}"
        title = f"Delete the {kind} {name(rows[0])}?"
        if len(rows) > 1:
            title = f"Delete {len(rows):,} {kind}s: {names_of([name(row) for row in rows])}?"

        def delete() -> None:
            for table in (self._desk.projects, self._desk.tasks, self._desk.sessions):
                table.forget_marks()
            self._desk.deeds.do(what, *(partial(intent, id_) for id_ in ids), about=ids)

        self._desk.ask_whether(title, text, "delete it" if len(rows) == 1 else "delete them", delete)


def _amount(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}" if count else f"no {what}s"


def _what_deleting_does(count: int, here: int, goes_on: bool) -> str:
    """Say what becomes of sessions and their programs, of which so many run here."""
    if not here:
        text = "The timeline goes with it." if count == 1 else "The timelines go with them."
    elif count == 1:
        text = "Its program is ended, and its timeline goes with it."
    else:
        text = "The programs that run here are ended, and the timelines go with the sessions."
    return f"{text} What runs elsewhere goes on there." if goes_on else text


def _what_stopping_does(here: int, elsewhere: int) -> str:
    """Say what becomes of sessions whose programs run here, and of those whose programs do not."""
    if not elsewhere:
        return (
            "Its program is ended, and its terminal is put away."
            if here == 1
            else "Their programs are ended, and their terminals are put away."
        )
    if not here:
        return (
            "It runs in no terminal here: it is only marked as stopped."
            if elsewhere == 1
            else "They run in no terminal here: they are only marked as stopped."
        )
    return (
        f"The programs of {here:,} are ended, and their terminals put away; {elsewhere:,} "
        "run in no terminal here, and are only marked as stopped."
    )
