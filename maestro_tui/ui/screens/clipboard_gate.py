"""The question before a program's text goes into the user's clipboard: whose it is, and how it begins."""

from __future__ import annotations

from pathlib import PurePath
from typing import ClassVar, Final, Literal

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.text.plain import clean

Verdict = Literal["once", "no", "always", "never"]

LINES_SHOWN: Final = 6
WIDTH_SHOWN: Final = 72


class ClipboardGate(ModalScreen[Verdict], inherit_bindings=False):
    """Asks whether a program may set the clipboard. The answer of doing nothing is no."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["dialogs.tcss", "terminal_dialogs.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = bindings("clipboard")
    """The keys of the place ``clipboard`` in the registry of actions."""

    def __init__(self, who: str, text: str) -> None:
        super().__init__()
        self._who = who
        self._text = text

    def compose(self) -> ComposeResult:
        """Whose text it is, its first lines, and the keys."""
        with Vertical(classes="dialog"):
            yield Static(Content(f"May {self._who} put this into your clipboard?"), classes="question")
            yield Static(excerpt(self._text), classes="consequence")
            yield Static(
                Content.assemble(
                    ("y", "$primary bold"),
                    " copy it    ",
                    ("n", "$primary bold"),
                    " refuse    ",
                    ("A", "$primary bold"),
                    " always from it    ",
                    ("N", "$primary bold"),
                    " never from it",
                ),
                classes="answers",
            )

    def action_answer(self, verdict: Verdict) -> None:
        """Give the answer."""
        self.dismiss(verdict)


def excerpt(text: str) -> Content:
    """Give the first lines of a text; nothing of it is parsed, and what cannot be seen is made visible."""
    lines = text[: LINES_SHOWN * 4096].split("\n")
    shown = [clean(line, WIDTH_SHOWN) for line in lines[:LINES_SHOWN]]
    count = text.count("\n") + 1
    rest = f"{count:,} lines, {len(text):,} characters" if count > 1 else f"{len(text):,} characters"
    return Content("\n").join([*map(Content, shown), Content.assemble((rest, "$text-disabled"))])
