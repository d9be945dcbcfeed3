"""Every key and every click of the main screen, on the real application."""

from __future__ import annotations

import pytest
from textual.events import Key
from textual.widget import Widget

from maestro_tui.protocol import events as e
from maestro_tui.protocol.ids import ProjectId, SessionId
from maestro_tui.store.actions import ConnectionChanged, EventReceived, PaneFailed
from maestro_tui.store.effects import Notify
from maestro_tui.store.state import Phase
from maestro_tui.ui.screens.confirm import Confirm
from tests.ui import scenario
from tests.ui.driving import NARROW, WIDE, Driver, drive

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE, (250, 70), (60, 15)], ids=str)


def click(driver: Driver, text: str) -> tuple[int, int]:
    """Find where a text stands on the screen."""
    for y, line in enumerate(driver.lines):
        if text in line:
            return line.index(text), y
    raise AssertionError(f"{text!r} is not on the screen:\n{driver.text}")


@SIZES
@pytest.mark.parametrize(
    ("key", "part"), [("1", "projects"), ("2", "tasks"), ("3", "sessions"), ("4", "timeline"), ("5", "panes")]
)
async def test_a_number_goes_to_a_part(size: tuple[int, int], key: str, part: str) -> None:
    async with drive(size) as driver:
        await driver.open_pane()
        await driver.press(key)
        focused = driver.app.focused
        assert isinstance(focused, Widget)
        assert focused.id == part
        assert focused.region.area > 0


