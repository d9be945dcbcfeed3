"""Lines of cells as Textual's own text, for screens that are read and not drawn line by line. Nothing is parsed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from maestro_tui.ui.look.ink import BOLD, VARIABLES
from maestro_tui.ui.look.tones import Cell, Tone


def content_of(lines: Iterable[Sequence[Cell]]) -> Content:
    """Give the lines in the colours of the theme."""
    return Content("\n").join(
        Content.assemble(*((cell.text, style_of(cell.tone)) for cell in line)) for line in lines
    )


def style_of(tone: Tone) -> str:
    """Give a tone as Textual's own text writes it."""
    return f"${VARIABLES[tone]}{' bold' if tone in BOLD else ''}"
