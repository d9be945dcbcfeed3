"""Playing a recording: on and on, or to where the user wants to be. The one place of a replay that waits.

What is wanted is noted at once and done by the one task that runs, in short turns: a key is never waited for.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Final

from maestro_tui.conductor.replaying.pace import FULL_SPEED, Pace, next_speed
from maestro_tui.conductor.replaying.reel import Reel
from maestro_tui.terminal.listeners import Listeners

TURN: Final = 0.04
"""Seconds of one turn, before others have theirs: no more than one notices when one presses a key."""

AT_ONCE: Final = 32
"""Frames told to everybody in one go where many are due."""


class Player:
    """Plays a reel at a pace.

    Args:
        reel: What is played.
        pace: How its time passes; the clock of everything that shows it.
        clock: Seconds that only grow, to know how long a turn takes.
    """

    def __init__(self, reel: Reel, pace: Pace, clock: Callable[[], float] = time.perf_counter) -> None:
        self.reel = reel
        self.on_turn: Listeners[[]] = Listeners()
        """Called when it comes to rest, and when it is at rest no longer."""
        self._pace = pace
        self._clock = clock
        self._target: int | None = None
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._stand()

    # --------------------------------------------------------------------------------- life

    def start(self) -> None:
        """Play from now on."""
        self._task = asyncio.create_task(self._run(), name="replay")

    async def stop(self) -> None:
        """Play no more, and let go of the recording."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
        self.reel.recording.close()

    # ------------------------------------------------------------------------------ how it stands

    @property
    def position(self) -> int:
        """How many frames have been shown."""
        return self.reel.position

    @property
    def count(self) -> int:
        """How many frames there are."""
        return len(self.reel.recording)

    @property
    def now(self) -> float:
        """The time of the recording, in milliseconds since the epoch."""
        return self._pace.now

    @property
    def speed(self) -> float:
        """How many seconds of the recording pass in one."""
        return self._pace.speed

    @property
    def target(self) -> int | None:
        """Where it is on its way to, if not just on and on."""
        return self._target

    @property
    def is_paused(self) -> bool:
        """Whether it stands still, though there is more."""
        return self._pace.is_paused

    @property
    def is_at_end(self) -> bool:
        """Whether there is no more."""
        return self.position == self.count

    @property
    def is_at_rest(self) -> bool:
        """Whether nothing moves until something is wanted."""
        return self._target is None and (self.is_paused or self.is_at_end)

    # ------------------------------------------------------------------------------ what is wanted

    def toggle(self) -> None:
        """Pause, or go on; from the end, begin again."""
        if self._target is not None:
            self._target = None
            self._pace.is_paused = True
        elif self.is_at_end:
            self._target = 0
            self._pace.is_paused = False
        else:
            self._pace.is_paused = not self.is_paused
        self._changed.set()

    def step(self, count: int) -> None:
        """Pause, and go so many frames on, or back."""
        self._pace.is_paused = True
        self._go(count + (self.position if self._target is None else self._target))

    def go_to(self, position: int) -> None:
        """Go to the state after so many frames, and go on or stand there as before."""
        self._go(position)

    def change_speed(self, step: int) -> None:
        """Play so many steps faster, or slower."""
        self._pace.speed = next_speed(self.speed, step)
        self._changed.set()

    def run_free(self) -> None:
        """Play as fast as it goes."""
        self._pace.speed = FULL_SPEED
        self._pace.is_paused = False
        self._changed.set()

    def _go(self, position: int) -> None:
        self._target = max(0, min(position, self.count))
        self._changed.set()

    # --------------------------------------------------------------------------------- playing

    async def _run(self) -> None:
        while True:
            self._changed.clear()
            if self._target is not None:
                await self._wind(self._target)
            elif self.is_at_rest:
                self.on_turn()
                await self._changed.wait()
                self.on_turn()
            elif wait := self._pace.due_in:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._changed.wait()
            else:
                self._show_due()
                await asyncio.sleep(0)

    async def _wind(self, target: int) -> None:
        """Go there, unless another place is wanted meanwhile."""
        end = self._clock() + TURN
        for _ in self.reel.wind(target):
            if self._clock() < end:
                continue
            self._stand()
            await asyncio.sleep(0)
            if self._target != target:
                return
            end = self._clock() + TURN
        self._stand()
        self._target = None

    def _stand(self) -> None:
        """Have the time of the place where one is."""
        self._pace.stand(*self._times())

    def _show_due(self) -> None:
        """Show what is due, for one turn at most."""
        end = self._clock() + TURN
        while not self.is_at_end and self._pace.due_in == 0 and self._clock() < end:
            self.reel.forward(AT_ONCE if self.speed == FULL_SPEED else 1)
            self._pace.pass_on(*self._times())

    def _times(self) -> tuple[float, float]:
        """Give when the last frame that was shown was sent, and the next one."""
        recording = self.reel.recording
        last, following = max(0, self.position - 1), min(self.position, self.count - 1)
        return recording.time(last), recording.time(following)
