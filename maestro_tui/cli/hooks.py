"""``maestro-tui hooks``: an agent's own hook configuration that reports start, waiting for input, and end."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from maestro_tui.cli.agent_hooks import AGENTS, Agent, hook_command
from maestro_tui.cli.settings_file import read_settings, with_hooks, without_hooks, write_settings


@click.command("hooks")
@click.argument("agent", type=click.Choice(list(AGENTS)))
@click.option("--install", is_flag=True, help="Put it into the agent's settings file, beside what is there.")
@click.option("--remove", is_flag=True, help="Take it out of the agent's settings file again.")
@click.option("--file", type=click.Path(path_type=Path, dir_okay=False), help="Another settings file.")
def command(agent: str, install: bool, remove: bool, file: Path | None) -> None:
    """Print the hook configuration of AGENT that reports what it does; or install it.

    The hooks do something only in an agent that Maestro spawned.
    """
    if install and remove:
        raise click.UsageError("Either --install or --remove.")
    kind = AGENTS[agent]
    path = (file or kind.settings_file(os.environ)).expanduser()
    hooks = kind.hooks(hook_command(agent, program()))
    if install or remove:
        _change(agent, kind, path, hooks if install else None)
        return
    click.echo(msgspec.json.format(msgspec.json.encode({"hooks": hooks}), indent=2))
    if sys.stdout.isatty():
        click.echo(f"Goes into {path}: `maestro-tui hooks {agent} --install` puts it there.", err=True)


def program() -> str:
    """Give how a shell starts this program: by its name, if every shell of the user finds that."""
    found = shutil.which("maestro-tui")
    if found is None:
        return f"{shlex.quote(sys.executable)} -m maestro_tui"
    # An environment that is activated here is not activated in the terminal of an agent.
    return shlex.quote(found) if Path(found).is_relative_to(sys.prefix) else "maestro-tui"


def _change(agent: str, kind: Agent, path: Path, hooks: dict[str, Any] | None) -> None:
    before = read_settings(path)
    after = without_hooks(before, agent) if hooks is None else with_hooks(before, agent, hooks)
    if after == before:
        click.echo(f"{path} is as it should be.")
        return
    copy = write_settings(path, after)
    done = f"{kind.title} reports no more" if hooks is None else f"{kind.title} reports from now on"
    click.echo(f"{done}: {path}{f' (before: {copy})' if copy else ''}.")
    if hooks is not None and kind.advice:
        click.echo(kind.advice)
