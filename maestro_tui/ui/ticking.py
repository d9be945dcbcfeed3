"""Looks at what is shown when time has changed how it looks, and lets the processor sleep until then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from maestro_tui.ui.horizon import Horizon
from maestro_tui.ui.text.ages import SECOND

if TYPE_CHECKING:
    from asyncio import TimerHandle


SOONEST: Final = SECOND
"""The time between two looks at least: no age is shown in less."""

LATEST: Final = 15 * SECOND
"""The time between two looks at most: clocks are set, machines sleep, and what nobody foresaw is to be seen, too."""


class Ticking:
    """Calls `tick` when the horizon is reached, at most once a second.

    Args:
        later: Has something called after so many seconds, unless it is cancelled.
        horizon: Says when. It is cleared before each call, in which all that is shown is looked at.
        now: Gives the time, as the horizon counts it.
        tick: What is called.
    """

    def __init__(
        self,
        later: Callable[[float, Callable[[], None]], TimerHandle],
        horizon: Horizon,
        now: Callable[[], float],
        tick: Callable[[], None],
    ) -> None:
        self._later = later
        self._horizon = horizon
        self._now = now
        self._tick = tick
        self._timer: TimerHandle | None = None
        self._looked = self._planned = now()

    def start(self) -> None:
        """Call from now on."""
        self._horizon.on_nearer = self._come_sooner
        self._plan()

    def stop(self) -> None:
        """Call no more."""
        self._horizon.on_nearer = None
        if self._timer is not None:
            self._timer.cancel()

    def _come_sooner(self) -> None:
        if self._timer is not None and self._moment() < self._planned:
            self._timer.cancel()
            self._plan()

    def _moment(self) -> float:
        return max(self._looked + SOONEST, min(self._horizon.at, self._looked + LATEST))

    def _plan(self) -> None:
        self._planned = self._moment()
        self._timer = self._later((self._planned - self._now()) / SECOND, self._look)

    def _look(self) -> None:
        self._timer = None
        self._looked = self._now()
        self._horizon.clear()
        self._tick()
        self._plan()
