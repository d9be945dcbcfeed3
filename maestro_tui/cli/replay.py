"""``maestro-tui replay FILE``: the dashboard over recorded frames, or what is in them. Starts nothing."""

from __future__ import annotations

import gc
import math
from pathlib import Path
from typing import Final

import click
import msgspec

from maestro_tui.cli.drawing import demand_terminal
from maestro_tui.errors import ConfigurationError

SPEEDS: Final = {"1": 1.0, "2": 2.0, "4": 4.0, "8": 8.0, "16": 16.0, "32": 32.0, "64": 64.0, "max": math.inf}
"""What can be asked for, and how many seconds of the recording that is in one."""


@click.command("replay")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--summary", is_flag=True, help="Print counts as one JSON object instead.")
@click.option(
    "--speed",
    type=click.Choice(list(SPEEDS)),
    default="1",
    show_default=True,
    help="How many times as fast as it was.",
)
@click.option("--paused", is_flag=True, help="Stand before the first frame.")
def command(file: Path, summary: bool, speed: str, paused: bool) -> None:
    """Show FILE on the dashboard: recorded frames, one JSON document a line, as `maestro-tui record` writes them.

    No server is needed, and no program of a recorded session is started. p pauses, . and , step, } and { change the
    speed.
    """
    if summary:
        _print_summary(file)
    else:
        _open_replay(file, speed=SPEEDS[speed], is_paused=paused)


def _print_summary(file: Path) -> None:
    from maestro_tui.conductor.summary import summarize

    try:
        with file.open("rb") as lines:
            counts = summarize(lines)
    except OSError as error:
        raise ConfigurationError(f"Cannot read {file}: {error.strerror}.") from error
    click.echo(msgspec.json.encode(counts))


def _open_replay(file: Path, *, speed: float, is_paused: bool) -> None:
    from maestro_tui import logs, paths
    from maestro_tui.conductor.replaying.preparing import prepare_replay
    from maestro_tui.conductor.replaying.recording import Recording

    recording = Recording.open(file)
    try:
        demand_terminal("A replay", "`maestro-tui replay --summary FILE` does without.")
    except ConfigurationError:
        recording.close()
        raise
    logs.log_to_file("replay")
    replay = prepare_replay(recording, speed=speed, is_paused=is_paused)
    # As with the dashboard: the application starts it again after the first frame.
    gc.disable()
    from maestro_tui.ui.preferences import PreferencesFile
    from maestro_tui.ui.replay_app import ReplayApp

    ReplayApp(replay, preferences=PreferencesFile(paths.preferences_path(), is_kept=False)).run()
