"""How long what is shown stays true by itself."""

from __future__ import annotations

from math import inf

from maestro_tui.ui.horizon import MOST_LATE, Horizon
from maestro_tui.ui.text.ages import HOUR, MINUTE, SECOND

NOW = 1_770_000_000_000.0


def test_the_next_moment_counts_and_what_comes_after_it_does_not() -> None:
    heard: list[float] = []
    horizon = Horizon()
    horizon.on_nearer = lambda: heard.append(horizon.at)
    for moment in (50, 90, 20):
        horizon.note(moment)
    assert (horizon.at, heard) == (20, [50, 20])
    horizon.clear()
    assert horizon.at == inf


def test_an_age_is_drawn_when_it_changes_or_a_little_later() -> None:
    for passed, is_long, left in (
        (12 * SECOND, False, SECOND),
        (90 * SECOND, False, 30 * SECOND),
        (90 * SECOND, True, SECOND),
        (11.5 * MINUTE, True, 30 * SECOND),
        (90 * MINUTE, False, 30 * MINUTE),
        (90 * MINUTE, True, MINUTE),
        (30 * HOUR, False, 18 * HOUR),
    ):
        horizon = Horizon()
        horizon.note_age(NOW - passed, NOW, is_long=is_long)
        assert 0 <= horizon.at - NOW - left <= MOST_LATE, (passed, is_long)


def test_what_never_was_has_no_age() -> None:
    horizon = Horizon()
    horizon.note_age(None, NOW)
    horizon.note_age(0, NOW)
    assert horizon.at == inf
