"""From tones to styles: how a widget that draws its own lines gets at the colours of the theme.

The only place that asks Textual for a colour; the stylesheets say which tone has which.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from maestro_tui.ui.tones import Cell, Tone

TONE_CLASSES: Final = frozenset(f"tone--{tone}" for tone in Tone)
"""The component classes of every widget that draws with an `Ink`."""


class Ink:
    """Draws cells in the colours the theme has for a widget."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget

    def style(self, tone: Tone, ground: str = "") -> Style:
        """Give the style of a tone.

        Args:
            tone: What the text is.
            ground: The component class of a line that has a look of its own; else it is drawn as the widget is.
        """
        style = self._widget.get_component_rich_style(f"tone--{tone}")
        if not ground:
            return style
        base = self._widget.get_component_rich_style(ground)
        return base if tone is Tone.PLAIN else _over(base, style, keeps_color=tone is Tone.STRONG)

    def segments(self, cells: Iterable[Cell], ground: str = "") -> list[Segment]:
        """Give the segments of some cells; empty ones give none."""
        return [Segment(cell.text, self.style(cell.tone, ground)) for cell in cells if cell.text]

    def strip(self, cells: Iterable[Cell], width: int, ground: str = "") -> Strip:
        """Give a line of exactly `width` cells; what does not fit is cut off."""
        blank = self.style(Tone.PLAIN, ground)
        return Strip(self.segments(cells, ground)).adjust_cell_length(width, blank)


@lru_cache(maxsize=512)
def _over(base: Style, ink: Style, *, keeps_color: bool) -> Style:
    color = base.color if keeps_color else ink.color
    return base + Style(color=color, bold=ink.bold, italic=ink.italic, underline=ink.underline)
