"""Every action that changes something: what it asks, what it sends, and what it says when it cannot."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from msgspec import UNSET

from maestro_tui.errors import ApiError
from maestro_tui.protocol.events import SessionUpdated, TaskCreated
from maestro_tui.protocol.ids import SessionId, TaskId
from maestro_tui.protocol.reports import REPORTS
from maestro_tui.store.actions import EventReceived, SnapshotLoaded
from maestro_tui.terminal.exit_status import ExitStatus
from maestro_tui.ui.screens.answer import Answer
from maestro_tui.ui.screens.confirm import Confirm
from maestro_tui.ui.screens.form_screen import FormScreen
from maestro_tui.ui.widgets.record_table import RecordTable
from tests.ui import scenario
from tests.ui.driving import NARROW, WIDE, Driver, drive

MADE = {
    "create_project": scenario.PROJECTS[0],
    "create_task": scenario.task("tsk_new", "Soap"),
    "spawn": SessionId("ses_new"),
}
"""What the server answers to what makes something."""


class Recorder:
    """Takes intents down instead of sending them."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.problem: Exception | None = None
        self.refused: dict[str, Exception] = {}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        async def intent(*arguments: Any) -> object:
            problem = self.problem or self.refused.get(name)
            if problem is not None:
                raise problem
            self.calls.append((name, *arguments))
            return MADE.get(name)

        return intent


@asynccontextmanager
async def desk(size: tuple[int, int] = WIDE, **options: Any) -> AsyncIterator[tuple[Driver, Recorder]]:
    conductor = scenario.make_conductor()
    recorder = Recorder()
    conductor.intents = recorder  # type: ignore[assignment]
    async with drive(size, conductor=conductor, **options) as driver:
        yield driver, recorder


def one(recorder: Recorder) -> tuple[Any, ...]:
    """Give the one intent that came."""
    assert len(recorder.calls) == 1
    return recorder.calls[0]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=str)
async def test_a_new_project(size: tuple[int, int]) -> None:
    async with desk(size) as (driver, recorder):
        await driver.press("1", "N", *"Quagga", "tab", *"home", "enter")
        name, body = one(recorder)
        assert (name, body.name, body.working_dir) == ("create_project", "Quagga", "home")
        assert driver.app.screen is driver.dashboard


async def test_a_form_does_not_go_away_while_something_is_missing() -> None:
    async with desk() as (driver, recorder):
        await driver.press("1", "N", "enter")
        await driver.sees("Name is missing.")
        await driver.press("Q")
        await driver.until(lambda: "Name is missing." not in driver.text)
        await driver.press("escape")
        assert driver.app.screen is driver.dashboard
        assert recorder.calls == []


async def test_a_new_task_in_the_project_one_is_in() -> None:
    async with desk() as (driver, recorder):
        await driver.press("1", "j", "2", "N")
        await driver.sees("New task", "Priority")
        await driver.press(*"Soap", "tab", "tab", "right", "enter")
        name, body = one(recorder)
        assert (name, body.project_id, body.title, body.priority) == (
            "create_task",
            scenario.YAK,
            "Soap",
            "high",
        )


async def test_a_new_task_can_be_part_of_the_one_under_the_cursor() -> None:
    async with desk() as (driver, recorder):
        await driver.press("2", "N")
        await driver.sees("Part of", "nothing", "Paint the stripes")
        await driver.press(*"Soap", "tab", "tab", "tab", "right", "enter")
        assert one(recorder)[1].parent_id == "tsk_stripes"
        await driver.press("2", "N", *"Rope", "enter")
        assert recorder.calls[-1][1].parent_id is UNSET


async def test_a_task_needs_a_project() -> None:
    async with desk(is_loaded=False) as (driver, _):
        driver.conductor.store.dispatch(SnapshotLoaded(projects=(), tasks=(), sessions=(), at=scenario.NOW))
        await driver.press("2", "N")
        await driver.sees("There is no project yet")
        await driver.press("s")
        await driver.until(lambda: driver.text.count("There is no project yet") == 2)


async def test_with_several_projects_one_is_to_be_chosen() -> None:
    async with desk(is_loaded=False) as (driver, _):
        driver.conductor.store.dispatch(
            SnapshotLoaded(projects=scenario.PROJECTS, tasks=(), sessions=(), at=scenario.NOW)
        )
        for keys in (("2", "N"), ("3", "s")):
            await driver.press(*keys)
            await driver.sees("Choose a project first")
            driver.app.clear_notifications()


