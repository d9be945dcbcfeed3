"""The parts of a screen that is too narrow to show them side by side."""

from __future__ import annotations

from typing import Final

from textual.message import Message

from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.widgets.line import Bar, Spot, blank

PARTS: Final = {
    "calls": "Waiting",
    "projects": "Projects",
    "tasks": "Tasks",
    "sessions": "Sessions",
    "timeline": "Timeline",
    "panes": "Terminal",
}
"""The parts of the dashboard in the order of their keys, 0 to 5. The first is there while somebody calls."""


class ViewTabs(Bar):
    """One tab for each part; shows which one is seen."""

    class PartChosen(Message):
        """The user clicked on a tab."""

        def __init__(self, part: str) -> None:
            super().__init__()
            self.part = part

    def __init__(self, scene: Scene) -> None:
        super().__init__(id="views")
        self._scene = scene
        self._part = "sessions"

    def show_part(self, part: str) -> None:
        """Mark the part that is seen."""
        self._part = part
        self.recheck()

    def spots(self, width: int) -> list[Spot]:
        """Say the key and the name of each part."""
        spots = [blank(1)]
        for number, (part, title) in enumerate(PARTS.items()):
            is_chosen = part == self._part
            if part == "calls" and not self._scene.attention:
                continue
            cells = (
                Cell(f" {number} ", Tone.ACCENT),
                Cell(f"{title} ", Tone.STRONG if is_chosen else Tone.MUTED),
            )
            spots += [Spot(cells, part, is_chosen), blank(1)]
        return spots

    def choose(self, target: str) -> None:
        """Say which tab was clicked."""
        self.post_message(self.PartChosen(target))
