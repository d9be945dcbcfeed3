from __future__ import annotations

import msgspec
import pytest

from maestro_tui.protocol import events as e, timeline
from maestro_tui.protocol.ids import SessionId, TaskId
from maestro_tui.store.actions import EventReceived
from maestro_tui.ui.widgets import timeline_view
from tests.ui import scenario
from tests.ui.driving import Driver, drive


def grow(driver: Driver, count: int, id_: str = "ses_striper") -> None:
    """Have the timeline of a session become `count` events long."""
    known = driver.conductor.store.state.sessions[SessionId(id_)]
    events = scenario.timeline(*((0, "progress", f"stripe {number}", None) for number in range(count)))
    session = msgspec.structs.replace(known, timeline=events, updated_at=scenario.NOW + count)
    driver.conductor.store.dispatch(EventReceived(event=e.SessionUpdated(session), at=scenario.NOW))


def seen(driver: Driver) -> list[str]:
    view = driver.dashboard.timeline
    return [view.render_line(y).text for y in range(view.size.height)]


async def test_the_newest_event_is_seen_and_followed() -> None:
    async with drive() as driver:
        for count in (30, 60, 90):
            grow(driver, count)
            await driver.sees(f"stripe {count - 1}")
        assert driver.dashboard.timeline.border_subtitle == "90 ▼"


async def test_scrolling_up_stops_following_and_the_end_follows_again() -> None:
    async with drive() as driver:
        grow(driver, 90)
        await driver.sees("stripe 89")
        await driver.press("4", "k", "k")
        before = seen(driver)
        grow(driver, 91)
        await driver.until(lambda: not driver.is_busy)
        assert seen(driver) == before
        assert driver.dashboard.timeline.border_subtitle == "91 · end follows again"
        await driver.press("end")
        assert "stripe 90" in "".join(seen(driver))
        grow(driver, 92)
        await driver.until(lambda: "stripe 91" in "".join(seen(driver)))


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (["home"], "stripe 0"),
        (["g", "G"], "stripe 89"),
        (["pageup", "pagedown"], "stripe 89"),
        (["ctrl+u", "ctrl+d"], "stripe 89"),
        (["up", "down"], "stripe 89"),
    ],
)
async def test_keys_scroll(keys: list[str], text: str) -> None:
    async with drive() as driver:
        grow(driver, 90)
        await driver.sees("stripe 89")
        await driver.press("4", *keys)
        assert text in "".join(seen(driver))


async def test_only_the_shown_timeline_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[bytes] = []
    real = timeline.decode_timeline

    def decode(raw: msgspec.Raw) -> object:
        decoded.append(bytes(raw))
        return real(raw)

    monkeypatch.setattr(timeline_view, "decode_timeline", decode)
    async with drive() as driver:
        decoded.clear()
        grow(driver, 9, "ses_brush1")
        await driver.until(lambda: not driver.is_busy)
        assert decoded == []
        grow(driver, 9, "ses_striper")
        await driver.until(lambda: not driver.is_busy)
        assert len(decoded) == 1


async def test_a_changed_event_is_drawn_anew_and_a_shorter_timeline_is_shorter() -> None:
    async with drive() as driver:
        grow(driver, 9)
        await driver.sees("stripe 8")
        grow(driver, 3)
        await driver.until(lambda: "stripe 8" not in driver.text)
        assert driver.dashboard.timeline.border_subtitle == "3 ▼"


async def test_a_task_that_gets_another_title_is_called_by_it() -> None:
    async with drive() as driver:
        await driver.sees("Paint the stripes")
        task = msgspec.structs.replace(
            driver.conductor.store.state.tasks[TaskId("tsk_stripes")], title="Paint the dots"
        )
        driver.conductor.store.dispatch(EventReceived(event=e.TaskUpdated(task), at=scenario.NOW))
        await driver.until(lambda: "Paint the dots" in "".join(seen(driver)))


async def test_a_session_without_a_past_says_so() -> None:
    async with drive() as driver:
        await driver.press("j")
        assert "Nothing has happened here yet." in driver.text


async def test_the_lines_fit_a_new_width() -> None:
    async with drive() as driver:
        grow(driver, 9)
        await driver.sees("stripe 8")
        await driver.pilot.resize_terminal(200, 50)
        await driver.until(lambda: "· progress    stripe 8" in driver.text)
