from __future__ import annotations

import pytest

from maestro_tui.store.state import Connection, Phase
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.wire.connection_facts import facts_of
from tests.support.factories import NOW
from tests.ui.scenario import make_conductor


def scene() -> Scene:
    return Scene(make_conductor().store.state, lambda: NOW)


def facts(of: Scene) -> dict[str, str]:
    return {name: cell.text for name, cell in facts_of(of, "zoo:3000")}


def test_before_there_is_a_connection_nothing_is_said_of_what_comes_over_it() -> None:
    known = facts(scene())
    assert known["state"] == "◌ connecting"
    assert "place" not in known
    assert "since" not in known


def test_a_reason_is_shown_as_a_whole_and_cleaned() -> None:
    of = scene()
    of.state.connection = Connection(phase=Phase.GAVE_UP, since=NOW, reason="no\x1b[2J " + "very " * 40)
    assert facts(of)["why"] == "no␛[2J " + "very " * 40


@pytest.mark.parametrize(
    ("caught_up", "text"),
    [
        (None, "for 5s; then everything was read anew"),
        (0, "for 5s; nothing was missed"),
        (1, "for 5s; 1 event missed, and caught up"),
        (1_200, "for 5s; 1,200 events missed, and caught up"),
    ],
)
def test_what_became_of_what_was_missed(caught_up: int | None, text: str) -> None:
    of = scene()
    of.outages.take(Connection(phase=Phase.WAITING, since=NOW - 9_000, attempt=1))
    of.outages.take(Connection(phase=Phase.LIVE, since=NOW - 4_000, caught_up=caught_up))
    assert facts(of)["was cut"].endswith(text)


def test_a_server_that_numbers_its_events_says_where_it_is() -> None:
    of = scene()
    of.state.connection = Connection(phase=Phase.LIVE, since=NOW)
    assert "numbers no events" in facts(of)["place"]
    of.state.last_seq, of.state.epoch = 7, "j"
    assert facts(of)["place"] == "event 7 of journal j"
