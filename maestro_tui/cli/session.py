"""``maestro-tui session``: every REST call about sessions as a command."""

from __future__ import annotations

from typing import Final

import click

from maestro_tui.cli.choosing import argument_for, option_for, project_option
from maestro_tui.cli.listing import page_options, print_deletion, print_document, print_listing
from maestro_tui.cli.naming import PROJECT, SESSION, TASK, find_id, find_optional_id
from maestro_tui.cli.output import Output
from maestro_tui.cli.requesting import Server, asks_server
from maestro_tui.cli.session_changes import add_event, add_task, create_session, edit_session, remove_task
from maestro_tui.cli.spawning import spawn_session
from maestro_tui.cli.timelines import add_note, show_timeline
from maestro_tui.cli.views import SESSION_COLUMNS, session_fields
from maestro_tui.cli.watching import watch_session
from maestro_tui.protocol.models import Session

_SESSION: Final = argument_for(SESSION)


@click.group("session")
def command() -> None:
    """List, show, spawn and change sessions. A session is one agent at work on tasks."""


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
    print_listing(server, output, "sessions", Session, SESSION_COLUMNS, {**narrowed, **query})


@command.command("show")
@_SESSION
@asks_server
def show_session(server: Server, output: Output, /, session: str) -> None:
    """Show SESSION: an id, the beginning of one, or a name."""
    document = server.get(SESSION.path_of(find_id(server, SESSION, session)))
    print_document(output, document, Session, session_fields)


@command.command("delete")
@_SESSION
@asks_server
def delete_session(server: Server, output: Output, /, session: str) -> None:
    """Delete SESSION. Its terminal, if it has one, goes on."""
    id_ = find_id(server, SESSION, session)
    print_deletion(output, server.send("DELETE", SESSION.path_of(id_)), f"Deleted {id_}")


for _command in (
    create_session,
    edit_session,
    spawn_session,
    show_timeline,
    add_note,
    watch_session,
    add_task,
    remove_task,
    add_event,
):
    command.add_command(_command)
