"""The search over everything: typed, walked through, and jumped from to the place itself."""

from __future__ import annotations

import pytest
from textual.command import CommandPalette

from maestro_tui.store.actions import SnapshotLoaded
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.borders import SESSION
from maestro_tui.ui.finding.hits import Group
from maestro_tui.ui.screens.find_screen import FindScreen
from maestro_tui.ui.standing.census import ALL
from maestro_tui.ui.widgets.hit_list import HitList
from maestro_tui.ui.widgets.hit_preview import HitPreview
from maestro_tui.ui.widgets.terminal_reading import Light
from tests.support.hostile import TEXTS
from tests.test_architecture import loaded_by
from tests.ui import scenario
from tests.ui.driving import NARROW, WIDE, Driver, drive
from tests.ui.harmless import check as check_harmless
from tests.ui.scenario import NOW

LOG = b"".join(b"entry %03d of the log\r\n" % number for number in range(300))
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])


def screen(driver: Driver) -> FindScreen:
    """The search, which lies over the dashboard."""
    assert isinstance(driver.app.screen, FindScreen)
    return driver.app.screen


def hits(driver: Driver) -> HitList:
    return screen(driver).hits


def at(driver: Driver) -> str:
    """The line of the hit under the cursor."""
    hit = hits(driver).hit
    return "".join(hit.excerpt) if hit is not None else ""


async def type_text(driver: Driver, text: str) -> None:
    await driver.press(*["space" if character == " " else character for character in text])
    await driver.until(lambda: not screen(driver).is_searching)


async def find(driver: Driver, text: str) -> None:
    """Open the search, and have it find all it finds."""
    await driver.press("f")
    await type_text(driver, text)


# ------------------------------------------------------------------------------------- typing


@SIZES
async def test_results_are_there_as_one_types(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        await driver.open_pane(output=LOG)
        await driver.press("f")
        await driver.sees("Find everywhere", "Type what you look for.")
        await type_text(driver, "stripe")
        await driver.sees("Timelines", "stripes.json already exists", "Paint the stripes", "6 hits")
        await type_text(driver, "s.json")
        await driver.sees("3 hits")
        await type_text(driver, "x")
        await driver.sees("“stripes.jsonx” is nowhere in 1 terminals, 7 sessions", "0 hits")
        await driver.press("backspace")
        await driver.sees("3 hits")


def marked(driver: Driver) -> list[str]:
    """What stands out in the preview."""
    rows = screen(driver).query_one(HitPreview)._rows
    return [piece.text for row in rows for piece in row.pieces if piece.is_found]


async def test_the_preview_marks_what_is_looked_for_now() -> None:
    async with drive() as driver:
        await driver.open_pane(output=b"stripes\r\n")
        await find(driver, "st")
        await driver.until(lambda: marked(driver) == ["st"])
        await type_text(driver, "ripes")
        await driver.until(lambda: marked(driver) == ["stripes"])


async def test_keys_that_mean_something_elsewhere_are_text_here() -> None:
    async with drive() as driver:
        await driver.press("f", *"n", "slash", "question_mark", "colon", "f")
        assert driver.app.screen.query_one("#find").value == "n/?:f"  # type: ignore[attr-defined]


async def test_a_capital_makes_case_count() -> None:
    async with drive() as driver:
        await find(driver, "Mix")
        await driver.sees("2 hits")
        await driver.press("ctrl+u")
        await type_text(driver, "MIX")
        await driver.sees("0 hits", "Upper and lower case count, since you typed a capital.")


async def test_the_next_key_ends_the_search_that_goes_on() -> None:
    async with drive() as driver:
        sessions = tuple(
            scenario.session(f"ses_{number}", f"Number {number}", "idle", timeline=scenario.STRIPES)
            for number in range(20_000)
        )
        driver.conductor.store.dispatch(SnapshotLoaded(projects=(), tasks=(), sessions=sessions, at=NOW))
        await driver.press("f", "s")
        first = screen(driver)._searching
        assert first is not None
        assert not first.is_finished
        await driver.press("i")
        await driver.until(lambda: first.is_finished)
        assert first.is_cancelled
        await driver.until(lambda: not screen(driver).is_searching)
        await driver.sees("first 2,000 of 40,000")


async def test_enter_typed_ahead_goes_to_what_was_typed_last() -> None:
    async with drive() as driver:
        await driver.open_pane(output=LOG + b"entry of another kind")
        await find(driver, "entry")
        assert at(driver) == "entry of another kind"
        screen(driver)._look_for("entry 04")
        screen(driver)._jump()
        await driver.sees("“entry 04” 10 of 10", "line 50 of 301")


async def test_what_is_nowhere_is_not_jumped_to_later() -> None:
    async with drive() as driver:
        await driver.press("f", *"xyz", "enter")
        await driver.sees("“xyz” is nowhere")
        await driver.press(*["backspace"] * 3)
        await type_text(driver, "stripes")
        await driver.sees("stripes.json already exists")
        assert isinstance(driver.app.screen, FindScreen)


# ------------------------------------------------------------------------------------ walking


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ((), "entry 299 of the log"),
        (("down",), "entry 298 of the log"),
        (("ctrl+n", "ctrl+n"), "entry 297 of the log"),
        (("down", "down", "up"), "entry 298 of the log"),
        (("down", "down", "ctrl+p"), "entry 298 of the log"),
        (("up",), "entry 299 of the log"),
        (("pagedown", "pageup"), "entry 299 of the log"),
        (("tab",), "the log of the zoo"),
        (("tab", "tab"), "entry 299 of the log"),
        (("tab", "shift+tab"), "entry 299 of the log"),
        (("shift+tab", "down"), "the log of the zoo"),
        (("shift+tab", "up"), "entry 260 of the log"),
    ],
)
async def test_the_cursor_moves_while_one_types(keys: tuple[str, ...], line: str) -> None:
    async with drive() as driver:
        await driver.open_pane(output=LOG)
        extra = scenario.task("tsk_log", "the log of the zoo")
        driver.conductor.store.dispatch(
            SnapshotLoaded(projects=scenario.PROJECTS, tasks=(extra,), sessions=scenario.SESSIONS, at=NOW)
        )
        await find(driver, "the log")
        await driver.press(*keys)
        assert at(driver) == line
        assert driver.app.focused is driver.app.screen.query_one("#find")


