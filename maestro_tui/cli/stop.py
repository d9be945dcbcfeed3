"""``maestro-tui stop``: end what runs in the background."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from maestro_tui import paths
from maestro_tui.cli.terminals import NOTHING_RUNS, chosen_terminal, reached_host
from maestro_tui.conductor.location import stop_own_server
from maestro_tui.errors import PaneError


@click.command("stop")
@click.argument("session", required=False)
@click.option("--data-dir", metavar="DIR", help="Whose server. Default: DATA_DIR, else ~/.maestro/data.")
def command(session: str | None, data_dir: str | None) -> None:
    """End the terminal of SESSION with all that runs in it.

    Without a session: end all terminals, what keeps them, and the background server of the data dir. What the server
    has answered is on disk.
    """
    if session is not None:
        asyncio.run(_stop_terminal(session))
        return
    directory = Path(data_dir).expanduser() if data_dir else paths.default_data_dir()
    # First the terminals: the server is told how they ended.
    asyncio.run(_stop_terminals())
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


async def _stop_terminals() -> None:
    async with reached_host(any_version=True) as host:
        if host is None:
            return
        live = sum(terminal.is_live for terminal in await host.list())
        await host.stop()
        await host.wait_closed()
        ended = f", and {live} {'terminal' if live == 1 else 'terminals'}" if live else ""
        click.echo(f"The terminal host has ended{ended}.")
