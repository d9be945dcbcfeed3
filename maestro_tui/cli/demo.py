"""``maestro-tui demo``: what a newcomer runs first. Leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from maestro_tui import logs, paths
from maestro_tui.cli.dashboard import run_dashboard
from maestro_tui.cli.drawing import demand_terminal
from maestro_tui.conductor.conductor import Conductor
from maestro_tui.conductor.location import ServerLocation, own_server, stop_own_server
from maestro_tui.conductor.spawning import SpawnPolicy
from maestro_tui.demo.scenario import DEFAULT_AGENTS
from maestro_tui.ui.preferences import PreferencesFile


@click.command("demo")
@click.option(
    "--agents", metavar="N", type=click.IntRange(1, 50), default=DEFAULT_AGENTS, show_default=True,
    help="How many agents come on.",
)  # fmt: skip
@click.option("--pace", type=click.FloatRange(0.01, 10), default=1.0, hidden=True)
def command(agents: int, pace: float) -> None:
    """Show the dashboard on a server of its own, with simulated agents in real terminals."""
    demand_terminal("The demo")
    with (
        tempfile.TemporaryDirectory(prefix="maestro-tui-demo-") as directory,
        _stage(Path(directory), agents=agents, pace=pace) as location,
    ):
        logs.log_to_file("demo", directory=Path(directory))

        async def locate() -> ServerLocation:
            return location

        look = PreferencesFile(paths.preferences_path(), is_kept=False)
        run_dashboard(Conductor(locate, policy=SpawnPolicy.ALLOW), preferences=look)


@contextmanager
def _stage(directory: Path, *, agents: int, pace: float) -> Iterator[ServerLocation]:
    """Run a server on a fresh data dir, and beside it who directs the agents; end both."""
    data_dir, work_dir = directory / "data", directory / "work"
    data_dir.mkdir()
    work_dir.mkdir()
    location = asyncio.run(own_server(data_dir, os.environ))
    director = subprocess.Popen(
        [
            sys.executable, "-m", "maestro_tui.demo.director", "--directory", str(work_dir),
            "--agents", str(agents), "--pace", str(pace),
        ],
        env={**os.environ, "MAESTRO_SERVER_URL": location.url, "MAESTRO_DEMO_TOKEN": location.token or ""},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        yield location
    finally:
        director.terminate()
        director.wait()
        asyncio.run(stop_own_server(data_dir))
        shutil.rmtree(paths.runtime_dir(data_dir), ignore_errors=True)
        with suppress(OSError):
            # Only if nothing else of this user's runs.
            paths.runtime_dir(data_dir).parent.rmdir()
