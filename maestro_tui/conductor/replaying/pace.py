"""How the time of a recording passes: between two frames, faster or slower, or not at all.

Pure but for the clock it is given: it says when the next frame is due, and somebody else shows it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

LONGEST_SILENCE: Final = 2.0
"""Seconds at most that one waits for a frame at the speed of life; the clock runs faster over what is left out."""

FULL_SPEED: Final = math.inf
SPEEDS: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, FULL_SPEED)

MOST_LATE: Final = 0.25
"""Seconds by which frames may come late and still be caught up with."""

SECOND: Final = 1000


class Pace:
    """The time of a recording.

    Args:
        clock: Seconds that only grow.
        speed: One of `SPEEDS`.
        is_paused: Whether time stands still at first.
    """

    def __init__(self, clock: Callable[[], float], *, speed: float = 1.0, is_paused: bool = False) -> None:
        self._clock = clock
        self._speed = speed
        self._is_paused = is_paused
        self._at = self._until = 0.0
        self._passed = 0.0
        """Seconds of the present silence that had passed, at the speed of life, at `_since` of the clock."""
        self._since = clock()

    @property
    def now(self) -> float:
        """The time of the recording, in milliseconds since the epoch."""
        if self._until <= self._at:
            return self._at
        return self._at + (self._until - self._at) * min(1.0, self._progress() / self._silence)

    @property
    def due_in(self) -> float:
        """Seconds of the clock until the next frame is to be shown, unless time stands still; 0 if it is due."""
        return max(0.0, (self._silence - self._progress()) / self._speed)

    @property
    def is_paused(self) -> bool:
        """Whether time stands still."""
        return self._is_paused

    @is_paused.setter
    def is_paused(self, is_paused: bool) -> None:
        self._settle()
        self._is_paused = is_paused

    @property
    def speed(self) -> float:
        """How many seconds of the recording pass in one."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._settle()
        self._speed = speed

    def pass_on(self, at: float, until: float) -> None:
        """Begin the silence between the frame that was due and the next; what this one came late is made up for."""
        late = min(max(0.0, self._progress() - self._silence), MOST_LATE * self._speed)
        self.stand(at, until)
        self._passed = late

    def stand(self, at: float, until: float) -> None:
        """Be at a frame, wherever one comes from.

        Args:
            at: When it was sent.
            until: When the next one was sent.
        """
        self._at, self._until = at, until
        self._passed, self._since = 0.0, self._clock()

    @property
    def _silence(self) -> float:
        """Seconds between the two frames at the speed of life."""
        return min(max(0.0, self._until - self._at) / SECOND, LONGEST_SILENCE)

    def _progress(self) -> float:
        if self._is_paused:
            return self._passed
        if math.isinf(self._speed):
            return self._silence
        return self._passed + (self._clock() - self._since) * self._speed

    def _settle(self) -> None:
        """Keep what has passed, before it passes differently."""
        self._passed, self._since = self._progress(), self._clock()


def next_speed(speed: float, step: int) -> float:
    """Give the speed so many steps faster or slower."""
    return SPEEDS[max(0, min(SPEEDS.index(speed) + step, len(SPEEDS) - 1))]
