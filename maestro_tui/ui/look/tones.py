"""The few ways a text can look. Every colour of the dashboard is one of these; a theme decides what they are."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Tone(StrEnum):
    """What a text is, as far as its look goes. The value is its name in the stylesheets."""

    PLAIN = "plain"
    """What one came to read."""
    STRONG = "strong"
    """The name of the thing the line is about."""
    MUTED = "muted"
    """Old, idle, or said for completeness."""
    FAINT = "faint"
    """Rules, column titles, what is only there to guide the eye."""
    ACCENT = "accent"
    """Alive: what works, what is focused, keys."""
    WAITING = "waiting"
    """Somebody waits for the user. Nothing else is amber."""
    FAILED = "failed"
    """It broke. Nothing else is red."""


class Cell(NamedTuple):
    """A text and how it looks."""

    text: str
    tone: Tone = Tone.PLAIN
