"""From what the mouse does to a selection in a terminal: drags, double and triple clicks, blocks.

Only for the mouse of the user; what belongs to a program that asked for the mouse does not come here.
"""

from __future__ import annotations

from typing import Final

from maestro_tui.terminal.engine import Point
from maestro_tui.terminal.selection import Unit
from maestro_tui.ui.widgets.terminal_reading import Reading

CHAIN_SECONDS: Final = 0.4
"""Within this time a second press on the same cell is a double click."""

_UNITS: Final = (Unit.CELL, Unit.WORD, Unit.LINE)
"""What one, two and three presses select by; after that it begins again."""


class Dragging:
    """One pointer over one terminal at a time."""

    def __init__(self) -> None:
        self._reading: Reading | None = None
        self._pressed = Point(-1, -1)
        self._pressed_at = float("-inf")
        self._presses = 0
        self._is_block = False

    @property
    def is_under_way(self) -> bool:
        """Whether the button is held down."""
        return self._reading is not None

    def press(self, reading: Reading, point: Point, at: float, *, is_block: bool) -> None:
        """Begin: a second and a third press in the same cell select a word and a line at once."""
        is_chained = not is_block and point == self._pressed and at - self._pressed_at < CHAIN_SECONDS
        self._presses = self._presses % len(_UNITS) + 1 if is_chained else 1
        self._reading, self._pressed, self._pressed_at = reading, point, at
        self._is_block = is_block
        reading.selection = None
        if self._presses > 1:
            reading.select(point, _UNITS[self._presses - 1])

    def move(self, point: Point) -> None:
        """Stretch the selection to a cell; it begins when the first cell is left."""
        reading = self._reading
        if reading is None:
            return
        if reading.selection is None:
            if point == self._pressed:
                return
            reading.select(self._pressed, Unit.BLOCK if self._is_block else Unit.CELL)
        if reading.selection is not None:
            reading.selection.extend(point)

    def release(self) -> str:
        """End, and give the text that was selected; empty after a mere click."""
        reading, self._reading = self._reading, None
        return reading.selected_text() if reading is not None else ""

    def abandon(self) -> None:
        """End without a result."""
        self._reading = None
