"""The application over a recording: the same dashboard, and what one does with a recording beside it."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from maestro_tui.conductor.replaying.preparing import Replay
from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.app import MaestroApp
from maestro_tui.ui.preferences import PreferencesFile
from maestro_tui.ui.screens.dashboard import Dashboard
from maestro_tui.ui.screens.replay_dashboard import ReplayDashboard
from maestro_tui.ui.widgets.replay_bar import ReplayBar


class ReplayApp(MaestroApp):
    """A dashboard that shows what was recorded.

    Args:
        replay: What it shows; begins to play once the first frame is on the screen.
        preferences: Where the look its user has chosen is read from; None has the usual one.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings("replay")
    """The keys of the place ``replay`` in the registry of actions: they work on other screens too."""
    PLACES = MaestroApp.PLACES | {"replay"}

    def __init__(self, replay: Replay, *, preferences: PreferencesFile | None = None) -> None:
        super().__init__(replay.conductor, preferences=preferences)
        self.player = replay.player

    def make_dashboard(self) -> Dashboard:
        """Make the dashboard of a replay."""
        return ReplayDashboard(
            self.conductor, self.player, columns=self.size.width, remembering=self._remembering
        )

    async def begin(self) -> None:
        """Begin to play."""
        await super().begin()
        self.player.start()

    async def on_unmount(self) -> None:
        """Play no more."""
        await self.player.stop()

    def on_replay_bar_place_chosen(self, event: ReplayBar.PlaceChosen) -> None:
        """Go to a place that was clicked on."""
        self.player.go_to(event.position)

    def action_pause_replay(self) -> None:
        """Pause, or go on."""
        self.player.toggle()

    def action_step_replay(self, count: int) -> None:
        """Go so many frames on, or back."""
        self.player.step(count)

    def action_speed_replay(self, step: int) -> None:
        """Play faster, or slower."""
        self.player.change_speed(step)

    def action_free_replay(self) -> None:
        """Play as fast as it goes."""
        self.player.run_free()

    def action_go_in_replay(self, place: str) -> None:
        """Go to the start, or to the end."""
        self.player.go_to(0 if place == "start" else self.player.count)
