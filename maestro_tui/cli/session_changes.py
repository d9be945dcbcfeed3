"""The commands below ``maestro-tui session`` that make and change sessions. They start no process."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import click

from maestro_tui.cli.bodies import read_json, read_variables, require_change
from maestro_tui.cli.choosing import argument_for, option_for, project_option, tasks_option
from maestro_tui.cli.listing import print_change
from maestro_tui.cli.naming import PROJECT, SESSION, TASK, find_id, find_optional_id, find_task_ids
from maestro_tui.cli.output import Output
from maestro_tui.cli.requesting import Server, asks_server
from maestro_tui.cli.views import session_status
from maestro_tui.protocol.models import Session

_SESSION: Final = argument_for(SESSION)
_TASK: Final = argument_for(TASK)


@click.command("create")
@project_option(required=True)
@tasks_option()
@click.option("--name", metavar="TEXT")
@click.option("--id", metavar="ID", help="An id of one's own.")
@click.option("--status", metavar="STATUS", help="idle (the default), working ...")
@click.option("--agent", "agentId", metavar="ID")
@option_for(SESSION, "--parent", help="The session it belongs to.")
@click.option("--env", "env", metavar="NAME=VALUE", multiple=True)
@asks_server
def create_session(
    server: Server,
    output: Output,
    /,
    project: str,
    tasks: Sequence[str],
    parent: str | None,
    env: Sequence[str],
    **members: str | None,
) -> None:
    """Make a session without a terminal, for an agent that runs elsewhere."""
    project_id = find_id(server, PROJECT, project)
    body = {
        "projectId": project_id,
        "taskIds": find_task_ids(server, tasks, project_id),
        "parentSessionId": find_optional_id(server, SESSION, parent),
        "env": read_variables(env),
        **members,
    }
    document = server.send("POST", "sessions", body)
    print_change(output, document, Session, lambda made: f"Created {made.id}  {made.name}")


@click.command("edit")
@_SESSION
@click.option("--name", metavar="TEXT")
@click.option("--status", metavar="STATUS", help="idle, working, completed, failed, stopped.")
@click.option("--agent", "agentId", metavar="ID")
@click.option("--waiting", metavar="QUESTION", help="Mark it as waiting for its user.")
@click.option("--not-waiting", is_flag=True, help="Mark it as waiting no more.")
@click.option("--env", metavar="NAME=VALUE", multiple=True, help="Add a variable, or change it.")
@asks_server
def edit_session(
    server: Server,
    output: Output,
    /,
    session: str,
    waiting: str | None,
    not_waiting: bool,
    env: Sequence[str],
    **members: str | None,
) -> None:
    """Change what is given of SESSION."""
    asked = {"active": True, "message": waiting} if waiting is not None else None
    body = {
        "needsInput": {"active": False} if not_waiting else asked,
        "env": read_variables(env),
        **members,
    }
    require_change(body)
    document = server.send("PATCH", SESSION.path_of(find_id(server, SESSION, session)), body)
    print_change(
        output, document, Session, lambda now: f"Changed {now.id}  {session_status(now)}  {now.name}"
    )


@click.command("add-task")
@_SESSION
@_TASK
@asks_server
def add_task(server: Server, output: Output, /, session: str, task: str) -> None:
    """Have SESSION work on TASK too."""
    _change_task(server, output, "POST", session, task)


@click.command("remove-task")
@_SESSION
@_TASK
@asks_server
def remove_task(server: Server, output: Output, /, session: str, task: str) -> None:
    """Have SESSION no longer work on TASK."""
    _change_task(server, output, "DELETE", session, task)


def _change_task(server: Server, output: Output, method: str, session: str, task: str) -> None:
    path = SESSION.path_of(find_id(server, SESSION, session))
    document = server.send(method, f"{path}/{TASK.path_of(find_id(server, TASK, task))}")
    print_change(
        output, document, Session, lambda now: f"Changed {now.id}  {len(now.task_ids)} tasks  {now.name}"
    )


@click.command("event")
@_SESSION
@click.argument("type_", metavar="TYPE")
@click.option("--data", metavar="JSON", help="What is to be known of it.")
@asks_server
def add_event(server: Server, output: Output, /, session: str, type_: str, data: str | None) -> None:
    """Note what a tool of the agent did, such as file_modified. It does not go into the timeline."""
    body = {"type": type_, "data": read_json(data, "--data")}
    answer = server.send("POST", f"{SESSION.path_of(find_id(server, SESSION, session))}/events", body)
    if output.as_json:
        output.json(answer)
