"""Who needs the user: which session, why, since when, and who says so. Pure: told what changed, and the time.

Waiting is what a server or a terminal says, never the absence of news: an idle agent is not in here. What was over
before the dashboard was opened is not either, unless it is told how long nobody has looked. A session that waits stays
until it waits no more; one that failed, ended or rang stays until the user has been there. Each can be put aside: then
it is back as soon as there is another reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import inf
from typing import Final

import msgspec

from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import Session
from maestro_tui.store.state import State
from maestro_tui.store.statuses import ended_at
from maestro_tui.store.store import Changes
from maestro_tui.ui.standing.judgement import is_outlived
from maestro_tui.ui.standing.put_aside import PutAside
from maestro_tui.ui.standing.status import (
    DONE,
    FAILED,
    RINGING,
    STOPPED,
    WAITING,
    Look,
    look_of_pane,
    look_of_session,
)
from maestro_tui.ui.standing.words import last_words_of, question_of
from maestro_tui.ui.text.plain import clean

RANKS: Final = {WAITING: 0, RINGING: 0, FAILED: 0, DONE: 1, STOPPED: 1}
"""What is urgent, and what is only news. Within a rank the oldest is first."""
URGENT: Final = 0
ASKING: Final = frozenset({WAITING, RINGING})
OVER: Final = frozenset({FAILED, DONE, STOPPED})
EVENT: Final = "event"


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
        self._left: Call | None = None
        """The call the user has just been to, if it went by that: the next one comes after it."""
        self._seen: dict[SessionId, float] = {}
        """Since when those have waited whom the user has been to, and who wait still."""
        self.aside = PutAside()
        """What the user has put aside."""
        self.news_from = inf
        """What was over when it was first seen, and ended before then, is no news."""
        for id_ in state.sessions:
            self._look_at(id_, now)
        self._begun.clear()

    def remember(self, put_aside: Mapping[str, str], news_from: float | None, now: float) -> None:
        """Go on from what an earlier dashboard has put aside; what was over after the moment is news."""
        self.aside.remember(put_aside)
        self.news_from = inf if news_from is None else news_from
        self._calls.clear()
        self._looks.clear()
        for id_ in self._state.sessions:
            self._look_at(id_, now)
        self._begun.clear()

    def oldest_news(self) -> float | None:
        """Tell when that ended, by the server's clock, which calls because it did and has not been seen yet."""
        sessions = self._state.sessions
        over = [sessions[id_] for id_, call in self._calls.items() if call.look in OVER and id_ in sessions]
        return min([moment for session in over if (moment := ended_at(session))], default=None)

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

    def count_asking(self) -> int:
        """Tell how many wait for an answer, or rang."""
        return sum(call.look in ASKING for call in self._calls.values())

    def ring(self, session_id: SessionId, what: str, source: str, now: float) -> bool:
        """Take down that a terminal rang; one that waits anyway says nothing new. Tells whether it is news."""
        before = self._calls.get(session_id) or self.aside.take_back(session_id)
        if before is not None and before.look is WAITING:
            is_back = session_id not in self._calls
            self._calls[session_id] = msgspec.structs.replace(before, source=_joined(before.source, source))
            if is_back:
                self._begun.add(session_id)
            return is_back
        if before is not None and before.look is RINGING:
            return False
        call = Call(session_id=session_id, look=RINGING, what=clean(what), since=now, source=source)
        self._calls[session_id] = call
        self._begun.add(session_id)
        return True

    def visit(self, session_id: SessionId) -> bool:
        """Note that the user has been there; only waiting does not go away by that. Tells whether a call went."""
        call = self._calls.get(session_id)
        if call is not None and call.look is WAITING:
            self._seen[session_id] = call.since
            return False
        return call is not None and self.put_aside(session_id)

    def put_aside(self, session_id: SessionId) -> bool:
        """Have a session call no more until there is another reason. Tells whether it did."""
        call = self._calls.pop(session_id, None)
        if call is None:
            return False
        self._left = call
        self._begun.discard(session_id)
        if call.look is not RINGING:
            self.aside.put(call, self._state.sessions.get(session_id))
        return True

    def take_back(self, session_id: SessionId) -> bool:
        """Have a session that was put aside call again. Tells whether there was one."""
        call = self.aside.take_back(session_id)
        if call is not None:
            self._calls[session_id] = call
        return call is not None

    def after(self, session_id: SessionId | None) -> SessionId | None:
        """Give who is to be seen next: the one after this one, or the first; no news before what is urgent was seen."""
        at = self._calls.get(session_id) if session_id else None
        if at is None and self._left is not None and self._left.session_id == session_id:
            at = self._left
        calls = list(self)
        later = calls if at is None else [id_ for id_ in calls if order_of(self._calls[id_]) > order_of(at)]
        unseen = [id_ for id_ in calls if id_ != session_id and self._is_urgent_news(self._calls[id_])]
        if later and RANKS.get(self._calls[later[0]].look) == URGENT:
            return later[0]
        return next(iter(unseen or later or calls), None)

    def _is_urgent_news(self, call: Call) -> bool:
        return RANKS.get(call.look) == URGENT and self._seen.get(call.session_id) != call.since

    def _look_at(self, id_: SessionId, now: float) -> bool:
        session = self._state.sessions.get(id_)
        before = self._calls.get(id_)
        if session is None:
            self._looks.pop(id_, None)
            self._begun.discard(id_)
            self.aside.forget(id_)
            return self._calls.pop(id_, None) is not None
        look = self._look_of(session, now)
        known = self._looks.get(id_)
        self._looks[id_] = look
        call = self._call_for(session, look, known, now)
        if call is not None and self.aside.holds(call, session):
            call = None
            self._calls.pop(id_, None)
        if call is not None:
            self._calls[id_] = call
        elif before is not None and before.look is not look and before.look is not RINGING:
            # It waits no more, or it was started again.
            self._calls.pop(id_, None)
        if look is not known and look is not WAITING and look not in OVER:
            self.aside.forget(id_)
        after = self._calls.get(id_)
        if after is not None and _begins(before, after):
            self._begun.add(id_)
        elif after is None:
            self._begun.discard(id_)
        return after != before

    def _look_of(self, session: Session, now: float) -> Look:
        """Give what a session calls for: the end of its program counts, though its server has not heard of it."""
        pane = self._state.panes.get(session.id)
        if pane is not None and is_outlived(pane, session, now):
            return look_of_pane(pane)
        return look_of_session(session)

    def _call_for(self, session: Session, look: Look, known: Look | None, now: float) -> Call | None:
        if look is WAITING:
            since = session.needs_input.since if session.needs_input else None
            before = self._calls.get(session.id) or self.aside.call_of(session.id)
            began = since or (before.since if before and before.look is WAITING else now)
            return Call(
                session_id=session.id,
                look=look,
                what=question_of(session),
                since=began,
                source=_source_of_wait(before, began),
            )
        if look not in OVER or look is known:
            return None
        pane = self._state.panes.get(session.id)
        since = (pane.ended_at if pane is not None else None) or now
        if known is None:
            # It was over when it was first heard of.
            since = ended_at(session) or 0
            if since <= self.news_from:
                return None
        what, source = self._end_of(session)
        return Call(session_id=session.id, look=look, what=what, since=since, source=source)

    def _end_of(self, session: Session) -> tuple[str, str]:
        from maestro_tui.ui.terminals.panes import how_it_ended

        pane = self._state.panes.get(session.id)
        if pane is not None and pane.problem:
            return clean(pane.problem), "terminal"
        ended = how_it_ended(pane) if pane is not None else None
        if ended is not None:
            return ended.text, "exit code"
        return last_words_of(session), EVENT


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
