"""Talking: to the agents, through their terminals, and in their place, to the server."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from maestro_tui.protocol.models import Session
from maestro_tui.protocol.reports import REPORTS
from maestro_tui.ui import forms
from maestro_tui.ui.columns.sessions import name_of
from maestro_tui.ui.deeds import Errand
from maestro_tui.ui.standing.attention import question_of
from maestro_tui.ui.standing.status import RINGING, WAITING

if TYPE_CHECKING:
    from maestro_tui.terminal.pane import Terminal
    from maestro_tui.ui.forms import Values
    from maestro_tui.ui.screens.desk import Desk


class Talking:
    """Talks, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def _terminals(self, sessions: list[Session]) -> list[tuple[Session, Terminal]]:
        """Those of the sessions that have a living terminal here."""
        pairs = [(session, self._desk.conductor.panes.get(session.id)) for session in sessions]
        return [(session, pane) for session, pane in pairs if pane is not None and pane.exit_status is None]

    def tell(self) -> None:
        """Type a line into the terminals of the chosen sessions."""
        if self._desk.deeds.refuses_without_server() or not (sessions := self._desk.chosen_sessions()):
            return
        terminals = self._terminals(sessions)
        if not terminals:
            self._desk.say("There is no terminal here to type into.")
            return

        def send(values: Values) -> None:
            from maestro_tui.terminal.keys import KeyPress

            self._desk.sessions.forget_marks()
            for _, terminal in terminals:
                terminal.paste(values["text"])
                terminal.send_key(KeyPress("enter", "\r"))

        self._desk.ask(forms.tell_form([name_of(session) for session, _ in terminals]), send)

    def answer(self) -> None:
        """Answer the session that waits: the one under the cursor if it does, else the first."""
        if self._desk.deeds.refuses_without_server():
            return
        session = self._asking_session()
        if session is None:
            self._desk.say("Nobody waits for you.")
            return
        terminal = self._desk.conductor.panes.get(session.id)
        if terminal is None:
            self._desk.say(f"{name_of(session)} has no terminal here: it is answered where it runs.")
        elif terminal.exit_status is not None:
            self._desk.say("Its program has ended: there is nobody to answer.")
        else:
            from maestro_tui.ui.screens.answer import Answer

            self._desk.app.push_screen(Answer(name_of(session), question_of(session), terminal))

    def _asking_session(self) -> Session | None:
        """The session under the cursor if it waits or nobody does, else the one that has waited longest."""
        attention = self._desk.scene.attention
        asking = [id_ for id_ in attention if attention[id_].look in {WAITING, RINGING}]
        here = self._desk.sessions.cursor
        session_id = here if here in asking or not asking else asking[0]
        return self._desk.scene.state.sessions.get(session_id) if session_id else None

    def report(self) -> None:
        """Report something for the chosen sessions, in the place of their agents."""
        if self._desk.deeds.refuses() or not (sessions := self._desk.chosen_sessions()):
            return
        self._desk.ask(
            forms.report_form([name_of(session) for session in sessions]), partial(self._report, sessions)
        )

    def _report(self, sessions: list[Session], values: Values) -> Errand:
        kind, text = REPORTS[values["kind"]], values["text"].strip()
        ids = [session.id for session in sessions]
        deeds = tuple(partial(self._desk.conductor.intents.report, id_, kind, text) for id_ in ids)
        return Errand("report it", deeds, ids, lambda _: self._desk.sessions.forget_marks())
