"""Foreign text made fit to be shown: what stands in an event is drawn as cells and does nothing else.

Pure. Everything that comes from a server or a program passes through `clean` before it is drawn. Markup is no concern
here, since nothing that is drawn is ever parsed; control characters, text that is drawn backwards and text that cannot
be seen are.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

LONGEST: Final = 240
"""How many characters of a text are kept where no limit is given: more than a line of a wide screen."""

ELLIPSIS: Final = "…"
REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
MOST_MARKS: Final = 2
"""How many accents are kept on one letter."""

_LINE_BREAKS: Final = "[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+ *"
_INVISIBLE: Final = (
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]+"
)
"""Soft hyphens, joiners, fillers, bidi marks, isolates and overrides, tags, variation selectors."""

_PICTURES: Final = {chr(code): chr(0x2400 + code) for code in range(0x20)} | {"\x7f": "␡"}
"""What is shown for a control character."""


def clean(text: str, limit: int = LONGEST) -> str:
    """Give a text on one line that can be drawn as it is, at most `limit` characters long.

    Line breaks become spaces; other control characters become their pictures (``␛``), so that one sees that something
    was there; what would turn the direction of text or cannot be seen is left out.
    """
    if len(text) > limit:
        # Some of what follows may be left out, but nobody reads a megabyte to find that out.
        return _clean(text[: limit * 2])[: limit - 1] + ELLIPSIS
    if text.isascii() and text.isprintable():
        return text
    return _clean(text)


def clean_whole(text: str) -> str:
    """Give all of a text, with its lines, as it can be drawn and edited."""
    return "\n".join([clean(line, len(line)) for line in text.splitlines()])


@lru_cache(maxsize=4096)
def _clean(text: str) -> str:
    text = re.sub(_INVISIBLE, "", re.sub(_LINE_BREAKS, " ", text))
    if text.isprintable() and not _has_marks(text):
        return text
    shown: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        if category in {"Mn", "Me"}:
            marks += 1
            if marks > MOST_MARKS or not shown:
                continue
        else:
            marks = 0
        shown.append(_visible(character, category))
    return "".join(shown)


def _has_marks(text: str) -> bool:
    return any(unicodedata.combining(character) or character == "\u20dd" for character in text)


def _visible(character: str, category: str) -> str:
    if category == "Cc":
        return _PICTURES.get(character, REPLACEMENT)
    if category == "Zs":
        return " "
    # Private use stays: the symbols of patched fonts live there, and have a width.
    return REPLACEMENT if category in {"Cf", "Cs", "Cn", "Zl", "Zp"} else character
