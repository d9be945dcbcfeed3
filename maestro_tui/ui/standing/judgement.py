"""What is shown of a session, and on whose word: the server's, unless its terminal knows better. Pure.

A server says what agents say of themselves. Where the terminal shows that it cannot be so, that is marked with ``≠``;
where the server says nothing and the terminal does, with ``≈``.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from maestro_tui.protocol.models import Session
from maestro_tui.store.state import Pane
from maestro_tui.store.statuses import has_ended
from maestro_tui.ui.standing.status import (
    DOUBTFUL,
    IDLE,
    LOOKS,
    RUNNING,
    SILENT,
    SPAWNING,
    WAITING,
    WORKING,
    Look,
    look_of_session,
)
from maestro_tui.ui.text.ages import MINUTE, SECOND

if TYPE_CHECKING:
    from maestro_tui.ui.scene import Scene

GRACE: Final = 10 * SECOND
"""How long the server may take to hear that a program has ended."""
START: Final = 5 * SECOND
"""How long an agent may take to report that it has begun."""
LONG_SILENCE: Final = 10 * MINUTE
"""After which one does not believe any more that somebody works."""


_ALIVE: Final = frozenset({WORKING, SPAWNING, IDLE, WAITING})

LIVELY: Final = frozenset(status for status, look in LOOKS.items() if look in _ALIVE)
"""What the server may say of a session that its terminal, or silence, can prove wrong."""


class Judge(Enum):
    """What decides what is shown; the value says it in a sentence."""

    SERVER = "The server says so."
    EXIT = "The server says it lives, but its terminal has ended."
    TERMINAL = "Its agent has reported nothing, but a program runs in its terminal."
    SILENCE = "The server says it works, but nothing has been heard of it for long."


class Judgement(NamedTuple):
    """What is shown, and why."""

    look: Look
    by: Judge


def judge(session: Session, scene: Scene) -> Judgement:
    """Decide what is shown of a session now."""
    look = look_of_session(session)
    pane = scene.state.panes.get(session.id)
    if pane is not None and look in _ALIVE and is_outlived(pane, session, scene.now):
        return Judgement(DOUBTFUL, Judge.EXIT)
    if look is SPAWNING and pane is not None and pane.is_live and scene.now - pane.opened_at > START:
        return Judgement(RUNNING, Judge.TERMINAL)
    if look is WORKING and (pane is None or pane.is_live) and _is_silent(session, scene):
        return Judgement(SILENT, Judge.SILENCE)
    return Judgement(look, Judge.SERVER)


def next_moment(session: Session, scene: Scene) -> float | None:
    """Tell after which moment something else may be shown of a session though nothing happens; None if nothing will."""
    look = look_of_session(session)
    pane = scene.state.panes.get(session.id)
    moment: float | None = None
    if look in _ALIVE and pane is not None and pane.ended_at is not None:
        moment = pane.ended_at + GRACE
    elif look is SPAWNING and pane is not None:
        moment = pane.opened_at + START
    elif look is WORKING:
        moment = (last_heard(session, scene) or 0) + LONG_SILENCE
    return moment if moment is not None and moment >= scene.now else None


def last_heard(session: Session, scene: Scene) -> float | None:
    """Tell when a session last gave a sign of life: by an event, or by what its terminal printed."""
    told = scene.state.heard.get(session.id) or session.last_activity or session.updated_at
    signs = scene.signs(session.id)
    return max(told or 0, signs.output_at) if signs else told


def is_outlived(pane: Pane, session: Session, now: float) -> bool:
    """Tell whether a session is said to live though its program has ended, and not just now."""
    return pane.ended_at is not None and now - pane.ended_at > GRACE and not has_ended(session)


def _is_silent(session: Session, scene: Scene) -> bool:
    heard = last_heard(session, scene)
    return bool(heard) and scene.now - (heard or 0) > LONG_SILENCE
