"""A terminal as a library: a process on a pty, its screen, and the keys that go to it. Knows no toolkit.

::

    process.PtyProcess    an argv on a pty: bytes out, bytes in, size, end
    engine.Engine         bytes to cells; the implementation lives in ghostty/ and can be replaced
    pane.Terminal         the two together: what a widget draws and types into

Importing this package loads neither the screen engine (its declarations cost a tenth of a second) nor pexpect:
both are loaded when the first terminal needs them.
"""

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
