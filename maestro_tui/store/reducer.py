"""The one function that changes the state: what happened goes in, what is to be done comes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from maestro_tui.protocol import events as e
from maestro_tui.store import actions as a, checkpoint, connection, panes, projects, sessions, tasks
from maestro_tui.store.effects import Effect
from maestro_tui.store.state import State

Effects = tuple[Effect, ...]


def reduce(state: State, action: a.Action) -> Effects:
    """Change the state by one action, in place, and give what is to be done because of it.

    The cost does not grow with the number of sessions, except that of `SnapshotLoaded`, which carries them all.
    """
    return _ACTIONS[type(action)](state, action)


def _reduce_event(state: State, action: a.EventReceived) -> Effects:
    state.tally.events += 1
    effects = connection.place_in_sequence(state, action)
    if effects is None:
        return ()
    return effects + _EVENTS[type(action.event)](state, action.event, action)


def _ignore(_state: State, _event: e.ControlReplied, _action: a.EventReceived) -> Effects:
    return ()


def _count_unknown(state: State, event: e.UnknownEvent, _action: a.EventReceived) -> Effects:
    connection.count_unknown(state, event.name)
    return ()


def _project(handle: Callable[[State, Any], Effects]) -> Callable[[State, Any, a.EventReceived], Effects]:
    return lambda state, event, _action: handle(state, event)


# Looked up by type: a match statement over seventeen classes would be walked from its top for every event.
_EVENTS: Final[dict[type[e.Event], Callable[[State, Any, a.EventReceived], Effects]]] = {
    e.SessionCreated: sessions.put_session,
    e.SessionSpawned: panes.spawn_session,
    e.SessionUpdated: sessions.put_session,
    e.SessionStatusChanged: sessions.change_status,
    e.SessionDeleted: sessions.drop_session,
    e.SessionTaskAdded: sessions.relate_session,
    e.SessionTaskRemoved: sessions.relate_session,
    e.TaskCreated: tasks.put_task,
    e.TaskUpdated: tasks.put_task,
    e.TaskDeleted: tasks.drop_task,
    e.TaskSessionAdded: tasks.relate_task,
    e.TaskSessionRemoved: tasks.relate_task,
    e.ProjectCreated: _project(projects.put_project),
    e.ProjectUpdated: _project(projects.put_project),
    e.ProjectDeleted: _project(projects.drop_project),
    e.ControlReplied: _ignore,
    e.StreamResumed: connection.note_resumed,
    e.ResyncDemanded: connection.demand_resync,
    e.UnknownEvent: _count_unknown,
}

_ACTIONS: Final[dict[type[a.Action], Callable[[State, Any], Effects]]] = {
    a.EventReceived: _reduce_event,
    a.FramesReceived: connection.count_frames,
    a.ConnectionChanged: connection.change_connection,
    a.ResumeUnanswered: connection.give_up_resuming,
    a.SnapshotLoaded: connection.load_snapshot,
    a.SessionFetched: sessions.take_fetched_session,
    a.SessionVanished: sessions.drop_vanished_session,
    a.TaskFetched: tasks.take_fetched_task,
    a.TaskVanished: tasks.drop_vanished_task,
    a.PaneOpened: panes.note_opened,
    a.PaneFound: panes.take_found_pane,
    a.PaneRetitled: panes.retitle,
    a.PaneExited: panes.note_exit,
    a.PaneFailed: panes.note_failure,
    a.PaneClosed: panes.close_pane,
    a.CheckpointRestored: checkpoint.restore_state,
}
