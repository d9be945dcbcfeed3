"""``maestro-tui task``: every REST call about tasks as a command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import click

from maestro_tui.cli.bodies import require_change
from maestro_tui.cli.choosing import argument_for, option_for, project_option
from maestro_tui.cli.listing import (
    page_options,
    print_change,
    print_deletion,
    print_document,
    print_listing,
)
from maestro_tui.cli.naming import PROJECT, SESSION, TASK, find_id, find_optional_id
from maestro_tui.cli.output import Output
from maestro_tui.cli.requesting import Server, asks_server
from maestro_tui.cli.views import TASK_COLUMNS, task_fields, task_status
from maestro_tui.protocol.models import Task

_TASK: Final = argument_for(TASK)


def _text_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options for what a task says, under their names on the wire."""
    for name, member, help_ in (
        ("--prompt", "initialPrompt", "What its agent is told first."),
        ("--priority", "priority", "low, medium or high."),
        ("--description", "description", "Markdown."),
    ):
        function = click.option(name, member, metavar="TEXT", help=help_)(function)
    return function


@click.group("task")
def command() -> None:
    """List, show and change tasks. A task is something to be done, by one session or by several."""


@command.command("list")
@project_option()
@option_for(TASK, "--parent", help="Only those right below this one.")
@click.option("--roots", is_flag=True, help="Only those below no other.")
@click.option("--status", metavar="STATUS", help="Only these: todo, or todo,in_progress.")
@page_options
@asks_server
def list_tasks(
    server: Server,
    output: Output,
    /,
    project: str | None,
    parent: str | None,
    roots: bool,
    **query: str | int | None,
) -> None:
    """List tasks, all or those of a project."""
    ids = {
        "projectId": find_optional_id(server, PROJECT, project),
        "parentId": "null" if roots else find_optional_id(server, TASK, parent),
    }
    print_listing(server, output, "tasks", Task, TASK_COLUMNS, {**ids, **query})


@command.command("show")
@_TASK
@asks_server
def show_task(server: Server, output: Output, /, task: str) -> None:
    """Show TASK: an id, the beginning of one, or a title."""
    print_document(output, server.get(TASK.path_of(find_id(server, TASK, task))), Task, task_fields)


@command.command("children")
@_TASK
@asks_server
def list_children(server: Server, output: Output, /, task: str) -> None:
    """List the tasks right below TASK."""
    path = f"{TASK.path_of(find_id(server, TASK, task))}/children"
    print_listing(server, output, path, Task, TASK_COLUMNS)


@command.command("create")
@click.argument("title")
@project_option(required=True)
@option_for(TASK, "--parent", help="The task it is a part of.")
@_text_options
@asks_server
def create_task(
    server: Server,
    output: Output,
    /,
    title: str,
    project: str,
    parent: str | None,
    **members: str | None,
) -> None:
    """Make a task called TITLE."""
    project_id = find_id(server, PROJECT, project)
    body = {
        "projectId": project_id,
        "title": title,
        "parentId": find_optional_id(server, TASK, parent, project_id=project_id),
        **members,
    }
    document = server.send("POST", "tasks", body)
    print_change(output, document, Task, lambda made: f"Created {made.id}  {made.title}")


@command.command("edit")
@_TASK
@click.option("--title", metavar="TEXT")
@click.option(
    "--status", metavar="STATUS", help="todo, in_progress, in_review, blocked, completed, cancelled."
)
@_text_options
@asks_server
def edit_task(server: Server, output: Output, /, task: str, **members: str | None) -> None:
    """Change what is given of TASK."""
    require_change(members)
    document = server.send("PATCH", TASK.path_of(find_id(server, TASK, task)), members)
    print_change(
        output,
        document,
        Task,
        lambda changed: f"Changed {changed.id}  {task_status(changed)}  {changed.title}",
    )


@command.command("delete")
@_TASK
@asks_server
def delete_task(server: Server, output: Output, /, task: str) -> None:
    """Delete TASK and the tasks below it."""
    id_ = find_id(server, TASK, task)
    print_deletion(output, server.send("DELETE", TASK.path_of(id_)), f"Deleted {id_}")


@command.command("note")
@_TASK
@click.argument("message")
@option_for(
    SESSION, "--session", envvar="MAESTRO_SESSION_ID", required=True,
    help="Whose timeline. Default: MAESTRO_SESSION_ID.",
)  # fmt: skip
@click.option("--type", "type_", metavar="TYPE", help="progress (the default), milestone, error ...")
@asks_server
def note_on_task(
    server: Server, output: Output, /, task: str, message: str, session: str, type_: str | None
) -> None:
    """Write MESSAGE about TASK into the timeline of a session."""
    body = {"message": message, "sessionId": find_id(server, SESSION, session), "type": type_}
    answer = server.send("POST", f"{TASK.path_of(find_id(server, TASK, task))}/timeline", body)
    if output.as_json:
        output.json(answer)
