"""The line in which one types what is looked for in a terminal: matches are lit as one types."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.widgets.terminal_reading import Reading
from maestro_tui.ui.widgets.terminal_view import TerminalView


class SearchBar(Input):
    """Searches a terminal. Enter keeps what was found, escape goes back to where one was."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("search")
    """The keys of the place ``search`` in the registry of actions."""

    class Closed(Message):
        """The user has typed what is looked for, or does not want to look any more."""

    class Walked(Message):
        """Another match is the current one, or there is none."""

    def __init__(self, view: TerminalView, reading: Reading, direction: int) -> None:
        where = "newer" if direction > 0 else "older"
        super().__init__(placeholder=f"search towards {where} text …", id="search", compact=True)
        self._view = view
        self._reading = reading
        self._direction = direction
        self._first = reading.engine.view().first
        self._caret = reading.caret

    @on(Input.Changed)
    def _look(self, event: Input.Changed) -> None:
        event.stop()
        self._go_back()
        self._reading.find(event.value)
        self._walk(self._direction)

    @on(Input.Submitted)
    def _keep(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Closed())

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Tell which keys are text here: all that print, and the slash, for whose name Textual knows no character."""
        return key == "slash" or super().check_consume_key(key, character)

    def action_walk(self, direction: int) -> None:
        """Go from match to match while one types."""
        self._walk(direction)

    def action_take_back(self) -> None:
        """Look for nothing, where one was before."""
        self._reading.find("")
        self._go_back()
        self._view.mark()
        self.post_message(self.Closed())

    def _walk(self, direction: int) -> None:
        self._reading.walk(direction)
        self._view.mark()
        self.post_message(self.Walked())

    def _go_back(self) -> None:
        self._reading.engine.scroll_to_line(self._first)
        if self._caret is not None:
            self._reading.place_caret(self._caret)
