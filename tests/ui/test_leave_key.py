from __future__ import annotations

import subprocess
import sys

import pytest

from maestro_tui.errors import ConfigurationError
from maestro_tui.ui.leave_key import VARIABLE, LeaveKey, read_leave_key


@pytest.mark.parametrize(
    ("text", "name", "shown"),
    [
        (None, "ctrl+right_square_bracket", "ctrl+]"),
        ("", "ctrl+right_square_bracket", "ctrl+]"),
        ("Ctrl+G", "ctrl+g", "ctrl+g"),
        ("ctrl+\\", "ctrl+backslash", "ctrl+\\"),
        ("ctrl+^", "ctrl+circumflex_accent", "ctrl+^"),
        ("ctrl+_", "ctrl+underscore", "ctrl+_"),
        (" f12 ", "f12", "f12"),
    ],
)
def test_keys_that_can_leave(text: str | None, name: str, shown: str) -> None:
    assert read_leave_key(text) == LeaveKey(name, shown)


@pytest.mark.parametrize(
    "text", ["g", "ctrl", "ctrl+", "shift+a", "ctrl+gg", "f13", "f0", "enter", "ctrl+[", "é"]
)
def test_keys_that_cannot(text: str) -> None:
    with pytest.raises(ConfigurationError, match="cannot leave a terminal"):
        read_leave_key(text)


def test_the_registry_takes_the_key_of_the_environment() -> None:
    program = (
        "from maestro_tui.ui.actions import ACTIONS, LEAVE_KEY;"
        "from maestro_tui.ui.panes import KEYS_GO_TO_PROGRAM;"
        "leave = next(action for action in ACTIONS if action.id == 'terminal.leave');"
        "print(LEAVE_KEY, leave.keys, leave.shown_as, '|', KEYS_GO_TO_PROGRAM)"
    )
    completed = subprocess.run(
        [sys.executable, "-c", program], env={VARIABLE: "f12"}, capture_output=True, text=True, check=True
    )
    assert completed.stdout == "f12 f12 f12 | keys go to the program · f12 leaves\n"
