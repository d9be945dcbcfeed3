"""Rows of cells as the text and the sequences that draw them on another terminal. Pure.

Only cells come out of here: what a program says beside its text is not passed on.
"""

from __future__ import annotations

from unicodedata import combining, east_asian_width

from maestro_tui.terminal.cells import Row, Run
from maestro_tui.terminal.sgr import RESET, sgr, shown_runs

__all__ = ["RESET", "draw_row"]


def draw_row(row: Row, width: int | None = None) -> str:
    """Give what draws a row from where the cursor is, without blanks at its end that show nothing.

    Args:
        row: The cells.
        width: How many cells there is room for; all of them if ``None``.
    """
    runs = shown_runs(row)
    if width is not None and row.width > width:
        runs = _cut(runs, width)
    text = "".join([f"{sgr(style)}{part}" for part, style in runs])
    return f"{text}{RESET}" if runs else ""


def _cut(runs: list[Run], width: int) -> list[Run]:
    kept: list[Run] = []
    for text, style in runs:
        end = 0
        for character in text:
            width -= _cells(character)
            if width < 0:
                break
            end += 1
        kept.append((text[:end], style))
        if width <= 0:
            break
    return kept


def _cells(character: str) -> int:
    if combining(character):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
