from __future__ import annotations

from datetime import UTC

import pytest
from hypothesis import given, strategies as st

from maestro_tui.ui.text.ages import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    age,
    clock_time,
    long_age,
    next_age_at,
    seconds_until,
)

NOW = 1_770_000_000_000.0


@pytest.mark.parametrize(
    ("passed", "short", "long"),
    [
        (0, "now", "now"),
        (-5 * MINUTE, "now", "now"),
        (1.9 * SECOND, "now", "now"),
        (2 * SECOND, "2s", "2s"),
        (59.9 * SECOND, "59s", "59s"),
        (MINUTE, "1m", "1m00s"),
        (2 * MINUTE + 10 * SECOND, "2m", "2m10s"),
        (10 * MINUTE - SECOND, "9m", "9m59s"),
        (12 * MINUTE + 10 * SECOND, "12m", "12m"),
        (65 * MINUTE, "1h", "1h05m"),
        (3 * DAY + 4 * HOUR, "3d", "3d04h"),
        (5_000 * DAY, "999d", "999d00h"),
    ],
)
def test_how_long_ago(passed: float, short: str, long: str) -> None:
    assert age(NOW - passed, NOW) == short
    assert long_age(NOW - passed, NOW) == long


def test_what_never_was() -> None:
    assert age(None, NOW) == age(0, NOW) == long_age(None, NOW) == "—"


@pytest.mark.parametrize(
    ("at", "shown"), [(NOW, "02:40:00"), (0, "        "), (1e18, "??:??:??"), (-1e18, "??:??:??")]
)
def test_the_time_of_day(at: float, shown: str) -> None:
    assert clock_time(at, UTC) == shown


@pytest.mark.parametrize(("ahead", "seconds"), [(None, 0), (-1, 0), (1, 1), (1000, 1), (3001, 4)])
def test_seconds_until(ahead: float | None, seconds: int) -> None:
    assert seconds_until(None if ahead is None else NOW + ahead, NOW) == seconds


@given(passed=st.integers(-2 * DAY, 900 * DAY), is_long=st.booleans())
def test_an_age_stays_what_it_is_until_the_moment_it_changes_and_no_longer(
    passed: int, is_long: bool
) -> None:
    since = NOW - passed
    say = long_age if is_long else age
    moment = next_age_at(since, NOW, is_long=is_long)
    assert moment > NOW
    assert say(since, moment - 1) == say(since, NOW) != say(since, moment)