async def test_editing_a_project_and_a_task() -> None:
    async with desk() as (driver, recorder):
        await driver.press("1", "end", "E")
        await driver.sees("Edit Zebra")
        await driver.press("end", "!", "enter")
        name, id_, body = one(recorder)
        assert (name, id_, body.name) == ("update_project", scenario.ZEBRA, "Zebra!")
        recorder.calls.clear()
        await driver.press("2", "E", "tab", "tab", "left", "ctrl+s")
        name, id_, body = one(recorder)
        assert (name, id_, body.title) == ("update_task", "tsk_stripes", "Paint the stripes")
        assert body.priority == "medium"


EVIL = "A\x1b]0;pwned\x07\u202ecba[b]x"


async def edit(driver: Driver, **fields: object) -> None:
    """Open the form of a task that the server has made."""
    task = scenario.task("tsk_edited", **{"title": "Soap", **fields})  # type: ignore[arg-type]
    driver.conductor.store.dispatch(EventReceived(event=TaskCreated(task), at=scenario.NOW))
    await driver.until(lambda: driver.dashboard.tasks.move_cursor_to(TaskId("tsk_edited")))
    await driver.press("2", "E")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=str)
async def test_what_is_edited_is_shown_harmless_and_stays_as_it_is(size: tuple[int, int]) -> None:
    async with desk(size) as (driver, recorder):
        await edit(driver, title=EVIL, description=f"{EVIL}\n{EVIL}", priority=EVIL)
        await driver.sees("A␛]0;pwned␇cba[b]x", "ctrl+s save it")
        assert not {character for line in driver.lines for character in line} & {
            "\x1b",
            "\x07",
            "\u202e",
            "\n",
        }
        await driver.press("ctrl+s")
        body = one(recorder)[2]
        assert (body.title, body.description, body.priority) == (EVIL, f"{EVIL}\n{EVIL}", EVIL)


async def test_a_description_has_lines() -> None:
    async with desk() as (driver, recorder):
        await edit(driver, description="First wet it,\nthen rinse.")
        await driver.sees("First wet it,", "then rinse.")
        await driver.press("tab", "down", "end", "enter", *"Dry/", "tab", "enter")
        assert one(recorder)[2].description == "First wet it,\nthen rinse.\nDry/"


async def test_only_projects_and_tasks_can_be_edited() -> None:
    async with desk() as (driver, _):
        await driver.press("E")
        await driver.sees("Only projects and tasks can be changed")
        await driver.press("1", "E")
        await driver.until(lambda: driver.text.count("Only projects and tasks") == 2)


async def test_setting_a_status() -> None:
    async with desk() as (driver, recorder):
        await driver.press("2", "S")
        await driver.sees("How does Paint the stripes stand?")
        await driver.press("right", "right", "enter")
        assert recorder.calls[-1][:2] == ("update_task", "tsk_stripes")
        assert recorder.calls[-1][2].status == "blocked"
        await driver.press("3", "S", "space", "enter")
        assert recorder.calls[-1][:2] == ("update_session", "ses_striper")
        assert recorder.calls[-1][2].status == "idle"


async def test_a_choice_by_the_mouse() -> None:
    async with desk() as (driver, recorder):
        await driver.press("2", "S")
        y = next(y for y, line in enumerate(driver.lines) if " review " in line and "dropped" in line)
        await driver.pilot.click(offset=(driver.lines[y].index("review"), y))
        await driver.press("enter")
        assert one(recorder)[2].status == "in_review"


async def test_starting_a_session_on_marked_tasks() -> None:
    async with desk() as (driver, recorder):
        await driver.press("2", "space", "space", "s")
        assert driver.dashboard.tasks.marks == {"tsk_stripes", "tsk_black"}
        await driver.sees("Start a session", "Paint the stripes, Mix the black", "/home/ada/zebra")
        await driver.press(*"bash", "tab", *"Both", "enter")
        name, body = one(recorder)
        assert (name, body.project_id, body.command, body.session_name) == (
            "spawn",
            scenario.ZEBRA,
            "bash",
            "Both",
        )
        assert body.task_ids == ("tsk_stripes", "tsk_black")
        assert driver.dashboard.tasks.marks == set()


