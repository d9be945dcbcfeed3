"""What is told of projects, tasks and sessions, and the screen that tells it."""

from __future__ import annotations

import msgspec

from maestro_tui.protocol import events as e
from maestro_tui.protocol.ids import SessionId, TaskId
from maestro_tui.store.actions import EventReceived
from maestro_tui.ui.details import projects, sessions, tasks
from maestro_tui.ui.details.facts import text_of
from maestro_tui.ui.screens.details_screen import DetailsScreen
from tests.support.factories import NOW
from tests.ui import scenario
from tests.ui.driving import NARROW, drive


async def test_a_task_tells_what_is_to_be_done_and_who_does_it() -> None:
    async with drive() as driver:
        state, scene = driver.conductor.store.state, driver.dashboard.scene
        task = msgspec.structs.replace(
            state.tasks[TaskId("tsk_stripes")],
            description="Black first.\nThen white.",
            initial_prompt="Read stripes.py.",
            session_status="working",
            started_at=NOW - 90_000,
            completed_at=NOW - 30_000,
            session_ids=(SessionId("ses_striper"), SessionId("ses_gone")),
        )
        text = text_of(tasks.describe(task, scene), scene)
        for said in (
            "its agent says working", "Zebra", "waiting · Striper", "ses_gone · deleted", "took        1m00s",
            "Black first.\nThen white.", "Read stripes.py.",
        ):  # fmt: skip
            assert said in text, text


async def test_a_project_counts_its_tasks_and_sessions_by_how_they_stand() -> None:
    async with drive() as driver:
        state, scene = driver.conductor.store.state, driver.dashboard.scene
        text = text_of(projects.describe(state.projects[scenario.ZEBRA], scene), scene)
        assert "sessions    6: 4 live, 1 waiting, 2 working, 1 failed" in text, text
        assert "tasks       6: 5 open" in text, text
        assert state.projects[scenario.ZEBRA].working_dir in text


async def test_a_session_tells_what_runs_and_hides_what_opens_a_door() -> None:
    async with drive() as driver:
        await driver.open_pane()
        state, scene = driver.conductor.store.state, driver.dashboard.scene
        session = msgspec.structs.replace(
            state.sessions[SessionId("ses_striper")],
            env={"MAESTRO_SERVER_URL": "http://127.0.0.1:3000/t/secret-token", "LANG": "C"},
        )
        text = text_of(sessions.describe(session, scene), scene)
        for said in (
            "Overwrite stripes.json?",
            "Paint the stripes",
            "paint --all",
            "LANG=C",
            "terminal    runs",
        ):
            assert said in text, text
        assert "secret-token" not in text
        assert "ended" not in text
        planner = text_of(sessions.describe(state.sessions[SessionId("ses_planner")], scene), scene)
        assert "ended       " in planner
        assert "took        " in planner


async def test_the_details_are_read_with_one_key_and_follow_what_happens() -> None:
    async with drive() as driver:
        await driver.press("3", "v")
        await driver.sees("Striper", "session ses_striper", "timeline")
        box = driver.app.screen.query_one(".dialog").region
        assert abs(box.x - (driver.app.size.width - box.right)) <= 1
        changed = scenario.session("ses_striper", "Renamed", "working")
        driver.conductor.store.dispatch(EventReceived(event=e.SessionUpdated(changed), at=NOW))
        await driver.sees("Renamed")
        driver.conductor.store.dispatch(EventReceived(event=e.SessionDeleted(changed.id), at=NOW))
        await driver.sees("It is gone")
        await driver.press("escape")
        assert not isinstance(driver.app.screen, DetailsScreen)


async def test_a_long_description_is_scrolled_also_on_a_small_screen() -> None:
    async with drive(NARROW) as driver:
        task = scenario.task(
            "tsk_stripes", "Paint the stripes", description="\n".join(f"line {n}" for n in range(99))
        )
        driver.conductor.store.dispatch(EventReceived(event=e.TaskUpdated(task), at=NOW))
        await driver.until(lambda: not driver.is_busy)
        driver.dashboard.tasks.move_cursor_to(task.id)
        await driver.press("2", "v")
        await driver.sees("Paint the stripes")
        assert "line 98" not in driver.text
        await driver.press(*["pagedown"] * 8)
        await driver.sees("line 98")


async def test_where_there_is_nothing_it_says_so() -> None:
    async with drive(is_loaded=False) as driver:
        await driver.press("3", "v")
        await driver.sees("There is nothing here to tell of.")
