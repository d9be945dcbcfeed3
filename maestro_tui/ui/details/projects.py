"""What is known of a project."""

from __future__ import annotations

from maestro_tui.protocol.models import Project
from maestro_tui.ui.details.facts import Details, moment, told
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.standing.census import LIVE, OPEN, SESSIONS, TASKS
from maestro_tui.ui.standing.status import FAILED, WAITING, WORKING


def describe(project: Project, scene: Scene) -> Details:
    """Put all of it into words."""
    return Details(
        kind="project",
        name=project.name or project.id,
        id=project.id,
        look=None,
        facts=(
            *told("directory", project.working_dir),
            *told("tasks", _counted(project, scene, TASKS, OPEN)),
            *told(
                "sessions", _counted(project, scene, SESSIONS, LIVE, WAITING.word, WORKING.word, FAILED.word)
            ),
            *moment("made", project.created_at),
            *moment("changed", project.updated_at),
            *told("description", project.description, stands_alone=True),
        ),
    )


def _counted(project: Project, scene: Scene, all_: str, *some: str) -> str:
    """Say how many there are, and how many of them are what; counted already, however many there are."""
    counts = {what: scene.census.count(what, project.id) for what in (all_, *some)}
    parts = [f"{count:,} {what}" for what in some if (count := counts[what])]
    return f"{counts[all_]:,}{': ' if parts else ''}{', '.join(parts)}" if counts[all_] else "none"
