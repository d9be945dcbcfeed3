from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import NeedsInput, Project, Session, Task
from maestro_tui.store.state import Pane
from maestro_tui.store.store import Changes, Store
from maestro_tui.ui.columns.column import GAP, Column, TableKind, share_width
from maestro_tui.ui.columns.projects import EVERYTHING, PROJECTS
from maestro_tui.ui.columns.sessions import SESSIONS
from maestro_tui.ui.columns.tasks import TASKS
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from tests.support.factories import (
    NOW,
    make_project,
    make_session,
    make_task,
    received,
    wire_project,
    wire_session,
    wire_task,
)

KINDS = (PROJECTS, TASKS, SESSIONS)


@pytest.fixture
def scene() -> Scene:
    store = Store()
    store.dispatch(
        received("project:created", wire_project(name="Zebra")),
        received("task:created", wire_task(title="Paint")),
        received("session:created", wire_session(status="working"), at=NOW - 3000),
    )
    return Scene(store.state, lambda: NOW)


def cells(kind: TableKind[Any], row: Any, scene: Scene) -> dict[str, str]:
    return {column.key: column.cell(row, scene).text for column in kind.columns}


@pytest.mark.parametrize(
    ("project", "texts"),
    [
        (
            make_project(name="Zebra", working_dir="/zoo"),
            {"name": "Zebra", "alerts": "", "live": "1", "open": "1", "directory": "/zoo"},
        ),
        (make_project("prj_2", name=""), {"name": "prj_2", "live": "·", "open": "·"}),
        (EVERYTHING, {"name": "All projects", "live": "1", "open": "1"}),
    ],
)
def test_the_cells_of_a_project(project: Project, texts: dict[str, str], scene: Scene) -> None:
    assert cells(PROJECTS, project, scene).items() >= texts.items()


def test_a_project_says_first_who_waits_then_what_failed() -> None:
    store = Store()
    alerts = PROJECTS.columns[1]
    scene = Scene(store.state, lambda: NOW)
    for id_, status, shown in (
        ("a", "failed", Cell("✗1", Tone.FAILED)),
        ("b", "failed", Cell("✗2", Tone.FAILED)),
        ("c", "needs-input", Cell("?1", Tone.WAITING)),
    ):
        store.dispatch(received("session:created", wire_session(id_, status=status)))
        scene.census.apply(Changes(sessions=frozenset({SessionId(id_)})))
        assert alerts.cell(EVERYTHING, scene) == shown


@pytest.mark.parametrize(
    ("task", "texts"),
    [
        (
            make_task(status="in_progress", priority="high", session_ids=("a", "b"), updated_at=NOW - 61_000),
            {
                "status": "● working",
                "title": "Task tsk_1",
                "priority": "▲ high",
                "sessions": "2",
                "changed": "1m",
            },
        ),
        (make_task(title="", priority="low"), {"title": "tsk_1", "priority": "▽ low", "sessions": "·"}),
        (make_task(priority="urgent!!"), {"priority": "urgen…", "changed": "—"}),
        (make_task(priority="medium", created_at=NOW - 5000), {"priority": "", "changed": "5s"}),
    ],
)
def test_the_cells_of_a_task(task: Task, texts: dict[str, str], scene: Scene) -> None:
    assert cells(TASKS, task, scene).items() >= texts.items()


@pytest.mark.parametrize(
    ("session", "texts"),
    [
        (
            make_session(status="working", task_ids=("tsk_1",), started_at=NOW - 480_000),
            {"status": "● working", "task": "Paint", "project": "Zebra", "for": "8m", "heard": "3s"},
        ),
        (
            make_session(status="working", needs_input=NeedsInput(active=True, since=NOW - 120_000)),
            {"status": "? waiting", "task": "—", "for": "2m"},
        ),
        (
            make_session("ses_2", status="completed", completed_at=NOW - 7_200_000, last_activity=NOW - 9000),
            {"status": "✓ done", "for": "2h", "heard": "9s"},
        ),
        (make_session("ses_2", name="", task_ids=("tsk_9", "tsk_1")), {"name": "ses_2", "task": "Paint +1"}),
        (make_session("ses_2", project_id="prj_9"), {"project": "prj_9", "for": "—", "heard": "—"}),
    ],
)
def test_the_cells_of_a_session(session: Session, texts: dict[str, str], scene: Scene) -> None:
    assert cells(SESSIONS, session, scene).items() >= texts.items()


