from __future__ import annotations

from maestro_tui.protocol.models import TimelineEvent
from maestro_tui.ui.timeline.following import Following


def events(*ids: str) -> list[TimelineEvent]:
    return [TimelineEvent(type="progress", id=id_) for id_ in ids]


def test_while_it_follows_nothing_is_new() -> None:
    following = Following()
    assert following.describe(events("a", "b")).plain == "2 ▼"
    assert following.describe([]).plain == ""


def test_what_comes_after_one_went_up_is_new() -> None:
    following = Following()
    following.switch(events("a", "b"), is_on=False)
    assert following.describe(events("a", "b")).plain == "2 · end follows"
    assert following.describe(events("a", "b", "c", "d")).plain == "4 · ▼ 2 new · end follows"
    following.switch(events("a", "b", "c", "d"), is_on=True)
    assert following.describe(events("a", "b", "c", "d", "e")).plain == "5 ▼"


def test_what_was_seen_may_be_gone() -> None:
    following = Following()
    following.switch(events("a"), is_on=False)
    assert following.count_new(events("x", "y")) == 2
