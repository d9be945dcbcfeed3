"""What a terminal did beside its text, and when: the sign of life that needs nobody's word. Never through the store.

Taken down as it happens: an assignment for each piece of output, whatever its length.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from maestro_tui.terminal.events import BellRang, NotificationRaised, PaneEvent

if TYPE_CHECKING:
    from maestro_tui.terminal.pane import Terminal

__all__ = ["Signs"]


class Signs(msgspec.Struct, kw_only=True):
    """Signs of one terminal. Times are milliseconds since the epoch by our own clock; 0 is never."""

    pid: int | None = None
    """The process id of its program, if it is known here."""
    output_at: float = 0.0
    """When its program last wrote something."""
    called_at: float = 0.0
    """When its program last called for its user: by the bell, or by a notification."""
    notification: str = ""
    """The text of that call; empty if it was the bell. Cleaned and clipped, but a program's words."""
    is_missed: bool = False
    """Whether it called before this program showed it, and nobody has typed into it since."""

    def listen(self, terminal: Terminal, clock: Callable[[], float]) -> None:
        """Take down what the terminal does from now on."""
        self.pid = terminal.pid
        terminal.on_bytes.connect(lambda data: self._take_output(data, clock))
        terminal.on_event.connect(lambda event: self._take_event(event, clock))

    def _take_output(self, data: bytes, clock: Callable[[], float]) -> None:
        if data:
            self.output_at = clock()

    def _take_event(self, event: PaneEvent, clock: Callable[[], float]) -> None:
        match event:
            case BellRang():
                self.called_at, self.notification = clock(), ""
            case NotificationRaised(title=title, body=body):
                self.called_at, self.notification = clock(), f"{title} {body}".strip()
            case _:
                pass
