"""What may stand on the screen, and what may be written beside it, whatever was told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from tests.ui.driving import Driver

FORBIDDEN: Final = {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}
"""Categories of characters that do something, or are not seen."""

_BESIDE: Final = re.compile(
    r"\x07|\x1b\[2[23];0t|\x1b\]0;(maestro( · \d+ waiting)?)?\x07|\x1b\]52;c;[A-Za-z0-9+/=]*\x07"
    r"|\x1b\]22;\w+\x07"
)
"""Bells, the window's title in words of our own, what the user copied, and Textual's pointer shapes."""


def check(driver: Driver) -> None:
    """See that only harmless characters are on the screen, and every line is as wide as the screen."""
    strips = driver.app.screen._compositor.render_strips(driver.app.size)
    for strip in strips:
        assert strip.cell_length == driver.app.size.width
        for segment in strip:
            assert not [c for c in segment.text if unicodedata.category(c) in FORBIDDEN], segment
            assert segment.style is None or not (segment.style.link or segment.style.meta.get("@click"))
    assert driver.app.is_running


def harmful(written: Sequence[str]) -> list[str]:
    """Give what was written beside the screen, and has no business there."""
    return [text for text in written if _BESIDE.sub("", text)]
