"""Every event and every action: what it does to the tables, and what it asks for."""

from __future__ import annotations

import msgspec
import pytest

from maestro_tui.protocol.frames import decode_frame
from maestro_tui.protocol.ids import SessionId, TaskId
from maestro_tui.store import actions as a, effects as f
from maestro_tui.store.reducer import reduce
from maestro_tui.store.state import MOST_UNKNOWN_NAMES, READ, Phase, State, Word
from tests.support.factories import (
    NOW,
    make_project,
    make_session,
    make_task,
    received,
    wire_project,
    wire_session,
    wire_spawn,
    wire_task,
)

SES, TSK = SessionId("ses_1"), TaskId("tsk_1")


@pytest.fixture
def state() -> State:
    return State()


def apply(state: State, *actions: a.Action) -> tuple[f.Effect, ...]:
    return tuple(effect for action in actions for effect in reduce(state, action))


def spawned(state: State) -> None:
    apply(state, received("session:spawn", wire_spawn(), seq=1))


# ------------------------------------------------------------------------------------- sessions


@pytest.mark.parametrize("name", ["session:created", "session:updated"])
@pytest.mark.parametrize("is_wrapped", [True, False])
def test_a_session_comes_wrapped_or_bare(state: State, name: str, is_wrapped: bool) -> None:
    session = wire_session()
    effects = apply(state, received(name, {"session": session} if is_wrapped else session, seq=1))
    assert state.sessions[SES].status == "working"
    assert state.heard[SES] == NOW
    assert effects == ()


def test_session_updated_replaces_the_session(state: State) -> None:
    apply(state, received("session:created", {"session": wire_session()}, seq=1))
    apply(state, received("session:updated", wire_session(status="completed", taskIds=[]), seq=2))
    assert (state.sessions[SES].status, state.sessions[SES].task_ids) == ("completed", ())


def test_a_server_that_numbers_nothing_is_asked_again_when_quiet(state: State) -> None:
    assert apply(state, received("session:updated", wire_session())) == (
        f.RefetchSession(SES, when_quiet=True),
    )
    assert apply(state, received("task:updated", wire_task())) == (f.RefetchTask(TSK, when_quiet=True),)


def test_session_status_changed_changes_what_it_names(state: State) -> None:
    apply(state, received("session:created", wire_session(name="Striper"), seq=1))
    apply(
        state,
        received(
            "session:status_changed",
            {"id": SES, "status": "idle", "needsInput": {"active": True, "message": "which?"}},
            seq=2,
        ),
    )
    session = state.sessions[SES]
    assert (session.status, session.name) == ("idle", "Striper")
    assert session.needs_input is not None
    assert session.needs_input.message == "which?"


def test_session_status_changed_of_an_unknown_session_asks_for_it(state: State) -> None:
    assert apply(state, received("session:status_changed", {"id": SES, "status": "idle"})) == (
        f.RefetchSession(SES),
    )
    assert SES not in state.sessions


def test_session_deleted_forgets_it_and_leaves_its_terminal(state: State) -> None:
    spawned(state)
    assert apply(state, received("session:deleted", {"id": SES})) == ()
    assert SES not in state.sessions
    assert SES not in state.heard
    assert state.panes[SES].is_live


@pytest.mark.parametrize("name", ["session:task_added", "session:task_removed"])
def test_a_task_of_a_session_asks_for_the_session(state: State, name: str) -> None:
    assert apply(state, received(name, {"sessionId": SES, "taskId": TSK})) == (f.RefetchSession(SES),)


# ---------------------------------------------------------------------------------------- tasks


@pytest.mark.parametrize("name", ["task:created", "task:updated"])
@pytest.mark.parametrize("is_wrapped", [True, False])
def test_a_task_comes_wrapped_or_bare(state: State, name: str, is_wrapped: bool) -> None:
    task = wire_task(title="Paint")
    apply(state, received(name, {"task": task} if is_wrapped else task, seq=1))
    assert state.tasks[TSK].title == "Paint"


def test_task_deleted_forgets_it(state: State) -> None:
    apply(state, received("task:created", wire_task(), seq=1), received("task:deleted", {"id": TSK}))
    assert TSK not in state.tasks


