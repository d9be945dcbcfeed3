"""The dialog that asks how a terminal is to be written into a file, and where."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import ClassVar, Literal, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from maestro_tui.ui.actions.registry import bindings

ExportKind = Literal["text", "ansi", "svg", "record"]


class ExportChoice(NamedTuple):
    """What the user wants written, and where."""

    kind: ExportKind
    directory: Path


class ExportScreen(ModalScreen[ExportChoice | None], inherit_bindings=False):
    """Asks for the kind of file and its directory."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["dialogs.tcss", "terminal_dialogs.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = bindings("export")
    """The keys of the place ``export`` in the registry of actions."""
    AUTO_FOCUS = ""

    def __init__(self, who: str, directory: Path, *, is_recording: bool) -> None:
        super().__init__()
        self._who = who
        self._directory = directory
        self._is_recording = is_recording

    def compose(self) -> ComposeResult:
        """The kinds with their keys, and the directory."""
        recording = "end the recording" if self._is_recording else "record from now on, as asciicast v2"
        kinds = (
            ("t", "text, with all of the history"),
            ("a", "text with its colours (ANSI), with all of the history"),
            ("s", "a picture (SVG) of what is shown"),
            ("r", recording),
            ("d", "write into another directory:"),
        )
        lines = [Content.assemble((key, "$primary bold"), f"  {what}") for key, what in kinds]
        with Vertical(classes="dialog"):
            yield Static(Content(f"Write {self._who} into a file"), classes="question")
            yield Static(Content("\n").join(lines), classes="answers")
            yield Input(str(self._directory), id="directory", compact=True)
            yield Static(Content.assemble(("esc", "$primary bold"), " leave it"), classes="answers")

    @property
    def _wanted(self) -> Path:
        return Path(self.query_one(Input).value).expanduser()

    @on(Input.Submitted)
    def _take_directory(self, event: Input.Submitted) -> None:
        event.stop()
        self.set_focus(None)

    def action_edit_directory(self) -> None:
        """Type another directory."""
        self.set_focus(self.query_one(Input))

    def action_write(self, kind: ExportKind) -> None:
        """Write a file of this kind."""
        self.dismiss(ExportChoice(kind, self._wanted))

    def action_record(self) -> None:
        """Begin a recording, or end it."""
        self.action_write("record")

    def action_leave(self) -> None:
        """Write nothing."""
        self.dismiss(None)
