"""The copy mode: a caret over the text of a terminal, selections by keys, searches, and the way out."""

from __future__ import annotations

import pytest

from maestro_tui.ui.widgets.terminal_reading import Light
from tests.ui.driving import NARROW, WIDE, Driver, drive

LOG = b"".join(b"entry %03d of the log\r\n" % number for number in range(300))
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])


def lit(driver: Driver, light: Light) -> list[tuple[int, int, int]]:
    """Which cells of the terminal are lit so: row, first column, last column."""
    return [
        (y, piece.columns.start, piece.columns.stop - 1)
        for y, pieces in sorted(driver.dashboard.terminals.view._lights.items())
        for piece in pieces
        if piece.light is light
    ]


def caret(driver: Driver) -> tuple[int, int]:
    ((y, x, _),) = lit(driver, Light.CARET)
    return y, x


def is_copying(driver: Driver) -> bool:
    return driver.dashboard.terminals.is_copying


def is_scrolled(driver: Driver) -> bool:
    return driver.terminals["ses_striper"].view.is_scrolled


def copied(driver: Driver) -> str:
    return driver.app.clipboard


async def begin(driver: Driver, output: bytes) -> None:
    await driver.open_pane(output=output)
    await driver.press("c")
    assert is_copying(driver)


@SIZES
async def test_in_and_out(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        terminal_size = None
        await driver.open_pane(output=LOG)
        await driver.press("5")
        terminal = driver.terminals["ses_striper"]
        terminal_size = terminal.columns, terminal.lines
        await driver.press("c")
        await driver.sees("copy", "of 301", "keys move over its text")
        # The program must not notice: what it drew stays as it is.
        assert (terminal.columns, terminal.lines) == terminal_size
        await driver.press("k", "x", "1")
        assert driver.typed["ses_striper"] == b""
        assert is_copying(driver)
        await driver.press("escape")
        assert not is_copying(driver)
        assert driver.has_focus(driver.dashboard.terminals.strip)
        assert not terminal.view.is_scrolled
        assert not lit(driver, Light.CARET)


async def test_it_comes_back_to_where_it_began() -> None:
    async with drive() as driver:
        await begin(driver, LOG)
        await driver.press("q")
        assert driver.has_focus(driver.dashboard.sessions)


async def test_without_a_terminal_it_says_so() -> None:
    async with drive() as driver:
        await driver.press("c")
        await driver.sees("There is no terminal to copy from yet.")
        assert not is_copying(driver)
        assert driver.has_focus(driver.dashboard.sessions)


async def test_keys_move_the_caret_as_in_vi_and_as_arrows_do() -> None:
    async with drive() as driver:
        await begin(driver, b"one two  three\r\nfour five\r\n$ ")
        assert caret(driver) == (2, 2)
        for keys, place in (
            ("k", (1, 2)),
            ("up", (0, 2)),
            ("l", (0, 3)),
            ("left", (0, 2)),
            ("w", (0, 4)),
            ("w", (0, 9)),
            ("w", (1, 0)),
            ("b", (0, 9)),
            ("0", (0, 0)),
            ("j", (1, 0)),
            ("down", (2, 0)),
            ("g", (0, 0)),
        ):
            await driver.press(keys)
            assert caret(driver) == place, keys
        await driver.press("$")
        assert caret(driver)[0] == 0


async def test_the_view_follows_the_caret_and_stays_when_output_arrives() -> None:
    async with drive() as driver:
        await begin(driver, LOG)
        terminal = driver.terminals["ses_striper"]
        await driver.press("ctrl+u", "ctrl+u", "pageup")
        assert terminal.view.is_scrolled
        await driver.sees("lines below")
        first, place = terminal.view.first, caret(driver)
        terminal.feed(b"and more\r\n" * 10)
        await driver.until(lambda: "310 of" in driver.text or "of 311" in driver.text)
        assert (terminal.view.first, caret(driver)) == (first, place)
        await driver.press("g")
        await driver.sees("entry 000")
        await driver.press("G")
        assert not terminal.view.is_scrolled


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (("g", "v", "w", "h", "y"), "one"),
        (("g", "V", "y"), "one two three\n"),
        (("g", "V", "j", "y"), "one two three\nfour five six\n"),
        (("g", "ctrl+v", "j", "l", "l", "y"), "one\nfou"),
        (("g", "w", "v", "0", "y"), "one t"),
        (("g", "w", "v", "l", "l", "o", "b", "y"), "one two"),
        (("g", "v", "V", "v", "l", "enter"), "on"),
    ],
)
async def test_keys_select_and_copy(keys: tuple[str, ...], text: str) -> None:
    async with drive() as driver:
        await begin(driver, b"one two three\r\nfour five six\r\n")
        await driver.press(*keys)
        assert copied(driver).strip() == text.strip()
        assert not is_copying(driver)
        await driver.sees("copied")