async def test_a_session_is_started_in_the_project_of_the_one_the_cursor_stands_on() -> None:
    async with desk() as (driver, _):
        assert driver.dashboard.sessions.move_cursor_to(SessionId("ses_shaver"))
        await driver.press("3", "s")
        await driver.sees("Start a session in Yak shaving: on which tasks?")


async def test_starting_a_session_on_the_task_under_the_cursor() -> None:
    async with desk() as (driver, recorder):
        await driver.press("2", "j", "s")
        await driver.sees("Mix the black")
        await driver.press("enter")
        assert one(recorder)[1].task_ids == ("tsk_black",)
        assert one(recorder)[1].session_name == "Mix the black"


async def test_a_command_that_was_used_need_not_be_typed_again() -> None:
    async with desk() as (driver, recorder):
        await driver.open_pane()
        await driver.press("2", "s", "p")
        await driver.sees("paint --all")
        await driver.press("right", "enter")
        assert one(recorder)[1].command == "paint --all"


@pytest.mark.parametrize("key", ["s", "N"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=str)
async def test_elsewhere_one_chooses_what_a_session_is_to_work_on(size: tuple[int, int], key: str) -> None:
    async with desk(size) as (driver, recorder):
        await driver.press("3", key)
        await driver.sees("Start a session in Zebra: on which tasks?", "Paint the stripes", "Count the legs")
        choices = driver.app.screen.query_one("#choices", RecordTable)
        assert list(choices.shown)[-1] == "tsk_count"
        await driver.press("slash", *"legs", "enter", "space", "enter")
        await driver.sees("Start a session", "tasks")
        assert recorder.calls == []
        await driver.press(*"vim", "enter")
        assert one(recorder)[1].task_ids == ("tsk_count",)
        assert one(recorder)[1].command == "vim"


async def test_choosing_tasks_can_be_left_and_a_filter_first() -> None:
    async with desk() as (driver, recorder):
        await driver.press("3", "s", "slash", *"count", "enter", "escape")
        await driver.sees("on which tasks?", "Paint the stripes")
        await driver.press("escape")
        assert driver.app.screen is driver.dashboard
        assert recorder.calls == []


async def test_a_session_on_a_new_task() -> None:
    async with desk() as (driver, recorder):
        await driver.press("3", "s", "N")
        await driver.sees("Start a session", "what it is to do: a new task")
        await driver.press("enter")
        await driver.sees("Task is missing.")
        await driver.press(*"Soap", "tab", *"vim", "enter")
        await driver.until(lambda: len(recorder.calls) == 2)
        (_, task), (_, spawn) = recorder.calls
        assert (task.project_id, task.title) == (scenario.ZEBRA, "Soap")
        assert (spawn.task_ids, spawn.session_name, spawn.command) == (("tsk_new",), "Soap", "vim")


async def test_a_session_on_a_new_task_that_is_refused_does_not_make_it_twice() -> None:
    async with desk() as (driver, recorder):
        await driver.press("3", "s", "N", *"Soap")
        recorder.refused = {"spawn": ApiError("No more.", status=429)}
        await driver.press("enter")
        await driver.sees("Could not start the session: No more.", "Soap")
        recorder.refused = {}
        await driver.press("enter")
        assert [name for name, _ in recorder.calls] == ["create_task", "spawn"]


async def test_one_goes_to_what_one_has_made_as_soon_as_it_is_there() -> None:
    async with desk() as (driver, _):
        await driver.press("2", "N", *"Soap", "enter")
        assert driver.dashboard.tasks.cursor == "tsk_stripes"
        made = scenario.task("tsk_new", "Soap")
        driver.conductor.store.dispatch(EventReceived(event=TaskCreated(made), at=scenario.NOW))
        await driver.until(lambda: driver.dashboard.tasks.cursor == "tsk_new")


async def test_what_is_made_and_hidden_by_a_filter_is_not_lost_silently() -> None:
    async with desk() as (driver, _):
        await driver.press("2", "slash", *"mix", "enter", "N", *"Soap", "enter")
        made = scenario.task("tsk_new", "Soap")
        driver.conductor.store.dispatch(EventReceived(event=TaskCreated(made), at=scenario.NOW))
        await driver.sees("It is made, but the filter of the tasks hides it")


async def test_a_form_of_many_tasks_fits_a_small_screen() -> None:
    async with desk(NARROW) as (driver, _):
        made = [scenario.task(f"tsk_{n}", f"A rather long title of the task {n}") for n in range(100)]
        events = [EventReceived(event=TaskCreated(task), at=scenario.NOW) for task in made]
        driver.conductor.store.dispatch(*events)
        await driver.until(lambda: len(driver.dashboard.tasks.shown) > 100)
        await driver.press("2", *["space"] * 60, "s")
        await driver.sees("Start a session", "and 56 more", "Command", "Name", "enter start it")


async def test_a_mark_can_be_taken_off() -> None:
    async with desk() as (driver, _):
        await driver.press("2", "space", "k", "space")
        assert driver.dashboard.tasks.marks == set()
        await driver.press("k", "space")
        await driver.sees("◇")


async def test_all_that_is_shown_is_marked_and_escape_takes_marks_off() -> None:
    async with desk() as (driver, _):
        await driver.press("2", "slash", *"mix", "enter", "A")
        assert driver.dashboard.tasks.marks == {"tsk_black", "tsk_white"}
        await driver.sees("2 marked · /mix · 2 of 8")
        await driver.press("escape")
        await driver.sees("/mix · 2 of 8")
        assert not driver.dashboard.tasks.marks
        await driver.press("A", "A")
        assert not driver.dashboard.tasks.marks
        await driver.press("1", "A")
        assert driver.dashboard.projects.marks == {scenario.ZEBRA, scenario.YAK}


async def test_marks_that_are_hidden_do_not_stand_for_what_is_under_the_cursor() -> None:
    async with desk() as (driver, recorder):
        await driver.press("2", "space", "slash", *"legs", "enter", "3", "plus")
        await driver.sees("Which tasks shall Striper work on, too?")
        assert recorder.calls == []


async def test_starting_again() -> None:
    async with desk() as (driver, recorder):
        await driver.open_pane()
        await driver.press("R")
        await driver.sees("paint --all", "Paint the stripes")
        await driver.press("enter")
        name, body = one(recorder)
        assert (name, body.command, body.session_name, body.task_ids) == (
            "spawn",
            "paint --all",
            "Striper",
            ("tsk_stripes",),
        )


@pytest.mark.parametrize(("keys", "is_ended"), [((), True), (("tab", "tab", "right"), False)])
async def test_starting_again_ends_what_still_runs_unless_one_says_otherwise(
    keys: tuple[str, ...], is_ended: bool
) -> None:
    async with desk() as (driver, recorder):
        await driver.open_pane()
        recorder.refused = {"spawn": ApiError("No more.", status=429)}
        await driver.press("R")
        await driver.sees("Start Striper again", "The old one", "is ended then", "goes on")
        await driver.press(*keys, "enter")
        await driver.sees("No more.")
        assert "ses_striper" in driver.conductor.store.state.panes
        recorder.refused = {}
        await driver.press("enter")
        await driver.until(lambda: driver.app.screen is driver.dashboard)
        assert one(recorder)[0] == "spawn"
        assert ("ses_striper" not in driver.conductor.store.state.panes) == is_ended


async def test_starting_several_again_ends_those_that_run_here() -> None:
    async with desk() as (driver, recorder):
        await driver.open_pane()
        await driver.press("3", "space", "space", "R")
        await driver.sees("Those that run here are ended then.", "The command of 1 is not known here")
        await driver.press("y")
        await driver.until(lambda: not driver.conductor.store.state.panes)
        assert [body.command for _, body in recorder.calls] == ["paint --all", UNSET]


async def test_deleting_a_session_ends_its_program() -> None:
    async with desk() as (driver, recorder):
        await driver.open_pane()
        await driver.press("3", "delete")
        await driver.sees("Its program is ended, and its timeline goes with it.")
        recorder.problem = ApiError("It is needed.", status=422)
        await driver.press("y")
        await driver.sees("Could not delete the session: It is needed.")
        assert driver.conductor.store.state.panes
        recorder.problem = None
        await driver.press("delete", "y")
        await driver.until(lambda: not driver.conductor.store.state.panes)
        assert one(recorder) == ("delete_session", "ses_striper")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=str)
