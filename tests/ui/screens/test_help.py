"""The help and the command palette: all of it, from the one registry."""

from __future__ import annotations

import pytest
from textual.command import CommandPalette

from maestro_tui.ui.actions.key_lines import KEY_WIDTH, PLACES, describe_keys, find_actions, keys_of
from maestro_tui.ui.actions.registry import ACTIONS
from maestro_tui.ui.screens.help import Help, HelpFilter
from tests.ui.driving import NARROW, WIDE, drive


@pytest.mark.parametrize("size", [WIDE, NARROW, (50, 15)], ids=str)
async def test_the_help_shows_all_keys_and_scrolls(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        await driver.press("question_mark")
        assert isinstance(driver.app.screen, Help)
        await driver.sees("In tables ──", "sort by the next column")
        before = driver.text
        await driver.press("pagedown", "j", "k", "j")
        assert driver.text != before
        await driver.press("question_mark")
        assert not isinstance(driver.app.screen, Help)


@pytest.mark.parametrize(
    ("keys", "title"),
    [
        ((), "In tables"),
        (("4",), "In the timeline"),
        (("L",), "In tables"),
        (("w",), "On the wall of terminals"),
        (("5",), "In the tabs of terminals"),
    ],
)
async def test_it_begins_with_where_one_is(keys: tuple[str, ...], title: str) -> None:
    async with drive() as driver:
        await driver.open_pane()
        await driver.press(*keys, "question_mark")
        frame = next(y for y, line in enumerate(driver.lines) if "─ Keys ─" in line)
        assert driver.lines[frame + 1].strip("│╭╮╰╯─ ").startswith(title)


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("width", [20, 40, 60, 83, 84, 113])
def test_no_line_of_the_help_is_too_long(width: int, columns: int) -> None:
    texts = describe_keys(find_actions(), width, columns)
    assert max(line.cell_length for text in texts for line in text.split("\n")) <= max(width, 40)


def test_all_that_can_be_done_is_explained_and_the_keys_stand_in_one_column() -> None:
    for width in (74, 113):
        (text,) = describe_keys(find_actions(), width)
        for action in ACTIONS:
            if action.where in PLACES:
                assert f"\n  {keys_of(action):{KEY_WIDTH}}  {action.title}" in text.plain


def test_two_columns_hold_what_one_holds_and_are_about_as_long() -> None:
    (one,) = describe_keys(find_actions(), 113)
    left, right = (text.plain.splitlines() for text in describe_keys(find_actions(), 113, 2))
    assert [*left, "", *right] == one.plain.splitlines()
    assert abs(len(left) - len(right)) < len(left) // 2


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("event LOG copy", {"log.copy"}),
        ("z wall", {"wall.zoom"}),
        ("ctrl+q", {"app.quit"}),
        ("no such thing", set()),
    ],
)
def test_actions_are_found_by_all_words_and_by_their_keys(text: str, ids: set[str]) -> None:
    assert {action.id for actions in find_actions(text).values() for action in actions} == ids


@pytest.mark.parametrize(
    ("size", "width", "columns"), [((80, 24), 74, 1), (WIDE, 112, 1), ((250, 70), 113, 2)], ids=str
)
async def test_the_help_uses_the_room_there_is(size: tuple[int, int], width: int, columns: int) -> None:
    async with drive(size) as driver:
        await driver.press("question_mark")
        await driver.sees("Keys", "esc leave    / filter")
        top = next(y for y, line in enumerate(driver.lines) if "In tables ──" in line)
        found = find_actions(here=("table", "dashboard", "app"))
        for text in describe_keys(found, width, columns):
            for y, line in enumerate(text.plain.splitlines()[: size[1] * 9 // 10 - 3], start=top):
                assert line in driver.lines[y]


async def test_the_help_is_laid_out_anew_for_another_size() -> None:
    async with drive((250, 70)) as driver:
        await driver.press("question_mark")
        await driver.sees("In the timeline ──")
        await driver.pilot.resize_terminal(80, 24)
        await driver.until(lambda: "In the timeline" not in driver.text and "/ filter" in driver.lines[-2])
        assert all(line.endswith(("│", "╮", "╯", "┐", "┘")) for line in driver.lines)


async def test_one_looks_for_keys_as_one_types() -> None:
    async with drive((80, 24)) as driver:
        await driver.press("question_mark", "G", "slash", *"event log")
        await driver.sees("In the event log ──", "copy as JSON", "/event log · ")
        assert "On the wall" not in driver.text
        await driver.press("enter", "j")
        assert driver.app.focused is None
        assert "copy as JSON" in driver.text
        await driver.press("slash", *"xyz")
        await driver.sees("No key does that.")
        await driver.press("escape")
        await driver.sees("In tables ──")
        assert isinstance(driver.app.screen, Help)
        await driver.press("slash", "z", "enter", "escape")
        await driver.sees("In tables ──")
        assert isinstance(driver.app.screen, Help)
        await driver.press("escape")
        assert len(driver.app.screen_stack) == 1


@pytest.mark.parametrize(
    ("size", "width"), [((80, 24), 80), (WIDE, 118), ((250, 70), 236)], ids=["80", "120", "250"]
)
async def test_the_help_is_as_wide_as_it_is_read_whatever_one_looks_for(
    size: tuple[int, int], width: int
) -> None:
    async with drive(size) as driver:
        await driver.press("question_mark")
        await driver.sees("─ Keys ─")
        frame = driver.app.screen.query_one(".help")
        assert frame.region.width == width
        await driver.press("slash", *"ctrl+q")
        await driver.sees("/ctrl+q · 1 of")
        assert frame.region.width == width


async def test_the_help_has_an_end_and_a_beginning_and_its_footer_is_clicked() -> None:
    async with drive((80, 24)) as driver:
        await driver.press("question_mark", "G")
        await driver.sees("In a replay")
        await driver.press("g")
        await driver.sees("In tables ──")
        y = next(y for y, line in enumerate(driver.lines) if "/ filter" in line)
        await driver.pilot.click(offset=(driver.lines[y].index("/ filter"), y))
        await driver.until(lambda: isinstance(driver.app.focused, HelpFilter))
        await driver.press("z", "down", "pagedown")
        assert isinstance(driver.app.focused, HelpFilter)


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
