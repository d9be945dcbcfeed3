"""Filtering and sorting, by key and by mouse."""

from __future__ import annotations

import msgspec
import pytest

from maestro_tui.protocol import events as e
from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.actions import EventReceived, PaneClosed
from tests.ui import scenario
from tests.ui.driving import NARROW, Driver, drive


async def test_a_filter_narrows_as_one_types_and_stays_until_it_is_taken_back() -> None:
    async with drive() as driver:
        await driver.press("slash")
        await driver.sees("show only sessions with")
        await driver.press(*"brush")
        assert list(driver.dashboard.sessions.shown) == ["ses_brush1", "ses_brush2"]
        await driver.press("down", "enter")
        assert driver.has_focus(driver.dashboard.sessions)
        assert driver.dashboard.sessions.cursor == "ses_brush2"
        await driver.sees("/brush · 2 of 7")
        await driver.press("slash")
        await driver.press("space", *"-2")
        assert list(driver.dashboard.sessions.shown) == ["ses_brush1"]
        await driver.press("escape")
        assert len(driver.dashboard.sessions.shown) == 7
        assert "/brush" not in driver.text


async def test_a_key_arranges_nothing_anew_beside_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive() as driver:
        await driver.press("slash", "b")
        arranged: list[object] = []
        monkeypatch.setattr(driver.dashboard, "_refresh_layout", lambda *_, **__: arranged.append(1))
        await driver.press(*"rush 2")
        await driver.sees("/brush 2 · 1 of 7")
    assert arranged == []


async def test_a_large_table_is_filtered_as_soon_as_it_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maestro_tui.ui.widgets.filter_bar.ROWS_AT_ONCE", 0)
    async with drive() as driver:
        await driver.press("slash", *"brush")
        assert len(driver.dashboard.sessions.shown) == 7
        monkeypatch.setattr("maestro_tui.ui.widgets.filter_bar.ROWS_AT_ONCE", 3)
        await driver.until(lambda: list(driver.dashboard.sessions.shown) == ["ses_brush1", "ses_brush2"])


async def test_enter_does_not_wait_until_a_large_table_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maestro_tui.ui.widgets.filter_bar.ROWS_AT_ONCE", 0)
    async with drive() as driver:
        await driver.press("slash", *"brush", "enter")
        assert list(driver.dashboard.sessions.shown) == ["ses_brush1", "ses_brush2"]


async def test_escape_takes_a_kept_filter_back() -> None:
    async with drive() as driver:
        await driver.press("slash", *"brush", "enter", "escape")
        assert len(driver.dashboard.sessions.shown) == 7


async def test_each_table_has_a_filter_of_its_own() -> None:
    async with drive() as driver:
        await driver.press("2", "slash", *"status:blocked", "enter")
        assert list(driver.dashboard.tasks.shown) == ["tsk_tests"]
        assert len(driver.dashboard.sessions.shown) == 7
        await driver.press("1", "slash", *"project:yak", "enter")
        assert list(driver.dashboard.projects.shown) == ["", "prj_yak"]


async def test_who_waits_is_filtered_too() -> None:
    async with drive() as driver:
        calls = driver.dashboard.calls
        calls.focus()
        await driver.press("slash", *"source:event overwrite", "enter")
        assert list(calls.shown) == ["ses_striper"]
        await driver.press("slash", *"-status:waiting")
        assert list(calls.shown) == []
        await driver.press("escape")
        assert list(calls.shown) == ["ses_striper"]


async def test_from_where_no_table_is_the_filter_is_that_of_the_sessions_and_one_sees_them() -> None:
    async with drive(NARROW) as driver:
        await driver.press("4", "slash", *"brush")
        await driver.sees("/brush · 2 of 7", "Brush 2")
        assert driver.dashboard.sessions.region.height > 3


async def test_nothing_matches() -> None:
    async with drive() as driver:
        await driver.press("slash", *"nobody")
        await driver.sees("Nothing here matches.")


async def test_a_second_slash_is_a_character() -> None:
    async with drive() as driver:
        await driver.press("slash", "a", "slash")
        assert driver.dashboard.sessions.arrangement.query.text == "a/"


async def test_sorting_by_key() -> None:
    async with drive((200, 40)) as driver:
        await driver.press("o", "o")
        assert driver.dashboard.sessions.arrangement.sort_column == "name"
        assert list(driver.dashboard.sessions.shown)[:3] == ["ses_brush1", "ses_brush2", "ses_counter"]
        await driver.sees("NAME▲")
        await driver.press("exclamation_mark")
        assert list(driver.dashboard.sessions.shown)[-1] == "ses_brush1"
        await driver.sees("NAME▼")
        await driver.press("O", "O")
        await driver.press("exclamation_mark")
        assert next(iter(driver.dashboard.sessions.shown)) == "ses_striper"


async def test_sorting_by_the_mouse() -> None:
    async with drive() as driver:
        y = next(y for y, line in enumerate(driver.lines) if "STATUS     NAME" in line)
        x = driver.lines[y].index("NAME", 60 - 20)
        await driver.pilot.click(offset=(x, y))
        await driver.sees("NAME▲")
        await driver.pilot.click(offset=(x, y))
        await driver.sees("NAME▼")


