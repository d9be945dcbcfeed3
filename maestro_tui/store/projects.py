"""How events change the table of projects."""

from __future__ import annotations

from maestro_tui.protocol import events as e
from maestro_tui.store.effects import Effect
from maestro_tui.store.state import State


def put_project(state: State, event: e.ProjectCreated | e.ProjectUpdated) -> tuple[Effect, ...]:
    """Take the project as the event gives it."""
    state.projects.put(event.project.id, event.project)
    return ()


def drop_project(state: State, event: e.ProjectDeleted) -> tuple[Effect, ...]:
    """Forget the project. Its tasks and sessions have events of their own."""
    state.projects.drop(event.id)
    return ()
