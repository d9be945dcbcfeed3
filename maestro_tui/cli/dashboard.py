"""``maestro-tui`` without a command: the dashboard."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from maestro_tui import logs, paths
from maestro_tui.cli.drawing import demand_terminal
from maestro_tui.conductor.conductor import Conductor
from maestro_tui.conductor.location import ServerLocation, given_url, own_server, server_at
from maestro_tui.protocol.ids import ProjectId
from maestro_tui.ui.preferences import PreferencesFile

if TYPE_CHECKING:
    from maestro_tui.conductor.spawning import SpawnPolicy


def open_dashboard(
    *,
    url: str | None = None,
    data_dir: str | None = None,
    project: str | None = None,
    spawn: str | None = None,
    read_only: bool = False,
) -> None:
    """Open the dashboard on the named server, or on our own one; the arguments are the options of the command.

    Raises:
        ConfigurationError: There is no terminal, or the URL or the data dir cannot be used.
    """
    directory = Path(data_dir).expanduser() if data_dir else paths.default_data_dir()
    named = given_url(url, os.environ)
    if named is not None:
        from maestro_tui.client.address import parse_address

        parse_address(named)
    demand_terminal("The dashboard", "Commands for scripts do without: maestro-tui --help")
    log = logs.log_to_file("dashboard")

    async def locate() -> ServerLocation:
        return await own_server(directory, os.environ) if named is None else server_at(named)

    conductor = Conductor(
        locate,
        policy=_policy_called(spawn) if spawn else None,
        is_read_only=read_only,
        is_hosted=True,
        decisions=paths.decisions_path(),
    )
    run_dashboard(
        conductor,
        project=ProjectId(project) if project else None,
        preferences=PreferencesFile(paths.preferences_path()),
    )
    _say_what_was_left(conductor, log)


def _policy_called(name: str) -> SpawnPolicy:
    from maestro_tui.conductor.spawning import SpawnPolicy

    return SpawnPolicy(name)


def run_dashboard(
    conductor: Conductor, *, project: ProjectId | None = None, preferences: PreferencesFile | None = None
) -> None:
    """Show the dashboard until its user leaves it.

    Args:
        conductor: What it shows.
        project: The project to show first, if it exists.
        preferences: Where its user's choices are kept; None keeps none.
    """
    # Until the first frame, when the app starts it again: what is imported is never garbage, and looking for garbage
    # among it is a fifth of the time to that frame.
    gc.disable()
    from maestro_tui.ui.app import MaestroApp

    MaestroApp(conductor, project=project, preferences=preferences).run()


def _say_what_was_left(conductor: Conductor, log: Path) -> None:
    reason = conductor.store.state.connection.reason
    if reason and not conductor.server_name:
        sys.stderr.write(f"maestro-tui: {reason} (log: {log})\n")
