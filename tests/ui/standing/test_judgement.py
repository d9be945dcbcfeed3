"""What is shown of a session, and on whose word."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from maestro_tui.conductor.signs import Signs
from maestro_tui.protocol import events as e
from maestro_tui.protocol.ids import SessionId, TaskId
from maestro_tui.protocol.models import NeedsInput
from maestro_tui.store.actions import EventReceived, PaneExited, PaneOpened
from maestro_tui.store.state import Pane
from maestro_tui.store.store import Store
from maestro_tui.ui.columns.sessions import task_at_hand
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.standing.judgement import Judge, judge, last_heard
from tests.support.factories import NOW, make_session, make_task
from tests.ui import scenario
from tests.ui.driving import drive

MINUTE = 60_000.0


def make_scene(pane: Pane | None = None, signs: Signs | None = None) -> Scene:
    store = Store()
    if pane is not None:
        store.state.panes.put(pane.session_id, pane)
    return Scene(store.state, lambda: NOW, lambda _: signs)


def make_pane(**fields: Any) -> Pane:
    return Pane(session_id=SessionId("ses_1"), **{"opened_at": NOW - MINUTE, **fields})


@pytest.mark.parametrize(
    ("status", "pane", "word", "by"),
    [
        ("working", None, "● working", Judge.SERVER),
        ("spawning", None, "◌ spawning", Judge.SERVER),
        ("spawning", make_pane(opened_at=NOW - 1000), "◌ spawning", Judge.SERVER),
        ("spawning", make_pane(), "≈ running", Judge.TERMINAL),
        ("spawning", make_pane(ended_at=NOW - MINUTE), "≠ ended?", Judge.EXIT),
        ("idle", make_pane(), "○ idle", Judge.SERVER),
        ("idle", make_pane(ended_at=NOW - MINUTE), "≠ ended?", Judge.EXIT),
        ("working", make_pane(ended_at=NOW - 1000), "● working", Judge.SERVER),
        ("working", make_pane(ended_at=NOW - MINUTE), "≠ ended?", Judge.EXIT),
        ("completed", make_pane(ended_at=NOW - MINUTE), "✓ done", Judge.SERVER),
        ("completed", make_pane(), "✓ done", Judge.SERVER),
    ],
)
def test_the_servers_word_counts_unless_the_terminal_knows_better(
    status: str, pane: Pane | None, word: str, by: Judge
) -> None:
    session = make_session("ses_1", status=status, last_activity=NOW)
    judgement = judge(session, make_scene(pane))
    assert (judgement.look.cell.text, judgement.by) == (word, by)


def test_who_waits_may_be_silent_but_not_without_anybody_to_read_an_answer() -> None:
    session = make_session("ses_1", status="working", needs_input=NeedsInput(active=True))
    silent = make_scene(make_pane(), Signs(output_at=NOW - 60 * MINUTE))
    assert judge(session, silent).by is Judge.SERVER
    assert judge(session, make_scene(make_pane(ended_at=NOW - MINUTE))).by is Judge.EXIT


@pytest.mark.parametrize(
    ("told_ago", "printed_ago", "by"),
    [
        (11 * MINUTE, None, Judge.SILENCE),
        (11 * MINUTE, 11 * MINUTE, Judge.SILENCE),
        (11 * MINUTE, 1 * MINUTE, Judge.SERVER),
        (1 * MINUTE, 11 * MINUTE, Judge.SERVER),
    ],
)
def test_a_terminal_that_prints_is_not_silent(told_ago: float, printed_ago: float | None, by: Judge) -> None:
    signs = None if printed_ago is None else Signs(output_at=NOW - printed_ago)
    session = make_session("ses_1", status="working", last_activity=NOW - told_ago)
    scene = make_scene(make_pane(), signs)
    assert judge(session, scene).by is by
    assert last_heard(session, scene) == NOW - min(told_ago, printed_ago or told_ago)


@pytest.mark.parametrize(
    ("tasks", "at_hand"),
    [
        ((("a", {}), ("b", {})), "b"),
        ((("a", {"status": "in_progress"}), ("b", {})), "a"),
        ((("a", {"status": "in_progress"}), ("b", {"status": "completed"})), "a"),
        ((("a", {"session_status": "working"}), ("b", {"status": "in_progress"})), "a"),
        ((("a", {}), ("b", {"status": "completed"})), "a"),
        ((("a", {"status": "completed"}), ("b", {"status": "cancelled"})), "b"),
        (
            (
                ("a", {"status": "in_progress", "started_at": NOW}),
                ("b", {"status": "in_progress", "started_at": NOW - 1}),
            ),
            "a",
        ),
        ((("a", {"status": "in_progress", "session_status": "completed"}), ("b", {"status": "todo"})), "b"),
        ((("a", {"status": "completed", "session_status": "working"}), ("b", {})), "b"),
    ],
)
def test_the_task_at_hand_is_the_one_that_is_worked_on(
    tasks: tuple[tuple[str, dict[str, Any]], ...], at_hand: str
) -> None:
    scene = make_scene()
    for id_, fields in tasks:
        scene.state.tasks.put(TaskId(id_), make_task(id_, **fields))
    session = make_session("ses_1", task_ids=tuple(id_ for id_, _ in tasks))
    assert task_at_hand(session, scene) == at_hand


def test_tasks_nobody_knows_are_named_by_the_last() -> None:
    assert task_at_hand(make_session("ses_1", task_ids=("x", "y")), make_scene()) == "y"
    assert task_at_hand(make_session("ses_1"), make_scene()) is None


async def test_a_shell_that_reports_nothing_runs_in_the_table_and_in_the_tabs() -> None:
    async with drive() as driver:
        store = driver.conductor.store
        idler = store.state.sessions[SessionId("ses_idler")]
        spawned = e.SessionSpawned(
            session=msgspec.structs.replace(idler, status="spawning"), command="sh", cwd="/"
        )
        store.dispatch(
            EventReceived(event=spawned, at=scenario.NOW),
            PaneOpened(session_id=idler.id, at=scenario.NOW - MINUTE),
        )
        await driver.sees("≈ running", "≈ Idler")
        store.dispatch(PaneExited(session_id=idler.id, at=scenario.NOW - MINUTE, code=0))
        await driver.sees("≠ ended?")
