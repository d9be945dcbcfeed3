from __future__ import annotations

import logging

import pytest

from maestro_tui.server.bus import EventBus, Published
from maestro_tui.server.drafts import Concerns
from maestro_tui.server.event_log import EventLog

EVENTS = [Published(1, "task:created", b"{}", Concerns()), Published(2, "task:updated", b"{}", Concerns())]


def test_a_listener_that_fails_costs_the_others_nothing(caplog: pytest.LogCaptureFixture) -> None:
    bus = EventBus()
    told: list[Published] = []

    def fail(_: object) -> None:
        raise ZeroDivisionError

    bus.subscribe(fail)
    forget = bus.subscribe(told.extend)
    bus.publish(EVENTS)
    assert told == EVENTS
    assert "A listener of the event bus failed" in caplog.text
    forget()
    bus.publish(EVENTS)
    assert told == EVENTS


def test_the_log_has_a_line_for_each_event_but_the_frequent_ones(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "maestro_tui.server"):
        EventLog(lambda: 3).publish(EVENTS)
    assert [record.getMessage() for record in caplog.records] == ["Broadcast task:created (1) to 3 clients"]
