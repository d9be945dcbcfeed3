"""The screen without any colour, for who has set ``NO_COLOR``: what has a ground of its own is reversed instead.

Textual by itself draws in shades of grey, which are colours to a terminal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from maestro_tui.ui.look.contrast import contrast

OTHER_GROUND: Final = 1.5
"""From which contrast on a ground is another one than that of the screen."""


class WithoutColor(LineFilter):
    """Takes the colours off.

    Args:
        ground: Tells the colour of the screen.
    """

    def __init__(self, ground: Callable[[], Color]) -> None:
        super().__init__()
        self._ground = ground

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Take the colours off the segments of a line."""
        ground = self._ground()
        return [
            Segment(text, None if style is None else _plain(style, ground), control)
            for text, style, control in segments
        ]


def _plain(style: Style, ground: Color) -> Style:
    is_other = style.bgcolor is not None and _is_other(style.bgcolor, ground)
    return Style(
        bold=style.bold,
        italic=style.italic,
        underline=style.underline,
        strike=style.strike,
        # What is reversed on a ground of its own is as it was.
        reverse=is_other != bool(style.reverse) or None,
        link=style.link,
        meta=style.meta or None,
    )


def _is_other(color: RichColor, ground: Color) -> bool:
    return not color.is_default and contrast(Color.from_rich_color(color), ground) >= OTHER_GROUND
