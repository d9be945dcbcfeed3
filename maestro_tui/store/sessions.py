"""How events change the table of sessions."""

from __future__ import annotations

import msgspec

from maestro_tui.protocol import events as e
from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import Session
from maestro_tui.store.actions import EventReceived, SessionFetched, SessionVanished
from maestro_tui.store.effects import Effect, RefetchSession
from maestro_tui.store.state import READ, State, Word


def put_session(
    state: State, event: e.SessionCreated | e.SessionUpdated, action: EventReceived
) -> tuple[Effect, ...]:
    """Take the session as the event gives it."""
    session = event.session
    state.heard[session.id] = action.at
    if action.catching_up and is_older(session, state.sessions.get(session.id)):
        return ()
    note_word(state, session.id, session.status, action)
    state.sessions.put(session.id, session)
    return _reread_when_quiet(session.id, action)


def note_word(
    state: State, session_id: SessionId, status: str | None, action: EventReceived | SessionFetched
) -> None:
    """Keep what brings a status, if it is another one than before. To be called before the session is put."""
    known = state.sessions.get(session_id)
    if status is not None and (known is None or known.status != status):
        by = READ if isinstance(action, SessionFetched) else e.event_name(action.event)
        state.words[session_id] = Word(by, action.at)


def change_status(state: State, event: e.SessionStatusChanged, action: EventReceived) -> tuple[Effect, ...]:
    """Change the few fields that came; a session not known yet is asked for."""
    known = state.sessions.get(event.id)
    if known is None:
        return (RefetchSession(event.id),)
    state.heard[event.id] = action.at
    note_word(state, event.id, event.status, action)
    state.sessions.put(
        event.id,
        msgspec.structs.replace(
            known,
            status=known.status if event.status is None else event.status,
            last_activity=known.last_activity if event.last_activity is None else event.last_activity,
            needs_input=known.needs_input if event.needs_input is None else event.needs_input,
        ),
    )
    return _reread_when_quiet(event.id, action)


def drop_session(state: State, event: e.SessionDeleted, _action: EventReceived) -> tuple[Effect, ...]:
    """Forget the session. A terminal of it stays: a process is never ended by an event."""
    _forget(state, event.id)
    return ()


def relate_session(
    state: State, event: e.SessionTaskAdded | e.SessionTaskRemoved, action: EventReceived
) -> tuple[Effect, ...]:
    """Ask for the session: the event has only ids (seed, "session:task_added")."""
    if event.session_id in state.sessions:
        state.heard[event.session_id] = action.at
    return (RefetchSession(event.session_id),)


def take_fetched_session(state: State, action: SessionFetched) -> tuple[Effect, ...]:
    """Take the session as it was read, unless an event has meanwhile told something newer."""
    session = action.session
    if not is_older(session, state.sessions.get(session.id)):
        note_word(state, session.id, session.status, action)
        state.sessions.put(session.id, session)
    return ()


def drop_vanished_session(state: State, action: SessionVanished) -> tuple[Effect, ...]:
    """Forget the session that the server no longer has."""
    _forget(state, action.id)
    return ()


def _forget(state: State, session_id: SessionId) -> None:
    state.sessions.drop(session_id)
    state.heard.pop(session_id, None)
    state.words.pop(session_id, None)


def _reread_when_quiet(session_id: SessionId, action: EventReceived) -> tuple[Effect, ...]:
    return (RefetchSession(session_id, when_quiet=True),) if action.seq is None else ()


def is_older(session: Session, known: Session | None) -> bool:
    """Tell whether more has become known of a session than this says."""
    return known is not None and _changed_at(session) < _changed_at(known)


def _changed_at(session: Session) -> float:
    return max(session.updated_at or 0, session.last_activity or 0)
