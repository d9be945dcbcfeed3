"""``maestro-tui url``: where the server listens, for scripts."""

from __future__ import annotations

from pathlib import Path

import click

from maestro_tui import paths
from maestro_tui.conductor.location import running_server
from maestro_tui.errors import UnreachableError


@click.command("url")
@click.option("--data-dir", metavar="DIR", help="Whose server. Default: DATA_DIR, else ~/.maestro/data.")
@click.option("--with-token", is_flag=True, help="Print the base URL that carries the token: a secret.")
def command(data_dir: str | None, with_token: bool) -> None:
    """Print the URL of the server that runs for the data dir."""
    directory = Path(data_dir).expanduser() if data_dir else paths.default_data_dir()
    location = running_server(directory)
    if location is None:
        raise UnreachableError(f"No server runs for {directory}: start one with `maestro-tui serve`.")
    has_token = with_token and location.token is not None
    click.echo(f"{location.url}/t/{location.token}" if has_token else location.url)
