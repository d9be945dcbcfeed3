"""The forms: which fields they have, and which request comes of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from msgspec import UNSET

from maestro_tui.protocol import requests as r
from maestro_tui.protocol.ids import ProjectId, TaskId
from maestro_tui.protocol.models import Project, Session, Task
from maestro_tui.ui.plain import clean
from maestro_tui.ui.status import look_of

PRIORITIES: Final = ("low", "medium", "high")
TASK_STATUSES: Final = ("todo", "in_progress", "in_review", "blocked", "completed", "cancelled")
SESSION_STATUSES: Final = ("working", "idle", "completed", "failed", "stopped")

Values = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing a form asks for."""

    key: str
    label: str
    value: str = ""
    hint: str = ""
    """What stands in it while it is empty."""
    choices: tuple[str, ...] = ()
    """The values one can choose from; empty if anything can be written."""
    is_required: bool = False


@dataclass(frozen=True, kw_only=True)
class Form:
    """What a form asks for, and why."""

    title: str
    verb: str
    """What the key does that ends it: ``start it``."""
    fields: tuple[Field, ...]
    facts: tuple[tuple[str, str], ...] = ()
    """What the user has to know before, fit to be shown: (name, text)."""

    def problem(self, values: Values) -> str:
        """Say what is missing; empty if nothing is."""
        for field in self.fields:
            if field.is_required and not values.get(field.key, "").strip():
                return f"{field.label} is missing."
        return ""


def shown_choice(value: str) -> str:
    """Give how a choice is shown: a status by its word."""
    return look_of(value).word if value in {*TASK_STATUSES, *SESSION_STATUSES} else value


def project_form(project: Project | None = None) -> Form:
    """Ask for what a project is made of."""
    known = project or Project(id=ProjectId(""))
    return Form(
        title=f"Edit {clean(known.name)}" if project else "New project",
        verb="save it" if project else "make it",
        fields=(
            Field(key="name", label="Name", value=known.name, is_required=True),
            Field(key="directory", label="Directory", value=known.working_dir, hint="where its sessions run"),
            Field(key="description", label="Description", value=known.description or ""),
        ),
    )


def new_project(values: Values) -> r.CreateProject:
    """Give the request for a new project."""
    return r.CreateProject(
        name=values["name"].strip(),
        working_dir=values["directory"].strip(),
        description=values["description"],
    )


def changed_project(values: Values) -> r.UpdateProject:
    """Give the request for a changed project."""
    return r.UpdateProject(
        name=values["name"].strip(),
        working_dir=values["directory"].strip(),
        description=values["description"],
    )


def task_form(task: Task | None = None, *, parent: Task | None = None) -> Form:
    """Ask for what a task is made of."""
    known = task or Task(id=TaskId(""))
    facts = (("part of", clean(parent.title)),) if parent else ()
    return Form(
        title=f"Edit {clean(known.title, 60)}" if task else "New task",
        verb="save it" if task else "make it",
        facts=facts,
        fields=(
            Field(key="title", label="Title", value=known.title, is_required=True),
            Field(key="description", label="Description", value=known.description or ""),
            Field(key="priority", label="Priority", value=known.priority, choices=PRIORITIES),
        ),
    )


def new_task(values: Values, project: ProjectId, parent: TaskId | None = None) -> r.CreateTask:
    """Give the request for a new task."""
    return r.CreateTask(
        project_id=project,
        title=values["title"].strip(),
        description=values["description"],
        priority=values["priority"],
        parent_id=parent or UNSET,
    )


def changed_task(values: Values) -> r.UpdateTask:
    """Give the request for a changed task."""
    return r.UpdateTask(
        title=values["title"].strip(), description=values["description"], priority=values["priority"]
    )


def status_form(name: str, status: str, choices: tuple[str, ...]) -> Form:
    """Ask how something stands."""
    return Form(
        title=f"How does {clean(name, 60)} stand?",
        verb="say so",
        fields=(
            Field(
                key="status",
                label="Status",
                value=status if status in choices else choices[0],
                choices=choices,
            ),
        ),
    )


def spawn_form(
    project: Project, tasks: Sequence[Task], like: Session | None = None, command: str = ""
) -> Form:
    """Ask how a session is to be started, and show what will be."""
    titles = ", ".join(clean(task.title or task.id, 60) for task in tasks)
    return Form(
        title="Start a session",
        verb="start it",
        facts=(
            ("project", clean(project.name or project.id)),
            ("tasks", titles or "none"),
            ("directory", clean(project.working_dir) or "none: the project has no directory"),
            ("sets", "MAESTRO_SERVER_URL, MAESTRO_SESSION_ID, MAESTRO_MANIFEST_PATH, MAESTRO_STRATEGY"),
        ),
        fields=(
            Field(
                key="command", label="Command", value=command, hint="the agent command of the server (claude)"
            ),
            Field(key="name", label="Name", value=like.name if like else "", hint="the server finds one"),
        ),
    )


def spawn_request(values: Values, project: ProjectId, tasks: Sequence[TaskId]) -> r.SpawnSession:
    """Give the request for a session."""
    return r.SpawnSession(
        project_id=project,
        task_ids=tuple(tasks),
        session_name=values["name"].strip() or UNSET,
        command=values["command"].strip() or UNSET,
        spawn_source="ui",
    )


def tell_form(names: Sequence[str]) -> Form:
    """Ask for a line to type into terminals."""
    return Form(
        title="Tell " + ", ".join(clean(name, 30) for name in names[:4]) + (" …" if len(names) > 4 else ""),  # noqa: PLR2004
        verb="send it",
        facts=(("sends", f"the line and enter, to {len(names)} terminal{'s' if len(names) > 1 else ''}"),),
        fields=(Field(key="text", label="Line", is_required=True),),
    )
