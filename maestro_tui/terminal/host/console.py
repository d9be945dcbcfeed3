"""A terminal on the plain terminal one sits at, without a dashboard: draws its cells, sends what is typed.

The program's bytes never reach the outer terminal; what is drawn are the cells they made. Whatever happens, the outer
terminal is left as it was found.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import termios
import tty
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Final

from maestro_tui.terminal.cells import Cursor, CursorShape
from maestro_tui.terminal.host.drawing import RESET, draw_row
from maestro_tui.terminal.host.replay import MODES
from maestro_tui.terminal.pane import Terminal

__all__ = ["Console", "Outcome"]

DETACH: Final = (b"\x1d",)
"""What Ctrl+] sends: the key that leaves a terminal on the dashboard too."""

INTERRUPT: Final = b"\x03"

FRAME: Final = 1 / 60
"""Seconds between two pictures."""

READ_SIZE: Final = 1 << 16

ENTER: Final = "\x1b[?1049h\x1b[?7l\x1b[2J\x1b[H"
LEAVE: Final = "\x1b[0 q\x1b[?25h\x1b[?7h\x1b[?1049l"
BEGIN_FRAME: Final = "\x1b[?2026h\x1b[?25l"
END_FRAME: Final = "\x1b[?2026l"

SHAPES: Final = {CursorShape.BLOCK: 2, CursorShape.HOLLOW: 2, CursorShape.UNDERLINE: 4, CursorShape.BAR: 6}

SIGNALS: Final = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


class Outcome(Enum):
    """Why one no longer sits at the terminal."""

    DETACHED = "detached"
    """The key was pressed."""
    ENDED = "ended"
    """The program has ended."""
    SIGNALLED = "signalled"
    """This process was told to end."""


class Console:
    """The outer terminal, showing an inner one.

    Args:
        terminal: What is shown.
        is_read_only: Send nothing; Ctrl+C leaves too.
        leave: What the key sends that leaves; terminals differ.
        source: The file descriptor that is typed into.
        target: The file descriptor that is drawn on.
    """

    def __init__(
        self,
        terminal: Terminal,
        *,
        is_read_only: bool = False,
        leave: Sequence[bytes] = DETACH,
        source: int = 0,
        target: int = 1,
    ) -> None:
        self._terminal = terminal
        self._is_read_only = is_read_only
        self._leave = leave
        self._source = source
        self._target = target
        self._done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._size = (0, 0)
        self._modes: dict[int, bool] = dict.fromkeys(MODES, False)
        self._timer: asyncio.TimerHandle | None = None
        self._is_whole_due = True

    async def run(self) -> Outcome:
        """Show it until the user leaves or the program ends."""
        with self._taken_over(), self._listening():
            self._fit()
            return await self._done

    # ------------------------------------------------------------------------ the outer terminal

    @contextlib.contextmanager
    def _taken_over(self) -> Iterator[None]:
        before = termios.tcgetattr(self._source)
        try:
            tty.setraw(self._source)
            self._write(ENTER)
            yield
        finally:
            with contextlib.suppress(OSError):
                self._write(RESET + self._mode_changes(dict.fromkeys(MODES, False)) + LEAVE)
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self._source, termios.TCSADRAIN, before)

    @contextlib.contextmanager
    def _listening(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        loop.add_reader(self._source, self._read)
        loop.add_signal_handler(signal.SIGWINCH, self._fit)
        for number in SIGNALS:
            loop.add_signal_handler(number, self._finish, Outcome.SIGNALLED)
        disconnect = (
            self._terminal.on_output.connect(self._draw_soon),
            self._terminal.on_resize.connect(self._draw_whole_soon),
            self._terminal.on_exit.connect(lambda _: self._take_exit()),
        )
        if self._terminal.exit_status is not None:
            self._take_exit()
        try:
            yield
        finally:
            for each in disconnect:
                each()
            if self._timer is not None:
                self._timer.cancel()
            loop.remove_reader(self._source)
            for number in (*SIGNALS, signal.SIGWINCH):
                loop.remove_signal_handler(number)

    def _write(self, text: str) -> None:
        data = text.encode("utf-8", "replace")
        while data:
            data = data[os.write(self._target, data) :]

    def _finish(self, outcome: Outcome) -> None:
        if not self._done.done():
            self._done.set_result(outcome)

    def _take_exit(self) -> None:
        self._finish(Outcome.ENDED)

    # -------------------------------------------------------------------------------------- keys

    def _read(self) -> None:
        try:
            data = os.read(self._source, READ_SIZE)
        except OSError:
            data = b""
        if not data:
            # The outer terminal is gone.
            self._finish(Outcome.SIGNALLED)
            return
        typed = min((data.partition(key)[0] for key in self._leave), key=len)
        is_leaving = len(typed) < len(data)
        if self._is_read_only:
            is_leaving = is_leaving or INTERRUPT in typed
        elif typed:
            self._terminal.write(typed)
        if is_leaving:
            self._finish(Outcome.DETACHED)

    # ----------------------------------------------------------------------------------- drawing

    def _fit(self) -> None:
        """Take the size of the outer terminal."""
        try:
            columns, lines = os.get_terminal_size(self._target)
        except OSError:
            columns, lines = shutil.get_terminal_size()
        self._size = columns, lines
        if not self._is_read_only:
            self._terminal.resize(columns, lines)
        self._draw_whole_soon()

    def _draw_whole_soon(self, *_: int) -> None:
        self._is_whole_due = True
        self._draw_soon()

    def _draw_soon(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(FRAME, self._draw)

    def _draw(self) -> None:
        self._timer = None
        columns, lines = self._size
        # Of a terminal that is higher than ours the lower part is where its cursor is.
        above = max(0, self._terminal.lines - lines)
        changed = self._terminal.dirty_rows()
        parts = [BEGIN_FRAME, self._mode_changes({mode: self._terminal.engine.mode(mode) for mode in MODES})]
        if self._is_whole_due:
            self._is_whole_due = False
            changed = dict(enumerate(self._terminal.rows()))
            parts.append(f"{RESET}\x1b[2J")
        parts += [
            f"\x1b[{y - above + 1};1H{RESET}\x1b[2K{draw_row(row, columns)}"
            for y, row in changed.items()
            if 0 <= y - above < lines
        ]
        parts += [_cursor(self._terminal.cursor, above), END_FRAME]
        self._write("".join(parts))

    def _mode_changes(self, wanted: dict[int, bool]) -> str:
        """Give what makes keys and mouse of the outer terminal what the program wants them to be."""
        changes = [
            f"\x1b[?{mode}{'h' if is_on else 'l'}"
            for mode, is_on in wanted.items()
            if is_on != self._modes[mode] and (is_on is False or not self._is_read_only)
        ]
        if not self._is_read_only:
            self._modes.update(wanted)
        return "".join(changes)


def _cursor(cursor: Cursor, above: int) -> str:
    if not cursor.visible or cursor.y < above:
        return ""
    shape = SHAPES[cursor.shape] - bool(cursor.blink)
    return f"\x1b[{cursor.y - above + 1};{cursor.x + 1}H\x1b[{shape} q\x1b[?25h"
