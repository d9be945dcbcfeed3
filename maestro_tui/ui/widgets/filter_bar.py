"""The line in which one types what a table is to show."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.timer import Timer
from textual.widgets import Input

from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.widgets.reading_ahead import ROWS_AT_ONCE
from maestro_tui.ui.widgets.record_table import RecordTable


class FilterBar(Input):
    """Filters a table as one types. Enter keeps what was typed, escape takes it back."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("filter")
    """The keys of the place ``filter`` in the registry of actions."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)
    """How long the text is; nothing else of the screen is arranged by it, though Textual would."""

    class Closed(Message):
        """The user is done."""

        def __init__(self, table: RecordTable[Any, Any]) -> None:
            super().__init__()
            self.table = table

    def __init__(self, table: RecordTable[Any, Any]) -> None:
        fields = " ".join(f"{name}:…" for name in table.kind.fields)
        super().__init__(
            table.arrangement.query.text,
            placeholder=f"show only {table.kind.name} with …   words  -words  {fields}",
            id="filter",
            compact=True,
            select_on_focus=False,
        )
        self._table = table
        self._preparing: Timer | None = None

    def on_mount(self) -> None:
        """Get the table ready, a little at a time, while the user begins to type."""
        if not self._table.arrangement.prepare(ROWS_AT_ONCE):
            self._preparing = self.set_interval(1 / 50, self._prepare)

    def _prepare(self) -> None:
        if self._preparing is not None and self._table.arrangement.prepare(ROWS_AT_ONCE):
            self._preparing.stop()
            self._preparing = None
            self._table.look_for(self.value)

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        if self._preparing is None:
            self._table.look_for(event.value)

    @on(Input.Submitted)
    def _keep(self, event: Input.Submitted) -> None:
        event.stop()
        self._table.look_for(self.value)
        self.post_message(self.Closed(self._table))

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Tell which keys are text here: all that print, and the slash, for whose name Textual knows no character."""
        return key == "slash" or super().check_consume_key(key, character)

    def action_take_back(self) -> None:
        """Show what was shown before."""
        self._table.look_for("")
        self.post_message(self.Closed(self._table))

    def action_cursor(self, step: int) -> None:
        """Move the cursor of the table while one types."""
        self._table.action_cursor(step)