async def test_starting_several_again_asks_first(size: tuple[int, int]) -> None:
    async with desk(size) as (driver, recorder):
        await driver.press("3", "space", "space", "R")
        await driver.sees("Start Striper, Brush 1 again?", "2 more sessions start", "Those that run go on.")
        await driver.press("y")
        assert [(name, body.session_name) for name, body in recorder.calls] == [
            ("spawn", "Striper"),
            ("spawn", "Brush 1"),
        ]


async def test_a_session_works_on_tasks_of_one_project() -> None:
    async with desk() as (driver, recorder):
        await driver.press("2", "space", "j", "space", "s")
        await driver.sees("Only with the tasks of Zebra")
        await driver.press("enter")
        assert one(recorder)[1].task_ids == ("tsk_stripes",)


async def test_what_is_marked_gets_a_status_together() -> None:
    async with desk() as (driver, recorder):
        await driver.press("2", "space", "space", "S")
        await driver.sees("How does Paint the stripes, Mix the black stand?")
        await driver.press("enter")
        assert [call[1] for call in recorder.calls] == ["tsk_stripes", "tsk_black"]


async def test_a_project_has_no_status() -> None:
    async with desk() as (driver, _):
        await driver.press("1", "S")
        await driver.sees("A project has no status")


async def test_without_marks_only_the_table_of_tasks_says_which_task_is_meant() -> None:
    async with desk() as (driver, recorder):
        await driver.press("3", "plus")
        await driver.sees("Which tasks shall Striper work on, too?")
        await driver.press("escape")
        assert recorder.calls == []
        await driver.press("2", "plus")
        assert recorder.calls == [("add_task", "ses_striper", "tsk_stripes")]


