"""Lines of cells as Textual's own text, for screens that are read and not drawn line by line. Nothing is parsed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from maestro_tui.ui.look.tones import Cell
from maestro_tui.ui.widgets.ink import BOLD, VARIABLES


def content_of(lines: Iterable[Sequence[Cell]]) -> Content:
    """Give the lines in the colours of the theme."""
    return Content("\n").join(
        Content.assemble(*((cell.text, _style(cell)) for cell in line)) for line in lines
    )


def _style(cell: Cell) -> str:
    return f"${VARIABLES[cell.tone]}{' bold' if cell.tone in BOLD else ''}"
