"""Arguments and options that name a project, a task, a session, and what a shell offers for them on Tab."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import click
from click.shell_completion import CompletionItem

from maestro_tui.cli.naming import PROJECT, TASK, Kind, name_of, read_all
from maestro_tui.cli.requesting import Server, locate_server
from maestro_tui.client.answers import Model
from maestro_tui.errors import MaestroError
from maestro_tui.protocol.described import printable

Decorator: TypeAlias = Callable[[Callable[..., Any]], Callable[..., Any]]

_LONGEST_NAME = 60


def argument_for(kind: Kind[Model]) -> Decorator:
    """Make the argument that names one of a kind."""
    return click.argument(kind.word, shell_complete=completion_of(kind))


def option_for(kind: Kind[Model], flag: str, *, help: str, **attributes: Any) -> Decorator:  # noqa: A002, ANN401
    """Make an option that names one of a kind."""
    return click.option(
        flag, metavar=kind.word.upper(), shell_complete=completion_of(kind), help=help, **attributes
    )


def project_option(*, required: bool = False) -> Decorator:
    """Make the option that names the project; the original's variable for it counts."""
    return option_for(
        PROJECT,
        "--project",
        envvar="MAESTRO_PROJECT_ID",
        required=required,
        help="Default: MAESTRO_PROJECT_ID.",
    )


def tasks_option(*, required: bool = False) -> Decorator:
    """Make the option that names what a session works on, and may be given several times."""
    return click.option(
        "--task", "tasks", metavar="TASK", multiple=True, required=required,
        shell_complete=completion_of(TASK), help="What it works on; may be given several times.",
    )  # fmt: skip


def completion_of(kind: Kind[Model]) -> Callable[..., list[CompletionItem[str]]]:
    """Make what a shell asks for ids that begin as typed, with names beside them; silent when it fails."""

    def complete(
        ctx: click.Context, _parameter: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        try:
            with Server(locate_server(ctx.params.get("url"), ctx.params.get("data_dir"))) as server:
                items = read_all(server, kind)
        except MaestroError:
            return []
        return [
            CompletionItem(item.id, help=printable(name_of(item), _LONGEST_NAME))
            for item in items
            if item.id.startswith(incomplete)
        ]

    return complete
