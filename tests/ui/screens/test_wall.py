"""The wall of terminals."""

from __future__ import annotations

import pytest

from maestro_tui.protocol.ids import SessionId
from maestro_tui.ui.screens.wall import Wall
from tests.ui import scenario
from tests.ui.driving import NARROW, Driver, drive

VAST = (250, 70)


def wall(driver: Driver) -> Wall:
    screen = driver.app.screen
    assert isinstance(screen, Wall)
    return screen


async def open_some(driver: Driver) -> None:
    for id_, text in (
        ("ses_brush1", b"alpha"),
        ("ses_brush2", b"beta"),
        ("ses_idler", b"gamma"),
        ("ses_striper", b"delta"),
    ):
        await driver.open_pane(id_, text)


async def test_all_terminals_are_seen_at_once() -> None:
    async with drive(VAST) as driver:
        await open_some(driver)
        await driver.press("w")
        await driver.sees("alpha", "beta", "gamma", "delta", "● Brush 1 · working", "? Striper · waiting")
        cells = wall(driver)._cells
        for cell in cells:
            terminal = driver.terminals[cell.session_id]
            assert (terminal.columns, terminal.lines) == cell.view.size
        assert wall(driver).focused is None


async def test_keys_choose_go_in_and_leave() -> None:
    async with drive(VAST) as driver:
        await open_some(driver)
        await driver.press("w", "up", "left", "left", "left")
        assert wall(driver)._chosen == "ses_brush1"
        await driver.press("l", "j")
        assert wall(driver)._chosen == "ses_striper"
        await driver.press("h", "k", "tab", "enter", "x", "q", "escape")
        assert driver.typed["ses_brush2"] == b"xq\x1b"
        await driver.sees("Brush 2 · working · keys go to the program · ctrl+] leaves")
        await driver.press("ctrl+right_square_bracket")
        assert wall(driver).focused is None
        await driver.press("escape")
        assert not isinstance(driver.app.screen, Wall)
        await driver.sees("Terminal · ", "delta")


async def test_back_on_the_dashboard_the_terminal_is_read_out_again() -> None:
    async with drive(VAST) as driver:
        await driver.open_pane("ses_striper", b"before")
        await driver.press("w")
        driver.terminals["ses_striper"].feed(b"\r\nmeanwhile")
        await driver.sees("meanwhile")
        await driver.press("q")
        await driver.sees("meanwhile")
        driver.terminals["ses_striper"].feed(b"\r\nafter")
        await driver.sees("after")
        view = driver.dashboard.terminals.view
        assert (driver.terminals["ses_striper"].columns, driver.terminals["ses_striper"].lines) == view.size


async def test_one_can_be_seen_alone() -> None:
    async with drive(VAST) as driver:
        await open_some(driver)
        await driver.press("w", "up", "left", "left", "l", "z")
        await driver.sees("Terminal · Brush 2", "beta")
        assert driver.dashboard.has_class("-zoomed")


async def test_a_click_goes_in() -> None:
    async with drive(VAST) as driver:
        await open_some(driver)
        await driver.press("w")
        await driver.sees("gamma")
        y = next(y for y, line in enumerate(driver.lines) if "gamma" in line)
        await driver.pilot.click(offset=(driver.lines[y].index("gamma"), y))
        await driver.press("x")
        assert driver.typed["ses_idler"] == b"x"


async def test_terminals_come_and_go() -> None:
    async with drive(VAST) as driver:
        await driver.open_pane("ses_brush1", b"alpha")
        await driver.press("w")
        await driver.open_pane("ses_brush2", b"beta")
        await driver.sees("alpha", "beta")
        id_ = scenario.SESSIONS[1].id
        scenario.end(driver.conductor, id_, code=1)
        await driver.sees("Brush 1 · exit 1")
        driver.conductor.close_pane(id_)
        await driver.until(lambda: "alpha" not in driver.text)


@pytest.mark.parametrize("size", [NARROW, (120, 40), (40, 8)], ids=str)
async def test_as_many_as_fit(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        await open_some(driver)
        await driver.press("w")
        cells = wall(driver)._cells
        assert 1 <= len(cells) <= 4
        assert all(cell.region.area for cell in cells)
        await driver.pilot.resize_terminal(200, 50)
        await driver.until(lambda: len(wall(driver)._cells) == 4)


async def test_without_terminals_there_is_no_wall() -> None:
    async with drive() as driver:
        await driver.press("w")
        await driver.sees("There is no terminal to put on the wall yet.")


async def test_what_does_not_fit_is_said_and_walked_to() -> None:
    async with drive(NARROW) as driver:
        await open_some(driver)
        driver.dashboard.terminals.show_pane(SessionId("ses_brush1"))
        await driver.press("w")
        await driver.sees("alpha", "beta", "2 more · ? 1 waiting · tab goes on")
        await driver.press("tab", "tab", "tab")
        await driver.sees("gamma", "delta", "? Striper · waiting")
        await driver.press("tab", "enter", "x")
        await driver.sees("alpha")
        assert driver.typed["ses_brush1"] == b"x"


async def test_the_one_that_was_shown_is_on_it_whatever_fits() -> None:
    async with drive(NARROW) as driver:
        await open_some(driver)
        driver.dashboard.terminals.show_pane(SessionId("ses_striper"))
        await driver.press("w")
        await driver.sees("delta", "2 more · tab goes on")
        assert wall(driver)._chosen == "ses_striper"


async def test_a_key_goes_to_who_waits() -> None:
    async with drive(NARROW) as driver:
        await open_some(driver)
        driver.dashboard.terminals.show_pane(SessionId("ses_brush1"))
        await driver.press("w", "n", "enter", "y")
        await driver.sees("? Striper · waiting · keys go to the program")
        assert driver.typed["ses_striper"] == b"y"


async def test_the_keyboard_stays_where_it_is_when_another_terminal_comes() -> None:
    async with drive(VAST) as driver:
        await driver.open_pane("ses_brush1", b"alpha")
        await driver.press("w", "enter", "a")
        await driver.open_pane("ses_brush2", b"beta")
        await driver.sees("alpha", "beta", "Brush 1 · working · keys go to the program")
        await driver.press("b")
        assert driver.typed["ses_brush1"] == b"ab"


async def test_it_says_how_all_stands() -> None:
    async with drive() as driver:
        await open_some(driver)
        await driver.press("w")
        await driver.sees("● live", "1 waiting")
        striper = next(cell for cell in wall(driver)._cells if cell.session_id == "ses_striper")
        assert striper.has_class("-waiting")


async def test_a_click_on_the_connection_says_more_of_it() -> None:
    async with drive() as driver:
        await open_some(driver)
        await driver.press("w")
        await driver.pilot.click(offset=(driver.lines[0].index("live"), 0))
        await driver.sees("reconnect now")


async def test_a_program_that_has_ended_gets_no_keys() -> None:
    async with drive() as driver:
        await open_some(driver)
        driver.dashboard.terminals.show_pane(SessionId("ses_brush1"))
        await driver.press("w")
        scenario.end(driver.conductor, SessionId("ses_brush1"), code=1)
        await driver.press("enter")
        await driver.sees(" ✗ Brush 1 · its program has ended · ctrl+] leaves ")
        await driver.press("ctrl+right_square_bracket", "escape")
        driver.dashboard.show_session(SessionId("ses_brush1"))
        await driver.press("enter")
        await driver.sees("Terminal · Brush 1", "its program has ended · ctrl+] leaves")
