"""The line of a replay: where in the recording one is, how fast it goes, and by which keys that changes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from textual.message import Message

from maestro_tui.ui.later import call_after
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.text.ages import clock_time, day_of
from maestro_tui.ui.widgets.line import Bar, Spot, blank, width_of_all

if TYPE_CHECKING:
    from asyncio import TimerHandle
    from collections.abc import Callable

    from maestro_tui.conductor.replaying.player import Player

KEYS: Final = (
    ((("p", "p"),), "pause"),
    (((",", "comma"), (".", "full_stop")), "step"),
    ((("{", "left_curly_bracket"), ("}", "right_curly_bracket")), "speed"),
)
"""The keys as they are written and as they are called, and what they change."""

LEAST_LINE: Final = 8
"""With fewer cells a line says nothing of how far one is."""
LONGEST_LINE: Final = 60
MARGIN: Final = 2
OFTEN: Final = 1 / 10
"""Seconds between two looks at where the replay is, while it moves."""
PLACE: Final = "place "


class ReplayBar(Bar):
    """Where a replay is. A click on the line goes there, a click on a key presses it."""

    DEFAULT_CSS = """
    ReplayBar {
        background: $surface;
    }
    """

    class PlaceChosen(Message):
        """The user wants to go to another place of the recording."""

        def __init__(self, position: int) -> None:
            super().__init__()
            self.position = position
            """After how many frames."""

    def __init__(self, player: Player) -> None:
        super().__init__(id="replay")
        self._player = player
        self._timer: TimerHandle | None = None
        self._stops: list[Callable[[], None]] = []

    def on_mount(self) -> None:
        """Look at where the replay is for as long as it moves."""
        self._stops = [self._player.on_turn.connect(self._look)]
        self._look()

    def on_unmount(self) -> None:
        """Look no more."""
        for stop in self._stops:
            stop()

    def _look(self) -> None:
        self.recheck()
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if self._player.is_at_rest else call_after(self, OFTEN, self._look)

    def spots(self, width: int) -> list[Spot]:
        """Say how it goes, where it is, and how to change that; with little room, in fewer words."""
        words = next((words for words in (2, 1) if self._room(width, words) >= LEAST_LINE), 0)
        room = self._room(width, words)
        line = self._line(min(room, LONGEST_LINE)) if room >= LEAST_LINE else []
        times, keys = self._times(words), _keys(words)
        parts = [*self._where(words), blank(MARGIN), *line, blank(MARGIN if line else 0), *times]
        return [*parts, blank(width - width_of_all([*parts, *keys])), *keys]

    def _room(self, width: int, words: int) -> int:
        """Tell how many cells the line can have beside so many words."""
        return width - width_of_all([*self._where(words), *self._times(words), *_keys(words)]) - 2 * MARGIN

    def choose(self, target: str) -> None:
        """Go to the place, or press the key."""
        if target.startswith(PLACE):
            self.post_message(self.PlaceChosen(int(target.removeprefix(PLACE))))
        else:
            self.app.simulate_key(target)

    def _where(self, words: int) -> list[Spot]:
        player = self._player
        speed = "max" if math.isinf(player.speed) else f"{player.speed:.0f}x"
        count = f"{player.count:,}"
        place = f" {player.position:>{len(count)},} of {count}{' frames' if words else ''}"
        return [
            Spot((self._state(), Cell(f"{speed:>4} ", Tone.MUTED)), "p"),
            Spot((Cell(place, Tone.PLAIN),)),
        ]

    def _state(self) -> Cell:
        player = self._player
        if player.target is not None:
            return Cell(" » going  ", Tone.ACCENT)
        if player.is_at_end:
            return Cell(" ■ at end ", Tone.STRONG)
        return Cell(" ‖ paused ", Tone.STRONG) if player.is_paused else Cell(" ▶ playing", Tone.ACCENT)

    def _times(self, words: int) -> list[Spot]:
        player = self._player
        bad = player.reel.recording.bad_count
        cells = [
            Cell(f"{bad:,} {'unreadable' if words else 'bad'}  " if bad else "", Tone.FAILED),
            Cell(f"{day_of(player.now)} " if words > 1 else "", Tone.MUTED),
            Cell(f"{clock_time(player.now)}  ", Tone.STRONG),
        ]
        return [Spot(tuple(cell for cell in cells if cell.text))]

    def _line(self, width: int) -> list[Spot]:
        """Draw how far it is; each cell is a place of its own."""
        player = self._player
        done = round(player.position / player.count * width)
        return [
            Spot(
                (Cell("━", Tone.ACCENT) if cell < done else Cell("─", Tone.FAINT),),
                f"{PLACE}{round((cell + 1) / width * player.count)}",
            )
            for cell in range(width)
        ]


def _keys(words: int) -> list[Spot]:
    """Give the keys, and if there is room what they do; a click on either presses the key."""
    spots: list[Spot] = []
    for keys, meaning in KEYS:
        for shown, key in keys:
            spots += [Spot((Cell(shown, Tone.ACCENT),), key), blank(1)]
        spots.append(Spot((Cell(f"{meaning}  " if words else "", Tone.MUTED),), keys[-1][1]))
    return spots
