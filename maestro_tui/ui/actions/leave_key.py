"""The one key that leaves a terminal: which one it is, and how it is written. Reads a text, and binds nothing."""

from __future__ import annotations

from string import ascii_lowercase
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
_CONTROLS: Final = {f"ctrl+{sign}": f"ctrl+{name}" for sign, name in _SIGNS.items()}
_CONTROLS.update((f"ctrl+{letter}", f"ctrl+{letter}") for letter in ascii_lowercase)
_FUNCTIONS: Final = {f"f{number}": f"f{number}" for number in range(1, 13)}


_FUNCTION_CODES: Final = (11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24)
_FIRST_FUNCTIONS: Final = b"PQRS"
CONTROL_BITS: Final = 0x1F


class LeaveKey(NamedTuple):
    """A key, as Textual calls it and as people write it."""

    name: str
    shown: str

    @property
    def sequences(self) -> tuple[bytes, ...]:
        """What terminals send for it."""
        if self.shown.startswith("ctrl+"):
            return (bytes([ord(self.shown[-1].upper()) & CONTROL_BITS]),)
        number = int(self.shown[1:])
        sequences = [b"\x1b[%d~" % _FUNCTION_CODES[number - 1]]
        if number <= len(_FIRST_FUNCTIONS):
            sequences += [
                b"\x1bO%c" % _FIRST_FUNCTIONS[number - 1],
                b"\x1b[%c" % _FIRST_FUNCTIONS[number - 1],
            ]
        return tuple(sequences)


def read_leave_key(text: str | None) -> LeaveKey:
    """Understand ``ctrl+]``, ``ctrl+g`` or ``f12``; nothing means the default.

    Raises:
        ConfigurationError: It is no such key. One that types a character could never be typed into a program.
    """
    shown = (text or DEFAULT).strip().lower()
    name = _CONTROLS.get(shown) or _FUNCTIONS.get(shown)
    if name is None:
        raise ConfigurationError(
            f"{VARIABLE} is {text!r}, which cannot leave a terminal: "
            "use ctrl and a letter or one of ] \\ ^ _, or f1 to f12."
        )
    return LeaveKey(name, shown)
