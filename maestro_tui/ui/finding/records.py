"""Searching tasks, sessions and projects: their texts, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from maestro_tui.protocol.ids import ProjectId
from maestro_tui.protocol.models import Project, Session, Task
from maestro_tui.ui.columns.projects import name_of as name_of_project
from maestro_tui.ui.columns.sessions import name_of as name_of_session
from maestro_tui.ui.columns.tasks import title_of
from maestro_tui.ui.finding.hits import NOTHING, Batch, Group, Hit, InProject, InSession, InTask
from maestro_tui.ui.finding.needle import Excerpt, Needle
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.standing.status import look_of_session, look_of_task

Field = tuple[str, str | None]
"""What a text of a record is called, and the text."""

Id = TypeVar("Id", bound=str)
Record = TypeVar("Record")

PROJECT: Cell = Cell("◇ project", Tone.MUTED)


def fields_of_task(task: Task) -> tuple[Field, ...]:
    """Give the texts of a task, its title first."""
    return (
        ("title", task.title),
        ("description", task.description),
        ("prompt", task.initial_prompt),
        ("id", task.id),
    )


def fields_of_session(session: Session, scene: Scene) -> tuple[Field, ...]:
    """Give the texts of a session and of what runs in its terminal, its name first."""
    pane = scene.state.panes.get(session.id)
    return (
        ("name", session.name),
        ("asks", session.needs_input.message if session.needs_input else None),
        ("title", pane.title if pane else None),
        ("command", pane.command if pane else None),
        ("directory", pane.cwd if pane else None),
        ("agent", session.agent_id),
        ("host", session.hostname),
        ("id", session.id),
    )


def fields_of_project(project: Project) -> tuple[Field, ...]:
    """Give the texts of a project, its name first."""
    return (
        ("name", project.name),
        ("directory", project.working_dir),
        ("description", project.description),
        ("id", project.id),
    )


def search_tasks(needle: Needle, scene: Scene) -> Iterator[Batch]:
    """Look through all tasks."""

    def hit(task: Task) -> Hit | None:
        excerpt, is_name = _found(needle, fields_of_task(task))
        if excerpt is None:
            return None
        return Hit(
            group=Group.TASKS,
            key=(Group.TASKS, task.id),
            rank=-(task.updated_at or task.created_at),
            kind=look_of_task(task).cell,
            whose=_project_name(scene, task.project_id) if is_name else title_of(task),
            at=task.updated_at or task.created_at,
            excerpt=excerpt,
            place=InTask(task.id),
        )

    return _search(scene.state.tasks, hit)


def search_sessions(needle: Needle, scene: Scene) -> Iterator[Batch]:
    """Look through all sessions."""

    def hit(session: Session) -> Hit | None:
        excerpt, is_name = _found(needle, fields_of_session(session, scene))
        if excerpt is None:
            return None
        at = session.last_activity or session.updated_at or session.created_at or 0
        return Hit(
            group=Group.SESSIONS,
            key=(Group.SESSIONS, session.id),
            rank=-at,
            kind=look_of_session(session).cell,
            whose=_project_name(scene, session.project_id) if is_name else name_of_session(session),
            at=at,
            excerpt=excerpt,
            place=InSession(session.id),
        )

    return _search(scene.state.sessions, hit)


def search_projects(needle: Needle, scene: Scene) -> Iterator[Batch]:
    """Look through all projects."""

    def hit(project: Project) -> Hit | None:
        excerpt, _ = _found(needle, fields_of_project(project))
        if excerpt is None:
            return None
        return Hit(
            group=Group.PROJECTS,
            key=(Group.PROJECTS, project.id),
            rank=-project.updated_at,
            kind=PROJECT,
            whose=name_of_project(project),
            at=project.updated_at,
            excerpt=excerpt,
            place=InProject(project.id),
        )

    return _search(scene.state.projects, hit)


def _search(table: Mapping[Id, Record], hit: Callable[[Record], Hit | None]) -> Iterator[Batch]:
    for id_ in list(table):
        record = table.get(id_)
        found = hit(record) if record is not None else None
        yield NOTHING if found is None else Batch((found,))


def _found(needle: Needle, fields: tuple[Field, ...]) -> tuple[Excerpt | None, bool]:
    """Give the first line in which it stands, and whether that is the name."""
    for index, (_, text) in enumerate(fields):
        line = needle.line_in(text) if text else None
        if line is not None:
            return needle.excerpt(line), index == 0
    return None, False


def _project_name(scene: Scene, project_id: ProjectId) -> str:
    project = scene.state.projects.get(project_id)
    return name_of_project(project) if project is not None else ""
