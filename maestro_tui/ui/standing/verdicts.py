"""What is shown of every session, kept up as things change and as time passes: counts and filters go by it. Pure.

A session that falls silent is told by nobody. So it is known of each when it may look different by itself, and no
other is looked at: a second costs as much as there is to say in it, however many sessions there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final

from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import Session
from maestro_tui.ui.standing.judgement import LIVELY, Judge, judge, next_moment
from maestro_tui.ui.standing.status import Look, look_of_session

if TYPE_CHECKING:
    from maestro_tui.ui.scene import Scene

MOST_AT_ONCE: Final = 2_000
"""How many sessions are judged again in a second; after a night's sleep of the machine all of them are due."""


class Verdicts:
    """The looks that sessions are shown with."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._overruled: dict[SessionId, Look] = {}
        """How those are shown of whom something else is shown than what the server says."""
        self._due: dict[SessionId, float] = {}
        self._queue: list[tuple[float, SessionId]] = []
        self.apply(scene.state.sessions)

    def look_of(self, session: Session) -> Look:
        """Give what is shown of a session."""
        return self._overruled.get(session.id) or look_of_session(session)

    def apply(self, ids: Iterable[SessionId]) -> frozenset[SessionId]:
        """Judge sessions again, and tell of which another verdict of ours is shown than before, or none any more."""
        return frozenset([id_ for id_ in ids if self._judge(id_)])

    def tick(self) -> frozenset[SessionId]:
        """Judge those again that may look different because time has passed, and tell which do."""
        # What a terminal printed is told to nobody, either.
        due = set(self._overruled.keys() & self._scene.state.panes.keys())
        while self._queue and self._queue[0][0] < self._scene.now and len(due) < MOST_AT_ONCE:
            moment, id_ = heappop(self._queue)
            if self._due.get(id_) == moment:
                del self._due[id_]
                due.add(id_)
        judged = self.apply(due)
        self._note_next()
        return judged

    def _judge(self, id_: SessionId) -> bool:
        session = self._scene.state.sessions.get(id_)
        before = self._overruled.pop(id_, None)
        if session is None or session.status not in LIVELY:
            self._due.pop(id_, None)
            return before is not None
        look, by = judge(session, self._scene)
        if by is not Judge.SERVER:
            self._overruled[id_] = look
        moment = next_moment(session, self._scene)
        if moment is None:
            self._due.pop(id_, None)
        elif moment < self._due.get(id_, float("inf")):
            # One that comes too early does no harm: mostly something is heard before, and then it waits anew.
            self._due[id_] = moment
            heappush(self._queue, (moment, id_))
            self._note_next()
        return before is not self._overruled.get(id_)

    def _note_next(self) -> None:
        if self._queue:
            self._scene.horizon.note(self._queue[0][0] + 1)
