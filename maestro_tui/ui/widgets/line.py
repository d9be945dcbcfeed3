"""The bars of one line: what stands in them, and what a click on it does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from textual import events
from textual.strip import Strip
from textual.widget import Widget

from maestro_tui.ui.look.ink import Ground, Ink
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.text.fitting import width_of

DOUBLE: Final = 2
"""What Textual calls the second of two quick clicks."""


class Spot(NamedTuple):
    """Some cells of a bar that belong together."""

    cells: tuple[Cell, ...]
    target: str = ""
    """What a click on it is about; empty if nothing happens."""
    is_chosen: bool = False
    """Whether it is the one that is chosen among others."""

    @property
    def width(self) -> int:
        """How many cells it takes."""
        return sum(width_of(cell.text) for cell in self.cells)


class Bar(Widget):
    """A bar of one line, made of spots from the left; drawn again only if what it says has changed."""

    DEFAULT_CSS = """
    Bar {
        height: 1;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._ink = Ink(self)
        self._drawn: list[Spot] | None = None

    def spots(self, width: int) -> list[Spot]:
        """Say what stands in the bar, in `width` cells."""
        raise NotImplementedError

    def choose(self, target: str) -> None:
        """Do what a click on a spot means."""

    def recheck(self) -> None:
        """Draw again if what the bar says is no longer what it said."""
        if self._drawn != self.spots(self.size.width):
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw the bar."""
        width = self.size.width
        if y > 0:
            return self._ink.strip((), width)
        self._drawn = self.spots(width)
        segments = [
            segment
            for spot in self._drawn
            for segment in self._ink.segments(
                spot.cells, self._ink.chosen if spot.is_chosen else Ground.WIDGET
            )
        ]
        return Strip(segments).adjust_cell_length(width, self._ink.style(Tone.PLAIN))

    def notify_style_update(self) -> None:
        """Take the colours of another theme."""
        super().notify_style_update()
        self._ink.forget()

    def on_click(self, event: events.Click) -> None:
        """Find out which spot was clicked."""
        left = 0
        for spot in self._drawn or []:
            if left <= event.x < left + spot.width:
                if spot.target:
                    self.choose(spot.target)
                return
            left += spot.width


def width_of_all(spots: Sequence[Spot]) -> int:
    """Tell how many cells some spots take."""
    return sum(spot.width for spot in spots)


def blank(width: int) -> Spot:
    """Give some empty cells."""
    return Spot((Cell(" " * max(0, width)),))