async def test_pages() -> None:
    async with drive(NARROW) as driver:
        await driver.open_pane(output=LOG)
        await find(driver, "the log")
        page = hits(driver).scrollable_content_region.height - 1
        await driver.press("pagedown")
        assert at(driver) == f"entry {299 - page} of the log"
        await driver.press(*["pagedown"] * 9)
        assert at(driver) == "entry 260 of the log"
        await driver.sees("entry 260 of the log", "40+ hits")


async def test_the_cursor_stays_on_its_hit_while_others_come() -> None:
    async with drive() as driver:
        await find(driver, "stripes")
        await driver.press("down")
        before = at(driver)
        await driver.press("escape")
        await driver.open_pane(output=b"stripes on the screen\r\n")
        await driver.press("f")
        await driver.until(lambda: not screen(driver).is_searching)
        await driver.sees("stripes on the screen")
        assert at(driver) == before


# ------------------------------------------------------------------------------- around a hit


async def test_what_stands_around_a_hit_follows_the_cursor() -> None:
    async with drive() as driver:
        await driver.open_pane(output=LOG)
        await find(driver, "entry 15")
        await driver.sees("Striper · line 160 of 301", "entry 153 of the log", "entry 165 of the log")
        await driver.press("down")
        await driver.sees("Striper · line 159 of 301")


async def test_a_low_screen_has_room_for_hits_alone() -> None:
    async with drive((80, 14)) as driver:
        await find(driver, "stripes")
        assert not screen(driver).query_one("#preview").display
        await driver.sees("stripes.json already exists")


# ----------------------------------------------------------------------------------- jumping


