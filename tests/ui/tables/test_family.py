"""Rows that belong under others: sorted below them, moved with them, and drawn so."""

from __future__ import annotations

from hypothesis import given, strategies as st

from maestro_tui.protocol import events as e
from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import Session
from maestro_tui.store.actions import EventReceived
from maestro_tui.store.store import Store
from maestro_tui.ui.columns.sessions import SESSIONS
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.tables.arrangement import Arrangement
from tests.support.factories import NOW, make_session
from tests.ui import scenario
from tests.ui.driving import drive

Rows = dict[SessionId, Session]
IDS = st.sampled_from(list("abcdef"))
STEPS = st.lists(
    st.tuples(
        IDS, st.one_of(st.none(), st.sampled_from(["working", "completed"])), st.one_of(st.none(), IDS)
    ),
    max_size=30,
)


def make() -> tuple[Arrangement[SessionId, Session], Rows]:
    rows: Rows = {}
    return Arrangement(SESSIONS, rows, Scene(Store().state, lambda: NOW)), rows


def put(arrangement: Arrangement[SessionId, Session], rows: Rows, id_: str, **fields: object) -> None:
    values = {"status": "working", "created_at": ord(id_[0]), **fields}
    rows[SessionId(id_)] = make_session(id_, **values)
    arrangement.apply({SessionId(id_)})


def drawn(arrangement: Arrangement[SessionId, Session]) -> list[str]:
    return [arrangement.branch(id_) + id_ for id_ in arrangement.shown]


def test_children_stand_below_their_parents_whoever_came_first() -> None:
    arrangement, rows = make()
    put(arrangement, rows, "c", parent_session_id="z")
    put(arrangement, rows, "a")
    put(arrangement, rows, "z")
    put(arrangement, rows, "d", parent_session_id="z")
    put(arrangement, rows, "e", parent_session_id="c")
    assert drawn(arrangement) == ["a", "z", "├ c", "  └ e", "└ d"]


def test_a_family_moves_with_its_head() -> None:
    arrangement, rows = make()
    put(arrangement, rows, "a")
    put(arrangement, rows, "b", parent_session_id="a", status="completed")
    put(arrangement, rows, "c")
    put(arrangement, rows, "a", status="completed", completed_at=NOW)
    assert drawn(arrangement) == ["c", "a", "└ b"]


def test_who_lives_does_not_go_down_with_a_parent_that_ended() -> None:
    arrangement, rows = make()
    put(arrangement, rows, "a")
    put(arrangement, rows, "b", parent_session_id="a")
    put(arrangement, rows, "c")
    put(arrangement, rows, "a", status="failed")
    assert drawn(arrangement) == ["b", "c", "a"]
    put(arrangement, rows, "a", status="working")
    assert drawn(arrangement) == ["a", "└ b", "c"]


def test_a_parent_that_goes_leaves_its_children() -> None:
    arrangement, rows = make()
    put(arrangement, rows, "a")
    put(arrangement, rows, "b", parent_session_id="a")
    del rows[SessionId("a")]
    arrangement.apply({SessionId("a")})
    assert drawn(arrangement) == ["b"]
    put(arrangement, rows, "a")
    assert drawn(arrangement) == ["a", "└ b"]


def test_a_circle_of_parents_ends() -> None:
    arrangement, rows = make()
    put(arrangement, rows, "a", parent_session_id="b")
    put(arrangement, rows, "b", parent_session_id="a")
    put(arrangement, rows, "c", parent_session_id="c")
    assert len(drawn(arrangement)) == 3


def test_there_is_no_tree_where_the_user_sorts_or_looks_for_something() -> None:
    arrangement, rows = make()
    put(arrangement, rows, "b")
    put(arrangement, rows, "a", parent_session_id="b")
    arrangement.sort_by("name")
    assert drawn(arrangement) == ["a", "b"]
    arrangement.sort_by(None)
    arrangement.look_for("a")
    assert drawn(arrangement) == ["a"]


@given(STEPS)
def test_step_by_step_is_as_all_at_once(steps: list[tuple[str, str | None, str | None]]) -> None:
    arrangement, rows = make()
    fresh, _ = make()
    fresh._rows = fresh._family._rows = rows
    for id_, status, parent in steps:
        if status is None:
            rows.pop(SessionId(id_), None)
            arrangement.apply({SessionId(id_)})
        else:
            put(arrangement, rows, id_, status=status, parent_session_id=parent)
        fresh.rebuild()
        assert list(arrangement.shown) == list(fresh.shown)


async def test_the_table_draws_the_tree() -> None:
    async with drive((200, 50)) as driver:
        for name in ("ses_brush1", "ses_brush2"):
            known = next(session for session in scenario.SESSIONS if session.id == name)
            session = scenario.session(name, known.name, "working", parent_session_id="ses_striper")
            driver.conductor.store.dispatch(EventReceived(event=e.SessionUpdated(session), at=scenario.NOW))
        await driver.sees("├ Brush 1", "└ Brush 2")
