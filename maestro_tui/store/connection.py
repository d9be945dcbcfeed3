"""How the connection, the lists and the counts of the wire change the state."""

from __future__ import annotations

from maestro_tui.store.actions import ConnectionChanged, FramesReceived, SnapshotLoaded
from maestro_tui.store.effects import Effect, LoadSnapshot
from maestro_tui.store.state import MOST_UNKNOWN_NAMES, Connection, Phase, State


def change_connection(state: State, action: ConnectionChanged) -> tuple[Effect, ...]:
    """Take the new phase; a connection that was just made asks for the lists."""
    failed = action.phase in {Phase.WAITING, Phase.GAVE_UP}
    attempt = state.connection.attempt + 1 if failed else 0
    state.connection = Connection(
        phase=action.phase, attempt=attempt, retry_at=action.retry_at, reason=action.reason, since=action.at
    )
    return (LoadSnapshot(),) if action.phase is Phase.LOADING else ()


def load_snapshot(state: State, action: SnapshotLoaded) -> tuple[Effect, ...]:
    """Hold exactly what the lists hold: what was deleted while nobody listened is gone."""
    state.projects.replace({project.id: project for project in action.projects})
    state.tasks.replace({task.id: task for task in action.tasks})
    state.sessions.replace({session.id: session for session in action.sessions})
    state.heard = {id_: at for id_, at in state.heard.items() if id_ in state.sessions}
    state.tally.rejected += action.rejected
    state.last_seq, state.epoch = action.seq, action.epoch
    state.connection = Connection(phase=Phase.LIVE, since=action.at)
    return ()


def count_frames(state: State, action: FramesReceived) -> tuple[Effect, ...]:
    """Count what came."""
    state.tally.frames += action.frames
    state.tally.rejected += action.rejected
    return ()


def count_unknown(state: State, name: str) -> None:
    """Count an event without a name here; the names themselves are bounded, since they come from outside."""
    unknown = state.tally.unknown
    if name not in unknown and len(unknown) >= MOST_UNKNOWN_NAMES:
        name = "(others)"
    unknown[name] += 1
