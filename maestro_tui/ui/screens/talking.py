"""Talking: to the agents, through their terminals, and in their place, to the server."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from maestro_tui.protocol.models import Session
from maestro_tui.protocol.reports import REPORTS
from maestro_tui.store.statuses import needs_input
from maestro_tui.ui import forms
from maestro_tui.ui.columns.sessions import name_of
from maestro_tui.ui.deeds import Errand
from maestro_tui.ui.standing.attention import ASKING

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

            self._desk.forget_marks()
            for _, terminal in terminals:
                terminal.paste(values["text"])
                terminal.send_key(KeyPress("enter", "\r"))

        self._desk.ask(forms.tell_form([name_of(session) for session, _ in terminals]), send)

    def answer(self) -> None:
        """Answer the session that waits: the one under the cursor if it does, else the first that can be answered."""
        if self._desk.deeds.refuses_without_server():
            return
        session = self._asking_session()
        if session is None:
            self._desk.say("Nobody waits for you.")
            return
        terminal = self._desk.conductor.panes.get(session.id)
        if terminal is None and session.id not in self._desk.scene.attention:
            self._desk.say("Nobody waits for you.")
        elif terminal is None and self._desk.runs_here(session):
            self._desk.say(f"The terminal of {name_of(session)} is just being opened: try again in a moment.")
        elif terminal is None:
            self._desk.say(f"{name_of(session)} has no terminal here: it is answered where it runs.")
        elif terminal.exit_status is not None:
            self._desk.say("Its program has ended: there is nobody to answer.")
        else:
            self._ask(session, terminal)

    def _ask(self, session: Session, terminal: Terminal) -> None:
        from maestro_tui.ui.screens.answer import Answer, Outcome
        from maestro_tui.ui.screens.calling import Calling

        def take(outcome: Outcome | None) -> None:
            if outcome is Outcome.SENT:
                Calling(self._desk).answered(session.id)
            elif outcome is Outcome.GO:
                self._desk.go_into(session.id)

        attention = self._desk.scene.attention
        others = sum(call.look in ASKING for id_, call in attention.items() if id_ != session.id)
        answer = Answer(session, terminal, attention.get(session.id), others)
        self._desk.app.push_screen(answer, take)

    def _asking_session(self) -> Session | None:
        """The session under the cursor if it waits or nobody does, else the one that has waited longest.

        One that has no terminal here cannot be answered here: it is only taken if there is no other.
        """
        attention, sessions = self._desk.scene.attention, self._desk.scene.state.sessions
        asking = [id_ for id_ in attention if attention[id_].look in ASKING]
        here = self._desk.session_at_cursor()
        if here is not None and (here.id in asking or needs_input(here) or not asking):
            return here
        panes = self._desk.conductor.panes
        answerable = [id_ for id_ in asking if id_ in panes and panes[id_].exit_status is None]
        return next((sessions[id_] for id_ in [*answerable, *asking] if id_ in sessions), None)

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
        return Errand("report it", deeds, ids, lambda _: self._desk.forget_marks())
