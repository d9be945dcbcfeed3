"""Who needs the user: which session, why, since when, and who says so. Pure: told what changed, and the time.

Waiting is what a server or a terminal says, never the absence of news: an idle agent is not in here. What was over
before the dashboard was opened is not either. A session that waits stays until it waits no more; one that failed, ended
or rang stays until the user has been there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import Session
from maestro_tui.protocol.timeline import decode_timeline
from maestro_tui.store.state import State
from maestro_tui.store.store import Changes
from maestro_tui.ui.standing.status import DONE, FAILED, RINGING, STOPPED, WAITING, Look, look_of_session
from maestro_tui.ui.text.plain import clean

RANKS = {WAITING: 0, RINGING: 0, FAILED: 0, DONE: 1, STOPPED: 1}
"""What is urgent, and what is only news. Within a rank the oldest is first."""
URGENT = 0
EVENT = "event"


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A session that needs the user."""

    session_id: SessionId
    look: Look
    what: str
    """What it asks, or what happened, fit to be shown."""
    since: float
    source: str
    """Who says so: ``event``, ``bell``, ``notification`` or ``exit code``; two of them with a plus."""


class Attention(Mapping[SessionId, Call]):
    """The calls for the user, the most urgent and oldest first."""

    def __init__(self, state: State, now: float) -> None:
        self._state = state
        self._calls: dict[SessionId, Call] = {}
        self._looks: dict[SessionId, Look] = {}
        self._begun: set[SessionId] = set()
        for id_ in state.sessions:
            self._look_at(id_, now)
        self._begun.clear()

    def __getitem__(self, session_id: SessionId) -> Call:
        return self._calls[session_id]

    def __iter__(self) -> Iterator[SessionId]:
        return iter(sorted(self._calls, key=lambda id_: order_of(self._calls[id_])))

    def __len__(self) -> int:
        return len(self._calls)

    def apply(self, changes: Changes, now: float) -> frozenset[SessionId]:
        """Take changes in, and tell whose call came, changed or went."""
        touched = {id_ for id_ in changes.sessions | changes.panes if self._look_at(id_, now)}
        return frozenset(touched)

    def take_begun(self) -> frozenset[SessionId]:
        """Give who began to need the user since this was last asked: each wait once, and nothing that is only news."""
        begun = frozenset(self._begun)
        self._begun.clear()
        return begun

    def ring(self, session_id: SessionId, what: str, source: str, now: float) -> bool:
        """Take down that a terminal rang; one that waits anyway says nothing new. Tells whether it is news."""
        before = self._calls.get(session_id)
        if before is not None and before.look is WAITING:
            self._calls[session_id] = msgspec.structs.replace(before, source=_joined(before.source, source))
        if before is not None and before.look in {WAITING, RINGING}:
            return False
        call = Call(session_id=session_id, look=RINGING, what=clean(what), since=now, source=source)
        self._calls[session_id] = call
        self._begun.add(session_id)
        return True

    def visit(self, session_id: SessionId) -> bool:
        """Note that the user has been there; only waiting does not go away by that. Tells whether a call went."""
        call = self._calls.get(session_id)
        if call is None or call.look is WAITING:
            return False
        del self._calls[session_id]
        return True

    def after(self, session_id: SessionId | None) -> SessionId | None:
        """Give who is to be seen next: the one after this one, or the first."""
        calls = list(self)
        if session_id in calls:
            calls = calls[calls.index(session_id) + 1 :] + calls
        return calls[0] if calls else None

    def _look_at(self, id_: SessionId, now: float) -> bool:
        session = self._state.sessions.get(id_)
        before = self._calls.get(id_)
        if session is None:
            self._looks.pop(id_, None)
            self._begun.discard(id_)
            return self._calls.pop(id_, None) is not None
        look = look_of_session(session)
        known = self._looks.get(id_)
        self._looks[id_] = look
        call = self._call_for(session, look, known, now)
        if call is not None:
            self._calls[id_] = call
        elif before is not None and before.look is not look and before.look is not RINGING:
            # It waits no more, or it was started again.
            del self._calls[id_]
        after = self._calls.get(id_)
        if after is not None and _begins(before, after):
            self._begun.add(id_)
        elif after is None:
            self._begun.discard(id_)
        return after != before

    def _call_for(self, session: Session, look: Look, known: Look | None, now: float) -> Call | None:
        if look is WAITING:
            since = session.needs_input.since if session.needs_input else None
            before = self._calls.get(session.id)
            began = since or (before.since if before and before.look is WAITING else now)
            return Call(
                session_id=session.id,
                look=look,
                what=question_of(session),
                since=began,
                source=_source_of_wait(before, began),
            )
        if look in {FAILED, DONE, STOPPED} and known is not None and known is not look:
            what, source = self._end_of(session)
            return Call(session_id=session.id, look=look, what=what, since=now, source=source)
        return None

    def _end_of(self, session: Session) -> tuple[str, str]:
        from maestro_tui.ui.terminals.panes import how_it_ended

        pane = self._state.panes.get(session.id)
        if pane is not None and pane.problem:
            return clean(pane.problem), "terminal"
        ended = how_it_ended(pane) if pane is not None else None
        if ended is not None:
            return ended.text, "exit code"
        return last_words_of(session), "event"


def _source_of_wait(before: Call | None, began: float) -> str:
    """Name those who say that a session waits: its terminal may have said so before its server."""
    if before is not None and before.look is RINGING:
        return _joined(EVENT, before.source)
    is_same = before is not None and before.look is WAITING and before.since == began
    return before.source if before is not None and is_same else EVENT


def _joined(first: str, second: str) -> str:
    return first if second in first else f"{first} + {second}"


def _begins(before: Call | None, after: Call) -> bool:
    """Tell whether the user is needed anew: a bell before the question belongs to the same wait."""
    if RANKS.get(after.look) != URGENT:
        return False
    if before is None or before.look is not after.look:
        return before is None or before.look is not RINGING or after.look is not WAITING
    return after.look is WAITING and after.since != before.since


def order_of(call: Call) -> tuple[int, float, str]:
    """Give what calls are sorted by."""
    return (RANKS.get(call.look, 1), call.since, call.session_id)


def question_of(session: Session) -> str:
    """Give what a session asks."""
    if session.needs_input is not None and session.needs_input.message:
        return clean(session.needs_input.message)
    asked = [event for event in decode_timeline(session.timeline) if event.type == "needs_input"]
    return clean(asked[-1].message or "") if asked else ""


def last_words_of(session: Session) -> str:
    """Give the last thing a session said."""
    events = [event for event in decode_timeline(session.timeline) if event.message]
    return clean(events[-1].message or "") if events else ""
