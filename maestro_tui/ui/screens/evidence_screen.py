"""The evidence: why a session is shown as it is, kept up to date while one reads it."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from maestro_tui.protocol.ids import SessionId
from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.standing.evidence import gather, lines_of, text_of
from maestro_tui.ui.text.contents import content_of

WIDEST: Final = 92
MARGIN: Final = 10
"""Cells of the screen that are not the text's: the frame, its padding, and what is free around it."""

GONE: Final = Cell("This session is gone: it was deleted while you looked.", Tone.MUTED)


class EvidenceScreen(ModalScreen[None], inherit_bindings=False):
    """What each witness says of one session."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("evidence")
    """The keys of the place ``evidence`` in the registry of actions."""
    AUTO_FOCUS = ""

    def __init__(self, scene: Scene, session_id: SessionId) -> None:
        super().__init__()
        self._scene = scene
        self._session_id = session_id
        self._text = Static(id="evidence-text")
        self._shown: list[tuple[Cell, ...]] = []

    def compose(self) -> ComposeResult:
        """What is known, and the keys."""
        with Vertical(classes="dialog evidence"):
            with VerticalScroll(id="evidence-frame", can_focus=False):
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
        lines = self._lines()
        if lines != self._shown:
            self._shown = lines
            self._text.update(content_of(lines))

    def _lines(self) -> list[tuple[Cell, ...]]:
        session = self._scene.state.sessions.get(self._session_id)
        if session is None:
            return [(GONE,)]
        evidence, now = gather(session, self._scene), self._scene.now
        for witness in evidence.witnesses:
            self._scene.horizon.note_age(witness.at, now, is_long=True)
        return lines_of(evidence, now, min(WIDEST, self.app.size.width - MARGIN))

    def action_copy(self) -> None:
        """Copy it as text."""
        session = self._scene.state.sessions.get(self._session_id)
        if session is not None:
            self.app.copy_to_clipboard(text_of(gather(session, self._scene), self._scene.now))
            self.app.notify("The evidence is copied.", markup=False)

    def action_scroll(self, lines: int) -> None:
        """Scroll by some lines."""
        self.query_one("#evidence-frame").scroll_relative(y=lines, animate=False)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
