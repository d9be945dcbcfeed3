"""Rows of cells as the text and the sequences that draw them on another terminal. Pure.

Only cells come out of here: what a program says beside its text is not passed on.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import combining, east_asian_width

from maestro_tui.terminal.cells import DEFAULT_STYLE, CellStyle, Color, Row, Run, Underline

__all__ = ["RESET", "draw_row"]

RESET = "\x1b[0m"

BRIGHT = 8
SIXTEEN = 16

ATTRIBUTES = (
    ("bold", "1"),
    ("dim", "2"),
    ("italic", "3"),
    ("blink", "5"),
    ("reverse", "7"),
    ("conceal", "8"),
    ("strike", "9"),
    ("overline", "53"),
)


def draw_row(row: Row, width: int | None = None) -> str:
    """Give what draws a row from where the cursor is, without blanks at its end that show nothing.

    Args:
        row: The cells.
        width: How many cells there is room for; all of them if ``None``.
    """
    runs = list(row.runs)
    while runs and runs[-1][1] == DEFAULT_STYLE and not runs[-1][0].strip(" "):
        runs.pop()
    if runs and runs[-1][1] == DEFAULT_STYLE:
        runs[-1] = runs[-1][0].rstrip(" "), DEFAULT_STYLE
    if width is not None and row.width > width:
        runs = _cut(runs, width)
    text = "".join([f"{_sequence(style)}{part}" for part, style in runs])
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


@lru_cache(maxsize=1024)
def _sequence(style: CellStyle) -> str:
    """Give the sequence for a style, whatever was set before."""
    codes = ["0", *(code for name, code in ATTRIBUTES if getattr(style, name))]
    if style.underline:
        codes.append("4" if style.underline is Underline.SINGLE else f"4:{int(style.underline)}")
    codes += [
        *_colour(style.fg, "3", "9", "38"),
        *_colour(style.bg, "4", "10", "48"),
        *_colour(style.underline_color, "", "", "58"),
    ]
    return f"\x1b[{';'.join(codes)}m"


def _colour(colour: Color, normal: str, bright: str, extended: str) -> list[str]:
    if colour is None:
        return []
    if isinstance(colour, tuple):
        red, green, blue = colour
        return [f"{extended};2;{red};{green};{blue}"]
    if normal and colour < BRIGHT:
        return [f"{normal}{colour}"]
    if bright and colour < SIXTEEN:
        return [f"{bright}{colour - BRIGHT}"]
    return [f"{extended};5;{colour}"]
