"""What programs tell beside their text, as far as it is shown: bells, progress, notifications, wishes to copy.

Gathers it for whoever draws, and passes on what cannot wait. Everything in it is a program's word: it is cleaned before
it is drawn, never parsed, and heard only so often.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from maestro_tui.protocol.ids import SessionId
from maestro_tui.terminal.events import (
    BellRang,
    ClipboardWriteRequested,
    DirectoryChanged,
    NotificationRaised,
    PaneEvent,
    ProgressReported,
    ProgressState,
)
from maestro_tui.terminal.listeners import Listeners
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.outside.allowance import Allowance

NOTIFICATIONS: Final = (3, 5.0)
"""How many notifications of one session are passed on at once, and in how many seconds one more."""


class PaneNews:
    """What is new in the terminals that are open."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.progress: dict[SessionId, ProgressReported] = {}
        """How far jobs are that go on."""
        self.rung: set[SessionId] = set()
        """Whose bell rang since they were last looked at."""
        self.on_change: Listeners[[]] = Listeners()
        """Something is to be drawn anew."""
        self.on_notification: Listeners[[SessionId, NotificationRaised]] = Listeners()
        self.on_clipboard: Listeners[[SessionId, str]] = Listeners()
        """A program wants a text in the clipboard: nobody has been asked yet."""
        self._clock = clock
        self._heard: dict[SessionId, tuple[Terminal, Callable[[], None]]] = {}
        self._allowances: dict[SessionId, Allowance] = {}

    def follow(self, terminals: Mapping[SessionId, Terminal]) -> None:
        """Listen to these terminals, and to no others."""
        for session_id, (terminal, stop) in list(self._heard.items()):
            if terminals.get(session_id) is not terminal:
                stop()
                del self._heard[session_id]
                self.progress.pop(session_id, None)
                self.rung.discard(session_id)
        for session_id, terminal in terminals.items():
            if session_id not in self._heard:
                self._heard[session_id] = terminal, self._listen(session_id, terminal)

    def stop(self) -> None:
        """Listen to nobody any more."""
        self.follow({})

    def ring(self, session_id: SessionId) -> None:
        """Note that a terminal rang before anybody listened."""
        self.rung.add(session_id)
        self.on_change()

    def visit(self, session_id: SessionId) -> None:
        """Note that the user looks at a terminal now."""
        if session_id in self.rung:
            self.rung.discard(session_id)
            self.on_change()

    def _listen(self, session_id: SessionId, terminal: Terminal) -> Callable[[], None]:
        stops = (
            terminal.on_event.connect(lambda event: self._take(session_id, event)),
            terminal.on_exit.connect(lambda _: self._take_end(session_id)),
        )

        def stop() -> None:
            for each in stops:
                each()

        return stop

    def _take_end(self, session_id: SessionId) -> None:
        if self.progress.pop(session_id, None) is not None:
            self.on_change()

    def _take(self, session_id: SessionId, event: PaneEvent) -> None:
        match event:
            case BellRang() if session_id not in self.rung:
                self.rung.add(session_id)
                self.on_change()
            case DirectoryChanged():
                self.on_change()
            case ProgressReported():
                self._take_progress(session_id, event)
            case NotificationRaised():
                allowance = self._allowances.setdefault(session_id, Allowance(*NOTIFICATIONS))
                if allowance.take(self._clock()):
                    self.on_notification(session_id, event)
            case ClipboardWriteRequested() if event.text and not event.primary:
                self.on_clipboard(session_id, event.text)
            case _:
                pass

    def _take_progress(self, session_id: SessionId, report: ProgressReported) -> None:
        before = self.progress.get(session_id)
        if report.state is ProgressState.DONE:
            self.progress.pop(session_id, None)
        else:
            self.progress[session_id] = report
        if before != self.progress.get(session_id):
            self.on_change()
