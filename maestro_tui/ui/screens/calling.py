"""Calling: who calls for the user, and who is put aside until there is another reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from maestro_tui.protocol.ids import SessionId
from maestro_tui.ui.columns.sessions import name_of
from maestro_tui.ui.forms import names_of
from maestro_tui.ui.standing.attention import OVER

if TYPE_CHECKING:
    from maestro_tui.ui.screens.desk import Desk


class Calling:
    """Who calls, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._attention = desk.scene.attention

    def put_aside(self) -> None:
        """Put aside those of the chosen sessions that call, else who calls first; who is put aside calls again."""
        chosen = self._desk.table_of_sessions.chosen
        calling = [id_ for id_ in chosen if id_ in self._attention]
        aside = [id_ for id_ in chosen if id_ in self._attention.aside.reasons]
        self._desk.forget_marks()
        if calling or not aside:
            self._put(calling or list(self._attention)[:1])
            return
        back = [id_ for id_ in aside if self._attention.take_back(id_)]
        self._show(back)
        self._desk.app.notify(f"{self._names(back)} is back in the queue.", markup=False)

    def put_ended_aside(self) -> None:
        """Put aside who has ended: there is nothing to answer."""
        self._put([id_ for id_, call in self._attention.items() if call.look in OVER])

    def answered(self, session_id: SessionId) -> None:
        """Put aside who was answered: whether it waits for something else, it says itself."""
        if self._attention.put_aside(session_id):
            self._show([session_id])

    def _put(self, ids: list[SessionId]) -> None:
        if not ids:
            self._desk.say("Nobody calls for you.")
            return
        for id_ in ids:
            self._attention.put_aside(id_)
        self._show(ids)
        self._desk.app.notify(f"Put aside: {self._names(ids)}.", markup=False)

    def _names(self, ids: Iterable[SessionId]) -> str:
        sessions = self._desk.scene.state.sessions
        return names_of([name_of(sessions[id_]) for id_ in ids if id_ in sessions])

    def _show(self, ids: Iterable[SessionId]) -> None:
        self._desk.feed.take_calls(frozenset(ids))
