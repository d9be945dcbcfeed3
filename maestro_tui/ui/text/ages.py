"""How long ago, in as few characters as say it, steady in width. Pure: told the time."""

from __future__ import annotations

from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Final

SECOND: Final = 1_000
MINUTE: Final = 60 * SECOND
QUARTER: Final = 15 * MINUTE
FEW_MINUTES: Final = 10 * MINUTE
"""How long something is new enough for its seconds to matter: a screen that counts them is never at rest."""
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

NEVER: Final = "—"
_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


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
    """Give the same in two units where that says more, in at most six characters: ``2m10s``, ``12m``, ``1h05m``."""
    if not since:
        return NEVER
    passed = max(0, now - since)
    return span(passed) if MINUTE <= passed < FEW_MINUTES or passed >= HOUR else age(since, now)


def span(length: float) -> str:
    """Give a length of time in at most six characters: ``0s``, ``41s``, ``2m10s``, ``1h05m``, ``3d04h``."""
    length = min(length, 1_000 * DAY)
    for unit, letter, smaller, small_letter in (
        (DAY, "d", HOUR, "h"),
        (HOUR, "h", MINUTE, "m"),
        (MINUTE, "m", SECOND, "s"),
    ):
        if length >= unit:
            return f"{min(int(length // unit), 999)}{letter}{int(length % unit // smaller):02}{small_letter}"
    return f"{max(0, int(length // SECOND))}s"


def grain(passed: float, *, is_long: bool = False) -> float:
    """Give how much time `age`, or `long_age`, lets pass before it says something else."""
    if passed < MINUTE:
        return SECOND
    if is_long:
        return SECOND if passed < FEW_MINUTES else MINUTE if passed < DAY else HOUR
    return MINUTE if passed < HOUR else HOUR if passed < DAY else DAY


def next_age_at(since: float, now: float, *, is_long: bool = False) -> float:
    """Give the moment at which `age`, or `long_age`, will say something else."""
    passed = now - since
    if passed < 2 * SECOND:
        return since + 2 * SECOND
    step = grain(passed, is_long=is_long)
    return since + (passed // step + 1) * step


def clock_time(at: float, zone: tzinfo | None = None) -> str:
    """Give the time of day of a moment as ``HH:MM:SS``, local unless a zone is given."""
    if not at:
        return "        "
    moment = _moment(at, zone)
    return moment.strftime("%H:%M:%S") if moment else "??:??:??"


def day_of(at: float, zone: tzinfo | None = None) -> str:
    """Give the day of a moment as ``Mon 2026-02-02``, local unless a zone is given; empty if there is none."""
    # Days begin at a quarter of an hour everywhere, and most events happen on few of them.
    return _day_of_quarter(at // QUARTER, zone) if at else ""


@lru_cache(maxsize=1024)
def _day_of_quarter(quarter: float, zone: tzinfo | None) -> str:
    moment = _moment(quarter * QUARTER, zone)
    return f"{_WEEKDAYS[moment.weekday()]} {moment:%Y-%m-%d}" if moment else ""


def _moment(at: float, zone: tzinfo | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(at / SECOND, zone).astimezone(zone)
    except (ValueError, OverflowError, OSError):
        # A server may send any number as a time.
        return None


def seconds_until(at: float | None, now: float) -> int:
    """Give the whole seconds until a moment, rounded up; 0 if it has passed or there is none."""
    return max(0, -int((now - at) // SECOND)) if at else 0
