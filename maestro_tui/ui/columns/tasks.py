"""The table of tasks."""

from __future__ import annotations

from typing import Final

from maestro_tui.protocol.models import Task
from maestro_tui.ui.columns.column import Column, TableKind
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.standing.status import OVER, look_of_task
from maestro_tui.ui.tables.sorting import SortKey
from maestro_tui.ui.text.plain import clean

_PRIORITIES: Final = {
    "high": (0, Cell("▲ high", Tone.STRONG)),
    "medium": (1, Cell("")),
    "low": (2, Cell("▽ low", Tone.MUTED)),
}


def title_of(task: Task) -> str:
    """Give the title of a task fit to be shown."""
    return clean(task.title or task.id)


def is_over(task: Task) -> bool:
    """Tell whether nothing more is expected of a task."""
    return task.status in OVER


def _status(task: Task, _scene: Scene) -> Cell:
    return look_of_task(task).cell


def _title(task: Task, _scene: Scene) -> Cell:
    return Cell(title_of(task), Tone.MUTED if is_over(task) else Tone.PLAIN)


def _priority(task: Task, _scene: Scene) -> Cell:
    known = _PRIORITIES.get(task.priority)
    return known[1] if known else Cell(clean(task.priority, 6), Tone.MUTED)


def _sessions(task: Task, _scene: Scene) -> Cell:
    return Cell(str(len(task.session_ids)), Tone.MUTED) if task.session_ids else Cell("·", Tone.FAINT)


def _changed(task: Task, scene: Scene) -> Cell:
    return Cell(scene.age(task.updated_at or task.created_at), Tone.MUTED)


def project_of(task: Task, scene: Scene) -> str:
    """Give the name of a task's project."""
    project = scene.state.projects.get(task.project_id)
    return (project and project.name) or task.project_id


def _by_priority(task: Task, _scene: Scene) -> SortKey:
    return (_rank(task),)


def _by_sessions(task: Task, _scene: Scene) -> SortKey:
    return (len(task.session_ids),)


def _by_change(task: Task, _scene: Scene) -> SortKey:
    return (task.updated_at or task.created_at or 0,)


def _words(task: Task, scene: Scene) -> tuple[str, tuple[str, ...]]:
    shown, project = look_of_task(task).word, project_of(task, scene)
    return f"{task.title} {task.id}", (shown, task.priority, project, task.status)


def _rank(task: Task) -> int:
    return _PRIORITIES.get(task.priority, (1,))[0]


def _order(task: Task, _scene: Scene) -> SortKey:
    # What is over sinks, the latest first; the rest keeps its place for as long as it is open.
    if is_over(task):
        return (1, 0, -(task.completed_at or task.updated_at or 0))
    return (0, _rank(task), task.created_at or 0)


TASKS: Final = TableKind[Task](
    name="tasks",
    title="Tasks",
    columns=(
        Column(key="status", title="STATUS", cell=_status, width=10),
        Column(key="title", title="TITLE", cell=_title, width=12, grow=1),
        Column(key="priority", title="PRIO", cell=_priority, width=6, gives_way=2, asks=8, sort=_by_priority),
        Column(
            key="sessions",
            title="SESS",
            cell=_sessions,
            width=4,
            is_right=True,
            gives_way=3,
            asks=8,
            sort=_by_sessions,
            is_newest_first=True,
        ),
        Column(
            key="changed",
            title="AGE",
            cell=_changed,
            width=4,
            is_right=True,
            gives_way=1,
            sort=_by_change,
            is_newest_first=True,
        ),
    ),
    order=_order,
    parent=lambda task: task.parent_id,
    goes_under=lambda task, parent: is_over(task) or not is_over(parent),
    tree="title",
    empty=lambda _scene: (
        Cell("No tasks here yet.", Tone.MUTED),
        Cell(""),
        Cell("A task is something to be done, by one agent or by several.", Tone.FAINT),
    ),
    words=_words,
    fields=("status", "priority", "project"),
)
