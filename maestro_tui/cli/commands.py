"""The group of all commands. No command is imported before it is called."""

from __future__ import annotations

import importlib
import sys
from typing import Any, Final

import click

from maestro_tui import __version__
from maestro_tui.errors import ConfigurationError, MaestroError

COMMANDS: Final = {
    "demo": "the dashboard on a server of its own, with simulated agents",
    "serve": "the server, in the foreground",
    "tail": "events as they come, one a line",
    "replay": "the dashboard over a file of recorded frames, or what is in it",
    "ps": "the terminals that are kept in the background",
    "attach": "one of them in this terminal, without the dashboard",
    "stop": "end one of them, or all of them and the background server",
    "url": "where the server of the data dir listens",
    "project": "list, show and change projects",
    "task": "list, show and change tasks",
    "session": "list, show, spawn and change sessions",
    "report": "what an agent tells of its work, from within its session",
    "hooks": "have claude, codex or gemini report when they wait and when they end",
    "record": "frames of the event stream into a file",
    "doctor": "what is wrong here, and what to do about it",
    "completion": "the completion script for bash, zsh or fish",
}
"""Commands and what the overview says of them; each is ``cli/<name>.py`` with a ``command`` in it."""


class LazyGroup(click.Group):
    """A group that knows its commands by name, and imports one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"maestro_tui.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the overview out of the table, without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option("--url", metavar="URL", help="The server to use; default: MAESTRO_SERVER_URL, else our own.")
@click.option("--data-dir", metavar="DIR", help="Where our own server keeps its data (~/.maestro/data).")
@click.option("--project", metavar="ID", help="Show only this project at first.")
@click.option(
    "--spawn",
    type=click.Choice(["ask", "allow", "deny"]),
    help="What to do when the server asks for a terminal: default is allow for our own server, else ask.",
)
@click.option("--read-only", is_flag=True, help="Look, but change nothing and start nothing.")
@click.version_option(__version__, prog_name="maestro-tui")
@click.pass_context
def main(ctx: click.Context, /, **options: Any) -> None:  # noqa: ANN401  # passed on as given
    """Run many coding agents at once: live tables, timelines, and real terminals.

    Without a command it opens the dashboard, and starts a server in the background if none is named.
    """
    if ctx.invoked_subcommand is None:
        from maestro_tui.cli.dashboard import open_dashboard

        open_dashboard(**options)


def run_command() -> None:
    """Run the command that the arguments name; ends the program where that is all there is to it.

    Raises:
        MaestroError: What the command has to say to the user.
    """
    try:
        # What a command gives to `ctx.exit` comes back as a value here, and is no exit yet.
        code = main(prog_name="maestro-tui", standalone_mode=False)
        if isinstance(code, int) and code:
            sys.exit(code)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx is not None else "maestro-tui"
        raise ConfigurationError(f"{error.format_message()} See `{command} --help`.") from error
    except click.ClickException as error:
        raise MaestroError(error.format_message()) from error
