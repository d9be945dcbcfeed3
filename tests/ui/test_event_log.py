"""What came over the wire: kept, bounded, and looked at."""

from __future__ import annotations

import msgspec
import pytest

from maestro_tui.protocol import events as e
from maestro_tui.store.actions import ConnectionChanged
from maestro_tui.store.state import Connection, Phase
from maestro_tui.store.store import Store
from maestro_tui.ui.event_log import GAP, MOST, EventLog
from maestro_tui.ui.screens.event_log_screen import EventLogScreen
from tests.support.factories import (
    NOW,
    received,
    wire_event,
    wire_project,
    wire_session,
    wire_spawn,
    wire_task,
)
from tests.ui import scenario
from tests.ui.driving import NARROW, WIDE, Driver, drive


@pytest.mark.parametrize(
    ("name", "payload", "subject"),
    [
        ("session:created", {"session": wire_session(name="Striper\x1b[2J")}, "Striper␛[2J · working"),
        ("session:updated", wire_session(name=""), "ses_1 · working"),
        ("session:spawn", wire_spawn(), "Session ses_1 · claude --resume"),
        ("session:status_changed", {"id": "ses_1", "status": "idle"}, "ses_1 · idle"),
        ("session:deleted", {"id": "ses_1"}, "ses_1"),
        ("session:task_added", {"sessionId": "ses_1", "taskId": "tsk_1"}, "ses_1 · tsk_1"),
        ("task:updated", wire_task(), "Task tsk_1 · todo"),
        ("project:created", wire_project(), "Project prj_1"),
        ("brand:new", {"x": 1}, ""),
    ],
)
def test_what_an_event_is_about(name: str, payload: object, subject: str) -> None:
    log = EventLog(Store().state, NOW)
    log.take(wire_event(name, payload), NOW)
    entry = log["0"]
    assert (entry.name, entry.subject, entry.at) == (name, subject, NOW)
    assert entry.size == len(msgspec.json.encode(entry.event))
    assert entry.text().startswith("{")


def test_the_latest_are_kept_and_what_goes_is_told() -> None:
    log = EventLog(Store().state, NOW)
    for _ in range(MOST):
        log.take(e.ControlReplied("pong"), NOW)
    assert log.take_changes() == {str(number) for number in range(MOST)}
    for _ in range(3):
        log.take(e.ControlReplied("pong"), NOW)
    assert log.take_changes() == {"0", "1", "2", str(MOST), str(MOST + 1), str(MOST + 2)}
    assert log.take_changes() == set()
    assert len(log) == MOST
    assert "0" not in log
    assert next(iter(log)) == "3"
    with pytest.raises(KeyError):
        log["0"]


def test_the_connection_leaves_marks() -> None:
    log = EventLog(Store().state, NOW)
    log.take_connection(Connection(phase=Phase.WAITING, reason="It went away."), NOW)
    log.take_connection(Connection(phase=Phase.WAITING, reason="Again."), NOW)
    log.take_connection(Connection(phase=Phase.LIVE, caught_up=3), NOW)
    log.take_connection(Connection(phase=Phase.LOADING), NOW)
    log.take_connection(Connection(phase=Phase.LIVE), NOW)
    assert [entry.name for entry in log.values()] == [GAP] * 4
    assert [entry.text() for entry in log.values()] == [
        "waiting · It went away.",
        "live · 3 missed events follow",
        "loading",
        "live · everything was read",
    ]
    assert log["0"].size == 0


def test_how_many_events_come() -> None:
    store = Store()
    log = EventLog(store.state, NOW)
    for _ in range(6):
        store.dispatch(received("session:updated", wire_session()))
    log.measure(NOW)
    assert log.per_second == 0
    log.measure(NOW + 2000)
    assert log.per_second == 3
    log.measure(NOW + 3000)
    assert log.per_second == 0


def fill(driver: Driver) -> None:
    """Have all sessions and tasks told as events."""
    for session in scenario.SESSIONS:
        driver.conductor.listeners.publish(e.SessionUpdated(session))
    for task in scenario.TASKS:
        driver.conductor.listeners.publish(e.TaskCreated(task))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=str)
async def test_the_log_shows_events_and_the_whole_of_one(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        fill(driver)
        await driver.press("L")
        assert isinstance(driver.app.screen, EventLogScreen)
        await driver.sees("task:created", '"title"')
        await driver.press("slash", *"event:session brush", "enter")
        await driver.sees("Brush 1 · working")
        await driver.press("j", "J", "K")
        await driver.press("y")
        await driver.sees("The event is copied.")
        assert '"ses_brush1"' in driver.app.clipboard
        await driver.press("escape")
        assert isinstance(driver.app.screen, EventLogScreen)
        await driver.press("escape")
        assert not isinstance(driver.app.screen, EventLogScreen)


async def test_what_comes_is_shown_unless_it_is_paused() -> None:
    async with drive() as driver:
        await driver.press("L")
        driver.conductor.listeners.publish(e.SessionDeleted(scenario.SESSIONS[0].id))
        await driver.sees("session:deleted")
        await driver.press("p")
        await driver.sees("Paused")
        driver.conductor.listeners.publish(e.ProjectDeleted(scenario.YAK))
        await driver.press("p")
        await driver.sees("Going on.", "project:deleted")


async def test_the_connection_is_in_the_log() -> None:
    async with drive() as driver:
        driver.conductor.store.dispatch(
            ConnectionChanged(phase=Phase.WAITING, at=NOW, retry_at=NOW, reason="The server went away.")
        )
        await driver.press("L")
        await driver.sees("— connection —", "The server went away.")


async def test_events_a_second_are_said_while_they_come() -> None:
    async with drive() as driver:
        driver.dashboard.scene.log.per_second = 4.2
        driver.dashboard.top.recheck()
        await driver.sees("4 ev/s")
