"""``maestro-tui project``: every REST call about projects as a command."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from maestro_tui.cli.bodies import require_change
from maestro_tui.cli.choosing import argument_for
from maestro_tui.cli.listing import print_change, print_deletion, print_document, print_listing
from maestro_tui.cli.naming import PROJECT, find_id
from maestro_tui.cli.output import Output
from maestro_tui.cli.requesting import Server, asks_server
from maestro_tui.cli.views import PROJECT_COLUMNS, project_fields
from maestro_tui.protocol.models import Project


def absolute(_ctx: click.Context, _parameter: click.Parameter, directory: str | None) -> str | None:
    """Take a directory as the user's shell would: the server has a working directory of its own."""
    return None if directory is None else str(Path(directory).expanduser().absolute())


_PROJECT: Final = argument_for(PROJECT)


@click.group("project")
def command() -> None:
    """List, show and change projects. A project is a directory with tasks."""


@command.command("list")
@asks_server
def list_projects(server: Server, output: Output, /) -> None:
    """List all projects."""
    print_listing(server, output, "projects", Project, PROJECT_COLUMNS)


@command.command("show")
@_PROJECT
@asks_server
def show_project(server: Server, output: Output, /, project: str) -> None:
    """Show PROJECT: an id, the beginning of one, or a name."""
    document = server.get(PROJECT.path_of(find_id(server, PROJECT, project)))
    print_document(output, document, Project, project_fields)


@command.command("create")
@click.argument("name")
@click.option(
    "--dir", "workingDir", metavar="DIR", default=".", callback=absolute,
    help="Where its agents work. Default: here.",
)  # fmt: skip
@click.option("--description", metavar="TEXT")
@asks_server
def create_project(server: Server, output: Output, /, **members: str | None) -> None:
    """Make a project called NAME."""
    document = server.send("POST", "projects", members)
    print_change(output, document, Project, lambda made: f"Created {made.id}  {made.name}")


@command.command("edit")
@_PROJECT
@click.option("--name", metavar="TEXT")
@click.option("--dir", "workingDir", metavar="DIR", callback=absolute, help="Where its agents work.")
@click.option("--description", metavar="TEXT")
@asks_server
def edit_project(server: Server, output: Output, /, project: str, **members: str | None) -> None:
    """Change what is given of PROJECT."""
    require_change(members)
    document = server.send("PUT", PROJECT.path_of(find_id(server, PROJECT, project)), members)
    print_change(output, document, Project, lambda changed: f"Changed {changed.id}  {changed.name}")


@command.command("delete")
@_PROJECT
@asks_server
def delete_project(server: Server, output: Output, /, project: str) -> None:
    """Delete PROJECT. Servers refuse while it has tasks or sessions."""
    id_ = find_id(server, PROJECT, project)
    print_deletion(output, server.send("DELETE", PROJECT.path_of(id_)), f"Deleted {id_}")
