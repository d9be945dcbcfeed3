"""The question before another server's command is run here: what would be started, where, and with which variables."""

from __future__ import annotations

import asyncio
import shlex
from typing import ClassVar, Final

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from maestro_tui.conductor.spawning import SpawnQuestion
from maestro_tui.ui.actions import bindings
from maestro_tui.ui.plain import clean

LONGEST_VALUE: Final = 2_000
"""Of a longer argument the user would not read the rest either; that it goes on is shown."""


class SpawnGate(ModalScreen[bool], inherit_bindings=False):
    """Asks whether a command may run here. The answer of doing nothing is no."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("gate")
    """The keys of the place ``gate`` in the registry of actions."""

    def __init__(self, question: SpawnQuestion, who: str) -> None:
        super().__init__()
        self._question = question
        self._who = who

    def compose(self) -> ComposeResult:
        """Everything that would be done, and the two keys."""
        with Vertical(classes="dialog"):
            yield Static(Content(f"May {self._who} run this on your machine?"), classes="question")
            with VerticalScroll(classes="facts"):
                yield Static(describe(self._question))
            yield Static(
                Content.assemble(
                    ("y", "$primary bold"),
                    " run it    ",
                    ("n", "$primary bold"),
                    " refuse: the session fails",
                ),
                classes="answers",
            )

    def action_answer(self, is_allowed: bool) -> None:
        """Give the answer."""
        self.dismiss(is_allowed)


def describe(question: SpawnQuestion) -> Content:
    """Put everything that would be done into words; nothing of it is parsed."""
    lines = [("command", " ".join(shlex.quote(clean(word, LONGEST_VALUE)) for word in question.argv))]
    lines.append(("directory", clean(question.cwd, LONGEST_VALUE)))
    for number, (name, value) in enumerate(question.env_vars.items()):
        lines.append(("" if number else "sets", f"{clean(name)}={clean(value, LONGEST_VALUE)}"))
    if question.refused:
        lines.append(("never sets", ", ".join(clean(name) for name in question.refused)))
    return Content("\n").join(
        Content.assemble((f"{label:<12}", "$text-disabled"), value) for label, value in lines
    )


async def ask(app: App[None], question: SpawnQuestion, who: str) -> bool:
    """Put the question to the user, and wait for the answer."""
    answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def take(is_allowed: bool | None) -> None:
        if not answer.done():
            answer.set_result(bool(is_allowed))

    app.push_screen(SpawnGate(question, who), take)
    return await answer