@pytest.mark.parametrize("name", ["task:session_added", "task:session_removed"])
def test_a_session_of_a_task_asks_for_the_task(state: State, name: str) -> None:
    assert apply(state, received(name, {"taskId": TSK, "sessionId": SES})) == (f.RefetchTask(TSK),)


# ------------------------------------------------------------------------------------- projects


@pytest.mark.parametrize("name", ["project:created", "project:updated"])
@pytest.mark.parametrize("is_wrapped", [True, False])
def test_a_project_comes_wrapped_or_bare(state: State, name: str, is_wrapped: bool) -> None:
    project = wire_project(name="Zebra")
    apply(state, received(name, {"project": project} if is_wrapped else project))
    assert [row.name for row in state.projects.values()] == ["Zebra"]


def test_project_deleted_forgets_it(state: State) -> None:
    apply(state, received("project:created", wire_project()), received("project:deleted", {"id": "prj_1"}))
    assert len(state.projects) == 0


# --------------------------------------------------------------------------------------- spawns


def test_session_spawn_stores_the_session_and_opens_a_pane(state: State) -> None:
    effects = apply(state, received("session:spawn", wire_spawn(), seq=1))
    assert effects == (
        f.OpenPane(
            session_id=SES, command="claude --resume", cwd="/tmp", env_vars={"MAESTRO_SESSION_ID": "ses_1"}
        ),
    )
    assert state.sessions[SES].status == "spawning"
    assert state.panes[SES].is_live


def test_a_second_spawn_of_a_live_pane_opens_nothing_and_keeps_the_status(state: State) -> None:
    spawned(state)
    apply(state, received("session:updated", wire_session(status="working"), seq=2))
    assert apply(state, received("session:spawn", wire_spawn(), seq=3)) == ()
    assert state.sessions[SES].status == "working"


def test_a_spawn_after_the_pane_ended_opens_another(state: State) -> None:
    spawned(state)
    apply(state, a.PaneExited(session_id=SES, at=NOW, code=0))
    assert len(apply(state, received("session:spawn", wire_spawn(), seq=2))) == 1
    assert state.panes[SES].is_live


def test_a_spawn_that_the_lists_already_know_the_end_of_opens_nothing(state: State) -> None:
    apply(
        state,
        a.SnapshotLoaded(projects=(), tasks=(), sessions=(make_session(status="completed"),), at=NOW),
    )
    assert apply(state, received("session:spawn", wire_spawn(), catching_up=True)) == ()
    assert SES not in state.panes


def test_a_spawn_that_is_told_after_the_lists_have_its_row_is_followed_once(state: State) -> None:
    row = make_session(status="working", updated_at=NOW + 1)
    apply(
        state,
        a.SnapshotLoaded(projects=(), tasks=(), sessions=(row,), at=NOW, seq=7, epoch="e"),
    )
    assert apply(state, received("task:deleted", {"id": "tsk_9"}, seq=5, epoch="e")) == ()
    assert len(apply(state, received("session:spawn", wire_spawn(), seq=6, epoch="e"))) == 1
    assert state.panes[SES].is_live
    # What the lists say of it is newer.
    assert state.sessions[SES].status == "working"
    apply(state, a.PaneExited(session_id=SES, at=NOW, code=0))
    assert apply(state, received("session:spawn", wire_spawn(), seq=6, epoch="e")) == ()
    assert state.last_seq == 7


def test_a_spawn_that_is_told_after_the_lists_have_its_end_is_not_followed(state: State) -> None:
    row = make_session(status="completed", updated_at=NOW + 1)
    apply(
        state,
        a.SnapshotLoaded(projects=(), tasks=(), sessions=(row,), at=NOW, seq=7, epoch="e"),
    )
    assert apply(state, received("session:spawn", wire_spawn(), seq=6, epoch="e")) == ()
    assert SES not in state.panes


# ---------------------------------------------------------------------------------------- panes


@pytest.mark.parametrize(
    ("code", "signal", "status", "message"),
    [
        (0, None, "completed", ""),
        (1, None, "failed", "The terminal ended: exit 1"),
        (None, 9, "failed", "The terminal ended: signal 9"),
    ],
)
def test_an_exit_is_kept_and_reported(
    state: State, code: int | None, signal: int | None, status: str, message: str
) -> None:
    spawned(state)
    effects = apply(state, a.PaneExited(session_id=SES, at=NOW, code=code, signal=signal))
    assert effects == (f.ReportEnd(session_id=SES, status=status, message=message),)
    pane = state.panes[SES]
    assert (pane.is_live, pane.exit_code, pane.signal) == (False, code, signal)


