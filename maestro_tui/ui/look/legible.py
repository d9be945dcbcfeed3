"""Themes that were made for others, made to serve here: what they mean to be hardly seen is what one looks at here.

Textual's own draw a frame without the keyboard in a colour that is nearly their ground's, some of them that with the
keyboard, too, and in a light one an amber text is as pale as that. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from textual.color import Color

from maestro_tui.ui.look.contrast import contrast, readable
from maestro_tui.ui.look.ink import parse_variable

TEXTS: Final = ("primary", "warning", "error")
"""The colours in which something is written."""

LEAST_FOR_TEXT: Final = 4.5
LEAST_FOR_FRAME: Final = 1.6
LEAST_FOR_FOCUS: Final = 3.0


def legible(variables: Mapping[str, str]) -> dict[str, str]:
    """Give the variables of a theme, with texts that can be read, frames that are seen, and the focused one best."""
    ground = parse_variable(variables["background"])
    plain = ground + parse_variable(variables["foreground"])

    def nearer(name: str, least: float) -> Color:
        return readable(ground + parse_variable(variables[name]), ground, plain, least)

    found = {name: nearer(name, LEAST_FOR_TEXT) for name in TEXTS}
    found["border-blurred"] = nearer("border-blurred", LEAST_FOR_FRAME)
    focused = nearer("border", LEAST_FOR_FOCUS)
    is_best = contrast(focused, ground) > contrast(found["border-blurred"], ground)
    found["border"] = focused if is_best else found["primary"]
    return {**variables, **{name: color.hex for name, color in found.items() if color.ansi is None}}
