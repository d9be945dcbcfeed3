"""The question before a hyperlink of a program is opened: the whole address, as it is."""

from __future__ import annotations

from pathlib import PurePath
from typing import ClassVar, Final
from urllib.parse import urlsplit

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.text.plain import clean

SCHEMES: Final = frozenset({"http", "https"})
"""What a browser is asked to open. Others start programs of this machine with a program's words."""
LONGEST: Final = 4096


def can_be_opened(address: str) -> bool:
    """Tell whether an address is one of the web, with nothing in it that is not shown as it is."""
    if clean(address, LONGEST) != address or not address.isascii() or " " in address:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme.lower() in SCHEMES and bool(parts.hostname)


class LinkScreen(ModalScreen[bool], inherit_bindings=False):
    """Shows where a link leads, and asks whether to go there. The answer of doing nothing is no."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["dialogs.tcss", "terminal_dialogs.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = bindings("link")
    """The keys of the place ``link`` in the registry of actions."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self._can_be_opened = can_be_opened(address)

    def compose(self) -> ComposeResult:
        """The address, and the keys."""
        question = (
            "Open this in your browser?" if self._can_be_opened else "This link cannot be opened from here."
        )
        opening = (("y", "$primary bold"), " open it    ") if self._can_be_opened else ("",)
        with Vertical(classes="dialog"):
            yield Static(Content(question), classes="question")
            with VerticalScroll(classes="facts"):
                yield Static(Content(clean(self.address, LONGEST)))
            yield Static(
                Content.assemble(
                    *opening,
                    ("c", "$primary bold"),
                    " copy the address    ",
                    ("esc", "$primary bold"),
                    " leave it",
                ),
                classes="answers",
            )

    def action_answer(self, is_wanted: bool) -> None:
        """Give the answer; yes only to what may be opened."""
        if self._can_be_opened or not is_wanted:
            self.dismiss(is_wanted)

    def action_copy(self) -> None:
        """Copy the address instead of opening it."""
        self.app.copy_to_clipboard(clean(self.address, LONGEST))
        self.dismiss(False)
