"""From tones to styles: how a widget that draws its own lines gets at the colours of the theme.

Read from the variables of the theme, and not from component classes in a stylesheet: those would be matched anew for
every widget whenever anything changes its style, which is most of what a start would cost.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip
from textual.widget import Widget

from maestro_tui.ui.look.contrast import readable
from maestro_tui.ui.look.themes import least_contrast
from maestro_tui.ui.look.tones import Cell, Tone

VARIABLES: Final = {
    Tone.PLAIN: "foreground",
    Tone.STRONG: "foreground",
    Tone.MUTED: "text-muted",
    Tone.FAINT: "text-disabled",
    Tone.ACCENT: "primary",
    Tone.WAITING: "warning",
    Tone.FAILED: "error",
}
"""The variable of the theme that holds the colour of each tone."""

BOLD: Final = frozenset({Tone.STRONG, Tone.WAITING})


_COLORLESS: Final = frozenset({Tone.PLAIN, Tone.STRONG})


class Ground(Enum):
    """What a text is drawn on; the value names the theme's variables for background and foreground."""

    WIDGET = ("", "")
    """The widget's own background."""
    CURSOR = ("block-cursor-background", "block-cursor-foreground")
    """What is chosen, where the keyboard is."""
    CURSOR_BLURRED = ("block-cursor-blurred-background", "block-cursor-blurred-foreground")
    """What is chosen, where the keyboard is not."""
    CARET = ("primary", "background")
    """The cursor of a terminal."""
    CARET_BLURRED = ("border-blurred", "foreground")
    """The cursor of a terminal without the keyboard."""
    SELECTED = ("input-selection-background", "foreground")
    """Text that is selected."""
    FOUND = ("secondary-muted", "foreground")
    """Text that was looked for."""
    FOUND_HERE = ("secondary", "background")
    """That of it which one has walked to."""


class Ink:
    """Draws cells in the colours the theme has for a widget."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._styles: dict[tuple[Tone, Ground], Style] = {}
        self._blanks: dict[tuple[int, Ground], Strip] = {}

    def forget(self) -> None:
        """Ask the theme again: the widget calls this when its style has changed."""
        self._styles.clear()
        self._blanks.clear()

    @property
    def chosen(self) -> Ground:
        """The ground of what is chosen in the widget."""
        return Ground.CURSOR if self._widget.has_focus else Ground.CURSOR_BLURRED

    def style(self, tone: Tone, ground: Ground = Ground.WIDGET) -> Style:
        """Give the style of a tone on a ground."""
        style = self._styles.get((tone, ground))
        if style is None:
            style = self._styles[tone, ground] = self._make(tone, ground)
        return style

    def segments(self, cells: Iterable[Cell], ground: Ground = Ground.WIDGET) -> list[Segment]:
        """Give the segments of some cells; empty ones give none."""
        return [Segment(cell.text, self.style(cell.tone, ground)) for cell in cells if cell.text]

    def strip(self, cells: Iterable[Cell], width: int, ground: Ground = Ground.WIDGET) -> Strip:
        """Give a line of exactly `width` cells; what does not fit is cut off."""
        if not cells:
            return self._blank(width, ground)
        blank = self.style(Tone.PLAIN, ground)
        return Strip(self.segments(cells, ground)).adjust_cell_length(width, blank)

    def _blank(self, width: int, ground: Ground) -> Strip:
        blank = self._blanks.get((width, ground))
        if blank is None:
            blank = self._blanks[width, ground] = Strip.blank(width, self.style(Tone.PLAIN, ground))
        return blank

    def _make(self, tone: Tone, ground: Ground) -> Style:
        variables = self._widget.app.theme_variables
        background = self._widget.background_colors[1]
        variable = VARIABLES[tone]
        if ground is not Ground.WIDGET:
            background += parse_variable(variables[ground.value[0]])
            # Nothing can be made paler among a terminal's own sixteen colours: on this ground it would be unseen.
            plain = _COLORLESS if background.ansi is None else _COLORLESS | {Tone.MUTED, Tone.FAINT}
            variable = ground.value[1] if tone in plain else variable
        # A theme may have a ground that is near to one of its other colours.
        color = readable(
            background + parse_variable(variables[variable]),
            background,
            background + parse_variable(variables[ground.value[1] or "foreground"]),
            least_contrast(self._widget.app.theme, is_faint=tone is Tone.FAINT),
        )
        return Style(color=color.rich_color, bgcolor=background.rich_color, bold=tone in BOLD or None)


@lru_cache(maxsize=256)
def parse_variable(value: str) -> Color:
    """Read a colour as themes write it: ``#6cb6c0``, ``auto 60%``, ``ansi_default 50%``."""
    name, _, percent = value.partition(" ")
    alpha = float(percent.rstrip("%")) / 100 if percent else 1.0
    if name == "auto":
        return Color(0, 0, 0, a=alpha, auto=True)
    color = Color.parse(name)
    return color.multiply_alpha(alpha) if percent else color
