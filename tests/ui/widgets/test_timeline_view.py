from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest
from textual.strip import Strip

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


def drop(driver: Driver, count: int, id_: str = "ses_striper") -> None:
    """Have the timeline of a session lose its first `count` events."""
    known = driver.conductor.store.state.sessions[SessionId(id_)]
    events = msgspec.json.encode(msgspec.json.decode(known.timeline)[count:])
    session = msgspec.structs.replace(known, timeline=msgspec.Raw(events), updated_at=scenario.NOW + 1e6)
    driver.conductor.store.dispatch(EventReceived(event=e.SessionUpdated(session), at=scenario.NOW))


def say(driver: Driver, *told: dict[str, object], id_: str = "ses_striper") -> None:
    """Have the timeline of a session be these events."""
    known = driver.conductor.store.state.sessions[SessionId(id_)]
    events = [
        {"id": f"evt_{at}", "timestamp": scenario.NOW - 60_000, **event} for at, event in enumerate(told)
    ]
    session = msgspec.structs.replace(
        known, timeline=msgspec.Raw(msgspec.json.encode(events)), updated_at=scenario.NOW + 2e6
    )
    driver.conductor.store.dispatch(EventReceived(event=e.SessionUpdated(session), at=scenario.NOW))


def seen(driver: Driver) -> list[str]:
    view = driver.dashboard.timeline
    return [view.render_line(y).text for y in range(view.size.height)]


