"""How many there are of what: counted as things change, never counted anew.

Pure: told which ids changed, it looks only at those.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import TypeVar

from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId
from maestro_tui.protocol.models import Session, Task
from maestro_tui.store.state import State
from maestro_tui.store.statuses import has_ended
from maestro_tui.store.store import Changes
from maestro_tui.ui.standing.status import FAILED, OVER, WAITING, WORKING, Look, look_of_session

ALL: ProjectId = ProjectId("")
"""Stands for all projects together."""

SESSIONS = "sessions"
LIVE = "live"
TASKS = "tasks"
OPEN = "open"

Id = TypeVar("Id", SessionId, TaskId)
_Marks = tuple[ProjectId, tuple[str, ...]]


class Census:
    """Counts of sessions and tasks, for each project and for all of them.

    Args:
        state: What is counted.
        look_of: Gives what is shown of a session.
    """

    def __init__(self, state: State, look_of: Callable[[Session], Look] = look_of_session) -> None:
        self._state = state
        self._look_of = look_of
        self._counts: defaultdict[ProjectId, Counter[str]] = defaultdict(Counter)
        self._sessions: dict[SessionId, _Marks] = {}
        self._tasks: dict[TaskId, _Marks] = {}
        self._count_sessions(state.sessions)
        self._count_tasks(state.tasks)

    def count(self, what: str, project: ProjectId = ALL) -> int:
        """Tell how many there are: `SESSIONS`, `LIVE`, `TASKS`, `OPEN`, or the word of a session's look."""
        return self._counts[project][what] if project in self._counts else 0

    def apply(self, changes: Changes) -> frozenset[ProjectId]:
        """Take changes in, and tell which projects have other counts than before."""
        return self._count_sessions(changes.sessions) | self._count_tasks(changes.tasks)

    def _count_sessions(self, ids: Iterable[SessionId]) -> frozenset[ProjectId]:
        touched: set[ProjectId] = set()
        for id_ in ids:
            session = self._state.sessions.get(id_)
            touched |= self._mark(
                self._sessions,
                id_,
                None if session is None else _marks_of_session(session, self._look_of(session)),
            )
        return frozenset(touched)

    def _count_tasks(self, ids: Iterable[TaskId]) -> frozenset[ProjectId]:
        touched: set[ProjectId] = set()
        for id_ in ids:
            task = self._state.tasks.get(id_)
            touched |= self._mark(self._tasks, id_, None if task is None else _marks_of_task(task))
        return frozenset(touched)

    def _mark(self, book: dict[Id, _Marks], id_: Id, marks: _Marks | None) -> set[ProjectId]:
        before = book.get(id_)
        if before == marks:
            return set()
        self._add(before, -1)
        self._add(marks, +1)
        if marks is None:
            book.pop(id_, None)
        else:
            book[id_] = marks
        return {entry[0] for entry in (before, marks) if entry is not None}

    def _add(self, marks: _Marks | None, amount: int) -> None:
        if marks is None:
            return
        project, words = marks
        for word in words:
            self._counts[project][word] += amount
            if project != ALL:
                self._counts[ALL][word] += amount


def _marks_of_session(session: Session, look: Look) -> _Marks:
    words = [SESSIONS]
    if look in {WAITING, WORKING, FAILED}:
        words.append(look.word)
    if not has_ended(session):
        words.append(LIVE)
    return session.project_id, tuple(words)


def _marks_of_task(task: Task) -> _Marks:
    return task.project_id, (TASKS,) if task.status in OVER else (TASKS, OPEN)
