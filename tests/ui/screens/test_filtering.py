"""Filtering and sorting, by key and by mouse."""

from __future__ import annotations

import pytest

from tests.ui.driving import drive


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
        await driver.press("1", "slash", *"yak", "enter")
        assert list(driver.dashboard.projects.shown) == ["", "prj_yak"]


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


async def test_all_projects_stay_at_the_top() -> None:
    async with drive() as driver:
        await driver.press("1", "o")
        assert list(driver.dashboard.projects.shown) == ["", "prj_yak", "prj_zebra"]
        await driver.press("exclamation_mark")
        assert list(driver.dashboard.projects.shown) == ["", "prj_zebra", "prj_yak"]
