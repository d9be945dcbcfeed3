"""The one key that leaves a terminal: which one it is, and how it is written. Reads a text, and binds nothing."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from maestro_tui.errors import ConfigurationError

VARIABLE: Final = "MAESTRO_LEAVE_KEY"
"""The environment variable that names another key."""
DEFAULT: Final = "ctrl+]"
"""That of telnet: no shell, editor or agent is known to use it."""

_SIGNS: Final = {
    "]": "right_square_bracket",
    "\\": "backslash",
    "^": "circumflex_accent",
    "_": "underscore",
}
_CONTROL: Final = re.compile(r"ctrl\+([a-z\]\\^_])")
_FUNCTION: Final = re.compile(r"f([1-9]|1[0-2])")


class LeaveKey(NamedTuple):
    """A key, as Textual calls it and as people write it."""

    name: str
    shown: str


def read_leave_key(text: str | None) -> LeaveKey:
    """Understand ``ctrl+]``, ``ctrl+g`` or ``f12``; nothing means the default.

    Raises:
        ConfigurationError: It is no such key. One that types a character could never be typed into a program.
    """
    shown = (text or DEFAULT).strip().lower()
    if _FUNCTION.fullmatch(shown):
        return LeaveKey(shown, shown)
    control = _CONTROL.fullmatch(shown)
    if control is None:
        raise ConfigurationError(
            f"{VARIABLE} is {text!r}, which cannot leave a terminal: "
            "use ctrl and a letter or one of ] \\ ^ _, or f1 to f12."
        )
    sign = control[1]
    return LeaveKey(f"ctrl+{_SIGNS.get(sign, sign)}", shown)
