"""The table of projects."""

from __future__ import annotations

from typing import Final

from maestro_tui.protocol.models import Project
from maestro_tui.ui.columns.column import Column, TableKind
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.standing.census import ALL, LIVE, OPEN
from maestro_tui.ui.standing.status import FAILED, WAITING
from maestro_tui.ui.tables.sorting import SortKey
from maestro_tui.ui.text.plain import clean

EVERYTHING: Final = Project(id=ALL, name="All projects")
"""The row that stands for no choice at all. Always the first."""


def name_of(project: Project) -> str:
    """Give the name of a project fit to be shown."""
    return clean(project.name or project.id)


def _name(project: Project, _scene: Scene) -> Cell:
    return Cell(name_of(project), Tone.MUTED if project is EVERYTHING else Tone.PLAIN)


def _alerts(project: Project, scene: Scene) -> Cell:
    waiting = scene.census.count(WAITING.word, project.id)
    if waiting:
        return Cell(f"{WAITING.glyph}{waiting}", Tone.WAITING)
    failed = scene.census.count(FAILED.word, project.id)
    return Cell(f"{FAILED.glyph}{failed}", Tone.FAILED) if failed else Cell("")


def _live(project: Project, scene: Scene) -> Cell:
    return _number(scene.census.count(LIVE, project.id))


def _open(project: Project, scene: Scene) -> Cell:
    return _number(scene.census.count(OPEN, project.id))


def _by_alerts(project: Project, scene: Scene) -> SortKey:
    return tuple(scene.census.count(look.word, project.id) for look in (WAITING, FAILED))


def _by_live(project: Project, scene: Scene) -> SortKey:
    return (scene.census.count(LIVE, project.id),)


def _by_open(project: Project, scene: Scene) -> SortKey:
    return (scene.census.count(OPEN, project.id),)


def _number(count: int) -> Cell:
    return Cell(str(count), Tone.PLAIN) if count else Cell("·", Tone.FAINT)


def _directory(project: Project, _scene: Scene) -> Cell:
    return Cell(clean(project.working_dir), Tone.MUTED)


def _order(project: Project, _scene: Scene) -> SortKey:
    return (project is not EVERYTHING, project.name.casefold())


PROJECTS: Final = TableKind[Project](
    name="projects",
    title="Projects",
    columns=(
        Column(key="name", title="NAME", cell=_name, width=10, grow=3, most=40, is_name=True),
        Column(
            key="alerts",
            title="",
            cell=_alerts,
            width=3,
            is_right=True,
            sort=_by_alerts,
            is_newest_first=True,
        ),
        Column(
            key="live",
            title="LIVE",
            cell=_live,
            width=4,
            is_right=True,
            gives_way=1,
            sort=_by_live,
            is_newest_first=True,
        ),
        Column(
            key="open",
            title="TASKS",
            cell=_open,
            width=5,
            is_right=True,
            gives_way=2,
            sort=_by_open,
            is_newest_first=True,
        ),
        Column(
            key="directory", title="DIRECTORY", cell=_directory, width=24, grow=1, is_name=True, gives_way=3
        ),
    ),
    order=_order,
    words=lambda project, _scene: (f"{project.name} {project.working_dir} {project.id}", (project.name,)),
    fields=("project",),
)
