from __future__ import annotations

import subprocess
import sys

import pytest

from maestro_tui.errors import ConfigurationError
from maestro_tui.ui.actions.leave_key import VARIABLE, LeaveKey, read_leave_key


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


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("ctrl+]", b"\x1d"),
        ("ctrl+g", b"\x07"),
        ("ctrl+\\", b"\x1c"),
        ("ctrl+^", b"\x1e"),
        ("ctrl+_", b"\x1f"),
        ("f1", b"\x1bOP"),
        ("f1", b"\x1b[11~"),
        ("f4", b"\x1bOS"),
        ("f5", b"\x1b[15~"),
        ("f12", b"\x1b[24~"),
    ],
)
def test_what_terminals_send_for_it(text: str, sent: bytes) -> None:
    assert sent in read_leave_key(text).sequences


def test_it_is_read_without_the_dashboard() -> None:
    program = "import maestro_tui.cli.attach, sys; print('textual' in sys.modules)"
    completed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert completed.stdout == "False\n"


def test_the_registry_takes_the_key_of_the_environment() -> None:
    program = (
        "from maestro_tui.ui.actions.registry import ACTIONS, LEAVE_KEY;"
        "from maestro_tui.ui.terminals.panes import KEYS_GO_TO_PROGRAM;"
        "leave = next(action for action in ACTIONS if action.id == 'terminal.leave');"
        "print(LEAVE_KEY, leave.keys, leave.shown_as, '|', KEYS_GO_TO_PROGRAM)"
    )
    completed = subprocess.run(
        [sys.executable, "-c", program], env={VARIABLE: "f12"}, capture_output=True, text=True, check=True
    )
    assert completed.stdout == "f12 f12 f12 | keys go to the program · f12 leaves\n"