async def test_tasks_of_a_session_are_chosen() -> None:
    async with desk() as (driver, recorder):
        await driver.press("3", "minus")
        await driver.sees("Which tasks shall Striper work on no longer?", "Tasks", "1")
        await driver.press("N")
        await driver.sees("Only one of these can be chosen.")
        await driver.press("enter")
        assert recorder.calls == [("remove_task", "ses_striper", "tsk_stripes")]
        recorder.calls.clear()
        await driver.press("plus", "slash", *"legs", "enter", "enter")
        assert recorder.calls == [("add_task", "ses_striper", "tsk_count")]


async def test_tasks_come_to_a_session_and_go() -> None:
    async with desk() as (driver, recorder):
        await driver.press("2", "space", "3", "plus")
        assert recorder.calls == [("add_task", "ses_striper", "tsk_stripes")]
        await driver.press("2", "space", "space", "3", "minus")
        assert recorder.calls[1:] == [
            ("remove_task", "ses_striper", "tsk_black"),
            ("remove_task", "ses_striper", TaskId(driver.dashboard.tasks.shown[2])),
        ]


async def test_telling_several_sessions() -> None:
    async with desk() as (driver, _):
        await driver.press("t")
        await driver.sees("There is no terminal here to type into.")
        await driver.open_pane("ses_striper")
        await driver.open_pane("ses_brush1")
        await driver.press("3", "space", "space", "t")
        await driver.sees("Tell Striper, Brush 1", "to 2 terminals")
        await driver.press(*"go", "enter")
        assert driver.typed["ses_striper"] == driver.typed["ses_brush1"] == b"go\r"


async def test_reporting_by_hand_for_several_sessions() -> None:
    async with desk() as (driver, recorder):
        await driver.press("m")
        await driver.sees("Report for Striper", "Text", "Kind", "progress", "needs-input")
        await driver.press("enter")
        await driver.sees("Text is missing.")
        await driver.press(*"half", "tab", "right", "enter")
        assert one(recorder) == ("report", "ses_striper", REPORTS["milestone"], "half")
        recorder.calls.clear()
        await driver.press("space", "space", "m", "tab", *"llll", "enter")
        assert recorder.calls == [
            ("report", id_, REPORTS["done"], "") for id_ in ("ses_striper", "ses_brush1")
        ]
        assert not driver.dashboard.sessions.marks


