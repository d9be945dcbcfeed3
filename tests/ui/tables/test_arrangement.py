from __future__ import annotations

from typing import Any

from hypothesis import given, strategies as st

from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import Session
from maestro_tui.ui.columns.sessions import SESSIONS
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.tables.arrangement import Arrangement
from tests.support.factories import NOW, make_session

Step = tuple[str, Any, Any]

IDS = st.sampled_from(list("abcdefgh"))
STATUSES = st.sampled_from(["working", "idle", "failed", "completed"])
QUERIES = [
    "",
    "session",
    "session a",
    "a",
    "status:idle",
    "status:idle a",
    "-b",
    "-b -a",
    "-ab",
    "-status:failed",
]
"""Some of them narrow others, as they do while one types."""
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), IDS, STATUSES),
        st.tuples(st.just("drop"), IDS, st.none()),
        st.tuples(st.just("look"), st.sampled_from(QUERIES), st.none()),
        st.tuples(st.just("scope"), st.sampled_from(["", "idle", "working"]), st.none()),
        st.tuples(st.just("sort"), st.sampled_from([None, "name", "status", "for"]), st.booleans()),
    ),
    max_size=40,
)


def make() -> tuple[Arrangement[SessionId, Session], dict[SessionId, Session]]:
    from maestro_tui.store.store import Store

    rows: dict[SessionId, Session] = {}
    return Arrangement(SESSIONS, rows, Scene(Store().state, lambda: NOW)), rows


def change(rows: dict[SessionId, Session], arrangement: Arrangement[SessionId, Session], step: Step) -> None:
    """Have a row come, change or go."""
    what, id_, status = step
    if what == "put":
        rows[id_] = make_session(id_, status=status, created_at=1 + len(rows), completed_at=NOW)
    else:
        rows.pop(id_, None)
    arrangement.apply({id_})


def ask(arrangement: Arrangement[SessionId, Session], step: Step) -> None:
    """Have the user want something else."""
    what, value, is_reversed = step
    if what == "look":
        arrangement.look_for(value)
    elif what == "scope":
        arrangement.show_only((lambda session: session.status == value) if value else None)
    else:
        arrangement.sort_by(value, is_reversed=is_reversed)


@given(STEPS)
def test_changing_step_by_step_is_arranging_anew(steps: list[Step]) -> None:
    arrangement, rows = make()
    fresh, _ = make()
    fresh._rows = rows
    for step in steps:
        if step[0] in {"put", "drop"}:
            change(rows, arrangement, step)
        else:
            ask(arrangement, step)
            ask(fresh, step)
        fresh.rebuild()
        assert list(arrangement.shown) == list(fresh.shown)
        assert arrangement.counts == (len(fresh.shown), len(rows))


def test_it_tells_where_rows_moved() -> None:
    arrangement, rows = make()
    for number, id_ in enumerate("abc"):
        rows[SessionId(id_)] = make_session(id_, created_at=number + 1, status="working")
    arrangement.rebuild()
    rows[SessionId("b")] = make_session("b", created_at=2, status="idle")
    assert arrangement.apply({SessionId("b")}) is None
    rows[SessionId("b")] = make_session("b", status="completed", completed_at=NOW)
    assert arrangement.apply({SessionId("b")}) == (1, 2)
    assert list(arrangement.shown) == ["a", "c", "b"]


def test_the_newest_comes_first_where_that_is_what_one_wants() -> None:
    arrangement, rows = make()
    for id_, started in (("old", 1.0), ("new", 3.0), ("middle", 2.0)):
        rows[SessionId(id_)] = make_session(id_, started_at=started)
    arrangement.sort_by("for")
    assert list(arrangement.shown) == ["new", "middle", "old"]
    arrangement.sort_by("for", is_reversed=True)
    assert list(arrangement.shown) == ["old", "middle", "new"]
    arrangement.sort_by("name")
    assert list(arrangement.shown) == ["middle", "new", "old"]
