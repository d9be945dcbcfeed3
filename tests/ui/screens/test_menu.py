"""The right button of the mouse: what can be done with what is under it."""

from __future__ import annotations

import pytest

from maestro_tui.ui.screens.menu import MENUS, Menu, menu_for
from tests.ui.driving import NARROW, WIDE, Driver
from tests.ui.screens.test_desk import desk


def place_of(driver: Driver, text: str) -> tuple[int, int]:
    """Find a text on the screen."""
    y = next(y for y, line in enumerate(driver.lines) if text in line)
    return driver.lines[y].index(text), y


def is_open(driver: Driver) -> bool:
    """Tell whether a menu is there."""
    return isinstance(driver.app.screen, Menu)


@pytest.mark.parametrize("place", MENUS)
def test_every_menu_is_made_of_actions(place: str) -> None:
    assert [action.id for action in menu_for(place)] == list(MENUS[place])


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=str)
async def test_a_right_click_shows_what_can_be_done_and_a_click_does_it(size: tuple[int, int]) -> None:
    async with desk(size) as (driver, recorder):
        await driver.pilot.click(offset=place_of(driver, "Brush 2"), button=3)
        assert is_open(driver)
        assert driver.dashboard.sessions.cursor == "ses_brush2"
        await driver.sees("X       stop", "delete")
        await driver.pilot.click(offset=place_of(driver, "X       stop"))
        await driver.sees("Stop Brush 2?")
        assert recorder.calls == []


async def test_keys_choose_and_a_click_beside_it_leaves() -> None:
    async with desk() as (driver, _):
        await driver.pilot.click(offset=place_of(driver, "working  Paint the st"), button=3)
        assert is_open(driver)
        await driver.pilot.click(offset=(1, 1))
        assert not is_open(driver)
        await driver.pilot.click(offset=place_of(driver, "working  Paint the st"), button=3)
        await driver.press("j", "j", "j", "j", "k", "j", "enter")
        await driver.sees("Edit Paint the stripes")
        await driver.press("escape")
        await driver.pilot.click(offset=place_of(driver, "working  Paint the st"), button=3)
        await driver.press("escape")
        assert not is_open(driver)


async def test_the_menus_of_who_waits_and_of_the_terminals() -> None:
    async with desk() as (driver, _):
        await driver.open_pane(output=b"Overwrite? ")
        await driver.pilot.click(offset=place_of(driver, "Overwrite stripes.json"), button=3)
        await driver.sees("why it is shown so")
        await driver.pilot.click(offset=place_of(driver, "a       answer"))
        await driver.sees("Answer Striper")
        await driver.press("escape")
        await driver.pilot.click(driver.dashboard.terminals.strip, offset=(3, 0), button=3)
        await driver.sees("ctrl+w  put away")
        await driver.pilot.click(offset=place_of(driver, "z       zoom"))
        await driver.until(lambda: driver.dashboard.has_class("-zoomed"))


async def test_the_menu_of_an_event() -> None:
    async with desk() as (driver, _):
        await driver.pilot.click(offset=place_of(driver, "◆ milestone"), button=3)
        await driver.sees("copy the event")
        await driver.pilot.click(offset=place_of(driver, "enter   unfold"))
        await driver.sees("id: evt_3")
