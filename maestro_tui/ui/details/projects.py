"""What is known of a project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from maestro_tui.protocol.models import Project
from maestro_tui.ui.details.facts import Details, moment, told
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.standing.status import look_of_task


def describe(project: Project, scene: Scene) -> Details:
    """Put all of it into words."""
    state = scene.state
    tasks = [look_of_task(task).word for task in state.tasks.values() if task.project_id == project.id]
    sessions = [
        scene.verdicts.look_of(session).word
        for session in state.sessions.values()
        if session.project_id == project.id
    ]
    return Details(
        kind="project",
        name=project.name or project.id,
        id=project.id,
        look=None,
        facts=(
            *told("directory", project.working_dir),
            *told("tasks", _counted(tasks)),
            *told("sessions", _counted(sessions)),
            *moment("made", project.created_at),
            *moment("changed", project.updated_at),
            *told("description", project.description, stands_alone=True),
        ),
    )


def _counted(words: Iterable[str]) -> str:
    counts = Counter(words)
    parts = [f"{number:,} {word}" for word, number in counts.most_common()]
    return f"{counts.total():,}: {', '.join(parts)}" if parts else "none"
