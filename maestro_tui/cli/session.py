"""``maestro-tui session``: every REST call about sessions as a command. Starts no process itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import click

from maestro_tui.cli.bodies import read_json, read_variables, require_change
from maestro_tui.cli.choosing import argument_for, option_for, project_option, tasks_option
from maestro_tui.cli.listing import (
    ago,
    moment_of,
    page_options,
    print_change,
    print_deletion,
    print_document,
    print_listing,
)
from maestro_tui.cli.naming import PROJECT, SESSION, TASK, find_id, find_ids, find_optional_id
from maestro_tui.cli.output import Column, Output
from maestro_tui.cli.requesting import Server, asks_server
from maestro_tui.cli.spawning import spawn_session
from maestro_tui.cli.timelines import add_note, show_timeline
from maestro_tui.cli.watching import watch_session
from maestro_tui.protocol.models import Session
from maestro_tui.store.statuses import needs_input


def status_of(session: Session) -> str:
    """Give its status; that it waits for its user counts for more."""
    return "waiting" if needs_input(session) else session.status


def question_of(session: Session) -> str:
    """Give what its agent asks, if it waits for an answer."""
    asked = session.needs_input
    return asked.message or "" if asked is not None and needs_input(session) else ""


COLUMNS: Final = (
    Column[Session](title="ID", text=lambda session: session.id),
    Column[Session](title="STATUS", text=status_of, is_status=True),
    Column[Session](title="NAME", text=lambda session: session.name, least=12),
    Column[Session](title="TASKS", text=lambda session: str(len(session.task_ids) or "")),
    Column[Session](title="ASKS", text=question_of, least=8),
    Column[Session](title="STARTED", text=lambda session: ago(session.started_at or session.created_at)),
    Column[Session](title="HEARD", text=lambda session: ago(session.last_activity or session.updated_at)),
)

_SESSION: Final = argument_for(SESSION)
_TASK: Final = argument_for(TASK)


@click.group("session")
def command() -> None:
    """List, show, spawn and change sessions. A session is one agent at work on tasks."""


command.add_command(spawn_session)
command.add_command(show_timeline)
command.add_command(add_note)
command.add_command(watch_session)


@command.command("list")
@project_option()
@option_for(TASK, "--task", help="Only those working on it.")
@option_for(SESSION, "--parent", help="Only those that this one spawned.")
@click.option("--status", metavar="STATUS", help="Only these: working, or idle,working.")
@click.option("--active", is_flag=True, help="Only those that have not ended.")
@click.option("--waiting", is_flag=True, help="Only those that wait for their user.")
@page_options
@asks_server
def list_sessions(
    server: Server,
    output: Output,
    /,
    project: str | None,
    task: str | None,
    parent: str | None,
    active: bool,
    waiting: bool,
    **query: str | int | None,
) -> None:
    """List sessions, all or some."""
    narrowed = {
        # The original server of 2026-07 otherwise leaves out the timeline and more; others ignore it.
        "fields": "full",
        "projectId": find_optional_id(server, PROJECT, project),
        "taskId": find_optional_id(server, TASK, task),
        "parentSessionId": find_optional_id(server, SESSION, parent),
        "active": "true" if active else None,
        "needsInput": "true" if waiting else None,
    }
    print_listing(server, output, "sessions", Session, COLUMNS, {**narrowed, **query})


@command.command("show")
@_SESSION
@asks_server
def show_session(server: Server, output: Output, /, session: str) -> None:
    """Show SESSION: an id, the beginning of one, or a name."""
    document = server.get(SESSION.path_of(find_id(server, SESSION, session)))
    print_document(output, document, Session, _fields)


@command.command("create")
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
    body = {
        "projectId": find_id(server, PROJECT, project),
        "taskIds": find_ids(server, TASK, tasks) or [],
        "parentSessionId": find_optional_id(server, SESSION, parent),
        "env": read_variables(env),
        **members,
    }
    document = server.send("POST", "sessions", body)
    print_change(output, document, Session, lambda made: f"Created {made.id}  {made.name}")


@command.command("edit")
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
    print_change(output, document, Session, lambda now: f"Changed {now.id}  {status_of(now)}  {now.name}")


@command.command("delete")
@_SESSION
@asks_server
def delete_session(server: Server, output: Output, /, session: str) -> None:
    """Delete SESSION. Its terminal, if it has one, goes on."""
    id_ = find_id(server, SESSION, session)
    print_deletion(output, server.send("DELETE", SESSION.path_of(id_)), f"Deleted {id_}")


@command.command("add-task")
@_SESSION
@_TASK
@asks_server
def add_task(server: Server, output: Output, /, session: str, task: str) -> None:
    """Have SESSION work on TASK too."""
    _change_task(server, output, "POST", session, task)


@command.command("remove-task")
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


@command.command("event")
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


def _fields(session: Session) -> list[tuple[str, str | None]]:
    return [
        ("id", session.id),
        ("name", session.name),
        ("status", session.status),
        ("asks", question_of(session) or ("for input" if needs_input(session) else None)),
        ("project", session.project_id),
        ("tasks", "\n".join(session.task_ids)),
        ("parent", session.parent_session_id),
        ("strategy", session.strategy),
        ("agent", session.agent_id),
        ("machine", session.hostname),
        ("started", moment_of(session.started_at or session.created_at)),
        ("heard", moment_of(session.last_activity or session.updated_at)),
        ("completed", moment_of(session.completed_at)),
    ]