@SIZES
async def test_to_a_line_of_a_terminal(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        await driver.open_pane("ses_brush1", output=b"$ ")
        await driver.open_pane(output=LOG)
        await driver.press("3", "down")
        await find(driver, "entry 042")
        await driver.press("enter")
        board = driver.dashboard
        await driver.until(lambda: board.terminals.is_copying)
        assert board.terminals.shown == "ses_striper"
        assert board.sessions.cursor == "ses_striper"
        await driver.sees("entry 042 of the log", "line 43 of 301", "“entry 042” 1 of 1")
        lit = [piece for pieces in board.terminals.view._lights.values() for piece in pieces]
        assert (range(9), Light.FOUND_HERE) in [(piece.columns, piece.light) for piece in lit]
        # From here on as after any search in the terminal, and out of it to where one was.
        await driver.press("escape")
        assert not board.terminals.is_copying
        assert driver.has_focus(board.sessions)


async def test_in_the_terminal_one_walks_on_from_the_match() -> None:
    async with drive() as driver:
        await driver.open_pane(output=LOG)
        await find(driver, "the log")
        await driver.press("down", "enter")
        await driver.sees("“the log” 299 of 300")
        await driver.press("n")
        await driver.sees("“the log” 298 of 300")
        await driver.press("N")
        await driver.sees("“the log” 299 of 300")


async def test_to_a_line_that_moved_meanwhile() -> None:
    async with drive() as driver:
        await driver.open_pane(output=LOG)
        await find(driver, "entry 042")
        driver.terminals["ses_striper"].feed(b"more\r\n" * 50)
        await driver.press("enter")
        await driver.sees("entry 042 of the log", "line 43 of 351")


async def test_to_a_line_that_is_gone() -> None:
    async with drive() as driver:
        await driver.open_pane(output=LOG)
        await find(driver, "entry 042")
        driver.terminals["ses_striper"].feed(b"\x1b[2J\x1b[3J")
        await driver.press("enter")
        await driver.sees("That is not there any more.")
        assert not driver.dashboard.terminals.is_copying


async def test_to_a_terminal_that_was_put_away() -> None:
    async with drive() as driver:
        id_ = await driver.open_pane(output=LOG)
        await find(driver, "entry 042")
        driver.conductor.close_pane(id_)
        await driver.press("enter")
        await driver.sees("That is not there any more.")


async def test_to_a_terminal_that_was_read_anew() -> None:
    async with drive() as driver:
        id_ = await driver.open_pane(output=LOG)
        await find(driver, "entry 042")
        driver.conductor.panes.adopt(id_, Terminal(80, 24))
        await driver.press("enter")
        await driver.sees("That is not there any more.")


@SIZES
async def test_to_an_event_of_a_timeline(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        await driver.press("3", "end")
        await find(driver, "12 of 30")
        await driver.press("enter")
        board = driver.dashboard
        await driver.until(lambda: driver.has_focus(board.timeline))
        assert board.sessions.cursor == "ses_striper"
        assert board.timeline.session_id == "ses_striper"
        assert board.timeline.cursor == 2
        await driver.sees("12 of 30")


async def test_to_what_stands_deep_in_an_event() -> None:
    async with drive() as driver:
        timeline = scenario.timeline(
            (1, "progress", "word " * 300 + "needle", None), (0, "progress", "x", None)
        )
        long = scenario.session("ses_long", "Long", "idle", timeline=timeline)
        driver.conductor.store.dispatch(SnapshotLoaded(projects=(), tasks=(), sessions=(long,), at=NOW))
        await find(driver, "needle")
        await driver.press("enter")
        await driver.until(lambda: driver.has_focus(driver.dashboard.timeline))
        await driver.sees("needle")


@SIZES
async def test_to_a_task_whatever_hides_it(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        board = driver.dashboard
        await driver.press("1", "down", "down")
        assert board.projects.cursor == scenario.ZEBRA
        await driver.press("2", "slash", *"black", "enter")
        await find(driver, "wool")
        await driver.press("enter")
        await driver.until(lambda: driver.has_focus(board.tasks))
        assert board.tasks.cursor == "tsk_wool"
        assert board.projects.cursor == ALL
        await driver.sees("Find out wh")


async def test_to_a_task_from_the_layout_of_one_session() -> None:
    async with drive() as driver:
        board = driver.dashboard
        board.action_show_layout(SESSION)
        await find(driver, "wool")
        await driver.press("enter")
        await driver.until(lambda: driver.has_focus(board.tasks))
        assert board.tasks.cursor == "tsk_wool"


@SIZES
@pytest.mark.parametrize("is_alone", [False, True])
async def test_to_a_session(size: tuple[int, int], is_alone: bool) -> None:
    async with drive(size) as driver:
        board = driver.dashboard
        await driver.press("3", "slash", *"brush", "enter")
        if is_alone:
            board.action_show_layout(SESSION)
        await find(driver, "ses_idler")
        await driver.press("enter")
        await driver.until(lambda: driver.has_focus(board.sessions))
        assert board.sessions.cursor == "ses_idler"
        await driver.sees("Idler")


@SIZES
async def test_to_a_project(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        board = driver.dashboard
        await driver.press("1", "slash", *"zebra", "enter")
        await find(driver, "/home/ada/yak")
        await driver.press("enter")
        await driver.until(lambda: driver.has_focus(board.projects))
        assert board.projects.cursor == scenario.YAK


async def test_without_a_hit_there_is_nowhere_to_jump() -> None:
    async with drive() as driver:
        await driver.press("f", "enter")
        assert isinstance(driver.app.screen, FindScreen)


# ------------------------------------------------------------------------------ in and out


async def test_escape_goes_back_to_where_one_was() -> None:
    async with drive() as driver:
        await driver.press("2")
        await find(driver, "stripes")
        await driver.press("escape")
        assert driver.app.screen is driver.dashboard
        assert driver.has_focus(driver.dashboard.tasks)


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_it_opens_again_where_one_was(key: str) -> None:
    async with drive() as driver:
        await driver.open_pane(output=LOG)
        await find(driver, "entry 04")
        await driver.press("down", "down", key)
        await driver.press("f")
        await driver.until(lambda: not screen(driver).is_searching)
        assert at(driver) == "entry 047 of the log"
        await driver.press("down", "enter")
        await driver.sees("line 47 of 301")
        await driver.press("f")
        # What is typed then takes the place of what was looked for.
        await type_text(driver, "stripes")
        assert driver.app.screen.query_one("#find").value == "stripes"  # type: ignore[attr-defined]


def test_it_is_loaded_when_it_is_first_opened() -> None:
    assert not [name for name in loaded_by("import maestro_tui.ui.app") if "ui.finding" in name]


async def test_it_is_in_the_palette() -> None:
    async with drive() as driver:
        await driver.press("colon", *"find every")
        assert isinstance(driver.app.screen, CommandPalette)
        await driver.until(lambda: "view: find everywhere" in driver.text and "event log" not in driver.text)
        await driver.press("enter")
        await driver.until(lambda: isinstance(driver.app.screen, FindScreen))


# ------------------------------------------------------------------------------------- mouse


async def test_a_click_chooses_and_a_second_one_jumps() -> None:
    async with drive() as driver:
        await find(driver, "stripes")
        await driver.pilot.click("#hits", offset=(20, 3))
        assert at(driver) == "stripes.json already exists"
        assert isinstance(driver.app.screen, FindScreen)
        assert driver.app.focused is driver.app.screen.query_one("#find")
        await driver.pilot.click("#hits", offset=(20, 3))
        await driver.until(lambda: driver.has_focus(driver.dashboard.timeline))


async def test_a_click_on_a_title_chooses_nothing() -> None:
    async with drive() as driver:
        await find(driver, "stripes")
        before = at(driver)
        await driver.pilot.click("#hits", offset=(20, 1))
        assert at(driver) == before


# ----------------------------------------------------------------------------------- hostile


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=str)
@pytest.mark.parametrize("harm", [harm for harm in TEXTS if harm != "empty"])
async def test_what_is_found_does_no_harm(harm: str, size: tuple[int, int]) -> None:
    text = f"{TEXTS[harm]} needle {TEXTS[harm][:2000]}"
    async with drive(size) as driver:
        await driver.open_pane(output=text.encode() if harm != "huge" else text[-3000:].encode())
        timeline = scenario.timeline((1, "progress", text, None), (1, text[:100], "needle", None))
        driver.conductor.store.dispatch(
            SnapshotLoaded(
                projects=(),
                tasks=(scenario.task("tsk", text[:5000], description=f"{text[:500]} needle\n{text[:500]}"),),
                sessions=(scenario.session("ses_striper", text[:5000], "idle", timeline=timeline),),
                at=NOW,
            )
        )
        await find(driver, "needle")
        # One of them clears its screen.
        assert set(hits(driver)._counts) >= {
            Group.TIMELINES,
            *([Group.TERMINALS] if harm != "control" else []),
        }
        for key in ("down", "down", "tab", "tab", "tab"):
            check_harmless(driver)
            await driver.press(key)
        check_harmless(driver)
        await driver.press("ctrl+u")
        await type_text(driver, "[/] [@click=app.quit]x")
        check_harmless(driver)
