"""``maestro-tui stop``: end what runs in the background."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from maestro_tui import paths
from maestro_tui.cli.terminals import NOTHING_RUNS, chosen_terminal, reached_host
from maestro_tui.conductor.location import stop_own_server
from maestro_tui.errors import PaneError
from maestro_tui.protocol.described import printable

if TYPE_CHECKING:
    from maestro_tui.terminal.host.messages import TerminalInfo

MOST_NAMED: Final = 8


@click.command("stop")
@click.argument("session", required=False)
@click.option(
    "--data-dir", metavar="DIR", help="Only the server of this data dir, and the terminals of its sessions."
)
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
def command(session: str | None, data_dir: str | None, yes: bool) -> None:
    """End the terminal of SESSION with all that runs in it.

    Without a session: end all terminals, what keeps them, and the background server of the data dir (DATA_DIR, else
    ~/.maestro/data). What the server has answered is on disk. Asks first if anything runs in those terminals, when
    there is somebody to ask.
    """
    if session is not None:
        asyncio.run(_stop_terminal(session))
        return
    directory = Path(data_dir).expanduser().absolute() if data_dir else paths.default_data_dir()
    # First the terminals: the server is told how they ended.
    asyncio.run(
        _stop_terminals(str(directory) if data_dir else None, is_asked=not yes and sys.stdin.isatty())
    )
    if asyncio.run(stop_own_server(directory)):
        click.echo(f"The server for {directory} has ended.")
    else:
        click.echo(f"No server runs for {directory}.")


async def _stop_terminal(session: str) -> None:
    async with reached_host() as host:
        if host is None:
            raise PaneError(NOTHING_RUNS)
        terminal = chosen_terminal(await host.list(), session)
        await host.end(terminal.session_id)
        click.echo(f"The terminal of {terminal.session_id} has ended.")


async def _stop_terminals(of: str | None, *, is_asked: bool) -> None:
    """End the terminals of the sessions of one data dir, or all with what keeps them."""
    async with reached_host(any_version=of is None) as host:
        if host is None:
            return
        live = [each for each in await host.list() if each.is_live and (of is None or each.server == of)]
        if live and is_asked:
            click.confirm(_question(live), abort=True)
        if of is None:
            await host.stop()
            await host.wait_closed()
            click.echo(f"The terminal host has ended{f', and {_count(live)}' if live else ''}.")
        elif live:
            await asyncio.gather(*(host.end(each.session_id) for each in live))
            click.echo(f"Ended: {_count(live)} of the sessions of {of}.")


def _question(live: Sequence[TerminalInfo]) -> str:
    names = [printable(each.name or each.session_id) for each in live[:MOST_NAMED]]
    more = f" and {len(live) - MOST_NAMED} more" if len(live) > MOST_NAMED else ""
    return f"This ends {_count(live)} with all that runs in them: {', '.join(names)}{more}. Go on?"


def _count(live: Sequence[TerminalInfo]) -> str:
    return f"{len(live)} {'terminal' if len(live) == 1 else 'terminals'}"
