"""A terminal as the bytes that bring another terminal to show the same: for clients that know no snapshots. Pure.

It is a likeness, where a snapshot is exact: some of the history, the screen with its styles, cursor and the modes that
decide what keys become.
"""

from __future__ import annotations

from typing import Final

from maestro_tui.terminal.events import BellRang, NotificationRaised, PaneEvent
from maestro_tui.terminal.host.drawing import draw_row
from maestro_tui.terminal.pane import Terminal

__all__ = ["MODES", "call_of", "replay", "sketch"]

HISTORY_LINES: Final = 1000
"""Lines of history that are replayed: reading all of them out would hold up everybody else."""

MODES: Final = (1, 66, 1000, 1002, 1003, 1004, 1005, 1006, 1007, 1015, 2004)
"""The private modes that decide what a terminal sends: keys, mouse, focus, paste."""


def replay(terminal: Terminal) -> bytes:
    """Give the bytes, which begin with a full reset."""
    engine = terminal.engine
    parts = ["\x1bc"]
    if engine.is_alternate:
        parts.append("\x1b[?1049h\x1b[H")
    else:
        view = engine.view()
        first = max(0, view.total - view.height - HISTORY_LINES)
        history = engine.history_rows(first, view.total - view.height - first)
        parts += [f"{draw_row(row)}\r\n" for row in history]
    parts.append("\r\n".join([draw_row(row) for row in engine.rows()]))
    cursor = engine.cursor()
    parts.append(f"\x1b[{cursor.y + 1};{cursor.x + 1}H")
    parts += [f"\x1b[?{mode}h" for mode in MODES if engine.mode(mode)]
    if not cursor.visible:
        parts.append("\x1b[?25l")
    if terminal.title:
        parts.append(f"\x1b]2;{terminal.title}\x07")
    return "".join(parts).encode("utf-8", "replace")


def sketch(terminal: Terminal) -> bytes:
    """Give the bytes that draw the screen over whatever another terminal shows, whatever state that is in.

    Nothing but what is seen: it is for the time until there is a whole picture again.
    """
    engine = terminal.engine
    # First what ends a sequence that was cut off; then margins, origin and attributes as they are at first.
    parts = ["\x18\x1b[!p", "\x1b[?47h" if engine.is_alternate else "\x1b[?47l", "\x1b[?25l"]
    parts += [f"\x1b[{y + 1};1H\x1b[2K{draw_row(row)}" for y, row in enumerate(engine.rows())]
    cursor = engine.cursor()
    parts.append(f"\x1b[{cursor.y + 1};{cursor.x + 1}H")
    if cursor.visible:
        parts.append("\x1b[?25h")
    return "".join(parts).encode("utf-8", "replace")


def call_of(event: PaneEvent) -> bytes:
    """Give the bytes by which a program calls for attention, if that is what it did; they leave the screen as it is."""
    match event:
        case BellRang():
            return b"\x07"
        case NotificationRaised(title=title, body=body):
            # A semicolon would end the title; neither holds a control character.
            return f"\x1b]777;notify;{title.replace(';', ',')};{body}\x1b\\".encode()
        case _:
            return b""
