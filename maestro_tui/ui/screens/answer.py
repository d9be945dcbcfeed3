"""Answering a session in place: its question, the last lines of its terminal, and a line to type.

What is typed is sent only to the screen that was seen: if it has changed meanwhile, it is shown anew instead.
"""

from __future__ import annotations

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from maestro_tui.terminal.keys import KeyPress
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.text.plain import clean
from maestro_tui.ui.widgets.answers import Answers

LINES: Final = 8
"""How many of the terminal's last lines are shown."""


class Answer(ModalScreen[bool], inherit_bindings=False):
    """Gives back whether something was sent."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("answer")
    """The keys of the place ``answer`` in the registry of actions."""
    AUTO_FOCUS = "Input"

    def __init__(self, name: str, question: str, terminal: Terminal) -> None:
        super().__init__()
        self._name = name
        self._question = question
        self._terminal = terminal
        self._seen = terminal.text()
        self._screen_text = Static(Content(""), classes="screen")
        self._note = Static(Content(""), classes="problem")

    def compose(self) -> ComposeResult:
        """The question, what stands in the terminal, and the line."""
        with Vertical(classes="dialog form"):
            yield Static(Content(f"Answer {self._name}"), classes="question")
            if self._question:
                yield Static(Content(self._question), classes="consequence")
            yield self._screen_text
            yield Input(placeholder="what to type into its terminal", compact=True, id="answer")
            yield self._note
            yield Answers(("enter", "send it, with enter", "send"), ("esc", "leave it", "leave"))

    def on_mount(self) -> None:
        """Show the terminal as it is."""
        self._show()

    def _show(self) -> None:
        self._seen = self._terminal.text()
        lines = [clean(line) for line in self._seen.rstrip().splitlines()[-LINES:]]
        self._screen_text.update(Content("\n".join(lines) or "(the screen is empty)"))

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_send()

    def action_send(self) -> None:
        """Type the line, unless the terminal is no longer what was seen."""
        line = self.query_one(Input).value
        if self._terminal.exit_status is not None:
            self._note.update(Content("Its program has ended: there is nobody to answer."))
        elif self._terminal.text() != self._seen:
            self._show()
            self._note.update(Content("The screen has changed: read it, then press enter again."))
        else:
            if line:
                self._terminal.paste(line)
            self._terminal.send_key(KeyPress("enter", "\r"))
            self.dismiss(True)

    def action_leave(self) -> None:
        """Send nothing."""
        self.dismiss(False)
