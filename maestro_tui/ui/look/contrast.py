"""Whether a text can be read on its ground, as WCAG 2 reckons it. Pure."""

from __future__ import annotations

from typing import Final

from textual.color import Color

DARKEST: Final = 0.03928
"""Below this, light grows with the number in a straight line."""

STEPS: Final = 8
"""In how many steps a colour that cannot be read is brought nearer to one that can."""


def contrast(one: Color, other: Color) -> float:
    """Give the contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(color: Color, ground: Color, plain: Color, least: float) -> Color:
    """Give a colour, brought as near to that of plain text as it takes to be read on its ground.

    Colours of the user's own terminal are left alone: nobody knows what they are.
    """
    if any(each.ansi is not None for each in (color, ground, plain)):
        return color
    for step in range(STEPS + 1):
        nearer = color.blend(plain, step / STEPS)
        if contrast(nearer, ground) >= least:
            return nearer
    return plain


def _luminance(color: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= DARKEST else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
