"""What the statuses of sessions mean to the reducer. A status not named here means nothing special."""

from __future__ import annotations

from typing import Final

from maestro_tui.protocol.models import Session

ENDED: Final = frozenset({"completed", "failed", "stopped"})
"""Statuses after which an agent does nothing more."""


def has_ended(session: Session) -> bool:
    """Tell whether the server already holds the session for over."""
    return session.status in ENDED


def ended_at(session: Session) -> float | None:
    """Tell when a session that is over ended, as far as the server says."""
    return session.completed_at or session.updated_at or session.last_activity


def needs_input(session: Session) -> bool:
    """Tell whether the agent waits for its user, in any of the ways servers say so."""
    if session.needs_input is not None and session.needs_input.active:
        return not has_ended(session)
    return session.status in {"needs_input", "needs-input", "waiting"}