@pytest.mark.parametrize("status", ["completed", "failed", "stopped"])
def test_an_exit_does_not_overrule_what_the_agent_said(state: State, status: str) -> None:
    spawned(state)
    apply(state, received("session:updated", wire_session(status=status), seq=2))
    assert apply(state, a.PaneExited(session_id=SES, at=NOW, code=1)) == ()


def test_an_exit_of_a_deleted_session_is_reported_to_nobody(state: State) -> None:
    spawned(state)
    apply(state, received("session:deleted", {"id": SES}, seq=2))
    assert apply(state, a.PaneExited(session_id=SES, at=NOW, code=1)) == ()
    assert not state.panes[SES].is_live


def test_a_second_exit_is_no_news(state: State) -> None:
    spawned(state)
    apply(state, a.PaneExited(session_id=SES, at=NOW, code=0))
    assert apply(state, a.PaneExited(session_id=SES, at=NOW + 1, code=1)) == ()
    assert state.panes[SES].exit_code == 0


def test_a_pane_that_cannot_start_is_an_error_of_the_session(state: State) -> None:
    spawned(state)
    effects = apply(state, a.PaneFailed(session_id=SES, at=NOW, problem="No such command: 'claude'."))
    assert effects == (
        f.ReportEnd(session_id=SES, status="failed", message="No such command: 'claude'."),
        f.Notify(text="No such command: 'claude'.", is_problem=True, session_id=SES),
    )
    assert state.panes[SES].problem == "No such command: 'claude'."
    assert not state.panes[SES].is_live


def test_titles_opening_and_closing(state: State) -> None:
    spawned(state)
    apply(state, a.PaneOpened(session_id=SES, at=NOW + 5), a.PaneRetitled(session_id=SES, title="vim"))
    assert (state.panes[SES].opened_at, state.panes[SES].title) == (NOW + 5, "vim")
    apply(state, a.PaneClosed(SES))
    assert SES not in state.panes


def test_a_terminal_that_is_found_is_taken_in_and_nothing_is_started(state: State) -> None:
    apply(state, received("session:created", {"session": wire_session()}, seq=1, at=NOW - 9))
    found = a.PaneFound(session_id=SES, at=NOW - 5, command="claude", cwd="/zoo")
    assert apply(state, found) == ()
    pane = state.panes[SES]
    assert (pane.opened_at, pane.command, pane.cwd, pane.is_live) == (NOW - 5, "claude", "/zoo", True)
    assert state.heard[SES] == NOW - 9
    apply(state, a.PaneRetitled(session_id=SES, title="vim"), found)
    assert state.panes[SES].title == "vim"
    apply(state, a.PaneExited(session_id=SES, at=NOW, code=0), found)
    assert state.panes[SES].is_live


def test_what_brought_a_status_is_kept_until_another_is_brought(state: State) -> None:
    apply(state, received("session:created", {"session": wire_session()}, seq=1))
    assert state.words[SES] == Word("session:created", NOW)
    apply(state, received("session:updated", wire_session(), seq=2, at=NOW + 1))
    assert state.words[SES] == Word("session:created", NOW)
    apply(state, received("session:status_changed", {"id": "ses_1", "status": "idle"}, seq=3, at=NOW + 2))
    assert state.words[SES] == Word("session:status_changed", NOW + 2)
    apply(state, a.SessionFetched(make_session(status="working", updated_at=NOW + 9), at=NOW + 3))
    assert state.words[SES] == Word(READ, NOW + 3)
    sessions = (make_session(status="working"), make_session("ses_2", status="idle"))
    apply(state, a.SnapshotLoaded(projects=(), tasks=(), sessions=sessions, at=NOW + 4))
    assert (state.words, state.read_at) == ({SES: Word(READ, NOW + 3)}, NOW + 4)
    apply(state, a.SnapshotLoaded(projects=(), tasks=(), sessions=(make_session(status="idle"),), at=NOW + 5))
    assert state.words == {}
    spawned(state)
    assert state.words[SES].by == "session:spawn"
    apply(state, received("session:deleted", {"id": "ses_1"}, seq=9))
    assert state.words == {}


