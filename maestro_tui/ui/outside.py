"""Telling the user who does not look: by the bell, a notification and the title of the terminal the dashboard runs in.

Each can be switched off. Only words of our own and numbers are told: they end up in escape sequences of the user's own
terminal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import Any

    from textual.app import App

BELL: Final = "bell"
NOTIFICATION: Final = "notification"
TITLE: Final = "title"


class Outside:
    """The world outside the dashboard, as far as it can be told something."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self.told = {BELL, NOTIFICATION, TITLE}
        """What is told; the rest is switched off."""
        self._title = ""

    def switch(self, what: str) -> bool:
        """Switch one of them on or off, and tell whether it is on now."""
        self.told ^= {what}
        if what == TITLE:
            self._write_title("maestro" if what not in self.told else self._title)
        return what in self.told

    def call(self, count: int) -> None:
        """Call the user: so many sessions have begun to need them.

        In words of our own: no name and no text of anybody else gets into a sequence of the user's terminal.
        """
        if BELL in self.told:
            self._app.bell()
        if NOTIFICATION in self.told:
            # OSC 9: iTerm2, kitty, WezTerm, Windows Terminal, foot, ghostty; others ignore it.
            who = "a session needs" if count == 1 else f"{count} sessions need"
            self._write(f"\x1b]9;maestro: {who} you\x07")

    def retitle(self, waiting: int) -> None:
        """Say in the window's title how many wait."""
        title = f"maestro · {waiting} waiting" if waiting else "maestro"
        if title != self._title:
            self._title = title
            if TITLE in self.told:
                self._write_title(title)

    def _write_title(self, title: str) -> None:
        self._write(f"\x1b]0;{title}\x07")

    def _write(self, sequence: str) -> None:
        # Textual has no door for this; its own driver is asked so that nothing falls between two of its frames.
        driver = self._app._driver  # noqa: SLF001
        if driver is not None:
            driver.write(sequence)
