"""A field of a form for a text of several lines."""

from __future__ import annotations

from textual import events
from textual.widgets import TextArea

from maestro_tui.ui.text.plain import clean_whole


class LongInput(TextArea):
    """Enter begins a new line, where in other fields it sends the form."""

    def __init__(self, text: str, hint: str, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(
            text, theme="css", placeholder=hint, compact=True, highlight_cursor_line=False, id=id
        )

    @property
    def value(self) -> str:
        """What was written."""
        return self.text

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Tell which keys are text here."""
        return key == "enter" or super().check_consume_key(key, character)

    def on_paste(self, event: events.Paste) -> None:
        """Have Textual, whose handler comes next, take in what is fit to be drawn."""
        event.text = clean_whole(event.text)
