"""A text in lines that one reads, scrolls and copies, over the dashboard. Says nothing itself."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.look.contents import content_of
from maestro_tui.ui.look.tones import Cell

WIDEST: Final = 92
MARGIN: Final = 10
"""Cells of the screen that are not the text's: the frame, its padding, and what is free around it."""


class ReadingScreen(ModalScreen[None], inherit_bindings=False):
    """Something to read, kept up to date meanwhile."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("reading")
    """The keys of the place ``reading`` in the registry of actions."""
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self._text = Static(id="reading-text")
        self._shown: list[tuple[Cell, ...]] = []

    @abstractmethod
    def lines(self, width: int) -> list[tuple[Cell, ...]]:
        """Give what is to be read, in at most so many cells."""

    @abstractmethod
    def text(self) -> str:
        """Give the same as plain text; empty if it is gone."""

    def compose(self) -> ComposeResult:
        """What is known, and the keys."""
        with Vertical(classes="dialog reading"):
            with VerticalScroll(id="reading-frame", can_focus=False):
                yield self._text
            yield Static(
                Content.assemble(
                    ("y", "$primary bold"),
                    " copies it    ",
                    ("j k", "$primary bold"),
                    " scroll    ",
                    ("esc", "$primary bold"),
                    " leaves",
                ),
                classes="answers",
            )

    def on_mount(self) -> None:
        """Look now; whoever hears of changes has it look again."""
        self.recheck()

    def on_resize(self) -> None:
        """Wrap for the new width."""
        self.recheck()

    def recheck(self) -> None:
        """Say it anew if it is no longer what was said, also because time has passed."""
        lines = self.lines(min(WIDEST, self.app.size.width - MARGIN))
        if lines != self._shown:
            self._shown = lines
            self._text.update(content_of(lines))

    def action_copy(self) -> None:
        """Copy it as text."""
        if text := self.text():
            self.app.copy_to_clipboard(text)
            self.app.notify("It is copied.", markup=False)

    def action_scroll(self, lines: int) -> None:
        """Scroll by some lines."""
        self.query_one("#reading-frame").scroll_relative(y=lines, animate=False)

    def action_scroll_page(self, pages: int) -> None:
        """Scroll by pages."""
        frame = self.query_one("#reading-frame")
        frame.scroll_relative(y=pages * max(1, frame.size.height - 1), animate=False)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