@contextmanager
def lines_drawn(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Note which lines of the timeline are drawn."""
    view = driver.dashboard.timeline
    drawn: list[int] = []
    real = view.render_line

    def render_line(y: int) -> Strip:
        drawn.append(y)
        return real(y)

    with monkeypatch.context() as patch:
        patch.setattr(view, "render_line", render_line)
        yield drawn


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
        await driver.sees("91 · ▼ 1 new · end follows")
        await driver.press("end")
        assert "stripe 90" in "".join(seen(driver))
        grow(driver, 92)
        await driver.until(lambda: "stripe 91" in "".join(seen(driver)))


async def test_the_cursor_leaves_the_end_and_comes_back() -> None:
    async with drive() as driver:
        view = driver.dashboard.timeline
        await driver.press("4", "k")
        assert (view.cursor, view.is_following) == (5, False)
        await driver.press("j")
        assert (view.cursor, view.is_following) == (6, True)


async def test_the_cursor_stays_on_its_event_while_others_come_and_go() -> None:
    async with drive() as driver:
        view = driver.dashboard.timeline
        grow(driver, 30)
        await driver.sees("stripe 29")
        await driver.press("4", *"kkkkk")
        assert view.cursor == 24
        drop(driver, 10)
        await driver.sees("20 · end follows")
        assert view.cursor == 14


async def test_the_wheel_stops_following_and_its_end_follows_again() -> None:
    async with drive() as driver:
        view = driver.dashboard.timeline
        grow(driver, 90)
        await driver.sees("stripe 89")
        view.scroll_to(y=view.max_scroll_y - 3, animate=False)
        await driver.until(lambda: not view.is_following)
        view.scroll_to(y=view.max_scroll_y, animate=False)
        await driver.until(lambda: view.is_following)
        assert view.cursor == 89


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (["home"], "stripe 0"),
        (["g", "G"], "stripe 89"),
        (["pageup", "pagedown"], "stripe 89"),
        (["ctrl+u", "ctrl+d"], "stripe 89"),
        (["up", "down"], "stripe 89"),
        (["k", "j"], "stripe 89"),
    ],
)
async def test_keys_move(keys: list[str], text: str) -> None:
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
        await driver.sees("Nothing has happened here")


async def test_the_lines_fit_a_new_width() -> None:
    async with drive() as driver:
        grow(driver, 9)
        await driver.sees("stripe 8")
        await driver.pilot.resize_terminal(200, 50)
        await driver.until(lambda: "· progress    stripe 8" in driver.text)


TOLD: tuple[dict[str, object], ...] = (
    {"type": "progress", "message": "first"},
    {"type": "tool_used", "message": "second\nwith more", "metadata": {"tool": "Bash", "files": ["a.py"]}},
    {"type": "milestone", "message": "third"},
)


async def test_enter_unfolds_an_event_and_folds_it() -> None:
    async with drive() as driver:
        say(driver, *TOLD)
        await driver.sees("▸02:39 · tool used")
        await driver.press("4", "k", "enter")
        await driver.sees("▾02:39", "with more", "tool: Bash", "files:", "  - a.py", "id: evt_1")
        await driver.press("enter")
        assert "tool: Bash" not in driver.text


async def test_x_unfolds_all_and_folds_all() -> None:
    async with drive() as driver:
        say(driver, *TOLD)
        await driver.sees("tool used")
        await driver.press("4", "x", "g")
        view = driver.dashboard.timeline
        assert sum(row.is_head for row in view._layout.rows) == 3
        assert len(view._layout.rows) > 12
        assert "id: evt_0" in driver.text
        await driver.press("x")
        assert "id: evt_0" not in driver.text


async def test_what_is_unfolded_stays_so_while_events_come() -> None:
    async with drive() as driver:
        say(driver, *TOLD)
        await driver.sees("tool used")
        await driver.press("4", "k", "enter")
        say(driver, *TOLD, {"type": "progress", "message": "fourth"})
        await driver.sees("fourth", "tool: Bash")
        assert driver.dashboard.timeline.cursor == 1


async def test_a_long_event_is_walked_through_line_by_line() -> None:
    async with drive() as driver:
        say(driver, {"type": "progress", "message": "\n".join(f"line {n}" for n in range(60))}, *TOLD)
        await driver.sees("third")
        view = driver.dashboard.timeline
        await driver.press("4", "g", "enter")
        assert "line 59" not in "".join(seen(driver))
        await driver.until(lambda: view.cursor == 0)
        for _ in range(60):
            await driver.press("j")
            if "line 59" in "".join(seen(driver)):
                break
        assert view.cursor == 0
        await driver.press("k")
        assert view.cursor == 0


async def test_times_are_relative_or_those_of_the_clock() -> None:
    async with drive() as driver:
        await driver.sees(" 02:37 ?")
        await driver.press("4", "T")
        await driver.sees("   2m ?", "  12m ▶")
        await driver.press("T")
        await driver.sees(" 02:37 ?")


async def test_relative_times_grow_by_themselves() -> None:
    now = scenario.NOW
    async with drive(conductor=scenario.make_conductor(lambda: now)) as driver:
        await driver.press("4", "T")
        await driver.sees("   2m ?")
        now += 60_000
        driver.dashboard.feed.tick()
        await driver.sees("   3m ?")


async def test_with_room_times_are_said_in_full() -> None:
    async with drive((80, 24)) as driver:
        await driver.press("4")
        await driver.sees("02:37:48 ?")
        await driver.press("T")
        await driver.sees("  2m ago ?", " 12m ago ▶")


async def test_how_long_a_task_has_gone_on_grows_by_itself_until_it_is_over() -> None:
    now = scenario.NOW
    async with drive((80, 24), conductor=scenario.make_conductor(lambda: now)) as driver:
        await driver.press("4")
        await driver.sees("▷ Paint the stripes 11m so far")
        now += 60_000
        driver.dashboard.feed.tick()
        await driver.sees("▷ Paint the stripes 12m so far")
        for status in ("completed", "in_progress", "todo"):
            task = msgspec.structs.replace(scenario.TASKS[0], status=status, updated_at=now)
            driver.conductor.store.dispatch(EventReceived(event=e.TaskUpdated(task), at=now))
            if status == "in_progress":
                await driver.sees("so far")
            else:
                await driver.until(lambda: "so far" not in driver.text)


async def test_lines_end_before_a_scrollbar_that_has_just_come() -> None:
    async with drive() as driver:
        told: list[dict[str, object]] = [{"type": "progress", "message": "x" * 90}] * 6
        say(driver, *told)
        await driver.press("4")
        view = driver.dashboard.timeline
        bars = [view.show_vertical_scrollbar]
        await driver.press("x")
        bars.append(view.show_vertical_scrollbar)
        assert bars == [False, True]
        width = view.scrollable_content_region.width
        assert max(sum(map(len, (cell.text for cell in row.cells))) for row in view._layout.rows) <= width - 7


async def test_a_day_that_begins_names_the_one_before() -> None:
    now = scenario.NOW
    async with drive(conductor=scenario.make_conductor(lambda: now)) as driver:
        assert "Mon 2026-02-02" not in driver.text
        now += 24 * 3_600_000
        driver.dashboard.feed.tick()
        await driver.press("4", "g")
        await driver.sees("Mon 2026-02-02 ──")


async def test_how_long_things_took_stands_beside_them() -> None:
    async with drive() as driver:
        hour = 3_600_000
        say(
            driver,
            {"type": "session_started", "timestamp": scenario.NOW - hour},
            {"type": "task_started", "taskId": "tsk_black", "timestamp": scenario.NOW - hour},
            {"type": "task_completed", "taskId": "tsk_black", "timestamp": scenario.NOW - hour / 2},
            {"type": "session_stopped", "timestamp": scenario.NOW},
        )
        await driver.sees("took 30m00s", "– 30m00s –", "after 1h00m")


async def test_an_event_is_shown_by_its_id() -> None:
    async with drive() as driver:
        grow(driver, 90)
        await driver.sees("stripe 89")
        view = driver.dashboard.timeline
        assert view.show_event("evt_7")
        assert view.cursor == 7
        assert "stripe 7" in "".join(seen(driver))
        assert not view.show_event("evt_none")
        assert view.cursor == 7


async def test_the_mouse_moves_the_cursor_and_a_second_click_unfolds() -> None:
    async with drive() as driver:
        say(driver, *TOLD)
        await driver.sees("tool used")
        y = next(y for y, line in enumerate(driver.lines) if "· tool used" in line)
        place = (driver.lines[y].index("· tool used"), y)
        await driver.pilot.click(offset=place)
        assert driver.dashboard.timeline.cursor == 1
        assert driver.has_focus(driver.dashboard.timeline)
        assert "tool: Bash" not in driver.text
        await driver.pilot.click(offset=place)
        await driver.sees("tool: Bash")


async def test_an_event_is_copied_with_its_metadata() -> None:
    async with drive() as driver:
        say(driver, *TOLD)
        await driver.sees("tool used")
        await driver.press("4", "k", "y")
        await driver.sees("The event is copied.")
        assert "with more" in driver.app.clipboard
        assert "tool: Bash" in driver.app.clipboard


@pytest.mark.parametrize("key", ["enter", "x", "y"])
async def test_where_there_is_no_event_a_key_says_so(key: str) -> None:
    async with drive() as driver:
        await driver.press("j", "4", key)
        await driver.sees("There is no event here yet.")


async def test_the_cursor_stays_where_it_is_on_the_screen_when_the_width_changes() -> None:
    async with drive() as driver:
        grow(driver, 90)
        await driver.sees("stripe 89")
        await driver.press("4", "pageup", "pageup")
        view = driver.dashboard.timeline
        cursor = view.cursor
        await driver.pilot.resize_terminal(200, 50)
        await driver.until(lambda: f"stripe {cursor}" in "".join(seen(driver)))
        assert not view.is_following


# ------------------------------------------------------------------------------------- what is drawn


async def test_an_event_that_comes_is_the_only_line_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive() as driver:
        grow(driver, 9)
        await driver.sees("stripe 8", "9 ▼")
        with lines_drawn(driver, monkeypatch) as drawn:
            grow(driver, 10)
            await driver.sees("stripe 9", "10 ▼")
        assert drawn == [9]


async def test_what_changes_nothing_here_draws_nothing_here(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive() as driver:
        grow(driver, 9)
        await driver.sees("stripe 8")
        with lines_drawn(driver, monkeypatch) as drawn:
            known = driver.conductor.store.state.sessions[SessionId("ses_striper")]
            session = msgspec.structs.replace(known, updated_at=scenario.NOW + 3e6)
            driver.conductor.store.dispatch(EventReceived(event=e.SessionUpdated(session), at=scenario.NOW))
            await driver.until(lambda: not driver.is_busy)
        assert drawn == []


async def test_one_that_comes_below_what_is_seen_draws_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive() as driver:
        grow(driver, 90)
        await driver.sees("stripe 89")
        await driver.press("4", "g")
        with lines_drawn(driver, monkeypatch) as drawn:
            grow(driver, 91)
            await driver.sees("91 · ▼ 1 new · end follows")
        assert drawn == []
        await driver.press("end")
        await driver.sees("stripe 90")


async def test_the_cursor_draws_the_two_lines_it_moves_between(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive() as driver:
        grow(driver, 9)
        await driver.sees("stripe 8")
        await driver.press("4", "g")
        with lines_drawn(driver, monkeypatch) as drawn:
            await driver.press("j")
        assert drawn == [0, 1]


async def test_only_times_that_grew_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    now = scenario.NOW
    async with drive(conductor=scenario.make_conductor(lambda: now)) as driver:
        say(
            driver,
            {"type": "progress", "message": "first", "timestamp": scenario.NOW - 7_200_000},
            {"type": "progress", "message": "second", "timestamp": scenario.NOW - 61_000},
        )
        await driver.press("4", "T")
        await driver.sees("   1m ·", "   2h ·", "second")
        line = next(y for y, text in enumerate(seen(driver)) if "second" in text)
        with lines_drawn(driver, monkeypatch) as drawn:
            now += 60_000
            driver.dashboard.feed.tick()
            await driver.sees("   2m ·")
        assert drawn == [line]


async def test_a_shrinking_timeline_is_scrolled_back_and_has_no_scrollbar_it_does_not_need() -> None:
    async with drive() as driver:
        grow(driver, 90)
        await driver.sees("stripe 89")
        view = driver.dashboard.timeline
        bars = [view.show_vertical_scrollbar]
        grow(driver, 5)
        await driver.sees("stripe 0", "stripe 4", "5 ▼")
        bars.append(view.show_vertical_scrollbar)
        assert bars == [True, False]
        assert view.is_following