@SIZES
async def test_tab_goes_round(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        seen = []
        for _ in range(6):
            seen.append(driver.app.focused and driver.app.focused.id)
            await driver.press("tab")
        assert seen == ["sessions", "timeline", "calls", "projects", "tasks", "sessions"]
        await driver.open_pane()
        await driver.press(*["shift+tab"] * 5)
        assert driver.has_focus(driver.dashboard.terminals.strip)


async def test_a_project_narrows_tasks_and_sessions() -> None:
    async with drive() as driver:
        await driver.press("1", "j")
        await driver.until(lambda: driver.dashboard.projects.cursor == scenario.YAK)
        assert list(driver.dashboard.tasks.shown) == ["tsk_wool", "tsk_razor"] or set(
            driver.dashboard.tasks.shown
        ) == {"tsk_wool", "tsk_razor"}
        assert list(driver.dashboard.sessions.shown) == ["ses_shaver"]
        assert "maestro  Yak shaving" in driver.lines[0]
        await driver.press("enter")
        assert driver.has_focus(driver.dashboard.tasks)
        await driver.press("escape", "escape")
        assert len(driver.dashboard.sessions.shown) == len(scenario.SESSIONS)
        assert "maestro  All projects" in driver.lines[0]


async def test_the_project_of_the_command_line_is_shown_as_soon_as_it_is_there() -> None:
    conductor = scenario.make_conductor()
    async with drive(conductor=conductor, project=scenario.YAK, is_loaded=False) as driver:
        assert driver.dashboard.projects.cursor == ""
        scenario.load(conductor)
        await driver.until(lambda: driver.dashboard.projects.cursor == scenario.YAK)
        await driver.sees("maestro  Yak shaving")


async def test_enter_on_a_task_goes_to_its_latest_session() -> None:
    async with drive() as driver:
        driver.dashboard.tasks.move_cursor_to("tsk_white")  # type: ignore[arg-type]
        await driver.press("2", "enter")
        assert driver.has_focus(driver.dashboard.sessions)
        assert driver.dashboard.sessions.cursor == "ses_brush2"
        await driver.sees("Timeline · Brush 2")


async def test_enter_on_a_session_without_a_terminal_goes_to_its_timeline() -> None:
    async with drive(NARROW) as driver:
        await driver.press("enter")
        assert driver.has_focus(driver.dashboard.timeline)
        await driver.sees("Overwrite stripes.json? (y/N)")
        await driver.press("escape")
        assert driver.has_focus(driver.dashboard.sessions)


@SIZES
async def test_enter_on_a_session_goes_into_its_terminal_and_one_key_out(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        await driver.open_pane(output=b"Overwrite? ")
        await driver.press("enter")
        assert driver.has_focus(driver.dashboard.terminals.view)
        await driver.sees("Overwrite?")
        await driver.press("y", "ctrl+q", "q", "tab", "escape", "1", "ctrl+c")
        assert driver.typed["ses_striper"] == b"y\x11q\t\x1b1\x03"
        await driver.press("ctrl+right_square_bracket")
        assert driver.has_focus(driver.dashboard.sessions)
        assert len(driver.typed["ses_striper"]) == 7


async def test_keys_typed_ahead_go_where_the_ones_before_lead() -> None:
    async with drive() as driver:
        await driver.open_pane("ses_brush1")
        for key in ("1", "3", "j", "enter", "l", "s"):
            driver.app.post_message(Key(key, key if len(key) == 1 else None))
        await driver.until(lambda: driver.typed["ses_brush1"] == b"ls")


async def test_the_frame_says_who_has_the_keyboard() -> None:
    async with drive() as driver:
        await driver.open_pane()
        assert "keys go to the program" not in driver.text
        assert not driver.dashboard.terminals.has_class("-typing")
        await driver.press("enter")
        await driver.sees("keys go to the program · ctrl+] leaves")
        assert driver.dashboard.terminals.has_class("-typing")
        assert driver.lines[-1].split() == ["ctrl+]", "leave", "the", "terminal"]


async def test_a_double_click_on_a_session_goes_into_its_terminal() -> None:
    async with drive() as driver:
        await driver.open_pane()
        await driver.pilot.click(offset=click(driver, "? waiting  Striper"), times=2)
        await driver.until(lambda: driver.has_focus(driver.dashboard.terminals.view))


async def test_a_click_into_a_terminal_goes_in_and_out_leads_back() -> None:
    async with drive() as driver:
        await driver.open_pane()
        await driver.press("2")
        await driver.pilot.click("#screen")
        assert driver.has_focus(driver.dashboard.terminals.view)
        await driver.press("ctrl+right_square_bracket")
        assert driver.has_focus(driver.dashboard.tasks)


@SIZES
async def test_zoom_gives_the_terminal_the_screen_and_takes_it_back(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        await driver.open_pane()
        await driver.press("z")
        view = driver.dashboard.terminals.view
        assert view.size == (size[0], size[1] - 4)
        assert driver.conductor.pane_size == view.size
        assert (driver.terminals["ses_striper"].columns, driver.terminals["ses_striper"].lines) == view.size
        await driver.press("enter", "x", "ctrl+right_square_bracket")
        assert driver.dashboard.has_class("-zoomed")
        await driver.press("z")
        assert not driver.dashboard.has_class("-zoomed")
        await driver.press("z", "escape")
        assert not driver.dashboard.has_class("-zoomed")


async def test_zoom_without_a_terminal_says_why_not() -> None:
    async with drive() as driver:
        await driver.press("z")
        await driver.sees("There is no terminal to zoom yet.")


async def test_tabs_of_terminals() -> None:
    async with drive() as driver:
        await driver.open_pane("ses_brush1", b"one")
        await driver.open_pane("ses_brush2", b"two")
        await driver.open_pane("ses_striper", b"three")
        await driver.sees("three")
        await driver.press("right_square_bracket")
        await driver.sees("Terminal · Brush 1", "one")
        await driver.press("left_square_bracket", "left_square_bracket")
        await driver.sees("Terminal · Brush 2", "two")
        await driver.press("5", "right")
        await driver.sees("Terminal · Striper")
        await driver.press("h")
        await driver.sees("Terminal · Brush 2")
        await driver.pilot.click(offset=click(driver, "● Brush 1  "))
        await driver.sees("Terminal · Brush 1")
        await driver.pilot.click(offset=click(driver, "● Brush 2  "), times=2)
        await driver.until(lambda: driver.has_focus(driver.dashboard.terminals.view))


async def test_the_terminal_of_the_session_under_the_cursor_is_shown() -> None:
    async with drive() as driver:
        await driver.open_pane("ses_brush1", b"one")
        await driver.open_pane("ses_brush2", b"two")
        await driver.press("j")
        await driver.sees("Terminal · Brush 1", "one")
        await driver.press("j")
        await driver.sees("Terminal · Brush 2", "two")
        await driver.press("j", "j")
        assert driver.dashboard.terminals.shown == "ses_brush2"


async def test_many_tabs_in_little_room() -> None:
    async with drive(NARROW) as driver:
        for id_ in ("ses_brush1", "ses_brush2", "ses_idler", "ses_counter", "ses_planner", "ses_shaver"):
            await driver.open_pane(id_)
        await driver.press("5")
        await driver.pilot.resize_terminal(50, 24)
        await driver.until(lambda: "›" in driver.text)
        for _ in range(4):
            await driver.press("right")
        await driver.until(lambda: "‹" in driver.text)


@pytest.mark.parametrize(
    ("code", "signal", "words"),
    [(0, None, "exit 0"), (1, None, "exit 1"), (None, 9, "killed by SIGKILL")],
)
async def test_the_frame_says_how_a_program_ended(code: int | None, signal: int | None, words: str) -> None:
    async with drive() as driver:
        id_ = await driver.open_pane()
        scenario.end(driver.conductor, id_, code, signal)
        await driver.sees(words)
        await driver.press("5", "ctrl+w")
        await driver.until(lambda: not driver.conductor.store.state.panes)
        assert driver.dashboard.terminals.has_class("-empty")


async def test_putting_a_living_terminal_away_asks_first() -> None:
    async with drive() as driver:
        await driver.open_pane()
        for answer in ("n", "escape"):
            await driver.press("5", "ctrl+w")
            assert isinstance(driver.app.screen, Confirm)
            await driver.sees("Put Striper away?")
            await driver.press(answer)
            assert driver.conductor.store.state.panes
        await driver.press("ctrl+w", "y")
        await driver.until(lambda: not driver.conductor.store.state.panes)


async def test_a_terminal_that_could_not_be_started_says_why() -> None:
    async with drive() as driver:
        id_ = scenario.spawn(driver.conductor, command="paintt --all")
        problem = "There is no program 'paintt': is it installed?"
        driver.conductor.store.dispatch(PaneFailed(session_id=id_, at=scenario.NOW, problem=problem))
        await driver.sees(problem, "paintt --all", "/home/ada/zebra", "not started")


async def test_a_terminal_that_is_not_there_yet_says_what_will_run_in_it() -> None:
    async with drive() as driver:
        scenario.spawn(driver.conductor, command="paint --all")
        await driver.sees("This terminal is being opened.", "paint --all", "/home/ada/zebra")


async def test_a_spawned_session_that_fails_where_one_looks_is_shown() -> None:
    async with drive() as driver:
        await driver.open_pane("ses_brush1", b"one")
        await driver.open_pane("ses_striper", b"three")
        await driver.sees("Terminal · Striper")


@SIZES
async def test_without_a_terminal_there_is_a_hint(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        await driver.press("5")
        if size[0] < 100:
            await driver.sees("No terminal is open.")
        await driver.press("3")
        assert driver.dashboard.sessions.region.area > 0


async def test_the_keys_of_the_place_are_shown_and_can_be_clicked() -> None:
    async with drive() as driver:
        assert "enter open" in driver.lines[-1]
        assert "ctrl+q quit" in driver.lines[-1]
        await driver.open_pane()
        await driver.press("5")
        assert "enter type into it" in driver.lines[-1]
        await driver.pilot.click(offset=click(driver, "z zoom"))
        await driver.until(lambda: driver.dashboard.has_class("-zoomed"))


async def test_a_click_on_a_tab_of_a_narrow_screen() -> None:
    async with drive(NARROW) as driver:
        await driver.pilot.click(offset=click(driver, "2 Tasks"))
        await driver.until(lambda: driver.has_focus(driver.dashboard.tasks))
        await driver.sees("Paint the stripes")


async def test_a_click_on_the_project_goes_to_the_projects() -> None:
    async with drive(NARROW) as driver:
        await driver.pilot.click(offset=click(driver, "All projects"))
        await driver.until(lambda: driver.has_focus(driver.dashboard.projects))


async def test_the_mouse_moves_the_keyboard() -> None:
    async with drive() as driver:
        await driver.pilot.click("#tasks", offset=(5, 5))
        assert driver.has_focus(driver.dashboard.tasks)
        await driver.press("tab")
        assert driver.has_focus(driver.dashboard.sessions)


async def test_reconnect_now(monkeypatch: pytest.MonkeyPatch) -> None:
    conductor = scenario.make_conductor()
    asked: list[bool] = []
    monkeypatch.setattr(conductor, "reconnect_now", lambda: asked.append(True))
    async with drive(conductor=conductor) as driver:
        conductor.store.dispatch(
            ConnectionChanged(
                phase=Phase.WAITING,
                at=scenario.NOW,
                retry_at=scenario.NOW + 4000,
                reason="Connection refused.",
            )
        )
        await driver.sees("◌ reconnecting in 4s (attempt 1) – Connection refused.")
        await driver.press("r")
        assert asked == [True]


async def test_no_server_says_why_and_what_helps() -> None:
    async with drive(is_loaded=False) as driver:
        await driver.sees("Asking the server what there is")
        driver.conductor.store.dispatch(
            ConnectionChanged(phase=Phase.GAVE_UP, at=scenario.NOW, reason="Nothing listens at zoo:3000.")
        )
        await driver.sees("✗ offline", "Nothing listens at zoo:3000.", "r tries again now.")


async def test_nothing_yet_says_how_to_begin() -> None:
    async with drive(is_loaded=False) as driver:
        driver.conductor.store.dispatch(ConnectionChanged(phase=Phase.LIVE, at=scenario.NOW))
        await driver.sees("No sessions yet.", "maestro-tui demo", "No tasks here yet.")


async def test_live_changes_are_shown() -> None:
    async with drive() as driver:
        await driver.sees("● working  Brush 1")
        session = scenario.session("ses_brush1", "Brush 1", "completed", completed_at=scenario.NOW)
        driver.conductor.store.dispatch(
            EventReceived(event=e.SessionUpdated(session), at=scenario.NOW),
            EventReceived(event=e.ProjectDeleted(scenario.YAK), at=scenario.NOW),
        )
        await driver.sees("✓ done     Brush 1", "1 working")
        assert "Yak shaving" not in "".join(line[:36] for line in driver.lines)


async def test_the_queue_is_as_high_as_it_is_long() -> None:
    async with drive() as driver:
        calls, sessions = driver.dashboard.calls, driver.dashboard.sessions
        heights = [(calls.size.height, sessions.region.y)]
        for id_, status in (("ses_brush1", "failed"), ("ses_brush2", "failed"), ("ses_brush1", "working")):
            changed = scenario.session(id_, id_, status, completed_at=scenario.NOW)
            driver.conductor.store.dispatch(EventReceived(event=e.SessionUpdated(changed), at=scenario.NOW))
            await driver.until(lambda: not driver.is_busy)
            heights.append((calls.size.height, sessions.region.y))
        rows, tops = zip(*heights, strict=True)
        assert [count - rows[0] for count in rows] == [top - tops[0] for top in tops] == [0, 1, 2, 1]


async def test_a_notice_is_shown_and_not_parsed() -> None:
    async with drive() as driver:
        assert driver.conductor.on_notice is not None
        driver.conductor.on_notice(
            Notify(text="[b]No[/] such [@click=app.quit]command\x1b[2J", is_problem=True)
        )
        await driver.sees("[b]No[/] such [@click=app.quit]")


async def test_quitting_stops_the_conductor(monkeypatch: pytest.MonkeyPatch) -> None:
    conductor = scenario.make_conductor()
    told: list[str] = []

    async def start() -> None:
        told.append("start")

    async def stop() -> None:
        told.append("stop")

    monkeypatch.setattr(conductor, "start", start)
    monkeypatch.setattr(conductor, "stop", stop)
    async with drive(conductor=conductor) as driver:
        assert told == ["start"]
        await driver.press("ctrl+q")
        await driver.until(lambda: not driver.app.is_running)
    assert told == ["start", "stop"]


async def test_a_size_at_which_nothing_fits_breaks_nothing() -> None:
    async with drive() as driver:
        await driver.open_pane()
        for size in ((20, 6), (5, 3), (1, 1), (300, 100), (99, 20), (100, 20)):
            await driver.pilot.resize_terminal(*size)
            await driver.pilot.pause()
        await driver.sees("Striper")


async def test_read_only_is_said() -> None:
    conductor = scenario.make_conductor()
    conductor.is_read_only = True
    async with drive(conductor=conductor) as driver:
        assert "read-only" in driver.lines[0]


async def test_a_project_that_is_not_there_is_no_mistake() -> None:
    async with drive(project=ProjectId("prj_nobody")) as driver:
        await driver.sees("All projects")
        assert driver.dashboard.sessions.cursor == SessionId("ses_striper")