@pytest.mark.parametrize(
    ("fields", "heard_ago", "ended_ago", "text"),
    [
        ({"status": "working"}, 60_000, None, "● working"),
        ({"status": "working"}, 11 * 60_000, None, "≠ silent"),
        ({"status": "idle"}, 11 * 60_000, None, "○ idle"),
        ({"status": "working"}, 1_000, 5_000, "● working"),
        ({"status": "working"}, 1_000, 15_000, "≠ ended?"),
        ({"status": "completed"}, 1_000, 15_000, "✓ done"),
    ],
)
def test_a_session_that_says_it_works_and_does_not_is_marked(
    fields: dict[str, str], heard_ago: float, ended_ago: float | None, text: str
) -> None:
    store = Store()
    session = make_session(last_activity=NOW - heard_ago, **fields)
    if ended_ago is not None:
        store.state.panes.put(session.id, Pane(session_id=session.id, ended_at=NOW - ended_ago, exit_code=0))
    assert cells(SESSIONS, session, Scene(store.state, lambda: NOW))["status"] == text


def test_what_lives_stays_in_place_and_what_ended_sinks(scene: Scene) -> None:
    rows = [
        make_session("new", status="working", created_at=NOW),
        make_session("done long ago", status="completed", completed_at=NOW - 9000),
        make_session("failed just now", status="failed", completed_at=NOW - 1),
        make_session("old", status="idle", created_at=NOW - 5000),
    ]
    rows.sort(key=lambda row: SESSIONS.order(row, scene))
    assert [row.id for row in rows] == ["old", "new", "failed just now", "done long ago"]


def test_open_tasks_come_first_the_urgent_ones_before_the_others(scene: Scene) -> None:
    rows = [
        make_task("done", status="completed", completed_at=NOW),
        make_task("low", priority="low", created_at=1),
        make_task("high", priority="high", created_at=2),
        make_task("strange", priority="strange", created_at=3),
    ]
    rows.sort(key=lambda row: TASKS.order(row, scene))
    assert [row.id for row in rows] == ["high", "strange", "low", "done"]


def test_all_projects_come_before_the_first(scene: Scene) -> None:
    assert PROJECTS.order(EVERYTHING, scene) < PROJECTS.order(make_project(name=""), scene)


@pytest.mark.parametrize(
    ("width", "keys"),
    [
        (23, "status name"),
        (28, "status name for"),
        (39, "status name task for"),
        (45, "status name task for heard"),
        (66, "status name task project for heard"),
    ],
)
def test_columns_give_way_in_a_fixed_order(width: int, keys: str) -> None:
    assert [column.key for column, _ in share_width(SESSIONS.columns, width)] == keys.split()


@given(st.integers(1, 400), st.sampled_from(KINDS))
def test_columns_never_take_more_than_there_is(width: int, kind: TableKind[Any]) -> None:
    plan = share_width(kind.columns, width)
    taken = sum(cells for _, cells in plan) + GAP * (len(plan) - 1)
    assert taken <= max(width, 2 * len(plan) - 1)
    assert all(cells >= 1 for _, cells in plan)
    if width >= 40:
        assert all(cells >= column.width for column, cells in plan)


@pytest.mark.parametrize("kind", [PROJECTS, TASKS, SESSIONS], ids=lambda kind: kind.name)
def test_every_field_of_a_filter_has_a_value(kind: TableKind[Any], scene: Scene) -> None:
    row = {"projects": make_project(), "tasks": make_task(), "sessions": make_session()}[kind.name]
    # After them comes what the server calls the status.
    assert len(kind.words(row, scene)[1]) == len(kind.fields) + ("status" in kind.fields)


def test_a_cell_is_exactly_as_wide_as_its_column() -> None:
    def text(_row: str, _scene: Scene) -> Cell:
        return Cell("")

    name = Column[str](key="n", title="N", cell=text, width=5, is_name=True)
    number = Column[str](key="c", title="C", cell=text, width=5, is_right=True)
    assert name.draw(Cell("abcdefghij"), 7) == "abc…hij"
    assert number.draw(Cell("42"), 5) == "   42"
