"""The line in which one types what is looked for everywhere."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from maestro_tui.ui.actions.registry import bindings


class FindBar(Input):
    """Takes a text, and keys that move over what was found while one types."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("find")
    """The keys of the place ``find`` in the registry of actions."""

    class Typed(Message):
        """Something else is looked for."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Moved(Message):
        """The user wants to go on by some hits, pages of hits, or groups."""

        def __init__(self, step: int, by: str) -> None:
            super().__init__()
            self.step = step
            self.by = by
            """``hit``, ``page`` or ``group``."""

    class Jumped(Message):
        """The user wants to go to the place."""

    class Left(Message):
        """The user wants to go back."""

    def __init__(self, text: str) -> None:
        super().__init__(
            text, placeholder="find in all terminals, timelines, tasks … ", id="find", compact=True
        )

    @on(Input.Changed)
    def _take_text(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Tell which keys are text here: all that print, and the slash, for whose name Textual knows no character."""
        return key == "slash" or super().check_consume_key(key, character)

    def action_move(self, step: int) -> None:
        """Go on by some hits."""
        self.post_message(self.Moved(step, "hit"))

    def action_move_page(self, step: int) -> None:
        """Go on by pages."""
        self.post_message(self.Moved(step, "page"))

    def action_move_group(self, step: int) -> None:
        """Go to the first hit of another group."""
        self.post_message(self.Moved(step, "group"))

    def action_jump(self) -> None:
        """Go to the place."""
        self.post_message(self.Jumped())

    def action_leave(self) -> None:
        """Go back."""
        self.post_message(self.Left())
