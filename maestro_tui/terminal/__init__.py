"""A terminal as a library: a process on a pty, its screen, and the keys that go to it. Knows no toolkit.

::

    process.PtyProcess    an argv on a pty: bytes out, bytes in, size, end
    engine.Engine         bytes to cells; the implementation lives in ghostty/ and can be replaced
    pane.Terminal         the two together: what a widget draws and types into

Importing this package loads nothing of it: each name brings its module when it is first asked for. Nor do the modules
load the screen engine (its declarations cost a tenth of a second) or pexpect, before the first terminal needs them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from maestro_tui.terminal.cells import CellStyle, Cursor, CursorShape, Row
    from maestro_tui.terminal.command import pane_environment, split_command
    from maestro_tui.terminal.exit_status import ExitStatus
    from maestro_tui.terminal.keys import KeyPress, Modifier, MouseAction, MouseButton, MouseInput
    from maestro_tui.terminal.pane import Terminal

__all__ = [
    "CellStyle",
    "Cursor",
    "CursorShape",
    "ExitStatus",
    "KeyPress",
    "Modifier",
    "MouseAction",
    "MouseButton",
    "MouseInput",
    "Row",
    "Terminal",
    "pane_environment",
    "split_command",
]

_HOMES: Final = {
    "cells": ("CellStyle", "Cursor", "CursorShape", "Row"),
    "command": ("pane_environment", "split_command"),
    "exit_status": ("ExitStatus",),
    "keys": ("KeyPress", "Modifier", "MouseAction", "MouseButton", "MouseInput"),
    "pane": ("Terminal",),
}
"""The module that each name stands in."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever has that name
    """Load the module a name stands in."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
