"""The table of sessions."""

from __future__ import annotations

from typing import Final

from maestro_tui.protocol.ids import TaskId
from maestro_tui.protocol.models import Session, Task
from maestro_tui.store.statuses import ended_at, has_ended, needs_input
from maestro_tui.ui.columns.beginnings import how_to_begin
from maestro_tui.ui.columns.column import Column, TableKind
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.standing.judgement import judge, last_heard
from maestro_tui.ui.standing.status import OVER, WAITING, WORKING, look_of
from maestro_tui.ui.tables.sorting import SortKey
from maestro_tui.ui.text.plain import clean

MOST_TASKS: Final = 50
"""Among how many of its tasks the one a session works on is looked for: rows are drawn often."""


def name_of(session: Session) -> str:
    """Give the name of a session fit to be shown."""
    return clean(session.name or session.id)


def since(session: Session) -> float | None:
    """Tell since when a session is in the state it is in, as far as the server says."""
    if needs_input(session) and session.needs_input is not None and session.needs_input.since:
        return session.needs_input.since
    if has_ended(session):
        return ended_at(session)
    return session.started_at or session.created_at


def _status(session: Session, scene: Scene) -> Cell:
    return judge(session, scene).look.cell


def _name(session: Session, _scene: Scene) -> Cell:
    return Cell(name_of(session), Tone.MUTED if has_ended(session) else Tone.STRONG)


def _task(session: Session, scene: Scene) -> Cell:
    if not session.task_ids:
        return Cell("—", Tone.FAINT)
    more = len(session.task_ids) - 1
    title = scene.task_title(task_at_hand(session, scene))
    return Cell(f"{title} +{more}" if more else title, Tone.MUTED if has_ended(session) else Tone.PLAIN)


def task_at_hand(session: Session, scene: Scene) -> TaskId | None:
    """Give the task a session works on now: the one that is said to be worked on, else the last that is open."""
    ids = session.task_ids
    if len(ids) <= 1:
        return ids[0] if ids else None
    tasks = scene.state.tasks
    known = [task for id_ in ids[-MOST_TASKS:] if (task := tasks.get(id_)) is not None]
    for is_at_hand in (_is_worked_on, _is_begun, _is_open):
        found = [task for task in known if is_at_hand(task)]
        if found:
            # Of several the one that was begun last, and of those the last.
            return max(reversed(found), key=lambda task: task.started_at or 0).id
    return ids[-1]


def _is_worked_on(task: Task) -> bool:
    """Tell whether an agent says that it is at it; one that is done with its own part is not."""
    return task.status not in OVER and look_of(task.session_status or "") in {WORKING, WAITING}


def _is_begun(task: Task) -> bool:
    return task.status == "in_progress" and task.session_status not in OVER


def _is_open(task: Task) -> bool:
    return task.status not in OVER and task.session_status not in OVER


def _project(session: Session, scene: Scene) -> Cell:
    project = scene.state.projects.get(session.project_id)
    return Cell(clean((project and project.name) or session.project_id), Tone.MUTED)


def _for(session: Session, scene: Scene) -> Cell:
    return Cell(scene.age(since(session)), Tone.WAITING if needs_input(session) else Tone.MUTED)


def _words(session: Session, scene: Scene) -> tuple[str, tuple[str, ...]]:
    state = scene.state
    project = state.projects.get(session.project_id)
    tasks = [state.tasks.get(id_) for id_ in session.task_ids]
    titles = " ".join([task.title for task in tasks if task is not None])
    shown = scene.verdicts.look_of(session).word
    # Who waits is not found as working, though the server may say both.
    said = "needs_input" if needs_input(session) else session.status
    return f"{session.name} {session.id}", (
        shown,
        project.name if project else session.project_id,
        titles,
        session.agent_id or session.strategy or "",
        session.hostname or "",
        said,
    )


def _heard(session: Session, scene: Scene) -> Cell:
    return Cell(scene.age(last_heard(session, scene)), Tone.MUTED)


def _by_since(session: Session, _scene: Scene) -> SortKey:
    return (since(session) or 0,)


def _by_news(session: Session, scene: Scene) -> SortKey:
    return (last_heard(session, scene) or 0,)


def _order(session: Session, _scene: Scene) -> SortKey:
    # Nothing moves while it lives: what changes is told by its glyph. What has ended sinks, the latest first.
    if has_ended(session):
        return (1, -(session.completed_at or session.updated_at or 0))
    return (0, session.created_at or session.started_at or 0)


def _goes_under(session: Session, parent: Session) -> bool:
    # Who lives does not go down with one that has ended.
    return has_ended(session) or not has_ended(parent)


SESSIONS: Final = TableKind[Session](
    name="sessions",
    title="Sessions",
    columns=(
        Column(key="status", title="STATUS", cell=_status, width=10),
        Column(key="name", title="NAME", cell=_name, width=12, grow=3, most=36, is_name=True),
        Column(key="task", title="TASK", cell=_task, width=10, grow=4, gives_way=2),
        Column(key="project", title="PROJECT", cell=_project, width=12, grow=1, most=24, gives_way=4, asks=8),
        Column(
            key="for",
            title="FOR",
            cell=_for,
            width=4,
            is_right=True,
            gives_way=1,
            sort=_by_since,
            is_newest_first=True,
        ),
        Column(
            key="heard",
            title="HEARD",
            cell=_heard,
            width=5,
            is_right=True,
            gives_way=3,
            sort=_by_news,
            is_newest_first=True,
        ),
    ),
    order=_order,
    parent=lambda session: session.parent_session_id,
    goes_under=_goes_under,
    tree="name",
    empty=how_to_begin,
    words=_words,
    fields=("status", "project", "task", "agent", "host"),
)
