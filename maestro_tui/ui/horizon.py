"""Until when all that is shown stays true if nothing happens but time: so long nobody has to look. Pure."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Final

from maestro_tui.ui.text.ages import SECOND, grain, next_age_at

MOST_LATE: Final = 5 * SECOND
"""How late an age in minutes or more may be drawn, so that many are drawn at once."""


class Horizon:
    """The next moment at which something that is shown will look different. Milliseconds since the epoch."""

    def __init__(self) -> None:
        self.at = inf
        self.on_nearer: Callable[[], None] | None = None
        """Called when it has come nearer."""

    def note(self, moment: float) -> None:
        """Take down that something will look different from a moment on."""
        if moment < self.at:
            self.at = moment
            if self.on_nearer is not None:
                self.on_nearer()

    def note_age(self, since: float | None, now: float, *, is_long: bool = False) -> None:
        """Take down that an age is shown, in one unit or in two."""
        if since:
            late = min(MOST_LATE, grain(now - since, is_long=is_long) / 10)
            self.note(next_age_at(since, now, is_long=is_long) + late)

    def clear(self) -> None:
        """Forget what was taken down: all that is shown is about to be looked at."""
        self.at = inf
