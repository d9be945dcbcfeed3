"""How events change the table of tasks."""

from __future__ import annotations

from maestro_tui.protocol import events as e
from maestro_tui.protocol.models import Task
from maestro_tui.store.actions import EventReceived, TaskFetched, TaskVanished
from maestro_tui.store.effects import Effect, RefetchTask
from maestro_tui.store.state import State


def put_task(state: State, event: e.TaskCreated | e.TaskUpdated, action: EventReceived) -> tuple[Effect, ...]:
    """Take the task as the event gives it."""
    task = event.task
    if action.catching_up and _is_older(task, state.tasks.get(task.id)):
        return ()
    state.tasks.put(task.id, task)
    return (RefetchTask(task.id, when_quiet=True),) if action.seq is None else ()


def drop_task(state: State, event: e.TaskDeleted, _action: EventReceived) -> tuple[Effect, ...]:
    """Forget the task."""
    state.tasks.drop(event.id)
    return ()


def relate_task(
    _state: State, event: e.TaskSessionAdded | e.TaskSessionRemoved, _action: EventReceived
) -> tuple[Effect, ...]:
    """Ask for the task: the event has only ids (seed, "task:session_added")."""
    return (RefetchTask(event.task_id),)


def take_fetched_task(state: State, action: TaskFetched) -> tuple[Effect, ...]:
    """Take the task as it was read, unless an event has meanwhile told something newer."""
    if not _is_older(action.task, state.tasks.get(action.task.id)):
        state.tasks.put(action.task.id, action.task)
    return ()


def drop_vanished_task(state: State, action: TaskVanished) -> tuple[Effect, ...]:
    """Forget the task that the server no longer has."""
    state.tasks.drop(action.id)
    return ()


def _is_older(task: Task, known: Task | None) -> bool:
    return known is not None and task.updated_at < known.updated_at