async def test_answering_in_place() -> None:
    async with desk() as (driver, _):
        await driver.open_pane(output=b"stripes.json exists.\r\nOverwrite? ")
        await driver.press("a")
        await driver.sees("Answer Striper", "Overwrite stripes.json? (y/N)", "stripes.json exists.")
        await driver.press("y", "enter")
        assert driver.typed["ses_striper"] == b"y\r"
        assert driver.app.screen is driver.dashboard


async def test_an_answer_to_a_screen_that_has_changed_is_not_sent() -> None:
    async with desk() as (driver, _):
        await driver.open_pane(output=b"Overwrite? ")
        await driver.press("a", "y")
        driver.terminals["ses_striper"].feed(b"\r\nDelete everything? ")
        await driver.press("enter")
        await driver.sees("The screen has changed", "Delete everything?")
        assert driver.typed["ses_striper"] == b""
        await driver.press("enter")
        assert driver.typed["ses_striper"] == b"y\r"


async def test_who_was_answered_calls_no_more_and_the_next_is_answered() -> None:
    async with desk() as (driver, _):
        await driver.open_pane("ses_brush1", output=b"which brush? ")
        await driver.open_pane("ses_brush2", output=b"> ")
        for id_ in ("ses_brush1", "ses_brush2"):
            driver.terminals[id_].feed(b"\x07")
        await driver.press("end", "a")
        await driver.sees("Answer Brush 1", "rings since", "2 more wait")
        await driver.press(*"the large one", "enter")
        assert driver.typed["ses_brush1"] == b"the large one\r"
        assert SessionId("ses_brush1") not in driver.dashboard.scene.attention
        await driver.press("a")
        await driver.sees("Answer Brush 2", "1 more waits")


async def test_an_answer_without_enter() -> None:
    async with desk() as (driver, _):
        await driver.open_pane(output=b"Overwrite? ")
        await driver.press("a", "y", "ctrl+t")
        assert driver.typed["ses_striper"] == b"y"
        assert driver.app.screen is driver.dashboard


async def test_a_screen_that_never_stands_still_is_gone_into() -> None:
    async with desk() as (driver, _):
        await driver.open_pane(output=b"Overwrite? ")
        await driver.press("a", "y")
        for number in range(2):
            driver.terminals["ses_striper"].feed(b"\r%d" % number)
            await driver.press("enter")
        await driver.sees("It keeps changing: nothing was sent. ctrl+g goes into the terminal.")
        await driver.press("ctrl+g")
        assert driver.has_focus(driver.dashboard.terminals.view)
        assert driver.dashboard.terminals.shown == "ses_striper"
        assert driver.typed["ses_striper"] == b""
        assert SessionId("ses_striper") in driver.dashboard.scene.attention


async def test_there_is_nobody_to_answer() -> None:
    async with desk() as (driver, _):
        await driver.press("a")
        await driver.sees("Striper has no terminal here")
        scenario.spawn(driver.conductor)
        await driver.press("a")
        await driver.sees("The terminal of Striper is just being")
        await driver.open_pane(output=b"Overwrite? ")
        await driver.press("a")
        driver.terminals["ses_striper"].exit_status = ExitStatus(1)
        await driver.press("y", "enter")
        await driver.sees("Its program has ended")
        await driver.press("escape", "a")
        await driver.until(lambda: driver.text.count("Its program has ended") == 1)
        assert not isinstance(driver.app.screen, Answer)
        assert driver.typed["ses_striper"] == b""


async def test_who_does_not_wait_and_has_no_terminal_is_not_answered() -> None:
    async with desk() as (driver, _):
        session = scenario.session("ses_striper", "Striper", "idle")
        driver.conductor.store.dispatch(EventReceived(event=SessionUpdated(session), at=scenario.NOW))
        await driver.until(lambda: "Waiting for you" not in driver.text)
        await driver.press("3", "g", "a")
        await driver.sees("Nobody waits for you.")


async def test_stopping_asks_first() -> None:
    async with desk() as (driver, recorder):
        await driver.open_pane()
        await driver.press("3", "space", "space", "X")
        await driver.sees("Stop Striper, Brush 1?")
        await driver.press("n")
        assert driver.conductor.store.state.panes
        await driver.press("X", "y")
        await driver.until(lambda: not driver.conductor.store.state.panes)
        name, id_, body = one(recorder)
        assert (name, id_, body.status) == ("update_session", "ses_brush1", "stopped")


