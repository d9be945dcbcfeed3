"""The last line of a dialog: its keys and what they do; a click does it as well."""

from __future__ import annotations

from textual.geometry import Size

from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.widgets.line import Bar, Spot, blank, width_of_all

GAP = 4
"""Cells between two answers."""


class Answers(Bar):
    """What one can answer.

    Args:
        answers: For each its key as people write it, what it does, and the action of the dialog that does it.
    """

    DEFAULT_CSS = """
    Answers {
        width: auto;
        margin-top: 1;
    }
    """

    def __init__(self, *answers: tuple[str, str, str]) -> None:
        super().__init__()
        self._answers = answers

    def spots(self, width: int) -> list[Spot]:
        """Say the keys, one after the other."""
        spots: list[Spot] = []
        for key, text, action in self._answers:
            spots += [blank(GAP)] if spots else []
            spots.append(Spot((Cell(key, Tone.ACCENT), Cell(f" {text}", Tone.PLAIN)), action))
        return spots

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Take as much as there is to say."""
        return width_of_all(self.spots(0))

    async def _choose(self, action: str) -> None:
        await self.screen.run_action(action)

    def choose(self, target: str) -> None:
        """Do what was clicked."""
        self.call_later(self._choose, target)
