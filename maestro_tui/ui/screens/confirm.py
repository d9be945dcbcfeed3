"""A question before something is destroyed."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.widgets.answers import Answers


class Confirm(ModalScreen[bool], inherit_bindings=False):
    """Asks whether the user is sure. The answer of doing nothing is no."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("confirm")
    """The keys of the place ``confirm`` in the registry of actions."""

    def __init__(self, question: str, consequence: str, verb: str) -> None:
        super().__init__()
        self._question = question
        self._consequence = consequence
        self._verb = verb

    def compose(self) -> ComposeResult:
        """The question, what it means, and the two keys."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._question), classes="question")
            yield Static(Content(self._consequence), classes="consequence")
            yield Answers(("y", self._verb, "answer(True)"), ("esc", "leave it as it is", "answer(False)"))

    def action_answer(self, is_sure: bool) -> None:
        """Give the answer."""
        self.dismiss(is_sure)
