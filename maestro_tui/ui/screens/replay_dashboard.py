"""The dashboard over a recording: one line more, which says where in it one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from maestro_tui.conductor.conductor import Conductor
from maestro_tui.conductor.replaying.player import Player
from maestro_tui.ui.outside.alerts import TITLE
from maestro_tui.ui.remembering import Remembering
from maestro_tui.ui.screens.dashboard import Dashboard
from maestro_tui.ui.screens.panels import WIDE
from maestro_tui.ui.widgets.key_bar import KeyBar
from maestro_tui.ui.widgets.pane_strip import PaneStrip
from maestro_tui.ui.widgets.replay_bar import ReplayBar

if TYPE_CHECKING:
    from maestro_tui.ui.screens.replay_log_screen import ReplayLogScreen


class ReplayDashboard(Dashboard):
    """The main screen of a replay."""

    def __init__(
        self,
        conductor: Conductor,
        player: Player,
        *,
        columns: int = WIDE,
        remembering: Remembering | None = None,
    ) -> None:
        super().__init__(conductor, columns=columns, remembering=remembering)
        self.player = player
        # Who waited then does not wait now: nobody is called for it.
        self.feed.outside.told = {TITLE}

    def compose(self) -> ComposeResult:
        """The dashboard, and above its keys where one is in the recording."""
        for part in super().compose():
            if isinstance(part, KeyBar):
                yield ReplayBar(self.player)
            yield part

    async def mount_hidden(self) -> None:
        """Add what is not seen at first; nobody can type into the terminals."""
        await super().mount_hidden()
        self.terminals.view.can_focus = False

    def make_log(self) -> ReplayLogScreen:
        """Make the event log of a replay."""
        from maestro_tui.ui.screens.replay_log_screen import ReplayLogScreen

        return ReplayLogScreen(self.scene, self.player)

    def on_pane_strip_pane_put_away(self, event: PaneStrip.PanePutAway) -> None:
        """Leave the terminal there: it belongs to the recording."""
        event.prevent_default()
        self.deeds.refuses()

    def _enter_terminal(self) -> None:
        """Show the terminal: there is no program in it that could be given the keyboard."""
        self.go("panes")
        self.say("This is a recording: its program is not running now.")
