"""Kept states of a replay: close together near the place where one is, further apart the further away.

So a step back is short wherever one is, and the memory is bounded however long the recording.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from typing import Final, NamedTuple

from maestro_tui.store.checkpoint import Checkpoint

EVERY: Final = 256
"""How many frames lie between two checkpoints where they are closest."""

MOST: Final = 64
"""How many are kept."""

MOST_BYTES: Final = 128 * 1024 * 1024
"""How much they may keep in memory, about; a few are kept whatever they weigh."""

FEW: Final = 3


class Place(NamedTuple):
    """A kept state, and after how many frames it was so."""

    position: int
    checkpoint: Checkpoint


class Checkpoints:
    """The kept states, and the one at the beginning always among them."""

    def __init__(self, first: Checkpoint) -> None:
        self._positions = [0]
        self._checkpoints = {0: first}
        self._weights = {0: 0}

    def __len__(self) -> int:
        return len(self._positions)

    def wants(self, position: int) -> bool:
        """Tell whether the state after so many frames is worth keeping."""
        return position % EVERY == 0 and position not in self._checkpoints

    def add(self, position: int, checkpoint: Checkpoint) -> None:
        """Keep a state, and let go of others where they are closer together than they need to be."""
        insort(self._positions, position)
        self._checkpoints[position] = checkpoint
        self._weights[position] = checkpoint.weight
        while len(self) > MOST or (len(self) > FEW and sum(self._weights.values()) > MOST_BYTES):
            self._thin_out(position)

    def before(self, position: int) -> Place:
        """Give the last kept state that is not beyond a place."""
        at = self._positions[bisect_right(self._positions, position) - 1]
        return Place(at, self._checkpoints[at])

    def _thin_out(self, here: int) -> None:
        """Forget the one that leaves the smallest hole, as seen from here; neither the first nor this one."""
        positions = self._positions

        def hole(index: int) -> float:
            end = positions[index + 1] if index + 1 < len(positions) else positions[index] + EVERY
            return (end - positions[index - 1]) / (abs(positions[index] - here) + EVERY)

        index = min((index for index in range(1, len(positions)) if positions[index] != here), key=hole)
        position = positions.pop(index)
        del self._checkpoints[position], self._weights[position]
