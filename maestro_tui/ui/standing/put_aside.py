"""Who the user has put aside: they call no more, until there is another reason. Pure.

A reason is a word and a moment by the server's clock, so that it is known again by the next dashboard.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final
from zlib import crc32

from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import Session
from maestro_tui.store.statuses import ended_at, needs_input
from maestro_tui.ui.standing.words import question_of

if TYPE_CHECKING:
    from maestro_tui.ui.standing.attention import Call

MOST: Final = 500
"""How many are remembered: the oldest are forgotten first."""


class PutAside:
    """Why each of them called when it was put aside, and its call, to be taken back."""

    def __init__(self) -> None:
        self.reasons: dict[SessionId, str] = {}
        """What is to be remembered."""
        self._calls: dict[SessionId, Call] = {}

    def remember(self, reasons: Mapping[str, str]) -> None:
        """Go on from what was put aside before."""
        self.reasons = {SessionId(id_): reason for id_, reason in list(reasons.items())[-MOST:]}

    def put(self, call: Call, session: Session | None) -> None:
        """Put a call aside."""
        self.forget(call.session_id)
        if session is not None:
            self.reasons[call.session_id] = reason_for(call, session)
            self._calls[call.session_id] = call
        while len(self.reasons) > MOST:
            self.forget(next(iter(self.reasons)))

    def holds(self, call: Call, session: Session) -> bool:
        """Tell whether a call is put aside; if it has another reason, nothing of that session is any more."""
        known = self.reasons.get(call.session_id)
        if known is None:
            return False
        if known == reason_for(call, session):
            self._calls[call.session_id] = call
            return True
        self.forget(call.session_id)
        return False

    def call_of(self, session_id: SessionId) -> Call | None:
        """Give the call of a session that is put aside."""
        return self._calls.get(session_id)

    def take_back(self, session_id: SessionId) -> Call | None:
        """Put a session aside no more, and give its call."""
        self.reasons.pop(session_id, None)
        return self._calls.pop(session_id, None)

    def forget(self, session_id: SessionId) -> None:
        """Know nothing of a session any more."""
        self.take_back(session_id)


def reason_for(call: Call, session: Session) -> str:
    """Say why a session calls, so that another wait, or another end, is another reason."""
    if needs_input(session):
        asked = session.needs_input
        moment = asked.since if asked is not None and asked.since else crc32(question_of(session).encode())
    else:
        moment = ended_at(session) or 0
    return f"{call.look.word} {moment:.0f}"
