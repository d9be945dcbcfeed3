"""Telling the user who does not look: by the bell, a notification and the title of the terminal the dashboard runs in.

Each can be switched off. Only words of our own, numbers, and what `spoken` leaves of names are told: they end up in
escape sequences of the user's own terminal, and only in such as that terminal is known to understand.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from maestro_tui.errors import ConfigurationError
from maestro_tui.ui.outside.spoken import who_calls

if TYPE_CHECKING:
    from typing import Any

    from textual.app import App

    from maestro_tui.ui.standing.status import Look

BELL: Final = "bell"
NOTIFICATION: Final = "notification"
TITLE: Final = "title"
WAYS: Final = frozenset({BELL, NOTIFICATION, TITLE})
"""The ways in which one can be told."""

VARIABLE: Final = "MAESTRO_NOTIFY"
"""The environment variable that says how notifications are sent, where the terminal is not recognised."""


class Notation(Enum):
    """How a terminal is asked to show a notification; the value is what the variable calls it."""

    ITERM = "9"
    """OSC 9."""
    KITTY = "99"
    """OSC 99."""
    RXVT = "777"
    """OSC 777."""
    BELL = "bell"
    """Not at all, as far as is known: the bell has to do."""
    OFF = "off"
    """Not wanted, and the bell neither."""


BY_TERM: Final = {
    "xterm-kitty": Notation.KITTY,
    "foot": Notation.RXVT,
    "rxvt-unicode": Notation.RXVT,
    "xterm-ghostty": Notation.RXVT,
    "ghostty": Notation.RXVT,
    "wezterm": Notation.RXVT,
    "contour": Notation.RXVT,
}
"""By the beginning of TERM, which reaches the other end of an SSH connection too."""

BY_PROGRAM: Final = {
    "ghostty": Notation.RXVT,
    "WezTerm": Notation.RXVT,
    "iTerm.app": Notation.ITERM,
    "WarpTerminal": Notation.ITERM,
    "maestro-tui": Notation.RXVT,
}
"""By TERM_PROGRAM. The last one is ours: a dashboard in a terminal of a dashboard."""

BY_MARK: Final = {
    "KITTY_WINDOW_ID": Notation.KITTY,
    "KONSOLE_VERSION": Notation.RXVT,
    "WT_SESSION": Notation.RXVT,
    "VTE_VERSION": Notation.RXVT,
}
"""By variables that only these terminals set; older ones of them swallow what they do not show."""

MULTIPLEXERS: Final = ("TMUX", "STY", "ZELLIJ")
"""Set within terminals of terminals: what the outer one understands does not get through to it."""

PLAIN: Final = ("dumb", "linux", "cons25", "vt52", "vt100", "vt102", "vt220")
"""Terminals that may print what stands in an escape sequence."""


class Door(NamedTuple):
    """What the user's terminal can be told, and how."""

    notation: Notation = Notation.BELL
    is_wrapped: bool = False
    """Whether tmux is to hand it on."""
    has_title: bool = True
    """Whether its title can be set without harm."""


def find_door(environ: Mapping[str, str]) -> Door:
    """Tell from the environment what the terminal understands; the user's own word counts for more.

    Raises:
        ConfigurationError: The user's word is none of ours.
    """
    term = environ.get("TERM", "")
    is_plain = not term or term.startswith(PLAIN)
    wanted = environ.get(VARIABLE, "").strip().lower()
    if wanted and wanted != "auto":
        try:
            notation = Notation(wanted)
        except ValueError as error:
            raise ConfigurationError(
                f"{VARIABLE} is {wanted!r}: use auto, 9, 99, 777, bell or off."
            ) from error
        return Door(notation, is_wrapped="TMUX" in environ, has_title=not is_plain)
    if is_plain:
        return Door(has_title=False)
    if any(environ.get(name) for name in MULTIPLEXERS) or term.startswith(("tmux", "screen")):
        return Door()
    return Door(_recognise(term, environ))


def _recognise(term: str, environ: Mapping[str, str]) -> Notation:
    by_term = next((way for begin, way in BY_TERM.items() if term.startswith(begin)), None)
    by_program = BY_PROGRAM.get(environ.get("TERM_PROGRAM", ""))
    if by_term or by_program:
        return by_term or by_program or Notation.BELL
    if environ.get("LC_TERMINAL") == "iTerm2":
        return Notation.ITERM
    return next((way for name, way in BY_MARK.items() if environ.get(name)), Notation.BELL)


def notification(door: Door, text: str) -> str:
    """Give the sequence that shows a text of ours; empty where there is none."""
    match door.notation:
        case Notation.ITERM:
            sequence = f"\x1b]9;maestro: {text}\x07"
        case Notation.KITTY:
            # Of the same name: the next one takes the place of this one.
            sequence = f"\x1b]99;i=maestro;maestro: {text}\x1b\\"
        case Notation.RXVT:
            sequence = f"\x1b]777;notify;maestro;{text}\x07"
        case _:
            return ""
    if door.is_wrapped:
        return f"\x1bPtmux;{sequence.replace(chr(27), chr(27) * 2)}\x1b\\"
    return sequence


DOOR: Final = find_door(os.environ)
"""That of the terminal this program runs in."""

KEEP_TITLE: Final = "\x1b[22;0t"
RESTORE_TITLE: Final = "\x1b]0;\x07\x1b[23;0t"
"""First of all an empty one, for terminals that keep none."""


class Outside:
    """The world outside the dashboard, as far as it can be told something."""

    def __init__(self, app: App[Any], door: Door = DOOR) -> None:
        self._app = app
        self._door = door
        self.told = set(WAYS)
        """What is told; the rest is switched off."""
        self._title = ""
        self._has_kept_title = False

    @property
    def chosen(self) -> frozenset[str] | None:
        """What the user chose to be told; None if they chose nothing, and all is told."""
        return None if self.told == WAYS else frozenset(self.told)

    def choose(self, told: frozenset[str] | None) -> None:
        """Tell what was chosen before, of what there is still."""
        self.told = set(WAYS if told is None else told & WAYS)

    def switch(self, what: str) -> bool:
        """Switch one of them on or off, and tell whether it is on now."""
        self.told ^= {what}
        if what == TITLE:
            self._write_title() if what in self.told else self.leave()
        return what in self.told

    def call(self, calls: Sequence[tuple[str, Look]]) -> None:
        """Call the user: sessions have begun to need them, each by its name and how it is shown."""
        if BELL in self.told and self._door.notation is not Notation.OFF:
            self._app.bell()
        if NOTIFICATION in self.told and (sequence := notification(self._door, who_calls(calls))):
            self._write(sequence)

    def retitle(self, waiting: int) -> None:
        """Say in the window's title how many wait."""
        title = f"maestro · {waiting} waiting" if waiting else "maestro"
        if title != self._title:
            self._title = title
            if TITLE in self.told:
                self._write_title()

    def leave(self) -> None:
        """Put the title back that was there before."""
        if self._has_kept_title:
            self._has_kept_title = False
            self._write(RESTORE_TITLE)

    def _write_title(self) -> None:
        if not self._title or not self._door.has_title:
            return
        if not self._has_kept_title:
            self._has_kept_title = True
            self._write(KEEP_TITLE)
        self._write(f"\x1b]0;{self._title}\x07")

    def _write(self, sequence: str) -> None:
        # Textual has no door for this; its own driver is asked so that nothing falls between two of its frames.
        driver = self._app._driver  # noqa: SLF001
        if driver is not None:
            driver.write(sequence)
