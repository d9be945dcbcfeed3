"""The store: one fold, one notification, and laws that hold for any sequence of events."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings, strategies as st

from maestro_tui.protocol.ids import SessionId
from maestro_tui.store import actions as a
from maestro_tui.store.effects import OpenPane
from maestro_tui.store.state import Phase, State
from maestro_tui.store.store import Changes, Store
from tests.support.factories import NOW, received, wire_project, wire_session, wire_spawn, wire_task

SESSIONS, TASKS, PROJECTS = ["ses_1", "ses_2"], ["tsk_1", "tsk_2"], ["prj_1", "prj_2"]
TIMES = st.integers(0, 5).map(lambda step: NOW + step)


def tables(state: State) -> dict[str, Any]:
    """Everything in a state that is compared."""
    return {
        "projects": dict(state.projects),
        "tasks": dict(state.tasks),
        "sessions": dict(state.sessions),
        "panes": dict(state.panes),
        "heard": dict(state.heard),
        "connection": state.connection,
        "tally": msgspec.structs.asdict(state.tally),
        "seq": state.last_seq,
    }


@st.composite
def wire_events(draw: st.DrawFn) -> a.EventReceived:
    session, task, project = (draw(st.sampled_from(ids)) for ids in (SESSIONS, TASKS, PROJECTS))
    stamp = draw(TIMES)
    status = draw(st.sampled_from(["spawning", "idle", "working", "completed", "failed", "odd"]))
    payloads: dict[str, object] = {
        "session:created": {"session": wire_session(session, status=status, updatedAt=stamp)},
        "session:updated": wire_session(session, status=status, updatedAt=stamp),
        "session:status_changed": {"id": session, "status": status},
        "session:deleted": {"id": session},
        "session:spawn": wire_spawn(session),
        "session:task_added": {"sessionId": session, "taskId": task},
        "session:task_removed": {"sessionId": session, "taskId": task},
        "task:created": {"task": wire_task(task, status=status, updatedAt=stamp)},
        "task:updated": wire_task(task, status=status, updatedAt=stamp),
        "task:deleted": {"id": task},
        "task:session_added": {"taskId": task, "sessionId": session},
        "task:session_removed": {"taskId": task, "sessionId": session},
        "project:created": {"project": wire_project(project, updatedAt=stamp)},
        "project:updated": wire_project(project, updatedAt=stamp),
        "project:deleted": {"id": project},
        "notify:progress": {"sessionId": session},
        "pong": None,
    }
    name = draw(st.sampled_from(sorted(payloads)))
    return received(name, payloads[name], at=draw(TIMES), catching_up=draw(st.booleans()))


def other_actions() -> st.SearchStrategy[a.Action]:
    session = st.sampled_from(SESSIONS).map(SessionId)
    return st.one_of(
        st.builds(a.PaneOpened, session_id=session, at=TIMES),
        st.builds(a.PaneRetitled, session_id=session, title=st.text(max_size=5)),
        st.builds(a.PaneExited, session_id=session, at=TIMES, code=st.integers(0, 1)),
        st.builds(a.PaneFailed, session_id=session, at=TIMES, problem=st.just("no")),
        st.builds(a.PaneClosed, session),
        st.builds(a.SessionVanished, session),
        st.builds(a.ConnectionChanged, phase=st.sampled_from([Phase.WAITING, Phase.LOADING]), at=TIMES),
    )


def histories() -> st.SearchStrategy[list[a.Action]]:
    return st.lists(st.one_of(wire_events(), other_actions()), max_size=25)


@settings(max_examples=150)
@given(histories())
def test_a_batch_equals_its_events_one_by_one(history: list[a.Action]) -> None:
    at_once, one_by_one = Store(), Store()
    effects = at_once.dispatch(*history)
    assert effects == tuple(effect for action in history for effect in one_by_one.dispatch(action))
    assert tables(at_once.state) == tables(one_by_one.state)


@settings(max_examples=100)
@given(histories())
def test_replaying_gives_the_same_state(history: list[a.Action]) -> None:
    first, second = Store(), Store()
    first.dispatch(*history)
    second.dispatch(*history)
    assert tables(first.state) == tables(second.state)


@settings(max_examples=100)
@given(histories(), st.from_regex(r"[a-z]{1,8}:[a-z_]{1,12}", fullmatch=True), st.text(max_size=20))
def test_unknown_events_change_nothing(history: list[a.Action], name: str, payload: str) -> None:
    store = Store()
    store.dispatch(*history)
    before = tables(store.state)
    told: list[Changes] = []
    store.listen(told.append)
    store.dispatch(received(f"other_{name}", {"text": payload}))
    after = tables(store.state)
    assert {key: value for key, value in after.items() if key != "tally"} == {
        key: value for key, value in before.items() if key != "tally"
    }
    assert told == []


@settings(max_examples=100)
@given(histories())
def test_a_session_never_has_two_live_panes(history: list[a.Action]) -> None:
    store = Store()
    live: dict[str, int] = dict.fromkeys(SESSIONS, 0)
    for action in history:
        for effect in store.dispatch(action):
            if isinstance(effect, OpenPane):
                live[effect.session_id] += 1
        if isinstance(action, a.PaneExited | a.PaneFailed | a.PaneClosed):
            live[action.session_id] = 0
        assert all(count <= 1 for count in live.values())


def test_listeners_are_told_once_a_batch_with_the_ids_that_changed() -> None:
    store, told = Store(), list[Changes]()
    store.listen(told.append)
    store.dispatch(
        received("session:created", wire_session("ses_1"), seq=1),
        received("session:updated", wire_session("ses_1", status="idle"), seq=2),
        received("task:created", wire_task("tsk_2"), seq=3),
    )
    assert [(set(change.sessions), set(change.tasks), change.connection) for change in told] == [
        ({"ses_1"}, {"tsk_2"}, False)
    ]


def test_an_equal_row_is_no_change() -> None:
    store, told = Store(), list[Changes]()
    store.dispatch(received("task:created", wire_task(), seq=1))
    store.listen(told.append)
    store.dispatch(received("task:updated", wire_task(), seq=2))
    assert told == []


def test_a_listener_is_forgotten_when_it_says_so() -> None:
    store, told = Store(), list[Changes]()
    forget = store.listen(told.append)
    forget()
    forget()
    store.dispatch(received("task:created", wire_task(), seq=1))
    assert told == []


def test_a_listener_may_not_dispatch() -> None:
    store = Store()

    def dispatch(_changes: Changes) -> None:
        store.dispatch(a.FramesReceived(frames=1))

    store.listen(dispatch)
    with pytest.raises(RuntimeError, match="not change it"):
        store.dispatch(received("task:created", wire_task(), seq=1))
    store.dispatch(a.FramesReceived(frames=1))
