"""What the user does at a terminal: keys, the mouse. Values only; the engine turns them into bytes.

Key names are those of Textual's ``Key`` event (``ctrl+c``, ``shift+enter``, ``question_mark``), so that a widget hands
on what it got; nothing of Textual is imported.
"""

from __future__ import annotations

import unicodedata
from enum import Enum, Flag
from functools import lru_cache
from typing import NamedTuple

import msgspec

__all__ = ["KeyPress", "Modifier", "MouseAction", "MouseButton", "MouseInput", "Stroke", "read_key"]


class Modifier(Flag):
    """Keys held down while another is pressed."""

    NONE = 0
    SHIFT = 1
    CTRL = 2
    ALT = 4
    SUPER = 8


class KeyPress(msgspec.Struct, frozen=True):
    """A key, as Textual names it, and the character it types, if any."""

    key: str
    character: str | None = None


class Stroke(NamedTuple):
    """A key press taken apart."""

    name: str
    """The key without its modifiers: a character, or a name such as ``enter``, ``up``, ``f5``."""
    modifiers: Modifier
    text: str
    """What it types when nothing but Shift is held down; empty for keys that type nothing."""


class MouseAction(Enum):
    """What the mouse did."""

    PRESS = "press"
    RELEASE = "release"
    MOVE = "move"


class MouseButton(Enum):
    """A button; the wheel counts as four of them, as in every terminal."""

    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"
    WHEEL_UP = "wheel up"
    WHEEL_DOWN = "wheel down"
    WHEEL_LEFT = "wheel left"
    WHEEL_RIGHT = "wheel right"


class MouseInput(msgspec.Struct, frozen=True):
    """What the mouse did in a terminal; ``x`` and ``y`` are cells from the upper left corner, from 0."""

    action: MouseAction
    x: int
    y: int
    button: MouseButton | None = None
    modifiers: Modifier = Modifier.NONE


MODIFIERS = {
    "shift": Modifier.SHIFT,
    "ctrl": Modifier.CTRL,
    "alt": Modifier.ALT,
    "meta": Modifier.ALT,
    "super": Modifier.SUPER,
    "hyper": Modifier.SUPER,
}

UNICODE_NAMES = {
    "slash": "SOLIDUS",
    "backslash": "REVERSE SOLIDUS",
    "at": "COMMERCIAL AT",
    "minus": "HYPHEN-MINUS",
    "hyphen_minus": "HYPHEN-MINUS",
    "plus": "PLUS SIGN",
    "underscore": "LOW LINE",
    "less_than_sign": "LESS-THAN SIGN",
    "greater_than_sign": "GREATER-THAN SIGN",
}
"""Where Textual's name of a character is not its Unicode name with underscores."""

ALIASES = {
    "return": "enter",
    "newline": "enter",
    "esc": "escape",
    "del": "delete",
    "ins": "insert",
    "\r": "enter",
}


@lru_cache(maxsize=1024)
def _character(name: str) -> str:
    """Give the character a key name stands for, or nothing if it is a key that types none."""
    if len(name) == 1:
        return name
    try:
        return unicodedata.lookup(UNICODE_NAMES.get(name, name.replace("_", " ").upper()))
    except KeyError:
        return ""


def _split(key: str) -> tuple[Modifier, str]:
    """Take the modifiers off a key name."""
    modifiers = Modifier.NONE
    name = key
    while True:
        head, plus, rest = name.partition("+")
        if not plus or not rest or head not in MODIFIERS:
            return modifiers, ALIASES.get(name, name)
        modifiers |= MODIFIERS[head]
        name = rest


NAMED = frozenset(
    {
        "enter",
        "tab",
        "escape",
        "backspace",
        "delete",
        "insert",
        "home",
        "end",
        "pageup",
        "pagedown",
        "up",
        "down",
    }
    | {"left", "right", "kp_begin", "menu", "pause", "print_screen", "caps_lock", "num_lock", "scroll_lock"}
    | {f"f{number}" for number in range(1, 36)}
)
"""Keys that are never meant as text, though Textual may give a character with them."""


def _is_text(typed: str) -> bool:
    """Tell whether this can be typed; ``isprintable`` would refuse the joiners inside an emoji."""
    return bool(typed) and not any(character < " " or "\x7f" <= character <= "\x9f" for character in typed)


def read_key(press: KeyPress) -> Stroke:
    """Take a key press apart. What the character says wins over the name, if it can be typed at all."""
    modifiers, name = _split(press.key)
    if name in NAMED:
        return Stroke(name, modifiers, "")
    typed = press.character or ""
    if _is_text(typed):
        return Stroke(typed if len(typed) == 1 else name, modifiers, typed)
    character = _character(name)
    if modifiers & Modifier.SHIFT and character.isascii():
        character = character.upper()
    control = character or typed
    if len(control) == 1 and control < " ":
        # A control character with no name of its own: the key is the letter that makes it.
        return Stroke(chr(ord(control) | 0x60), modifiers | Modifier.CTRL, "")
    return Stroke(character or name, modifiers, character)
