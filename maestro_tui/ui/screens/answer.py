"""Answering a session in place: its question, the last lines of its terminal, and a line to type.

What is typed is sent only to the screen that was seen: if it has changed meanwhile, it is shown anew instead.
"""

from __future__ import annotations

from enum import Enum
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import Session
from maestro_tui.terminal.keys import KeyPress
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.columns.sessions import name_of
from maestro_tui.ui.standing.attention import Call
from maestro_tui.ui.standing.words import question_of
from maestro_tui.ui.text.ages import clock_time
from maestro_tui.ui.text.plain import clean
from maestro_tui.ui.widgets.answers import Answers

LEAST_LINES: Final = 8
"""How many of the terminal's last lines are shown at least, where it has so many; a third of a higher screen."""

RESTLESS: Final = 2
"""After how many refusals one is told of the other way: some screens never stand still."""

CHANGED: Final = "The screen has changed: nothing was sent. Read it, then press enter again."
RESTLESS_ADVICE: Final = "It keeps changing: nothing was sent. ctrl+g goes into the terminal."
ENDED: Final = "Its program has ended: there is nobody to answer."


class Outcome(Enum):
    """What came of it."""

    SENT = "sent"
    GO = "go"
    """The user wants to go into the terminal instead."""


class Answer(ModalScreen[Outcome | None], inherit_bindings=False):
    """Gives back whether something was sent; None if the user left.

    Args:
        session: Whom to answer.
        terminal: Where.
        call: How it has called for the user, if it has.
        others: How many wait for the user beside it.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("answer")
    """The keys of the place ``answer`` in the registry of actions."""
    AUTO_FOCUS = "Input"

    def __init__(self, session: Session, terminal: Terminal, call: Call | None, others: int) -> None:
        super().__init__()
        self._session = session
        self._terminal = terminal
        self._call = call
        self._others = others
        self._seen = terminal.text()
        self._refusals = 0
        self._screen_text = Static(Content(""), classes="screen")
        self._note = Static(Content(""), classes="problem")

    @property
    def session_in_view(self) -> SessionId:
        """Whom the user is with."""
        return self._session.id

    def compose(self) -> ComposeResult:
        """The question, what stands in the terminal, and the line."""
        with Vertical(classes="dialog form"):
            yield Static(Content(f"Answer {name_of(self._session)}"), classes="question")
            if circumstances := self._circumstances():
                yield Static(Content(circumstances), classes="circumstances")
            if question := question_of(self._session):
                yield Static(Content(question), classes="consequence")
            yield self._screen_text
            yield Input(placeholder="what to type into its terminal", compact=True, id="answer")
            yield self._note
            yield Answers(
                ("enter", "send", "send"),
                ("ctrl+t", "without enter", "send(False)"),
                ("ctrl+g", "go there", "go"),
                ("esc", "leave", "leave"),
            )

    def on_mount(self) -> None:
        """Show the terminal as it is."""
        self._show()

    def _circumstances(self) -> str:
        """Say since when it waits, who says so, and that it is not the only one."""
        said = []
        if self._call is not None:
            said.append(f"{self._call.look.word} since {clock_time(self._call.since)} · {self._call.source}")
        if self._others:
            said.append(f"{self._others} more {'waits' if self._others == 1 else 'wait'}")
        return " · ".join(said)

    def _show(self) -> None:
        self._seen = self._terminal.text()
        most = max(LEAST_LINES, self.app.size.height // 3)
        lines = [clean(line) for line in self._seen.rstrip().splitlines()[-most:]]
        self._screen_text.update(Content("\n".join(lines) or "(the screen is empty)"))

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_send()

    def action_send(self, has_enter: bool = True) -> None:
        """Type the line, unless the terminal is no longer what was seen."""
        line = self.query_one(Input).value
        if self._terminal.exit_status is not None:
            self._note.update(Content(ENDED))
        elif self._terminal.text() != self._seen:
            self._refusals += 1
            self._show()
            self._note.update(Content(CHANGED if self._refusals < RESTLESS else RESTLESS_ADVICE))
        else:
            self._type(line, has_enter=has_enter)
            self.dismiss(Outcome.SENT)

    def _type(self, line: str, *, has_enter: bool) -> None:
        if len(line) == 1:
            # Menus, and questions for yes or no, want a key: what is pasted they do not take.
            self._terminal.send_key(KeyPress(line, line))
        elif line:
            self._terminal.paste(line)
        if has_enter:
            self._terminal.send_key(KeyPress("enter", "\r"))

    def action_go(self) -> None:
        """Go into the terminal instead."""
        self.dismiss(Outcome.GO)

    def action_leave(self) -> None:
        """Send nothing."""
        self.dismiss(None)