@pytest.mark.parametrize(
    "action",
    [
        a.PaneOpened(session_id=SES, at=NOW),
        a.PaneRetitled(session_id=SES, title="x"),
        a.PaneExited(session_id=SES, at=NOW, code=0),
        a.PaneFailed(session_id=SES, at=NOW, problem="x"),
        a.PaneClosed(SES),
    ],
)
def test_what_happens_to_a_pane_nobody_knows_changes_nothing(state: State, action: a.Action) -> None:
    assert apply(state, action) == ()
    assert len(state.panes) == 0


# ----------------------------------------------------------------------------- lists and refetches


def test_a_snapshot_takes_out_what_was_deleted_meanwhile(state: State) -> None:
    apply(
        state,
        received("session:created", wire_session("ses_gone"), seq=1),
        received("task:created", wire_task("tsk_gone"), seq=2),
        received("project:created", wire_project("prj_gone"), seq=3),
    )
    apply(
        state,
        a.SnapshotLoaded(
            projects=(make_project(),), tasks=(make_task(),), sessions=(make_session(),), at=NOW, seq=7
        ),
    )
    assert (set(state.projects), set(state.tasks), set(state.sessions)) == ({"prj_1"}, {TSK}, {SES})
    assert set(state.heard) == set()
    assert state.connection.phase is Phase.LIVE
    assert state.last_seq == 7


def test_what_came_while_the_lists_were_read_does_not_make_them_older(state: State) -> None:
    newer = make_session(status="completed", updated_at=NOW + 10)
    task = make_task(title="New", updated_at=NOW + 10)
    apply(state, a.SnapshotLoaded(projects=(), tasks=(task,), sessions=(newer,), at=NOW))
    apply(
        state,
        received("session:updated", wire_session(status="working"), catching_up=True),
        received("task:updated", wire_task(title="Old"), catching_up=True),
    )
    assert state.sessions[SES].status == "completed"
    assert state.tasks[TSK].title == "New"
    apply(state, received("session:updated", wire_session(status="idle", updatedAt=NOW + 20)))
    assert state.sessions[SES].status == "idle"


def test_a_fetched_row_is_taken_unless_an_event_was_newer(state: State) -> None:
    apply(
        state,
        a.SessionFetched(make_session(status="idle", updated_at=NOW)),
        a.TaskFetched(make_task(status="todo", updated_at=NOW)),
    )
    apply(
        state,
        a.SessionFetched(make_session(status="working", updated_at=NOW - 1)),
        a.TaskFetched(make_task(status="done", updated_at=NOW - 1)),
    )
    assert (state.sessions[SES].status, state.tasks[TSK].status) == ("idle", "todo")


def test_a_vanished_row_is_dropped(state: State) -> None:
    apply(state, a.SessionFetched(make_session()), a.TaskFetched(make_task()))
    apply(state, a.SessionVanished(SES), a.TaskVanished(TSK))
    assert (len(state.sessions), len(state.tasks)) == (0, 0)


# ----------------------------------------------------------------------------------- connection


def test_the_connection_counts_its_failures_and_asks_for_the_lists(state: State) -> None:
    for attempt in (1, 2):
        effects = apply(
            state, a.ConnectionChanged(phase=Phase.WAITING, at=NOW, retry_at=NOW + 1000, reason="refused")
        )
        assert (state.connection.attempt, effects) == (attempt, ())
    assert (state.connection.reason, state.connection.retry_at) == ("refused", NOW + 1000)
    assert apply(state, a.ConnectionChanged(phase=Phase.LOADING, at=NOW)) == (f.LoadSnapshot(),)
    assert state.connection.attempt == 0


# -------------------------------------------------------------------------------- unknown events


def test_an_unknown_event_is_counted_and_changes_nothing_else(state: State) -> None:
    assert apply(state, received("team_member:created", {"id": "tm_1"})) == ()
    assert dict(state.tally.unknown) == {"team_member:created": 1}
    assert (len(state.sessions), len(state.tasks), len(state.projects)) == (0, 0, 0)


