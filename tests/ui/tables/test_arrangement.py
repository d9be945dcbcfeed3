from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import example, given, strategies as st

from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import Session
from maestro_tui.store.store import Store
from maestro_tui.ui.columns.sessions import SESSIONS
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.tables.arrangement import Arrangement
from maestro_tui.ui.tables.query import parse_query
from tests.support.factories import NOW, make_session

Rows = dict[SessionId, Session]
Step = tuple[str, Any, Any]

IDS = st.sampled_from(list("abcdefgh"))
NAMES = st.sampled_from(["ab", "abc", "b ca", "c", ""])
STATUSES = st.sampled_from(["working", "idle", "failed", "completed"])
QUERIES = [
    "",
    "ab",
    "abc",
    "abc a",
    "a",
    "status:idle",
    "status:idle a",
    "-b",
    "-b -a",
    "-ab",
    "c -ab",
    "c -a",
    "-status:failed",
]
"""Some of them narrow others, as they do while one types."""
CHANGES = [
    st.tuples(st.just("put"), IDS, st.tuples(NAMES, STATUSES)),
    st.tuples(st.just("drop"), IDS, st.none()),
]
WISHES = [
    st.tuples(st.just("look"), st.sampled_from(QUERIES) | st.text("abc -", max_size=5), st.none()),
    st.tuples(st.just("scope"), st.sampled_from(["", "idle", "working"]), st.none()),
    st.tuples(st.just("sort"), st.sampled_from([None, "name", "status", "for"]), st.booleans()),
    st.tuples(st.just("prepare"), st.integers(0, 4), st.none()),
]
ROWS = st.dictionaries(IDS, st.tuples(NAMES, STATUSES), min_size=3)
STEPS = st.lists(st.one_of(*CHANGES, *WISHES), max_size=40)
PINNED = {SessionId("top"): make_session("top", created_at=0)}


def make(pinned: Rows | None = None) -> tuple[Arrangement[SessionId, Session], Rows]:
    rows: Rows = {}
    return Arrangement(SESSIONS, rows, Scene(Store().state, lambda: NOW), pinned), rows


def change(rows: Rows, step: Step) -> SessionId:
    """Have a row come, change or go."""
    what, id_, said = step
    if what == "put":
        name, status = said
        rows[id_] = make_session(id_, name=name, status=status, created_at=1 + len(rows), completed_at=NOW)
    else:
        rows.pop(id_, None)
    return SessionId(id_)


def ask(arrangement: Arrangement[SessionId, Session], step: Step) -> None:
    """Have the user want something else."""
    what, value, is_reversed = step
    if what == "look":
        arrangement.look_for(value)
    elif what == "scope":
        arrangement.show_only((lambda session: session.status == value) if value else None)
    elif what == "sort":
        arrangement.sort_by(value, is_reversed=is_reversed)
    else:
        arrangement.prepare(value)


def arrange_naively(
    arrangement: Arrangement[SessionId, Session], rows: Rows, wishes: dict[str, Step]
) -> list[str]:
    """Look at every row by itself, and sort what is left."""
    scene = arrangement._scene
    status, query = wishes["scope"][1], parse_query(wishes["look"][1], SESSIONS.fields)
    _, column, is_reversed = wishes["sort"]

    def key(session: Session) -> tuple[object, str]:
        by = next((each for each in SESSIONS.columns if each.key == column), None)
        own = (
            SESSIONS.order(session, scene)
            if by is None
            else by.sort_key(session, scene, is_reversed=is_reversed)
        )
        return own, session.id

    chosen = [
        session
        for session in rows.values()
        if status in {"", session.status} and query.matches(SESSIONS.haystack(session, scene))
    ]
    return [session.id for session in sorted(chosen, key=key)]


@example({"a": ("ab", "idle")}, [("scope", "idle", None), ("look", "a", None)], {})
@given(ROWS, STEPS, st.sampled_from([{}, PINNED]))
def test_whatever_happens_it_shows_what_looking_at_every_row_shows(
    given_rows: dict[str, tuple[str, str]], steps: list[Step], pinned: Rows
) -> None:
    arrangement, rows = make(pinned)
    for id_, said in given_rows.items():
        change(rows, ("put", id_, said))
    arrangement.rebuild()
    wishes: dict[str, Step] = {"look": ("", "", None), "scope": ("", "", None), "sort": ("", None, False)}
    for step in steps:
        if step[0] in {"put", "drop"}:
            arrangement.apply({change(rows, step)})
        else:
            wishes[step[0]] = step
            ask(arrangement, step)
        expected = arrange_naively(arrangement, rows, wishes)
        assert list(arrangement.shown) == [*pinned, *expected]
        assert [arrangement.shown.index(id_) for id_ in arrangement.shown] == list(
            range(len(arrangement.shown))
        )
        assert arrangement.counts == (len(expected), len(rows))


@given(STEPS)
def test_lines_between_which_nothing_is_said_to_have_moved_stay(steps: list[Step]) -> None:
    arrangement, rows = make()
    for step in steps:
        before = list(arrangement.shown)
        if step[0] not in {"put", "drop"}:
            ask(arrangement, step)
        elif (moved := arrangement.apply({change(rows, step)})) is None:
            assert list(arrangement.shown) == before
        else:
            first, last = moved
            assert list(arrangement.shown)[:first] == before[:first]
            assert list(arrangement.shown)[last + 1 :] == before[last + 1 :]


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


def test_what_was_read_stays_read() -> None:
    read: list[SessionId] = []

    def words(session: Session, _scene: Scene) -> tuple[str, tuple[str, ...]]:
        read.append(session.id)
        return session.name, ()

    arrangement, rows = make()
    arrangement.kind = msgspec.structs.replace(SESSIONS, words=words, fields=())
    for id_ in "abcd":
        change(rows, ("put", id_, (f"name {id_}", "working")))
    arrangement.rebuild()
    arrangement.apply({change(rows, ("put", "b", ("name b", "idle")))})
    assert not read
    assert not arrangement.prepare(3)
    assert arrangement.prepare(3)
    arrangement.look_for("name")
    arrangement.look_for("name -c")
    arrangement.look_for("a")
    arrangement.look_for("")
    assert sorted(read) == ["a", "b", "c", "d"]
    rows[SessionId("a")] = msgspec.structs.replace(rows[SessionId("a")], name="name c")
    arrangement.apply({SessionId("a")})
    arrangement.look_for("c")
    assert list(arrangement.shown) == ["a", "c"]
    assert sorted(read) == ["a", "a", "b", "c", "d"]