async def test_a_table_can_be_sorted_by_a_column_that_has_no_room_and_says_so() -> None:
    async with drive() as driver:
        sessions = driver.dashboard.sessions
        assert "PROJECT" not in driver.text
        while sessions.arrangement.sort_column != "project":
            await driver.press("o")
        await driver.sees("by project · 7")
        assert sessions.shown[0] == "ses_shaver"
        await driver.press("o")
        await driver.until(lambda: "by project" not in driver.text)


async def test_an_order_of_its_own_has_no_other_way_round() -> None:
    async with drive() as driver:
        await driver.press("exclamation_mark")
        await driver.sees("The table is in its own order")


async def test_all_projects_stay_at_the_top() -> None:
    async with drive() as driver:
        await driver.press("1", "o")
        assert list(driver.dashboard.projects.shown) == ["", "prj_yak", "prj_zebra"]
        await driver.press("exclamation_mark")
        assert list(driver.dashboard.projects.shown) == ["", "prj_zebra", "prj_yak"]


# ------------------------------------------------------------------------------------- words for a status


async def shown_for(driver: Driver, text: str) -> set[str]:
    """Filter the table that has the keyboard, and tell what it shows."""
    table = driver.dashboard.table_in_use
    table.look_for(text)
    await driver.pilot.pause()
    return set(table.shown)


def say_of(driver: Driver, id_: str, **fields: object) -> None:
    """Have the server say something of a session."""
    known = driver.conductor.store.state.sessions[SessionId(id_)]
    session = msgspec.structs.replace(known, **fields)
    driver.conductor.store.dispatch(EventReceived(event=e.SessionUpdated(session), at=scenario.NOW))


@pytest.mark.parametrize(
    ("part", "text", "ids"),
    [
        ("3", "status:waiting", {"ses_striper"}),
        ("3", "status:needs_input", {"ses_striper"}),
        ("3", "status:working", {"ses_brush1", "ses_brush2"}),
        ("3", "status:done", {"ses_planner"}),
        ("3", "status:completed", {"ses_planner"}),
        ("3", "status:completed -status:done", set()),
        ("2", 'status:"to do"', {"tsk_count", "tsk_wool"}),
        ("2", "status:todo", {"tsk_count", "tsk_wool"}),
        ("2", "status:review", {"tsk_razor"}),
        ("2", "status:in_review", {"tsk_razor"}),
        ("2", "priority:todo", set()),
    ],
)
async def test_a_status_is_found_by_the_word_that_is_shown_and_by_the_servers(
    part: str, text: str, ids: set[str]
) -> None:
    async with drive() as driver:
        await driver.press(part)
        assert await shown_for(driver, text) == ids


async def test_who_falls_silent_is_found_as_silent_and_counted_as_shown() -> None:
    now = scenario.NOW
    async with drive(conductor=scenario.make_conductor(lambda: now)) as driver:
        await driver.sees("2 working")
        assert await shown_for(driver, "status:silent") == set()
        now += 11 * scenario.MINUTE
        driver.dashboard.feed.tick()
        await driver.until(lambda: not driver.is_busy)
        await driver.sees("≠ silent")
        assert set(driver.dashboard.sessions.shown) == {"ses_brush1", "ses_brush2"}
        assert "2 working" not in driver.text
        assert await shown_for(driver, "status:working") == {"ses_brush1", "ses_brush2"}
        assert await shown_for(driver, "status:silent") == {"ses_brush1", "ses_brush2"}
        say_of(driver, "ses_brush1", status="idle", last_activity=now)
        await driver.until(lambda: set(driver.dashboard.sessions.shown) == {"ses_brush2"})


async def test_what_a_terminal_shows_is_found_once_it_is_shown() -> None:
    now = scenario.NOW
    async with drive(conductor=scenario.make_conductor(lambda: now)) as driver:
        id_ = await driver.open_pane("ses_brush1")
        assert await shown_for(driver, "status:ended?") == set()
        scenario.end(driver.conductor, id_, code=0)
        await driver.until(lambda: not driver.is_busy)
        assert await shown_for(driver, "status:ended?") == set()
        now += 11_000
        driver.dashboard.feed.tick()
        await driver.until(lambda: set(driver.dashboard.sessions.shown) == {"ses_brush1"})
        await driver.sees("≠ ended?", "1 working")
        driver.conductor.store.dispatch(PaneClosed(session_id=id_))
        await driver.until(lambda: not driver.dashboard.sessions.shown)
        await driver.sees("2 working")


async def test_a_very_large_table_is_read_before_anybody_filters_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maestro_tui.ui.widgets.reading_ahead.ROWS_AT_ONCE", 3)
    async with drive() as driver:
        arrangement = driver.dashboard.sessions.arrangement
        await driver.until(lambda: arrangement.is_read)
        # Sorted anew, it is read anew.
        await driver.press("o")
        await driver.until(lambda: arrangement.is_read)
        assert not driver.dashboard.projects.arrangement.is_read
