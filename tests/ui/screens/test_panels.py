"""How the parts share the screen: layouts, borders that move by keys and by the mouse, and what stays of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.geometry import Region
from textual.widget import Widget

from maestro_tui.protocol.ids import SessionId
from maestro_tui.ui.borders import BORDERS, LAYOUTS, share
from maestro_tui.ui.preferences import PreferencesFile
from maestro_tui.ui.screens import panels
from maestro_tui.ui.screens.panels import _region as region_of
from maestro_tui.ui.screens.wall import Wall
from tests.ui.driving import NARROW, WIDE, Driver, drive

VAST = (250, 70)


async def drag(driver: Driver, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Press the mouse, move it, and let go."""
    await driver.pilot.mouse_down(offset=start)
    await driver.pilot.hover(offset=((start[0] + end[0]) // 2, (start[1] + end[1]) // 2))
    await driver.pilot.hover(offset=end)
    await driver.pilot.mouse_up(offset=end)


def is_on_wall(driver: Driver) -> bool:
    return isinstance(driver.app.screen, Wall)


def areas(driver: Driver) -> list[Region]:
    board = driver.dashboard
    parts = (board.projects, board.tasks, board.sessions, board.timeline, board.terminals)
    return [part.region for part in parts if part.region.area]


def covers_the_screen(driver: Driver) -> bool:
    """Whether the parts fill the room between the bars, and none lies on another."""
    body = region_of(driver.dashboard.body)
    return sum(region.area for region in areas(driver)) == body.area and all(
        body.contains_region(region) for region in areas(driver)
    )


@pytest.mark.parametrize(
    ("part", "key", "widget", "axis", "step"),
    [
        ("2", "greater_than_sign", "tasks", "width", 2),
        ("2", "less_than_sign", "tasks", "width", -2),
        ("3", "greater_than_sign", "sessions", "width", 2),
        ("4", "less_than_sign", "timeline", "width", -2),
        ("1", "right_parenthesis", "projects", "height", 1),
        ("2", "left_parenthesis", "tasks", "height", -1),
        ("3", "right_parenthesis", "sessions", "height", 1),
        ("5", "right_parenthesis", "terminals", "height", 1),
        ("5", "left_parenthesis", "terminals", "height", -1),
    ],
)
async def test_keys_make_the_part_larger_and_smaller(
    part: str, key: str, widget: str, axis: str, step: int
) -> None:
    async with drive() as driver:
        await driver.open_pane()
        await driver.press(part)
        resized = getattr(driver.dashboard, widget)
        before = getattr(resized.region, axis)
        await driver.press(key)
        assert getattr(resized.region, axis) == before + step
        assert covers_the_screen(driver)


@pytest.mark.parametrize("size", [NARROW, WIDE, VAST], ids=str)
@pytest.mark.parametrize("layout", LAYOUTS)
async def test_no_part_is_ever_pushed_out(size: tuple[int, int], layout: str) -> None:
    async with drive(size) as driver:
        await driver.open_pane()
        driver.dashboard.action_show_layout(layout)
        for part in "12345":
            await driver.press(part)
            for is_upright in (True, False):
                for step in (-500, 500):
                    driver.dashboard.action_resize(is_upright, step)
                    await driver.pilot.pause()
                    assert all(region.width >= 20 and region.height >= 3 for region in areas(driver)), (
                        part,
                        is_upright,
                        step,
                        areas(driver),
                    )
                    assert covers_the_screen(driver), (part, is_upright, step, areas(driver))


@pytest.mark.parametrize("column", [0, -1], ids=["at the right of it", "at the left of it"])
async def test_an_upright_border_drags(column: int) -> None:
    async with drive() as driver:
        board = driver.dashboard
        x = board.sessions.region.x + column
        await drag(driver, (x, 12), (x + 7, 13))
        assert board.tasks.region.width == x + 7 + 1
        assert covers_the_screen(driver)
        x = board.timeline.region.x
        await drag(driver, (x, 12), (x - 6, 12))
        assert board.timeline.region.x == x - 6
        assert covers_the_screen(driver)


async def test_a_level_border_drags_and_the_program_gets_the_new_size() -> None:
    async with drive() as driver:
        await driver.open_pane()
        board = driver.dashboard
        y = board.terminals.region.y
        await drag(driver, (30, y), (31, y - 5))
        assert board.terminals.region.y == y - 5
        terminal = driver.terminals["ses_striper"]
        assert (terminal.columns, terminal.lines) == board.terminals.view.size
        assert covers_the_screen(driver)
        y = board.projects.region.bottom - 1
        await drag(driver, (10, y), (10, y + 2))
        assert board.projects.region.bottom - 1 == y + 2


async def test_a_border_drags_in_a_narrow_screen_and_beside_one_session() -> None:
    async with drive(NARROW) as driver:
        y = driver.dashboard.timeline.region.y
        await drag(driver, (30, y), (30, y - 3))
        assert driver.dashboard.timeline.region.y == y - 3 + 1
    async with drive() as driver:
        await driver.open_pane()
        await driver.press("V")
        x = driver.dashboard.terminals.region.x
        await drag(driver, (x, 20), (x + 9, 20))
        assert driver.dashboard.terminals.region.x == x + 9 + 1


async def test_a_border_is_seen_to_move_and_a_double_click_puts_it_back() -> None:
    async with drive() as driver:
        board = driver.dashboard
        x = board.sessions.region.x
        await driver.pilot.hover(offset=(x, 12))
        assert board.sessions.has_class("-movable-left")
        assert board.sessions.styles.pointer == "ew-resize"
        await driver.pilot.hover(offset=(x + 5, 12))
        assert not board.sessions.has_class("-movable-left")
        await drag(driver, (x, 12), (x + 5, 12))
        assert board.sizes
        await driver.pilot.click(offset=(board.sessions.region.x, 12), times=2)
        assert not board.sizes
        assert board.sessions.region.x == x
        assert not board.sessions.has_class("-movable-left")


async def test_a_drag_within_a_part_moves_nothing() -> None:
    async with drive() as driver:
        await drag(driver, (50, 15), (60, 18))
        assert not driver.dashboard.sizes
        assert driver.app.mouse_captured is None


async def test_sizes_are_shares_of_the_window() -> None:
    async with drive() as driver:
        await driver.press("4", *["greater_than_sign"] * 3)
        board = driver.dashboard
        part = board.timeline.region.width / 120
        await driver.pilot.resize_terminal(200, 60)
        await driver.until(lambda: region_of(board.body).width == 200)
        assert abs(board.timeline.region.width / 200 - part) < 0.01
        await driver.pilot.resize_terminal(120, 40)
        await driver.until(lambda: board.timeline.region.width == round(part * 120))


async def test_a_small_window_takes_nothing_away_and_a_large_one_gives_it_back() -> None:
    async with drive((250, 60)) as driver:
        await driver.press("4", *["greater_than_sign"] * 40)
        board = driver.dashboard
        wide = board.timeline.region.width
        await driver.pilot.resize_terminal(100, 30)
        await driver.until(lambda: region_of(board.body).width == 100 and board.sessions.region.width >= 24)
        assert covers_the_screen(driver)
        await driver.pilot.resize_terminal(250, 60)
        await driver.until(lambda: board.timeline.region.width == wide)


async def test_where_nothing_can_be_moved_it_is_said() -> None:
    async with drive(NARROW) as driver:
        await driver.press("greater_than_sign")
        await driver.sees("There is no border here to move.")


# --------------------------------------------------------------------------------------- layouts


async def test_the_layouts_go_round() -> None:
    async with drive() as driver:
        await driver.open_pane("ses_brush1", b"alpha")
        await driver.open_pane(output=b"delta")
        await driver.press("V")
        board = driver.dashboard
        await driver.sees("Tasks · Striper", "Timeline · Striper", "Terminal · Striper", "1 of 8")
        assert "Sessions" not in driver.text
        assert board.terminals.region.height == region_of(board.body).height
        assert board.terminals.region.width > 60
        assert driver.has_focus(board.timeline)
        assert covers_the_screen(driver)
        await driver.press("V")
        assert is_on_wall(driver)
        await driver.sees("alpha", "delta")
        await driver.press("V")
        assert not is_on_wall(driver)
        await driver.sees("Sessions", "Projects", "delta")
        assert "Tasks · Striper" not in driver.text


async def test_without_terminals_the_wall_is_left_out() -> None:
    async with drive() as driver:
        await driver.press("V", "V")
        await driver.sees("Sessions", "Projects")
        assert driver.app.screen is driver.dashboard


async def test_in_the_layout_of_one_session_one_goes_to_others() -> None:
    async with drive() as driver:
        await driver.open_pane("ses_brush1", b"alpha")
        await driver.open_pane(output=b"delta")
        await driver.press("V", "3")
        board = driver.dashboard
        await driver.sees("Sessions", "Planner", "delta")
        assert covers_the_screen(driver)
        await driver.press("j", "4")
        await driver.sees("Timeline · Brush 1", "Tasks · Brush 1", "Mix the black", "alpha")
        await driver.press("right_square_bracket")
        await driver.sees("Timeline · Striper", "Tasks · Striper", "delta")
        assert board.sessions.cursor == "ses_striper"
        await driver.press("1")
        await driver.sees("Projects", "Yak shaving")
        assert covers_the_screen(driver)


async def test_a_session_without_a_terminal_has_the_room_to_itself() -> None:
    async with drive() as driver:
        await driver.open_pane(output=b"delta")
        await driver.press("V", "3", "j")
        board = driver.dashboard
        assert board.sessions.cursor == "ses_brush1"
        await driver.until(lambda: not board.terminals.region.area)
        assert "delta" not in driver.text
        assert board.sessions.region.width == 120


async def test_every_layout_is_in_the_palette() -> None:
    async with drive() as driver:
        await driver.open_pane()
        await driver.press("colon", *"layout")
        await driver.sees("layout: tables", "layout: one session", "layout: wall", "layout: terminal alone")
        await driver.press("space", *"alone", "enter")
        await driver.until(lambda: driver.dashboard.has_class("-zoomed"))


@pytest.mark.parametrize("size", [NARROW, WIDE, VAST], ids=str)
@pytest.mark.parametrize("layout", LAYOUTS)
async def test_every_part_can_be_seen_in_every_layout(size: tuple[int, int], layout: str) -> None:
    async with drive(size) as driver:
        await driver.open_pane()
        board = driver.dashboard
        board.action_show_layout(layout)
        parts: list[Widget] = [board.projects, board.tasks, board.sessions, board.timeline, board.terminals]
        for key, widget in zip("12345", parts, strict=True):
            await driver.press(key)
            assert widget.region.area, key
            assert covers_the_screen(driver)


def test_borders_have_names_of_their_own_and_sizes_are_bounded() -> None:
    names = [border.name for borders in BORDERS.values() for border in borders]
    assert len(names) == len(set(names))
    for border in BORDERS["tables"]:
        assert border.size_within(-100, 30, 40) == border.least
        assert border.size_within(1000, 30, 240) == 270 - border.giver_least
        assert border.size_within(10, 3, 0) in {3, 3 - border.giver_least}
    assert share("x") is None
    assert share(None) is None
    assert share(7) == 0.8
    assert share(-1.0) == 0.1


# ---------------------------------------------------------------------------------------- beside


async def open_some(driver: Driver) -> None:
    for id_, text in (("ses_brush1", b"alpha"), ("ses_brush2", b"beta"), ("ses_striper", b"delta")):
        await driver.open_pane(id_, text)


def shown_beside(driver: Driver) -> set[str | None]:
    beside = driver.dashboard.beside
    return set(beside.shown) if beside is not None and beside.display else set()


async def test_on_a_large_screen_the_other_terminals_stand_beside() -> None:
    async with drive(VAST) as driver:
        await open_some(driver)
        await driver.sees("alpha", "beta", "delta", "● Brush 1 · working", "● Brush 2 · working")
        assert shown_beside(driver) == {"ses_brush1", "ses_brush2"}
        driver.terminals["ses_brush1"].feed(b"\r\ngamma")
        await driver.sees("gamma")
        board = driver.dashboard
        assert driver.conductor.pane_size == board.terminals.view.size


async def test_a_click_on_one_changes_places_and_both_go_on() -> None:
    async with drive(VAST) as driver:
        await open_some(driver)
        await driver.sees("beta")
        y = next(y for y, line in enumerate(driver.lines) if "beta" in line)
        await driver.pilot.click(offset=(driver.lines[y].index("beta"), y))
        await driver.sees("Terminal · Brush 2", "? Striper · waiting")
        assert shown_beside(driver) == {"ses_brush1", "ses_striper"}
        for id_ in ("ses_brush2", "ses_striper"):
            driver.terminals[id_].feed(f"\r\nmore of {id_}".encode())
        await driver.sees("more of ses_brush2", "more of ses_striper", "beta", "delta")
        terminal = driver.terminals["ses_brush2"]
        assert (terminal.columns, terminal.lines) == driver.dashboard.terminals.view.size


async def test_the_cursor_of_the_table_changes_places_too() -> None:
    async with drive(VAST) as driver:
        await open_some(driver)
        await driver.press("j")
        await driver.sees("Terminal · Brush 1", "? Striper · waiting", "alpha", "delta")
        assert shown_beside(driver) == {"ses_brush2", "ses_striper"}


async def test_on_the_wall_and_back_each_is_read_by_one() -> None:
    async with drive(VAST) as driver:
        await open_some(driver)
        await driver.press("w")
        assert is_on_wall(driver)
        assert not shown_beside(driver)
        driver.terminals["ses_brush1"].feed(b"\r\nmeanwhile")
        await driver.sees("meanwhile")
        await driver.press("q")
        await driver.sees("alpha", "beta", "delta", "meanwhile")
        driver.terminals["ses_brush1"].feed(b"\r\nafter")
        await driver.sees("after")


async def test_there_is_nothing_beside_where_there_is_no_room() -> None:
    async with drive(VAST) as driver:
        await open_some(driver)
        await driver.until(lambda: shown_beside(driver))
        await driver.press("V")
        assert not shown_beside(driver)
        await driver.press("V", "V")
        await driver.until(lambda: shown_beside(driver))
        await driver.pilot.resize_terminal(120, 40)
        await driver.until(lambda: not shown_beside(driver))


async def test_what_is_put_away_goes_from_beside() -> None:
    async with drive(VAST) as driver:
        await open_some(driver)
        await driver.sees("alpha")
        driver.conductor.close_pane(SessionId("ses_brush1"))
        await driver.until(lambda: shown_beside(driver) == {"ses_brush2"})
        assert "alpha" not in driver.text


def beside_of(driver: Driver) -> Region:
    beside = driver.dashboard.beside
    assert beside is not None
    return beside.region


async def test_keys_in_the_terminal_make_what_is_beside_it_narrower_and_wider() -> None:
    async with drive(VAST) as driver:
        await open_some(driver)
        await driver.until(lambda: beside_of(driver).area)
        board = driver.dashboard
        assert beside_of(driver).width == 100
        await driver.press("5", "greater_than_sign")
        assert (beside_of(driver).width, board.terminals.region.width) == (98, 152)
        await driver.press("less_than_sign", "less_than_sign")
        assert (beside_of(driver).width, board.terminals.region.width) == (102, 148)
        for step in (-500, 500, 500):
            board.action_resize(True, step)
            await driver.pilot.pause()
            assert beside_of(driver).width >= 20
            assert board.terminals.region.width == 250 - beside_of(driver).width >= 100
            assert all(region.width >= 20 for region in areas(driver))
        await driver.sees("There is no room left for that.")


@pytest.mark.parametrize("y", [15, 65], ids=["beside the tables", "beside the terminal"])
@pytest.mark.parametrize("column", [0, -1], ids=["at the right of it", "at the left of it"])
async def test_the_edge_of_what_is_beside_drags_and_a_double_click_puts_it_back(
    monkeypatch: pytest.MonkeyPatch, y: int, column: int
) -> None:
    monkeypatch.setattr(panels, "DOUBLE_SECONDS", 60)
    async with drive(VAST) as driver:
        await open_some(driver)
        await driver.until(lambda: beside_of(driver).area)
        board, shown = driver.dashboard, shown_beside(driver)
        await driver.pilot.hover(offset=(beside_of(driver).x + column, y))
        assert board.terminals.has_class("-movable-right")
        await drag(driver, (beside_of(driver).x + column, y), (190, y))
        assert beside_of(driver).x == 190
        assert board.sizes.keys() == {"beside"}
        terminal = driver.terminals["ses_brush1"]
        assert terminal.columns == beside_of(driver).width - 2
        # That of the drag was the first press.
        await driver.pilot.mouse_down(offset=(190 + column, y))
        await driver.pilot.mouse_up(offset=(190 + column, y))
        await driver.until(lambda: beside_of(driver).x == 150)
        assert not board.sizes
        assert shown_beside(driver) == shown


async def test_how_wide_that_is_which_is_beside_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "dashboard.json"
    async with drive(VAST, preferences=PreferencesFile(path)) as driver:
        await open_some(driver)
        await driver.press("5", *["greater_than_sign"] * 5)
        assert beside_of(driver).width == 90
    async with drive(VAST, preferences=PreferencesFile(path)) as driver:
        await open_some(driver)
        await driver.until(lambda: beside_of(driver).width == 90)
        await driver.pilot.resize_terminal(200, 70)
        await driver.until(lambda: region_of(driver.dashboard.body).width == 200)
        assert beside_of(driver).width == 72


async def test_a_click_on_the_edge_of_what_is_beside_changes_no_places() -> None:
    async with drive(VAST) as driver:
        await open_some(driver)
        await driver.until(lambda: beside_of(driver).area)
        shown = shown_beside(driver)
        await driver.pilot.click(offset=(beside_of(driver).x, 65))
        assert shown_beside(driver) == shown
        await driver.pilot.click(offset=(beside_of(driver).x + 1, 65))
        await driver.until(lambda: shown_beside(driver) != shown)
