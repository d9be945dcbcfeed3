"""How long ago, in as few characters as say it, steady in width. Pure: told the time."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Final

SECOND: Final = 1_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

NEVER: Final = "—"


def age(since: float | None, now: float) -> str:
    """Give the time from `since` to `now` in at most four characters: ``now``, ``41s``, ``12m``.

    Both are in milliseconds since the epoch.
    """
    if not since:
        return NEVER
    passed = now - since
    if passed < 2 * SECOND:
        # Also what lies ahead: clocks of two machines differ.
        return "now"
    for unit, letter in ((DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (SECOND, "s")):
        if passed >= unit:
            return f"{min(int(passed // unit), 999)}{letter}"
    return "now"


def long_age(since: float | None, now: float) -> str:
    """Give the same in two units, in at most six characters: ``2m10s``, ``1h05m``, ``3d04h``."""
    if not since:
        return NEVER
    passed = max(0, now - since)
    if passed < MINUTE:
        return age(since, now)
    for unit, letter, smaller, small_letter in (
        (DAY, "d", HOUR, "h"),
        (HOUR, "h", MINUTE, "m"),
        (MINUTE, "m", SECOND, "s"),
    ):
        if passed >= unit:
            return f"{min(int(passed // unit), 999)}{letter}{int(passed % unit // smaller):02}{small_letter}"
    return age(since, now)


def clock_time(at: float, zone: tzinfo | None = None) -> str:
    """Give the time of day of a moment as ``HH:MM:SS``, local unless a zone is given."""
    if not at:
        return "        "
    try:
        return datetime.fromtimestamp(at / SECOND, zone).astimezone(zone).strftime("%H:%M:%S")
    except (ValueError, OverflowError, OSError):
        # A server may send any number as a time.
        return "??:??:??"


def seconds_until(at: float | None, now: float) -> int:
    """Give the whole seconds until a moment, rounded up; 0 if it has passed or there is none."""
    return max(0, -int((now - at) // SECOND)) if at else 0
