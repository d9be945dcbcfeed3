"""From the styles of a terminal's cells to those of Rich, in the colours of the theme. Each is made once."""

from __future__ import annotations

import re
from typing import Final

from rich.color import Color, ColorType
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import TerminalTheme

from maestro_tui.terminal.cells import DEFAULT_STYLE, CellStyle, Row

# The palette of xterm: sixteen named colours, a cube of six steps a side, and greys.
_FIRST_OF_CUBE: Final = 16
_FIRST_GREY: Final = 232
_STEPS: Final = (0, 95, 135, 175, 215, 255)
_UNSEEN: Final = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""What takes no cell and turns the text around it, or hides in it: the user's own terminal is not to see that."""

MOST_STYLES: Final = 16_384
"""How many are kept: a program that draws a photograph uses a new colour in every cell."""

_BARE: Final = CellStyle()[2:-2]
"""The attributes of a cell that has none."""


class CellStyles:
    """Rich styles by the styles of cells.

    Args:
        palette: The sixteen colours programs call by name.
        foreground: What text is drawn in that has no colour of its own.
        background: What it is drawn on.
    """

    def __init__(self, palette: TerminalTheme, foreground: ColorTriplet, background: ColorTriplet) -> None:
        self._palette = palette
        self._foreground = Color.from_triplet(foreground)
        self._background = Color.from_triplet(background)
        self._styles: dict[CellStyle, Style] = {}

    @property
    def blank(self) -> Style:
        """The style of a cell nobody has written to."""
        return self.style(DEFAULT_STYLE)

    def named(self, index: int) -> ColorTriplet:
        """Give one of the sixteen colours programs call by name."""
        return ColorTriplet(*self._palette.ansi_colors[index])

    def style(self, cell: CellStyle) -> Style:
        """Give the style of a cell."""
        style = self._styles.get(cell)
        if style is None:
            if len(self._styles) >= MOST_STYLES:
                self._styles.clear()
            style = self._styles[cell] = self._make(cell)
        return style

    def segments(self, row: Row) -> list[Segment]:
        """Give a row as segments."""
        style = self.style
        return [
            Segment(text if text.isascii() else _UNSEEN.sub("", text), style(cell)) for text, cell in row.runs
        ]

    def _make(self, cell: CellStyle) -> Style:
        foreground = self._foreground if cell.fg is None else self._color(cell.fg)
        background = self._background if cell.bg is None else self._color(cell.bg)
        if cell.reverse:
            foreground, background = background, foreground
        if cell.conceal:
            foreground = background
        if cell[2:-2] == _BARE and not cell.link:
            # Colours alone are most of what there is, and are made in a fraction of the time.
            return Style.from_color(foreground, background)
        return Style(
            color=foreground,
            bgcolor=background,
            bold=cell.bold or None,
            italic=cell.italic or None,
            dim=cell.dim or None,
            underline=bool(cell.underline or cell.link) or None,
            strike=cell.strike or None,
            overline=cell.overline or None,
        )

    def _color(self, color: int | tuple[int, int, int]) -> Color:
        triplet = ColorTriplet(*color) if isinstance(color, tuple) else self._palette_color(color)
        # As Color.from_triplet, but for a name nobody reads, which takes longer to make than all the rest.
        return Color("", ColorType.TRUECOLOR, None, triplet)

    def _palette_color(self, index: int) -> ColorTriplet:
        if index < _FIRST_OF_CUBE:
            return self._palette.ansi_colors[index]
        if index < _FIRST_GREY:
            rest = index - _FIRST_OF_CUBE
            return ColorTriplet(_STEPS[rest // 36], _STEPS[rest // 6 % 6], _STEPS[rest % 6])
        grey = 8 + (index - _FIRST_GREY) * 10
        return ColorTriplet(grey, grey, grey)