def test_unknown_names_are_bounded(state: State) -> None:
    for number in range(MOST_UNKNOWN_NAMES + 50):
        apply(state, received(f"noise:{number}", None))
    assert len(state.tally.unknown) == MOST_UNKNOWN_NAMES + 1
    assert state.tally.unknown["(others)"] == 50


def test_a_control_reply_changes_nothing(state: State) -> None:
    assert apply(state, received("pong", None)) == ()
    assert dict(state.tally.unknown) == {}


def test_frames_and_rejected_elements_are_counted(state: State) -> None:
    apply(state, a.FramesReceived(frames=3, rejected=1), a.FramesReceived(frames=1))
    assert (state.tally.frames, state.tally.rejected) == (4, 1)


def test_the_last_sequence_number_and_epoch_are_kept(state: State) -> None:
    apply(state, received("pong", None, seq=41, epoch="e1"), received("pong", None, seq=42))
    assert (state.last_seq, state.epoch) == (42, "e1")


def test_a_number_that_was_there_already_changes_nothing(state: State) -> None:
    apply(
        state,
        received("session:created", wire_session(status="idle"), seq=7, epoch="e1"),
        received("session:updated", wire_session(status="working"), seq=8, epoch="e1"),
    )
    assert apply(state, received("session:updated", wire_session(status="idle"), seq=7, epoch="e1")) == ()
    assert state.sessions[SES].status == "working"


@pytest.mark.parametrize(("seq", "epoch"), [(9, "e1"), (1, "e2"), (8, "e2")])
def test_a_number_that_skips_some_has_everything_read_anew(state: State, seq: int, epoch: str) -> None:
    apply(state, received("task:created", wire_task(), seq=7, epoch="e1"))
    effects = apply(state, received("task:updated", wire_task(title="New"), seq=seq, epoch=epoch))
    assert effects == (f.LoadSnapshot(),)
    assert (state.connection.phase, state.tally.gaps) == (Phase.LOADING, 1)
    assert state.tasks[TSK].title == "New"


def test_a_connection_that_resumes_reads_nothing_anew(state: State) -> None:
    apply(state, a.SnapshotLoaded(projects=(), tasks=(), sessions=(), at=NOW, seq=40, epoch="e1"))
    assert apply(state, a.ConnectionChanged(phase=Phase.RESUMING, at=NOW)) == ()
    assert apply(state, mark("resumed", 42)) == ()
    assert (state.connection.phase, state.connection.caught_up) == (Phase.LIVE, 2)
    assert apply(state, received("task:created", wire_task(), seq=41, epoch="e1")) == ()
    assert state.last_seq == 41


def test_a_server_that_cannot_resume_has_everything_read_anew(state: State) -> None:
    apply(state, a.SnapshotLoaded(projects=(), tasks=(), sessions=(), at=NOW, seq=40, epoch="e1"))
    apply(state, a.ConnectionChanged(phase=Phase.RESUMING, at=NOW))
    assert apply(state, mark("resync", 99)) == (f.LoadSnapshot(),)
    assert state.connection.phase is Phase.LOADING


def test_a_server_that_does_not_answer_to_resuming_has_everything_read_anew(state: State) -> None:
    apply(state, a.ConnectionChanged(phase=Phase.RESUMING, at=NOW))
    assert apply(state, a.ResumeUnanswered(NOW)) == (f.LoadSnapshot(),)
    assert apply(state, a.ResumeUnanswered(NOW)) == ()


def test_a_mark_without_a_number_is_an_unknown_event(state: State) -> None:
    apply(state, received("resumed", None))
    assert dict(state.tally.unknown) == {"resumed": 1}


def mark(name: str, seq: int) -> a.EventReceived:
    octets = msgspec.json.encode({"type": name, "seq": seq, "epoch": "e1", "timestamp": NOW})
    (frame,) = decode_frame(octets).received
    return a.EventReceived(event=frame.event, at=NOW, seq=frame.seq, epoch=frame.epoch)


def test_every_action_has_a_place_in_the_reducer() -> None:
    from maestro_tui.store import reducer

    assert set(reducer._ACTIONS) == set(a.Action.__args__)


def test_every_event_has_a_place_in_the_reducer() -> None:
    from maestro_tui.protocol.events import Event
    from maestro_tui.store import reducer

    assert set(reducer._EVENTS) == set(Event.__args__)
