"""Pasted text to bytes. Pure."""

from __future__ import annotations

import re

__all__ = ["encode_paste", "is_risky"]

MARKERS = re.compile("\x1b\\[20[01]~")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
NEWLINES = re.compile("\r\n?|\n")


def encode_paste(text: str, *, bracketed: bool) -> bytes:
    """Turn pasted text into the bytes a program gets for it.

    Bracketed, a program can tell it from typing: so nothing in it may end the brackets. The marker is taken out, and
    then every control character that is left, ESC among them, so that no marker can form anew. Not bracketed, a new
    line is what the Enter key sends.
    """
    cleaned = CONTROLS.sub("", MARKERS.sub("", text))
    if bracketed:
        return b"\x1b[200~" + cleaned.encode("utf-8", "replace") + b"\x1b[201~"
    return NEWLINES.sub("\r", cleaned).encode("utf-8", "replace")


def is_risky(text: str, *, bracketed: bool) -> bool:
    """Tell whether pasting this runs something at once: lines that a program takes for typed ones."""
    return not bracketed and NEWLINES.search(text.rstrip("\r\n")) is not None
