"""The event log of a replay: what came over the wire then, and where in the recording one is."""

from __future__ import annotations

from textual.app import ComposeResult

from maestro_tui.conductor.replaying.player import Player
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.screens.event_log_screen import EventLogScreen
from maestro_tui.ui.widgets.key_bar import KeyBar
from maestro_tui.ui.widgets.replay_bar import ReplayBar


class ReplayLogScreen(EventLogScreen):
    """What came over the wire up to the place that is shown; pausing it pauses the replay.

    Args:
        scene: What is looked at.
        player: Plays the recording.
    """

    def __init__(self, scene: Scene, player: Player) -> None:
        super().__init__(scene)
        self._player = player

    def compose(self) -> ComposeResult:
        """The log, and above its keys where one is in the recording."""
        for part in super().compose():
            if isinstance(part, KeyBar):
                yield ReplayBar(self._player)
            yield part

    def action_pause(self) -> None:
        """Pause the replay, or go on."""
        self._player.toggle()
