"""How spawns and the ends of processes change the table of panes.

A session never has two live panes, however often its spawn is told, and no event ends a process.
"""

from __future__ import annotations

import msgspec

from maestro_tui.protocol import events as e
from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.actions import (
    EventReceived,
    PaneClosed,
    PaneExited,
    PaneFailed,
    PaneFound,
    PaneOpened,
    PaneRetitled,
)
from maestro_tui.store.effects import Effect, Notify, OpenPane, ReportEnd
from maestro_tui.store.sessions import is_older, note_word
from maestro_tui.store.state import Pane, State
from maestro_tui.store.statuses import has_ended


def spawn_session(state: State, event: e.SessionSpawned, action: EventReceived) -> tuple[Effect, ...]:
    """Take the session, and open a pane for it unless one is live."""
    session = event.session
    pane = state.panes.get(session.id)
    if pane is not None and pane.is_live:
        return ()
    known = state.sessions.get(session.id)
    is_outdated = is_older(session, known)
    if known is not None and (action.catching_up or is_outdated) and has_ended(known):
        return ()
    state.heard[session.id] = action.at
    if not is_outdated:
        note_word(state, session.id, session.status, action)
        state.sessions.put(session.id, session)
    state.panes.put(
        session.id,
        Pane(session_id=session.id, command=event.command, cwd=event.cwd, opened_at=action.at),
    )
    return (OpenPane(session_id=session.id, command=event.command, cwd=event.cwd, env_vars=event.env_vars),)


def note_opened(state: State, action: PaneOpened) -> tuple[Effect, ...]:
    """Note when the process was started."""
    pane = state.panes.get(action.session_id)
    if pane is not None:
        state.panes.put(pane.session_id, msgspec.structs.replace(pane, opened_at=action.at))
    return ()


def take_found_pane(state: State, action: PaneFound) -> tuple[Effect, ...]:
    """Take in a terminal that was there already; one that is known here and lives is that one."""
    pane = state.panes.get(action.session_id)
    if pane is None or not pane.is_live:
        found = Pane(
            session_id=action.session_id, command=action.command, cwd=action.cwd, opened_at=action.at
        )
        state.panes.put(found.session_id, found)
    return ()


def retitle(state: State, action: PaneRetitled) -> tuple[Effect, ...]:
    """Take the title the program set."""
    pane = state.panes.get(action.session_id)
    if pane is not None:
        state.panes.put(pane.session_id, msgspec.structs.replace(pane, title=action.title))
    return ()


def note_exit(state: State, action: PaneExited) -> tuple[Effect, ...]:
    """Keep how the process ended, and report it unless the agent has already said how it went."""
    pane = state.panes.get(action.session_id)
    if pane is None or not pane.is_live:
        return ()
    state.panes.put(
        pane.session_id,
        msgspec.structs.replace(pane, ended_at=action.at, exit_code=action.code, signal=action.signal),
    )
    succeeded = action.code == 0
    if _is_over(state, action.session_id):
        return ()
    message = "" if succeeded else f"The terminal ended: {_how(action)}"
    status = "completed" if succeeded else "failed"
    return (ReportEnd(session_id=action.session_id, status=status, message=message),)


def note_failure(state: State, action: PaneFailed) -> tuple[Effect, ...]:
    """Keep why there is no terminal; it is an error of the session, and nothing else is tried."""
    pane = state.panes.get(action.session_id)
    if pane is None:
        return ()
    state.panes.put(
        pane.session_id, msgspec.structs.replace(pane, ended_at=action.at, problem=action.problem)
    )
    return (
        ReportEnd(session_id=action.session_id, status="failed", message=action.problem),
        Notify(text=action.problem, is_problem=True, session_id=action.session_id),
    )


def close_pane(state: State, action: PaneClosed) -> tuple[Effect, ...]:
    """Forget the pane; its process has ended before, or is being ended by who closed it."""
    state.panes.drop(action.session_id)
    return ()


def _is_over(state: State, session_id: SessionId) -> bool:
    session = state.sessions.get(session_id)
    return session is None or has_ended(session)


def _how(action: PaneExited) -> str:
    return f"signal {action.signal}" if action.signal is not None else f"exit {action.code}"
