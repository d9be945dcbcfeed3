"""What came over the wire: kept as it came, bounded, and looked at."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from maestro_tui.store.actions import ConnectionChanged, FramesReceived
from maestro_tui.store.state import Connection, Phase
from maestro_tui.store.store import Store
from maestro_tui.ui.screens.event_log_screen import EventLogScreen
from maestro_tui.ui.wire import event_log
from maestro_tui.ui.wire.event_log import MOST, EventLog
from maestro_tui.ui.wire.log_entries import CONNECTION, Entry
from tests.support.factories import NOW, received, wire_project, wire_session
from tests.ui.driving import NARROW, WIDE, Driver, drive


def frame(name: str, data: object = None, **fields: Any) -> bytes:
    return msgspec.json.encode({"type": name, "event": name, "data": data, "timestamp": NOW, **fields})


def make_log(*frames: bytes) -> EventLog:
    log = EventLog(Store().state, NOW)
    for octets in frames:
        log.take(octets, NOW)
    return log


def look(log: EventLog) -> list[Entry]:
    """Give what is there to somebody who opens the log now."""
    log.take_changes()
    return list(log.values())


# ------------------------------------------------------------------------------------ bounds


def test_nothing_is_looked_into_before_somebody_looks() -> None:
    octets = frame("session:updated", wire_session())
    log = make_log(octets)
    assert len(log) == 0
    assert look(log)[0].octets is octets


def test_the_latest_are_kept_and_what_goes_is_told() -> None:
    log = make_log(*[frame("pong")] * MOST)
    assert log.take_changes() == {str(number) for number in range(MOST)}
    for _ in range(3):
        log.take(frame("pong"), NOW)
    assert log.take_changes() == {"0", "1", "2", str(MOST), str(MOST + 1), str(MOST + 2)}
    assert log.take_changes() == set()
    assert len(log) == MOST
    assert "0" not in log
    assert next(iter(log)) == "3"
    with pytest.raises(KeyError):
        log["0"]


def test_a_flood_nobody_looks_at_is_bounded_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_log, "MOST", 10)
    log = make_log(*[frame("x", seq=number) for number in range(50)])
    entries = look(log)
    assert [entry.seq for entry in entries] == list(range(40, 50)), "and what was dropped is no gap"


def test_a_flood_is_bounded_by_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_log, "MOST_BYTES", 10_000)
    log = EventLog(Store().state, NOW)
    for number in range(30):
        log.take(frame("x", "y" * 1000, seq=number), NOW)
        if number % 7 == 0:
            log.take_changes()
        assert log._kept_bytes <= 10_000
    entries = look(log)
    assert sum(len(entry.octets) for entry in entries) == log._kept_bytes
    assert [entry.seq for entry in entries] == list(range(30 - len(entries), 30))


def test_one_array_cannot_crowd_the_log() -> None:
    array = b"[" + b",".join([frame("x")] * (MOST + 500)) + b"]"
    assert len(look(make_log(array))) == MOST


def test_a_huge_frame_keeps_its_beginning_and_its_size() -> None:
    octets = frame("session:updated", wire_session(name="n" * 9_000_000), seq=3)
    log = make_log(octets)
    assert log._kept_bytes < 100_000, "before anybody has looked"
    (entry,) = look(log)
    assert (entry.size, entry.seq, entry.notes) == (len(octets), 3, ("clipped",))
    assert "more bytes, which were not kept" in entry.text()[-60:]


def test_after_a_rewind_only_what_is_told_then_is_there() -> None:
    log = make_log(frame("x", seq=1), frame("x", seq=2))
    look(log)
    log.take(frame("x", seq=3), NOW)
    log.rewind()
    log.take(frame("x", seq=9), NOW)
    assert log.take_changes() == {"0", "1", "2"}
    assert [entry.seq for entry in log.values()] == [9]
    assert log._kept_bytes == len(frame("x", seq=9))


def test_how_many_frames_are_no_longer_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_log, "MOST", 10)
    array = b"[" + b",".join([frame("x")] * 4) + b"]"
    log = make_log(*[array] * 7)
    assert log.dropped == 0
    look(log)
    assert (len(log), log.dropped) == (10, 4), "of the fifth frame two elements are left"
    for _ in range(30):
        log.take(frame("x"), NOW)
    assert log.dropped == 27
    log.rewind(500)
    assert log.dropped == 500
    log.take(frame("x"), NOW)
    look(log)
    assert log.dropped == 500


# ------------------------------------------------------------------------------------ connection, rate


def test_the_connection_leaves_marks_between_frames() -> None:
    log = make_log(frame("x"))
    log.take_connection(Connection(phase=Phase.WAITING, reason="It went away."), NOW)
    log.take_connection(Connection(phase=Phase.WAITING, reason="Again."), NOW)
    log.take_connection(Connection(phase=Phase.LIVE, caught_up=3), NOW)
    log.take(frame("x"), NOW)
    log.take_connection(Connection(phase=Phase.LOADING), NOW)
    log.take_connection(Connection(phase=Phase.LIVE), NOW)
    entries = look(log)
    assert [entry.name for entry in entries] == ["x", CONNECTION, CONNECTION, "x", CONNECTION, CONNECTION]
    assert [entry.text() for entry in entries if entry.is_mark] == [
        "waiting · It went away.",
        "live · caught up with 3 missed events",
        "loading",
        "live · everything was read",
    ]


def test_a_connection_that_comes_and_goes_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_log, "MOST", 10)
    log = make_log()
    for _ in range(50):
        log.take_connection(Connection(phase=Phase.WAITING), NOW)
        log.take_connection(Connection(phase=Phase.LIVE), NOW)
    assert len(log._arrivals) == 10


def test_how_many_events_come() -> None:
    store = Store()
    log = EventLog(store.state, NOW)
    for _ in range(6):
        store.dispatch(received("session:updated", wire_session()))
    log.measure(NOW)
    assert log.per_second == 0
    log.measure(NOW + 2000)
    assert log.per_second == 3
    log.measure(NOW + 2000)
    assert log.per_second == 0, "a clock that stands still, as that of a replay can"


def test_a_clock_that_goes_back_says_nothing_of_how_many_come() -> None:
    store = Store()
    log = EventLog(store.state, NOW)
    log.measure(NOW + 60_000)
    store.dispatch(received("session:updated", wire_session()))
    log.measure(NOW)
    assert log.per_second == 0
    for _ in range(2):
        store.dispatch(received("session:updated", wire_session()))
    log.measure(NOW + 1000)
    assert log.per_second == 2


# ------------------------------------------------------------------------------------ the screen


def tell(driver: Driver, *frames: bytes) -> None:
    """Have frames come over the wire."""
    for octets in frames:
        driver.conductor.wire.on_frame(octets, NOW)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=str)
async def test_the_log_shows_events_and_the_whole_of_one(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        tell(
            driver,
            frame("project:created", wire_project(), seq=116),
            frame("session:updated", wire_session("ses_brush", name="Brush"), seq=117),
            frame("session:updated", {"id": 5}, seq=121),
            frame("brand:new", {"surprise": [1]}, seq=122),
            frame("task:deleted", {"id": "tsk_1"}, seq=1, epoch="b"),
        )
        await driver.press("L")
        assert isinstance(driver.app.screen, EventLogScreen)
        await driver.sees("117", "Brush · working", "— gap —", "3 missing: 118–120", "brand:new")
        await driver.press("slash", *"is:unreadable", "enter")
        await driver.sees("The payload of 'session:updated'", '"id": 5')
        await driver.press("escape", "slash", *"is:unknown", "enter")
        await driver.sees('"surprise"')
        await driver.press("j", "J", "K")
        await driver.press("y")
        await driver.sees("The event is copied.")
        assert msgspec.json.decode(driver.app.clipboard)["data"] == {"surprise": [1]}
        await driver.press("escape")
        assert isinstance(driver.app.screen, EventLogScreen)
        await driver.press("escape")
        assert not isinstance(driver.app.screen, EventLogScreen)


async def test_unknown_fields_are_shown_and_copied_as_they_came() -> None:
    async with drive() as driver:
        tell(driver, frame("session:updated", wire_session(weather="rain"), seq=7, _debug=1.50))
        await driver.press("L")
        await driver.sees('"weather": "rain"', '"_debug": 1.5', "session:updated · 7", "bytes")
        await driver.press("y")
        assert '"weather": "rain"' in driver.app.clipboard


@pytest.mark.parametrize("typed", ["ses_brush", "id:ses_brush"])
async def test_the_events_of_one_session_are_found_by_its_id(typed: str) -> None:
    async with drive() as driver:
        tell(
            driver,
            frame("session:updated", wire_session("ses_brush", name="Brush")),
            frame("session:updated", wire_session("ses_other", name="Another")),
            frame("task:session_added", {"taskId": "tsk_1", "sessionId": "ses_brush"}),
        )
        await driver.press("L")
        await driver.sees("Another")
        await driver.press("slash", *typed, "enter")
        await driver.sees("2 of 3", "Brush · working", "task:session_added")
        assert "Another" not in driver.text


async def test_what_opens_a_door_is_neither_shown_nor_copied() -> None:
    url = "http://127.0.0.1:3456/t/q7Zx9Lm2Vt4Rk8Wn1Yb6Hc3D"
    session = wire_session(env={"MAESTRO_SERVER_URL": url, "PATH": "/bin"})
    spawned = {
        "session": session,
        "command": f"agent --api-key {url[-24:]}",
        "envVars": {"A_TOKEN": url[-24:]},
    }
    async with drive() as driver:
        log = driver.dashboard.scene.log
        log.take(frame("session:spawn", spawned), NOW)
        await driver.press("L")
        await driver.sees("session:spawn", "agent --api-key •••", "secrets hidden")
        await driver.press("y")
        await driver.until(lambda: driver.app.clipboard)
        assert "•••" in driver.app.clipboard
        assert '"/bin"' in driver.app.clipboard
        assert url[-24:] not in driver.app.clipboard + driver.text


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=str)
async def test_enter_gives_an_event_the_room_and_escape_takes_it_back(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        tell(driver, frame("session:updated", wire_session(weather="rain")))
        await driver.press("L")
        await driver.sees('"weather": "rain"') if size == WIDE else await driver.sees("session:updated")
        shown = driver.app.screen.query_one("#event-frame")
        before = shown.size.area
        await driver.press("enter")
        await driver.until(lambda: shown.size.area > before)
        await driver.press("escape")
        await driver.until(lambda: shown.size.area == before)
        await driver.press("escape")
        assert not isinstance(driver.app.screen, EventLogScreen)


def test_of_an_event_in_which_nothing_is_secret_nothing_is_hidden() -> None:
    (entry,) = look(make_log(frame("session:created", wire_session())))
    assert not entry.hides_secrets
    assert "•••" not in entry.text()


async def test_what_is_no_json_is_shown_as_it_came() -> None:
    async with drive() as driver:
        tell(driver, b"not json \x1b[31m " + b"x" * 500 + b" end of it")
        await driver.press("L")
        await driver.sees("unreadable", "A frame is not valid JSON", "not json ␛[31m", "end of it")


async def test_an_element_says_what_frame_it_came_in() -> None:
    async with drive() as driver:
        tell(driver, b"[" + frame("x") + b"," + frame("y") + b"]")
        await driver.press("L")
        await driver.sees("2 of 2 in a frame of ")


async def test_what_comes_is_shown_unless_it_is_paused() -> None:
    async with drive() as driver:
        await driver.press("L")
        tell(driver, frame("session:deleted", {"id": "ses_1"}))
        await driver.sees("session:deleted")
        await driver.press("p")
        await driver.sees("Paused")
        tell(driver, frame("project:deleted", {"id": "prj_1"}))
        await driver.press("p")
        await driver.sees("Going on.", "project:deleted")


async def test_what_is_looked_at_while_it_is_paused_stays_in_a_flood() -> None:
    async with drive() as driver:
        tell(driver, frame("task:deleted", {"id": "tsk_first"}))
        await driver.press("L", "p")
        await driver.sees("tsk_first", "paused")
        tell(driver, *[frame("pong")] * (MOST + 30))
        await driver.press("enter", "escape")
        await driver.sees("tsk_first", '"id": "tsk_first"')
        await driver.press("p")
        await driver.sees("31 older frames no longer kept")
        assert "paused" not in driver.text
        assert "tsk_first" not in driver.text


async def test_what_is_no_longer_kept_is_said() -> None:
    async with drive(NARROW) as driver:
        tell(driver, *[frame("pong")] * (MOST + 1))
        await driver.press("L")
        await driver.sees("2,000 · 1 older frame no longer kept")
        tell(driver, *[frame("pong")] * 1_999)
        await driver.sees("2,000 older frames no longer kept")


async def test_the_newest_is_followed_until_one_goes_elsewhere() -> None:
    async with drive(NARROW) as driver:
        tell(driver, frame("pong"))
        await driver.press("L")
        tell(driver, *[frame("task:deleted", {"id": f"tsk_{number}"}) for number in range(100)])
        await driver.sees("tsk_99", '"id": "tsk_99"')
        await driver.press("j")
        await driver.sees('"id": "tsk_98"')
        tell(driver, *[frame("project:deleted", {"id": f"prj_{number}"}) for number in range(100)])
        await driver.sees("201", '"id": "tsk_98"')
        await driver.press("g")
        tell(driver, frame("session:deleted", {"id": "ses_last"}))
        await driver.sees('"id": "ses_last"')


async def test_an_open_log_looks_at_nothing_while_nothing_comes() -> None:
    async with drive() as driver:
        await driver.press("L")
        screen = driver.app.screen
        assert isinstance(screen, EventLogScreen)
        await driver.until(lambda: screen._timer is None)
        # Textual's own is stopped until something is to be drawn.
        assert {timer.name for timer in screen._timers if timer._repeat is None} <= {"screen_update"}
        tell(driver, frame("pong"))
        await driver.sees("pong")


async def test_the_connection_is_in_the_log() -> None:
    async with drive() as driver:
        driver.conductor.store.dispatch(
            ConnectionChanged(phase=Phase.WAITING, at=NOW, retry_at=NOW, reason="The server went away.")
        )
        await driver.press("L")
        await driver.sees("— connection —", "The server went away.")


async def test_events_a_second_are_said_while_they_come() -> None:
    async with drive() as driver:
        driver.app.conductor._dispatch(FramesReceived(frames=3))
        driver.dashboard.scene.log.per_second = 4.2
        driver.dashboard.top.recheck()
        await driver.sees("4 ev/s")
