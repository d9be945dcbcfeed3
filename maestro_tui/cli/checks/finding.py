"""What a check found. Pure."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARN = "warn"
    """Something will not work, or not as well as it could."""
    BAD = "bad"
    """Nothing will work, or others can do what they should not."""


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of the doctor's."""

    about: str
    level: Level
    text: str
    advice: str = ""
    """What to do; empty if there is nothing to be done."""


def ok(about: str, text: str) -> Finding:
    """All is well."""
    return Finding(about, Level.OK, text)


def warn(about: str, text: str, advice: str) -> Finding:
    """It could be better."""
    return Finding(about, Level.WARN, text, advice)


def bad(about: str, text: str, advice: str) -> Finding:
    """It has to be mended."""
    return Finding(about, Level.BAD, text, advice)
