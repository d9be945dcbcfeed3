"""A style as the sequences that set it on any terminal, and what of a row has to be drawn. Pure."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from maestro_tui.terminal.cells import DEFAULT_STYLE, CellStyle, Color, Row, Run, Underline

__all__ = ["RESET", "sgr", "shown_runs"]

RESET: Final = "\x1b[0m"
ATTRIBUTES: Final = (
    ("bold", "1"),
    ("dim", "2"),
    ("italic", "3"),
    ("blink", "5"),
    ("reverse", "7"),
    ("conceal", "8"),
    ("strike", "9"),
    ("overline", "53"),
)
BRIGHT: Final = 8
SIXTEEN: Final = 16


@lru_cache(maxsize=1024)
def sgr(style: CellStyle) -> str:
    """Give the sequences that set a style, whatever was set before.

    The colour of an underline has one of its own, in which colons bind what belongs together: a terminal that does not
    know it would take its numbers for attributes. Some drop a sequence with more than two dozen of them.
    """
    codes = ["0", *(code for name, code in ATTRIBUTES if getattr(style, name))]
    if style.underline:
        codes.append("4" if style.underline is Underline.SINGLE else f"4:{int(style.underline)}")
    codes += [*_colour(style.fg, "3", "9", "38"), *_colour(style.bg, "4", "10", "48")]
    return f"\x1b[{';'.join(codes)}m{_underline_colour(style.underline_color)}"


def shown_runs(row: Row) -> list[Run]:
    """Give the runs of a row without blanks at its end that show nothing."""
    runs = list(row.runs)
    while runs and runs[-1][1] == DEFAULT_STYLE and not runs[-1][0].rstrip(" "):
        runs.pop()
    if runs and runs[-1][1] == DEFAULT_STYLE:
        runs[-1] = runs[-1][0].rstrip(" "), DEFAULT_STYLE
    return runs


def _colour(colour: Color, normal: str, bright: str, extended: str) -> list[str]:
    if colour is None:
        return []
    if isinstance(colour, tuple):
        red, green, blue = colour
        return [f"{extended};2;{red};{green};{blue}"]
    if colour < BRIGHT:
        return [f"{normal}{colour}"]
    return [f"{bright}{colour - BRIGHT}" if colour < SIXTEEN else f"{extended};5;{colour}"]


def _underline_colour(colour: Color) -> str:
    if colour is None:
        return ""
    if isinstance(colour, tuple):
        red, green, blue = colour
        return f"\x1b[58:2::{red}:{green}:{blue}m"
    return f"\x1b[58:5:{colour}m"