@pytest.mark.parametrize(
    ("keys", "words", "call"),
    [
        (("1", "end"), "6 tasks and 6 sessions are in it", ("delete_project", "prj_zebra")),
        (("2",), "Sessions that work on it go on.", ("delete_task", "tsk_stripes")),
        (("3",), "The timeline goes with it.", ("delete_session", "ses_striper")),
    ],
)
async def test_deleting_asks_first_and_says_what_goes(
    keys: tuple[str, ...], words: str, call: tuple[str, str]
) -> None:
    async with desk() as (driver, recorder):
        await driver.press(*keys, "delete")
        assert isinstance(driver.app.screen, Confirm)
        await driver.sees(words)
        await driver.press("escape", "delete", "y")
        assert recorder.calls == [call]


async def test_the_row_of_all_projects_is_not_deleted_and_nothing_else_instead() -> None:
    async with desk() as (driver, recorder):
        await driver.press("1", "home", "delete")
        await driver.sees("Choose a project first")
        assert driver.app.screen is driver.dashboard
        assert recorder.calls == []


async def test_deleting_a_task_says_what_it_is_made_of() -> None:
    async with desk() as (driver, recorder):
        parts = [scenario.task(f"tsk_{n}", f"Part {n}", parent_id=TaskId("tsk_count")) for n in range(2)]
        parts.append(scenario.task("tsk_deep", "Deep", parent_id=TaskId("tsk_1")))
        driver.conductor.store.dispatch(
            *(EventReceived(event=TaskCreated(part), at=scenario.NOW) for part in parts)
        )
        driver.dashboard.tasks.move_cursor_to(TaskId("tsk_count"))
        await driver.press("2", "delete")
        await driver.sees("3 parts of it may go with it.")
        await driver.press("y")
        assert recorder.calls == [("delete_task", "tsk_count")]


async def test_deleting_several() -> None:
    async with desk() as (driver, recorder):
        await driver.press("3", "space", "space", "delete")
        await driver.sees("Delete 2 sessions: Striper, Brush 1?")
        await driver.press("y")
        assert recorder.calls == [("delete_session", "ses_striper"), ("delete_session", "ses_brush1")]
        assert not driver.dashboard.sessions.marks


async def test_stopping_says_what_it_does_to_whom() -> None:
    async with desk() as (driver, _):
        await driver.press("3", "X")
        await driver.sees("It runs in no terminal here: it is only marked as stopped.")
        await driver.press("escape")
        await driver.open_pane()
        await driver.press("X")
        await driver.sees("Its program is ended")
        await driver.press("escape")
        driver.dashboard.sessions.move_cursor_to(SessionId("ses_planner"))
        await driver.press("X")
        await driver.sees("Planner: ended already.")


async def test_the_mouse_answers_a_question() -> None:
    async with desk() as (driver, recorder):
        for words, calls in (("esc leave it", 0), ("y delete it", 1)):
            await driver.press("3", "delete")
            y = next(y for y, line in enumerate(driver.lines) if words in line)
            await driver.pilot.click(offset=(driver.lines[y].index(words), y))
            await driver.until(lambda: driver.app.screen is driver.dashboard)
            assert len(recorder.calls) == calls


async def test_the_mouse_sends_a_form() -> None:
    async with desk() as (driver, recorder):
        await driver.press("2", "s")
        y = next(y for y, line in enumerate(driver.lines) if "enter start it" in line)
        await driver.pilot.click(offset=(driver.lines[y].index("start it"), y))
        assert one(recorder)[0] == "spawn"


async def test_what_goes_wrong_is_said() -> None:
    async with desk() as (driver, recorder):
        recorder.problem = ApiError("Project with id '[b]x[/b]' not found", status=404)
        await driver.press("3", "delete", "y")
        await driver.sees("Could not delete the session:", "[b]x[/b]")


@pytest.mark.parametrize("key", ["N", "E", "S", "s", "R", "t", "a", "m", "X", "delete", "plus", "minus"])
async def test_a_read_only_dashboard_changes_nothing_and_says_so(key: str) -> None:
    async with desk() as (driver, recorder):
        driver.conductor.is_read_only = True
        await driver.press("3", key)
        await driver.sees("This dashboard is read-only")
        assert not isinstance(driver.app.screen, FormScreen | Confirm | Answer)
        assert recorder.calls == []
