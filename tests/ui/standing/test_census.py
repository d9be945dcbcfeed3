from __future__ import annotations

from hypothesis import given, strategies as st

from maestro_tui.protocol.ids import ProjectId
from maestro_tui.store.store import Changes, Store
from maestro_tui.ui.standing.census import ALL, LIVE, OPEN, SESSIONS, TASKS, Census
from tests.support.factories import received, wire_session, wire_task

PROJECTS = st.sampled_from(["prj_1", "prj_2"])
SESSION_STATUSES = st.sampled_from(["working", "failed", "completed", "idle", "needs-input"])
EVENTS = st.one_of(
    st.tuples(st.just("session:updated"), st.sampled_from("abc"), PROJECTS, SESSION_STATUSES),
    st.tuples(st.just("session:deleted"), st.sampled_from("abc"), PROJECTS, SESSION_STATUSES),
    st.tuples(
        st.just("task:updated"), st.sampled_from("xyz"), PROJECTS, st.sampled_from(["todo", "completed"])
    ),
    st.tuples(st.just("task:deleted"), st.sampled_from("xyz"), PROJECTS, st.just("todo")),
)
WHATS = (SESSIONS, LIVE, TASKS, OPEN, "working", "waiting", "failed")
PLACES = (ALL, ProjectId("prj_1"), ProjectId("prj_2"))


@given(st.lists(EVENTS, max_size=40))
def test_counting_as_things_change_is_counting_anew(steps: list[tuple[str, str, str, str]]) -> None:
    store = Store()
    census = Census(store.state)
    told: list[frozenset[ProjectId]] = []
    store.listen(lambda changes: told.append(census.apply(changes)))
    for name, id_, project, status in steps:
        wire = wire_session if name.startswith("session") else wire_task
        before = [[census.count(what, place) for what in WHATS] for place in PLACES]
        told.clear()
        store.dispatch(received(name, wire(id_, projectId=project, status=status)))
        after = [[census.count(what, place) for what in WHATS] for place in PLACES]
        changed = {place for place, old, new in zip(PLACES, before, after, strict=True) if old != new}
        assert changed - {ALL} <= (told[0] if told else frozenset())
    fresh = Census(store.state)
    assert all(census.count(what, place) == fresh.count(what, place) for what in WHATS for place in PLACES)


def test_a_session_without_a_project_is_counted_once() -> None:
    store = Store()
    census = Census(store.state)
    store.dispatch(received("session:created", wire_session(projectId="")))
    census.apply(Changes(sessions=frozenset(store.state.sessions)))
    assert census.count(SESSIONS) == 1


def test_a_project_nobody_heard_of_has_none() -> None:
    assert Census(Store().state).count(SESSIONS, ProjectId("prj_9")) == 0
