"""A conductor without a server, and the player that feeds it: what a dashboard needs to show a recording."""

from __future__ import annotations

import time
from typing import NamedTuple

from maestro_tui.conductor.conductor import Conductor
from maestro_tui.conductor.replaying.pace import Pace
from maestro_tui.conductor.replaying.player import Player
from maestro_tui.conductor.replaying.recording import Recording
from maestro_tui.conductor.replaying.reel import Reel


class Replay(NamedTuple):
    """A recording that is ready to be shown."""

    conductor: Conductor
    """Holds what was known then, and has the time of the recording."""
    player: Player
    """Not started yet."""


def prepare_replay(recording: Recording, *, speed: float = 1.0, is_paused: bool = False) -> Replay:
    """Put together what shows a recording; nothing is shown of it yet."""
    pace = Pace(time.monotonic, speed=speed, is_paused=is_paused)
    conductor = Conductor.offline(lambda: pace.now)
    conductor.server_name = recording.file.name
    return Replay(conductor, Player(Reel(recording, conductor.store, conductor.wire), pace))
