"""The help and the command palette: all of it, from the one registry."""

from __future__ import annotations

import pytest
from textual.command import CommandPalette

from maestro_tui.ui.actions.registry import ACTIONS
from maestro_tui.ui.screens.help import Help, describe_keys
from tests.ui.driving import NARROW, WIDE, drive


@pytest.mark.parametrize("size", [WIDE, NARROW, (50, 15)], ids=str)
async def test_the_help_shows_all_keys_and_scrolls(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        await driver.press("question_mark")
        assert isinstance(driver.app.screen, Help)
        await driver.sees("Everywhere", "ctrl+q")
        before = driver.text
        await driver.press("pagedown", "j", "k", "j")
        assert driver.text != before
        await driver.press("question_mark")
        assert not isinstance(driver.app.screen, Help)


@pytest.mark.parametrize("width", [20, 40, 60, 106])
def test_no_line_of_the_help_is_too_long(width: int) -> None:
    longest = max(len(line) for line in describe_keys(width).plain.splitlines())
    assert longest <= max(width, 60)


async def test_the_palette_does_what_a_key_does() -> None:
    async with drive() as driver:
        await driver.press("colon")
        assert isinstance(driver.app.screen, CommandPalette)
        await driver.sees("work: start session")
        await driver.press(*"help")
        await driver.sees("app: help")
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, Help))


async def test_the_palette_finds_sessions() -> None:
    async with drive() as driver:
        await driver.press("colon", *"brush2")
        await driver.sees("session: Brush 2")
        await driver.press("enter")
        await driver.until(lambda: driver.dashboard.sessions.cursor == "ses_brush2")


def test_the_palette_offers_all_one_can_do_on_the_dashboard() -> None:
    steps = {"view.out", "view.next", "view.previous", "layout.next"}
    missing = {action.id for action in ACTIONS if action.where == "dashboard" and not action.in_palette}
    assert missing <= steps


async def test_the_palette_reaches_the_timeline_and_the_table_wherever_one_stands() -> None:
    async with drive() as driver:
        await driver.press("3", "colon", *"timeline: times")
        await driver.sees("timeline: times")
        await driver.press("enter")
        await driver.until(lambda: driver.dashboard.timeline.is_relative)
        await driver.press("2", "colon", *"table: mark")
        await driver.sees("table: mark")
        await driver.press("enter")
        await driver.until(lambda: driver.dashboard.tasks.marks)
