"""All keys, as the registry of actions has them, place by place."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from maestro_tui.ui.actions.action import Action
from maestro_tui.ui.actions.registry import ACTIONS, bindings
from maestro_tui.ui.text.fitting import pad, wrap

PLACES: Final = {
    "app": "Everywhere",
    "dashboard": "On the dashboard",
    "table": "In tables",
    "timeline": "In the timeline",
    "panes": "In the tabs of terminals",
    "terminal": "In a terminal",
    "copy": "In the text of a terminal",
    "filter": "While filtering",
    "find": "While finding",
    "log": "In the event log",
    "decisions": "In the log of decisions",
    "wall": "On the wall of terminals",
    "replay": "In a replay: maestro-tui replay FILE",
}
"""The places of the registry in the order in which they are explained; dialogs say their keys themselves."""

KEY_WIDTH: Final = 14
TITLE_WIDTH: Final = 26
INDENT: Final = KEY_WIDTH + TITLE_WIDTH + 4
"""Cells before the help of an action."""
LEAST_FOR_HELP: Final = 20
MARGIN: Final = 12
"""Cells of the screen that are not the text's: the dialog's frame and what is left free around it."""
WIDEST: Final = 110


class Help(ModalScreen[None], inherit_bindings=False):
    """What can be done, where, and by which key."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("help")
    """The keys of the place ``help`` in the registry of actions."""
    AUTO_FOCUS = ""

    def compose(self) -> ComposeResult:
        """One long text, and the key that ends it."""
        with Vertical(classes="dialog help"):
            with VerticalScroll(id="help-text", can_focus=False):
                yield Static(describe_keys(min(self.app.size.width, WIDEST + MARGIN) - MARGIN))
            yield Static(
                Content.assemble(("esc", "$primary bold"), " leaves · ", ("j k", "$primary bold"), " scroll")
            )

    def action_scroll(self, lines: int) -> None:
        """Scroll by some lines."""
        self.query_one("#help-text").scroll_relative(y=lines, animate=False)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)


def describe_keys(width: int) -> Content:
    """Put the whole registry into words, in lines of at most `width` cells."""
    parts: list[Content] = []
    for place, title in PLACES.items():
        actions = [action for action in ACTIONS if action.where == place]
        if actions:
            parts.append(Content.assemble("\n" if parts else "", (title, "bold"), "\n"))
            parts += [_describe(action, width) for action in actions]
    return Content("").join(parts)


def _describe(action: Action, width: int) -> Content:
    keys = action.shown_as or action.keys.replace(",", " ") or ":"
    room = width - INDENT
    help_ = wrap(action.help, room) if room >= LEAST_FOR_HELP else []
    title = action.title if width < INDENT else pad(action.title, TITLE_WIDTH)
    text = ("\n" + " " * INDENT).join(help_)
    return Content.assemble(
        (f"  {pad(keys, KEY_WIDTH)} ", "$primary"), title, " ", (text, "$text-muted"), "\n"
    )
