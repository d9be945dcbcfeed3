"""``maestro-tui stop``: end what runs in the background."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from maestro_tui import paths
from maestro_tui.conductor.location import stop_own_server


@click.command("stop")
@click.option("--data-dir", metavar="DIR", help="Whose server. Default: DATA_DIR, else ~/.maestro/data.")
def command(data_dir: str | None) -> None:
    """End the background server of the data dir. What it has answered is on disk."""
    directory = Path(data_dir).expanduser() if data_dir else paths.default_data_dir()
    if asyncio.run(stop_own_server(directory)):
        click.echo(f"The server for {directory} has ended.")
    else:
        click.echo(f"No server runs for {directory}.")
