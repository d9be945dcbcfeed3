from __future__ import annotations

from maestro_tui.store.state import Connection, Phase
from maestro_tui.ui.wire.outages import MOST, Outage, Outages
from tests.ui.scenario import NOW


def test_an_outage_begins_with_the_cut_and_ends_when_everything_is_true_again() -> None:
    outages = Outages()
    outages.take(Connection(phase=Phase.LIVE, since=NOW))
    assert not list(outages)
    for attempt in (1, 2):
        outages.take(
            Connection(phase=Phase.WAITING, since=NOW + attempt, attempt=attempt, reason=f"r{attempt}")
        )
    assert list(outages) == [Outage(began=NOW + 1, reason="r1", attempts=2)]
    outages.take(Connection(phase=Phase.RESUMING, since=NOW + 3))
    outages.take(Connection(phase=Phase.LIVE, since=NOW + 4, caught_up=7))
    assert list(outages) == [Outage(began=NOW + 1, reason="r1", attempts=2, ended=NOW + 4, caught_up=7)]


def test_only_the_latest_are_kept_the_newest_first() -> None:
    outages = Outages()
    for number in range(2 * MOST):
        outages.take(Connection(phase=Phase.GAVE_UP, since=number + 1))
        outages.take(Connection(phase=Phase.LIVE, since=number + 2))
    assert len(outages) == MOST
    assert next(iter(outages)).began == 2 * MOST
