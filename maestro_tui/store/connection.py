"""How the connection, the lists and the counts of the wire change the state."""

from __future__ import annotations

from maestro_tui.protocol import events as e
from maestro_tui.store.actions import (
    ConnectionChanged,
    EventReceived,
    FramesReceived,
    ResumeUnanswered,
    SnapshotLoaded,
)
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


def note_resumed(state: State, event: e.StreamResumed, action: EventReceived) -> tuple[Effect, ...]:
    """Go on where the last connection ended: what was missed is told next, as if it happened now."""
    if state.connection.phase is Phase.REPLAYING:
        return ()
    missed = event.seq - (state.last_seq or 0)
    state.connection = Connection(phase=Phase.LIVE, since=action.at, caught_up=missed)
    return ()


def demand_resync(state: State, _event: e.ResyncDemanded, action: EventReceived) -> tuple[Effect, ...]:
    """Read everything anew: what was missed will not be told."""
    return _load_anew(state, action.at)


def give_up_resuming(state: State, action: ResumeUnanswered) -> tuple[Effect, ...]:
    """Read everything anew, unless the answer came after all."""
    return _load_anew(state, action.at) if state.connection.phase is Phase.RESUMING else ()


def place_in_sequence(state: State, action: EventReceived) -> tuple[Effect, ...] | None:
    """Keep the number of an event; None if the tables hold it already.

    A spawn is more than its row: one that is only in the lists has not been heard yet, and still has to be followed.
    A number that skips some means that something was missed: everything is read anew.
    """
    if action.seq is None:
        return ()
    last, is_same = state.last_seq, action.epoch in {None, state.epoch}
    is_untold = not is_same or state.told_seq is None or action.seq > state.told_seq
    if is_untold:
        state.told_seq = action.seq
    if last is not None and is_same and action.seq <= last:
        return () if is_untold and isinstance(action.event, e.SessionSpawned) else None
    state.last_seq, state.epoch = action.seq, action.epoch or state.epoch
    if last is None or (is_same and action.seq == last + 1):
        return ()
    state.tally.gaps += 1
    return _load_anew(state, action.at)


def _load_anew(state: State, at: float) -> tuple[Effect, ...]:
    if state.connection.phase is Phase.REPLAYING:
        # There is nobody to ask: what the recording does not tell stays as it was.
        return ()
    state.connection = Connection(phase=Phase.LOADING, since=at)
    return (LoadSnapshot(),)


def load_snapshot(state: State, action: SnapshotLoaded) -> tuple[Effect, ...]:
    """Hold exactly what the lists hold: what was deleted while nobody listened is gone."""
    state.projects.replace({project.id: project for project in action.projects})
    state.tasks.replace({task.id: task for task in action.tasks})
    before = {id_: session.status for id_ in state.words if (session := state.sessions.get(id_))}
    state.sessions.replace({session.id: session for session in action.sessions})
    state.heard = {id_: at for id_, at in state.heard.items() if id_ in state.sessions}
    # What the lists only repeat keeps the word that brought it.
    state.words = {
        id_: state.words[id_]
        for id_, status in before.items()
        if id_ in state.sessions and state.sessions[id_].status == status
    }
    state.read_at = action.at
    state.tally.rejected += action.rejected
    if action.epoch != state.epoch:
        state.told_seq = None
    state.last_seq, state.epoch = action.seq, action.epoch
    if state.connection.phase is not Phase.REPLAYING:
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
