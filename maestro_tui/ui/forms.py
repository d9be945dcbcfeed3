"""The forms: which fields they have, and which request comes of them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec
from msgspec import UNSET

from maestro_tui.protocol import requests as r
from maestro_tui.protocol.ids import ProjectId, TaskId
from maestro_tui.protocol.models import Project, Session, Task
from maestro_tui.protocol.reports import REPORTS
from maestro_tui.ui.standing.status import look_of
from maestro_tui.ui.text.fitting import cut_middle
from maestro_tui.ui.text.plain import clean

PRIORITIES: Final = ("low", "medium", "high")
TASK_STATUSES: Final = ("todo", "in_progress", "in_review", "blocked", "completed", "cancelled")
SESSION_STATUSES: Final = ("working", "idle", "completed", "failed", "stopped")
REPORT_KINDS: Final = tuple(REPORTS)
NO_PARENT: Final = "(none)"
"""What is chosen for a task that is part of nothing: no id looks like it."""

END: Final = "end"
KEEP: Final = "keep"
"""What may become of a session that is started again while it runs."""

OWN_VARIABLES: Final = "MAESTRO_SESSION_ID, MAESTRO_MANIFEST_PATH, MAESTRO_STRATEGY"
"""What a server sets in the terminal of a session beside its own address, measured at the original one."""

LONGEST_CHOICE: Final = 40
"""Cells of a choice whose words come from outside."""

Values = Mapping[str, str]


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a form asks for."""

    key: str
    label: str
    value: str = ""
    hint: str = ""
    """What stands in it while it is empty."""
    choices: tuple[str, ...] = ()
    """The values one can choose from; empty if anything can be written."""
    shown: tuple[str, ...] = ()
    """How those are shown, if not as `shown_choice` gives it."""
    suggested: tuple[str, ...] = ()
    """What may be meant by the beginning of it; the first that fits is shown, and taken with →."""
    is_required: bool = False
    is_long: bool = False
    """Whether several lines can be written."""


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What a form asks for, and why."""

    title: str
    verb: str
    """What the key does that ends it: ``start it``."""
    fields: tuple[Field, ...]
    facts: tuple[tuple[str, str], ...] = ()
    """What the user has to know before, fit to be shown: (name, text)."""
    needs: Callable[[Values, str], bool] = lambda _values, _key: False
    """Whether a field must not be empty, given the values of the others: where that depends on them."""

    def problem(self, values: Values) -> str:
        """Say what is missing; empty if nothing is."""
        for field in self.fields:
            is_needed = field.is_required or self.needs(values, field.key)
            if is_needed and not values.get(field.key, "").strip():
                return f"{field.label} is missing."
        return ""


def shown_choice(value: str) -> str:
    """Give how a choice is shown: a status by its word."""
    is_status = value in {*TASK_STATUSES, *SESSION_STATUSES}
    return look_of(value).word if is_status else clean(value, LONGEST_CHOICE)


def project_form(project: Project | None = None) -> Form:
    """Ask for what a project is made of."""
    known = project or Project(id=ProjectId(""))
    return Form(
        title=f"Edit {clean(known.name)}" if project else "New project",
        verb="save it" if project else "make it",
        fields=(
            Field(key="name", label="Name", value=known.name, is_required=True),
            Field(key="directory", label="Directory", value=known.working_dir, hint="where its sessions run"),
            Field(key="description", label="Description", value=known.description or "", is_long=True),
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


def task_form(task: Task | None = None, *, parents: Sequence[Task] = ()) -> Form:
    """Ask for what a task is made of; a new one may become part of one of some others."""
    known = task or Task(id=TaskId(""))
    titles = [clean(parent.title or parent.id) for parent in parents]
    part_of = Field(
        key="parent",
        label="Part of",
        value=NO_PARENT,
        choices=(NO_PARENT, *(parent.id for parent in parents)),
        shown=("nothing", *(cut_middle(title, LONGEST_CHOICE // max(1, len(titles))) for title in titles)),
    )
    return Form(
        title=f"Edit {clean(known.title, 60)}" if task else "New task",
        verb="save it" if task else "make it",
        # No server lets a task move to another parent.
        facts=(("part of", " › ".join(titles)),) if task and titles else (),
        fields=(
            Field(key="title", label="Title", value=known.title, is_required=True),
            Field(key="description", label="Description", value=known.description or "", is_long=True),
            Field(key="priority", label="Priority", value=known.priority, choices=PRIORITIES),
            *((part_of,) if parents and not task else ()),
        ),
    )


def new_task(values: Values, project: ProjectId) -> r.CreateTask:
    """Give the request for a new task."""
    parent = values.get("parent", NO_PARENT)
    return r.CreateTask(
        project_id=project,
        title=values["title"].strip(),
        description=values["description"],
        priority=values["priority"],
        parent_id=UNSET if parent == NO_PARENT else TaskId(parent),
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
    project: Project,
    tasks: Sequence[Task],
    like: Session | None = None,
    command: str = "",
    *,
    server: str = "",
    known_commands: Sequence[str] = (),
    is_running: bool = False,
) -> Form:
    """Ask how a session is to be started, and show what will be; without a task it asks for one.

    Args:
        project: Where it works.
        tasks: What it works on.
        like: The session that is started again, if it is one.
        command: The command of that.
        server: Where the server is.
        known_commands: What may be meant by the beginning of a command.
        is_running: Whether that session still runs here.
    """
    titles = [task.title or task.id for task in tasks]
    url = f" ({clean(server, 60)})" if server else ""
    work = Field(key="work", label="Task", hint="what it is to do: a new task", is_required=True)
    old = Field(
        key="old", label="The old one", value=END, choices=(END, KEEP), shown=("is ended then", "goes on")
    )
    return Form(
        title=f"Start {clean(like.name or like.id, 50)} again" if like else "Start a session",
        verb="start it",
        facts=(
            ("project", clean(project.name or project.id, 60)),
            *((("tasks", names_of(titles)),) if tasks else ()),
            ("directory", clean(project.working_dir, 200) or "~, for the project has none"),
            ("environment", f"yours, and MAESTRO_SERVER_URL{url}, {OWN_VARIABLES}"),
        ),
        fields=(
            *(() if tasks else (work,)),
            Field(
                key="command",
                label="Command",
                value=command,
                hint="the agent command of the server (claude)",
                # What cannot be seen as it is must not be taken unseen.
                suggested=tuple(each for each in known_commands if each == clean(each)),
            ),
            Field(
                key="name",
                label="Name",
                value=like.name if like else "",
                hint=cut_middle(clean(titles[0]), LONGEST_CHOICE) if titles else "that of the task",
            ),
            *((old,) if is_running else ()),
        ),
    )


def work_of(values: Values, project: ProjectId) -> r.CreateTask:
    """Give the request for the task that a new session is to work on."""
    return r.CreateTask(project_id=project, title=values["work"].strip())


def spawn_request(
    values: Values, project: ProjectId, tasks: Sequence[TaskId], title: str = ""
) -> r.SpawnSession:
    """Give the request for a session; without a name of its own it has the title of its task."""
    return r.SpawnSession(
        project_id=project,
        task_ids=tuple(tasks),
        session_name=values["name"].strip() or title.strip() or UNSET,
        command=values["command"].strip() or UNSET,
        spawn_source="ui",
    )


def tell_form(names: Sequence[str]) -> Form:
    """Ask for a line to type into terminals."""
    return Form(
        title=f"Tell {names_of(names)}",
        verb="send it",
        facts=(("sends", f"the line and enter, to {len(names)} terminal{'s' if len(names) > 1 else ''}"),),
        fields=(Field(key="text", label="Line", is_required=True),),
    )


def report_form(names: Sequence[str]) -> Form:
    """Ask what to report for sessions, in the place of their agents."""
    return Form(
        title=f"Report for {names_of(names)}",
        verb="report it",
        facts=(("says", "on the timeline, as if the agent had reported it"),),
        fields=(
            Field(key="text", label="Text", hint="what happened"),
            Field(key="kind", label="Kind", value=REPORT_KINDS[0], choices=REPORT_KINDS),
        ),
        needs=lambda values, key: key == "text" and REPORTS[values["kind"]].needs_message,
    )


def names_of(names: Sequence[str], most: int = 4) -> str:
    """Give names in a row, so many of them."""
    more = len(names) - most
    shown = ", ".join(clean(name, 30) for name in names[:most])
    return f"{shown} and {more:,} more" if more > 0 else shown
