"""``maestro-tui serve``: the server in the foreground."""

from __future__ import annotations

import os
from pathlib import Path

import click

from maestro_tui import logs, paths
from maestro_tui.errors import ConfigurationError


@click.command("serve")
@click.option("--host", metavar="H", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", metavar="N", type=int, help="The port; 0 for any free one. Default: PORT, else 3000.")
@click.option("--data-dir", metavar="DIR", help="Where the data is. Default: DATA_DIR, else ~/.maestro/data.")
@click.option("--no-auth", is_flag=True, help="Ask for no token, as the original server; loopback only.")
def command(host: str, port: int | None, data_dir: str | None, no_auth: bool) -> None:
    """Run the server until it is interrupted. Its first line says where it listens."""
    from maestro_tui.server.runner import run_server
    from maestro_tui.server.settings import ServerSettings

    directory = Path(data_dir).expanduser().absolute() if data_dir else paths.default_data_dir().absolute()
    logs.log_to_stderr()
    run_server(
        ServerSettings(
            data_dir=directory,
            session_dir=paths.session_dir(directory),
            host=host,
            port=_port(port),
            auth=not no_auth,
            public_url=os.environ.get("SERVER_URL") or None,
            agent_command=os.environ.get("MAESTRO_AGENT_COMMAND") or "claude",
        )
    )


def _port(given: int | None) -> int:
    if given is not None:
        return given
    named = os.environ.get("PORT") or "3000"
    try:
        return int(named)
    except ValueError as error:
        raise ConfigurationError(f"PORT is {named!r}, which is no port: set it to a number.") from error
