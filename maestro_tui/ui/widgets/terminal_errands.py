"""What follows from a wish about a terminal: into the clipboard, to a link, into a file. Asks where it is to be asked.

A program's wish does nothing before its user has said yes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from textual.widget import Widget

from maestro_tui.protocol.ids import SessionId
from maestro_tui.terminal.events import NotificationRaised
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.later import call_after
from maestro_tui.ui.outside.clipboard import Clipboard
from maestro_tui.ui.text.plain import clean

if TYPE_CHECKING:
    from pathlib import Path

    from maestro_tui.ui.screens.clipboard_gate import Verdict
    from maestro_tui.ui.screens.export import ExportChoice
    from maestro_tui.ui.terminals.exports import Recordings
    from maestro_tui.ui.widgets.terminal_ink import TerminalInk

TYPING_PAUSE: Final = 1.0
"""Seconds without a key before a question comes up: what is being typed must not become its answer."""
REFUSAL_SECONDS: Final = 10.0
"""How long a program that was refused is not heard again."""
TOAST_SECONDS: Final = 3.0


class Errands:
    """Runs errands for the terminals of a screen.

    Args:
        widget: Where on the screen; gives application and clock.
        name_of: Names a session.
        typed_at: Tells when a key was last typed into a terminal.
    """

    def __init__(
        self, widget: Widget, name_of: Callable[[SessionId], str], typed_at: Callable[[], float]
    ) -> None:
        self._widget = widget
        self._name_of = name_of
        self._typed_at = typed_at
        self._verdicts: dict[SessionId, Verdict] = {}
        self._deaf_until: dict[SessionId, float] = {}
        self._wishes: dict[SessionId, str] = {}
        self._is_asking = False
        self._clipboard: Clipboard | None = None
        self._recordings: Recordings | None = None
        self._directory: Path | None = None

    def now(self) -> float:
        """The time of the clock that events have, in seconds."""
        from textual._time import get_time

        return get_time()

    def _say(self, text: str, *, is_problem: bool = False) -> None:
        if is_problem:
            self._widget.app.notify(text, severity="error", markup=False)
        else:
            self._widget.app.notify(text, timeout=TOAST_SECONDS, markup=False)

    # ------------------------------------------------------------------------------ clipboard

    def copy(self, text: str) -> None:
        """Copy a text the user chose."""
        if self._clipboard is None:
            self._clipboard = Clipboard(self._widget.app)
        lines = text.count("\n") + 1
        if self._clipboard.copy(text):
            self._say(f"{lines:,} lines copied." if lines > 1 else f"{len(text):,} characters copied.")
        else:
            self._say("This is too long for the clipboard: write it into a file (e).", is_problem=True)

    def take_wish(self, session_id: SessionId, text: str) -> None:
        """Take down that a program wants a text in the clipboard; of many, the last counts."""
        verdict = self._verdicts.get(session_id)
        if verdict == "always":
            self.copy(text)
        elif verdict != "never" and self.now() >= self._deaf_until.get(session_id, 0):
            self._wishes[session_id] = text
            if not self._is_asking:
                self._is_asking = True
                self._ask()

    def _ask(self) -> None:
        """Ask about one wish after the other, when nothing is being typed and no other question is open."""
        pause = self._typed_at() + TYPING_PAUSE - self.now()
        if pause > 0 or self._widget.app.screen is not self._widget.screen:
            call_after(self._widget, max(pause, 0.2), self._ask)
            return
        from maestro_tui.ui.screens.clipboard_gate import ClipboardGate

        session_id = next(iter(self._wishes), None)
        if session_id is None:
            self._is_asking = False
            return
        text = self._wishes.pop(session_id)

        def take(verdict: Verdict | None) -> None:
            self._take_verdict(session_id, text, verdict or "no")
            self._ask()

        self._widget.app.push_screen(ClipboardGate(self._name_of(session_id), text), take)

    def _take_verdict(self, session_id: SessionId, text: str, verdict: Verdict) -> None:
        if verdict in {"always", "never"}:
            self._verdicts[session_id] = verdict
        if verdict in {"once", "always"}:
            self.copy(text)
            return
        self._wishes.pop(session_id, None)
        self._deaf_until[session_id] = self.now() + REFUSAL_SECONDS

    # ---------------------------------------------------------------------- notifications, links

    def show_notification(self, session_id: SessionId, raised: NotificationRaised) -> None:
        """Show what a program wants its user to know."""
        name, title = self._name_of(session_id), clean(raised.title)
        self._widget.app.notify(
            clean(raised.body) or title or "…",
            title=f"{name} · {title}" if title and raised.body else name,
            markup=False,
        )

    def ask_about_link(self, address: str) -> None:
        """Show where a link leads, and go there if the user says so."""
        from maestro_tui.ui.screens.link import LinkScreen

        def take(is_wanted: bool | None) -> None:
            if is_wanted:
                self._widget.run_worker(lambda: _open_in_browser(address), thread=True)

        self._widget.app.push_screen(LinkScreen(address), take)

    def ask_about_paste(self, text: str, paste: Callable[[str], None]) -> None:
        """Ask before lines are pasted that a program would run at once."""
        from maestro_tui.ui.screens.confirm import Confirm

        lines = text.rstrip("\r\n").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        question = f"Paste {len(lines):,} lines?" if len(lines) > 1 else "Paste this line?"
        first = f"It would run at once, beginning with: {clean(lines[0], 60)}"

        def take(is_sure: bool | None) -> None:
            if is_sure:
                paste(text)

        self._widget.app.push_screen(Confirm(question, first, "paste"), take)

    # ---------------------------------------------------------------------------------- files

    def is_recorded(self, session_id: SessionId) -> bool:
        """Tell whether a terminal is being recorded."""
        return self._recordings is not None and session_id in self._recordings

    def ask_about_export(
        self, session_id: SessionId, terminal: Terminal, ink: TerminalInk, done: Callable[[], None]
    ) -> None:
        """Ask how a terminal is to be written into a file, and do it.

        Args:
            session_id: Whose terminal it is.
            terminal: What is written.
            ink: The colours of a picture.
            done: Called when something has been read from the terminal, or a recording began or ended.
        """
        from maestro_tui.ui.screens.export import ExportScreen
        from maestro_tui.ui.terminals.exports import default_directory

        directory = self._directory or default_directory()

        def take(choice: ExportChoice | None) -> None:
            if choice is not None:
                self._directory = choice.directory
                self._widget.run_worker(self._write(session_id, terminal, ink, choice, done))

        name = self._name_of(session_id)
        self._widget.app.push_screen(
            ExportScreen(name, directory, is_recording=self.is_recorded(session_id)), take
        )

    async def _write(
        self,
        session_id: SessionId,
        terminal: Terminal,
        ink: TerminalInk,
        choice: ExportChoice,
        done: Callable[[], None],
    ) -> None:
        from maestro_tui.errors import PaneError
        from maestro_tui.ui.terminals.exports import export, place_for
        from maestro_tui.ui.terminals.picture import as_svg

        name, styles = self._name_of(session_id), ink.cell_styles
        try:
            if choice.kind == "record":
                self._record(session_id, terminal, choice)
                return
            path = place_for(choice.directory, name, choice.kind)
            await export(
                terminal,
                path,
                choice.kind,
                lambda engine, first, count: as_svg(engine, first, count, styles, name),
            )
            self._say(f"Written into {path}")
        except PaneError as error:
            self._say(str(error), is_problem=True)
        finally:
            done()

    def _record(self, session_id: SessionId, terminal: Terminal, choice: ExportChoice) -> None:
        from maestro_tui.ui.terminals.exports import Recordings, place_for

        if self._recordings is None:
            self._recordings = Recordings()
        if session_id in self._recordings:
            self._say(f"Recorded into {self._recordings.end(session_id)}")
            return
        path = place_for(choice.directory, self._name_of(session_id), choice.kind)
        self._recordings.begin(session_id, terminal, path)
        self._say(f"Recording into {path}")

    def stop(self) -> None:
        """End what still goes on."""
        if self._recordings is not None:
            self._recordings.end_all()


def _open_in_browser(address: str) -> None:
    import webbrowser

    webbrowser.open(address)
