"""What is known of a task: what is to be done, how it stands, and who works on it."""

from __future__ import annotations

from collections.abc import Iterator

from maestro_tui.protocol.models import Task
from maestro_tui.ui.columns.sessions import name_of
from maestro_tui.ui.columns.tasks import project_of
from maestro_tui.ui.details.facts import Details, Fact, listed, moment, told
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.standing.status import look_of_task
from maestro_tui.ui.text.ages import span


def describe(task: Task, scene: Scene) -> Details:
    """Put all of it into words."""
    below = [each for each in scene.state.tasks.values() if each.parent_id == task.id]
    return Details(
        kind="task",
        name=task.title or task.id,
        id=task.id,
        look=look_of_task(task).cell,
        facts=(
            *told("status", _said(task)),
            *told("priority", task.priority),
            *told("project", project_of(task, scene)),
            *told("part of", scene.task_title(task.parent_id)),
            *listed("subtasks", [f"{look_of_task(each).word} · {each.title or each.id}" for each in below]),
            *listed("sessions", [*_sessions(task, scene)]),
            *moment("made", task.created_at),
            *moment("begun", task.started_at),
            *moment("done", task.completed_at),
            *_took(task),
            *moment("changed", task.updated_at),
            *told("description", task.description, stands_alone=True),
            *told("prompt", task.initial_prompt, stands_alone=True),
        ),
    )


def _said(task: Task) -> str:
    return f"{task.status} · its agent says {task.session_status}" if task.session_status else task.status


def _sessions(task: Task, scene: Scene) -> Iterator[str]:
    for id_ in task.session_ids:
        session = scene.state.sessions.get(id_)
        yield (
            f"{scene.verdicts.look_of(session).word} · {name_of(session)}" if session else f"{id_} · deleted"
        )


def _took(task: Task) -> Iterator[Fact]:
    if task.started_at and task.completed_at and task.completed_at >= task.started_at:
        yield Fact(label="took", text=span(task.completed_at - task.started_at))
