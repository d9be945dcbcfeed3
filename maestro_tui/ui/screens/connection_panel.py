"""The connection: what is known of it, how often it was cut, and what was missed. Ticks while it is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.look.ink import VARIABLES
from maestro_tui.ui.look.tones import Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.text.fitting import pad, wrap
from maestro_tui.ui.widgets.answers import Answers
from maestro_tui.ui.wire.connection_facts import Fact, facts_of

LABEL_WIDTH: Final = 10
WIDEST: Final = 66
MARGIN: Final = 16
"""Cells of the screen that are not the text's."""


class ConnectionPanel(ModalScreen[None], inherit_bindings=False):
    """All there is to know of the connection, over the dashboard.

    Args:
        scene: What is looked at.
        server_name: Gives where the server is, without a token.
        reconnect: Tries to connect now, and says so, or why not.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("connection")
    """The keys of the place ``connection`` in the registry of actions."""
    AUTO_FOCUS = ""

    def __init__(self, scene: Scene, server_name: Callable[[], str], reconnect: Callable[[], None]) -> None:
        super().__init__()
        self._scene = scene
        self._server_name = server_name
        self._reconnect = reconnect
        self._facts: list[Fact] = []
        self._text = Static(Content(""))

    def compose(self) -> ComposeResult:
        """The facts and the keys."""
        with Vertical(classes="dialog connection"):
            yield Static(Content("Connection"), classes="question")
            with VerticalScroll(classes="facts", can_focus=False):
                yield self._text
            yield Answers(("r", "reconnect now", "reconnect"), ("esc", "leave", "leave"))

    def on_mount(self) -> None:
        """Show it, and what becomes of it."""
        self.tick()
        self.set_interval(1 / 2, self.tick)

    def tick(self) -> None:
        """Say what is known now, if it is not what stands there."""
        facts = facts_of(self._scene, self._server_name())
        if facts != self._facts:
            self._facts = facts
            self._text.update(_content(facts, min(self.app.size.width - MARGIN, WIDEST) - LABEL_WIDTH))

    def on_resize(self) -> None:
        """Wrap it anew."""
        self._facts = []
        self.tick()

    def action_reconnect(self) -> None:
        """Try to connect now."""
        self._reconnect()
        self.tick()

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)


def _content(facts: list[Fact], width: int) -> Content:
    """Put facts into lines: the name beside the first of each."""
    parts: list[Content] = []
    before = ""
    for name, cell in facts:
        label = "" if name == before else name
        before = name
        for piece in wrap(cell.text, width):
            style = "bold" if cell.tone is Tone.STRONG else f"${VARIABLES[cell.tone]}"
            parts.append(Content.assemble((pad(label, LABEL_WIDTH), "$text-muted"), (piece, style)))
            label = ""
    return Content("\n").join(parts)