async def test_escape_drops_the_selection_first() -> None:
    async with drive() as driver:
        await begin(driver, b"one two three\r\n")
        await driver.press("g", "v", "w")
        await driver.sees("1 line selected")
        await driver.press("escape")
        assert not lit(driver, Light.SELECTED)
        assert is_copying(driver)
        await driver.press("y")
        assert is_copying(driver)
        assert copied(driver) == ""


async def test_a_search_lights_all_matches_and_walks_both_ways() -> None:
    async with drive() as driver:
        await begin(driver, LOG)
        await driver.press("question_mark", *"entry 2")
        assert len(lit(driver, Light.FOUND_HERE)) == 1
        await driver.press("enter")
        await driver.sees("“entry 2” 100 of 100")
        await driver.press("n")
        await driver.sees("“entry 2” 99 of 100")
        await driver.press("N", "N")
        await driver.sees("“entry 2” 1 of 100")
        await driver.sees("entry 200")
        assert lit(driver, Light.FOUND_HERE)
        assert is_scrolled(driver)
        await driver.press("escape")
        assert not is_scrolled(driver)
        assert not lit(driver, Light.FOUND)


async def test_a_search_forward_begins_with_what_is_shown() -> None:
    async with drive() as driver:
        await begin(driver, LOG)
        await driver.press("g", "slash", *"ENTRY", "enter")
        await driver.sees("1 of 300")
        await driver.press("n", "n")
        await driver.sees("3 of 300")
        assert caret(driver) == (2, 0)


async def test_a_search_that_is_taken_back_leaves_no_trace() -> None:
    async with drive() as driver:
        await begin(driver, LOG)
        before = driver.terminals["ses_striper"].view
        await driver.press("slash", *"entry 001")
        assert driver.terminals["ses_striper"].view != before
        await driver.press("escape")
        assert is_copying(driver)
        assert driver.terminals["ses_striper"].view == before
        assert not lit(driver, Light.FOUND)


async def test_what_is_nowhere_is_said() -> None:
    async with drive() as driver:
        await begin(driver, LOG)
        await driver.press("slash", *"[b]zebra/", "enter")
        await driver.sees("“[b]zebra/” is nowhere")
        await driver.press("n")


async def test_a_search_from_the_tabs() -> None:
    async with drive() as driver:
        await driver.open_pane(output=LOG)
        await driver.press("5", "ctrl+f", *"entry 17", "up", "up", "enter")
        await driver.sees("“entry 17” 8 of 10")
        await driver.press("q")
        assert driver.has_focus(driver.dashboard.terminals.strip)


async def test_a_search_finds_what_comes_later() -> None:
    async with drive() as driver:
        await begin(driver, LOG)
        await driver.press("question_mark", *"needle", "enter")
        await driver.sees("is nowhere")
        driver.terminals["ses_striper"].feed(b"a needle\r\n")
        await driver.press("n")
        await driver.sees("1 of 1")


async def test_another_terminal_ends_it() -> None:
    async with drive() as driver:
        await begin(driver, LOG)
        other = await driver.open_pane("ses_brush1", b"other")
        driver.dashboard.terminals.show_pane(other)
        await driver.until(lambda: not is_copying(driver))


async def test_the_mouse_ends_it_and_leaves_the_view() -> None:
    async with drive() as driver:
        await begin(driver, LOG)
        await driver.press("g")
        await driver.pilot.click("#sessions", offset=(5, 5))
        assert not is_copying(driver)
        assert is_scrolled(driver)


async def test_another_window_does_not_end_it() -> None:
    async with drive() as driver:
        await begin(driver, LOG)
        driver.app.app_focus = False
        await driver.pilot.pause()
        driver.app.app_focus = True
        await driver.pilot.pause()
        assert is_copying(driver)
        assert driver.has_focus(driver.dashboard.terminals.copy_bar)


async def test_a_program_on_the_alternate_screen_can_be_copied_from() -> None:
    async with drive() as driver:
        await begin(driver, b"shell\r\n\x1b[?1049h\x1b[2J\x1b[Hinside vim\r\n")
        await driver.press("g", "v", "w", "h", "h", "y")
        assert copied(driver) == "inside"


async def test_a_terminal_that_becomes_another_one_keeps_no_marks() -> None:
    async with drive() as driver:
        await begin(driver, LOG)
        terminal = driver.terminals["ses_striper"]
        from maestro_tui.terminal.engine import EngineOptions, open_engine

        terminal.engine = open_engine(EngineOptions(terminal.columns, terminal.lines), terminal.snapshot())
        terminal.feed(b"")
        await driver.press("k", "v", "y", "escape", "escape")
        assert not is_copying(driver)
