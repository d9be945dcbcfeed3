"""A terminal: a program on a pty and its screen, without anything that draws it.

::

    program --bytes--> engine --rows--> whoever draws
       ^                 |
       +---- keys, answers, size

It lives on one event loop. Bytes are fed as they come, whether anybody looks or not; rows are read only when asked for.
Without a program it is a screen that is fed by hand: a replay, a test, a mirror of a terminal elsewhere.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from maestro_tui.terminal.engine import (
    Cursor,
    EngineOptions,
    Mode,
    PaneEvent,
    Point,
    Row,
    Span,
    Theme,
    load_engine,
    open_engine,
)
from maestro_tui.terminal.events import DirectoryChanged, TitleChanged
from maestro_tui.terminal.exit_status import ExitStatus
from maestro_tui.terminal.frames import FrameGate
from maestro_tui.terminal.keys import KeyPress, MouseAction, MouseButton, MouseInput
from maestro_tui.terminal.listeners import Listeners
from maestro_tui.terminal.packing import IdlePacker
from maestro_tui.terminal.paste import is_risky

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from maestro_tui.terminal.engine import View
    from maestro_tui.terminal.process import PtyProcess

__all__ = ["Terminal"]

INPUT_LIMIT = 1 << 16
"""Bytes a program may leave unread before it gets no more answers: it asks, but does not listen."""

WHEEL_LINES = 3
"""Lines of one notch of the wheel."""


class Terminal:
    """A program's terminal.

    Listeners are connected with ``terminal.on_output.connect(callback)``, which returns what disconnects them.
    """

    def __init__(
        self,
        cols: int,
        rows: int,
        *,
        scrollback_lines: int = 10_000,
        measure: Callable[[str], int] | None = None,
        theme: Theme | None = None,
        snapshot: bytes | None = None,
        send: Callable[[bytes], None] | None = None,
    ) -> None:
        """Open a terminal without a program.

        Args:
            cols: columns; held within 1 and 1000, as are the rows.
            rows: lines of the screen.
            scrollback_lines: how many lines of history are kept, about.
            measure: how many cells the one who draws gives to a text; rows are made to agree with it.
            theme: the colours a program is told when it asks.
            snapshot: what a terminal of the same kind was, see :meth:`snapshot`.
            send: where keys and answers go; ``None`` drops them. A program started by :meth:`start` gets them itself.

        Raises:
            PaneError: the engine cannot be loaded here, or the snapshot cannot be read.
        """
        options = EngineOptions(cols, rows, scrollback_lines, measure, theme or Theme())
        self.engine = engine = open_engine(options, snapshot)
        """The screen, for what this class does not pass on."""
        self.on_output: Listeners[[]] = Listeners()
        """There is something to draw. Not said again before :meth:`dirty_rows` or :meth:`rows` was called."""
        self.on_event: Listeners[[PaneEvent]] = Listeners()
        """The program told something beside its text."""
        self.on_exit: Listeners[[ExitStatus]] = Listeners()
        """The program ended, and all its output was fed."""
        self.on_bytes: Listeners[[bytes]] = Listeners()
        """The program wrote these bytes: for a recording, or for a mirror of this terminal."""
        self.on_resize: Listeners[[int, int]] = Listeners()
        """The screen has a new size: columns, rows."""
        self.title = ""
        """What the program called its window, cleaned and clipped; not to be parsed as markup."""
        self.directory = ""
        """The working directory the program told, if it told one."""
        self.exit_status: ExitStatus | None = None
        """How the program ended; ``None`` while it runs, and where there never was one."""
        self._process: PtyProcess | None = None
        self._send = send
        self._frames = FrameGate(lambda: engine.mode(Mode.SYNCHRONIZED_OUTPUT), self.on_output)
        self._changed: asyncio.Event | None = None
        self._packer: IdlePacker | None = None
        for event in self.engine.take_events():
            self._note(event)

    @classmethod
    async def start(  # noqa: PLR0913 - what a terminal is, by name
        cls,
        argv: Sequence[str],
        *,
        cwd: str,
        env: Mapping[str, str],
        cols: int,
        rows: int,
        scrollback_lines: int = 10_000,
        measure: Callable[[str], int] | None = None,
        theme: Theme | None = None,
    ) -> Terminal:
        """Start a program in a new terminal.

        Args:
            argv: the program and its arguments, see :func:`maestro_tui.terminal.command.split_command`.
            cwd: the directory it starts in.
            env: its whole environment, see :func:`maestro_tui.terminal.command.pane_environment`.
            cols: columns of the terminal.
            rows: lines of the terminal.
            scrollback_lines: how many lines of history are kept, about.
            measure: how many cells the one who draws gives to a text.
            theme: the colours the program is told when it asks.

        Raises:
            PaneError: no such program, no such directory, or the system refuses. Nothing else is tried.
        """
        from maestro_tui.terminal.process import PtyProcess

        await load_engine()
        terminal = cls(cols, rows, scrollback_lines=scrollback_lines, measure=measure, theme=theme)
        process = PtyProcess.start(
            argv,
            cwd=cwd,
            env=env,
            size=(terminal.columns, terminal.lines),
            on_output=terminal.feed,
            on_exit=terminal._exited,
        )
        terminal._process = process
        terminal._send = process.write
        terminal._packer = IdlePacker(terminal._pack, asyncio.get_running_loop())
        return terminal

    # ---------------------------------------------------------------------------------- output

    def feed(self, data: bytes) -> None:
        """Take bytes as the program wrote them, cut anywhere."""
        self.on_bytes(data)
        self.engine.feed(data)
        self._answer()
        for event in self.engine.take_events():
            self._note(event)
        self._frames.note_change()
        if self._changed is not None:
            self._changed.set()
        if self._packer is not None:
            self._packer.note_output()

    def _pack(self) -> bool:
        """Pack a piece of the history, but not under the eyes of who reads it."""
        return not self.engine.view().is_scrolled and self.engine.compress_history()

    def _answer(self) -> None:
        replies = self.engine.take_replies()
        if not replies or self._send is None:
            return
        if self._process is None or self._process.queued < INPUT_LIMIT:
            self._send(replies)

    def _note(self, event: PaneEvent) -> None:
        if isinstance(event, TitleChanged):
            self.title = event.title
        elif isinstance(event, DirectoryChanged):
            self.directory = event.path
        self.on_event(event)

    def dirty_rows(self) -> dict[int, Row]:
        """Take the rows that changed since they were last taken, by their line in the view, from 0.

        While a program holds its frame back there are none; ``on_output`` tells when they are there.
        """
        return self.engine.dirty_rows() if self._frames.take() else {}

    def rows(self) -> list[Row]:
        """Take all rows of the view, complete or not."""
        self._frames.take()
        return self.engine.rows()

    @property
    def cursor(self) -> Cursor:
        """Where the cursor is in the view, and how it looks."""
        return self.engine.cursor()

    def text(self) -> str:
        """Give the screen as lines of plain text, whatever the view shows; blanks at the ends are left out."""
        view = self.engine.view()
        first = max(0, view.total - self.lines)
        return self.engine.text(Span(Point(first, 0), Point(view.total - 1, self.columns - 1)))

    def shows(self, wanted: str) -> bool:
        """Tell whether a text stands in a line of the screen; lines end in as many blanks as there is room for."""
        return any(wanted in line.ljust(self.columns) for line in self.text().split("\n"))

    # ----------------------------------------------------------------------------------- input

    def write(self, data: bytes) -> None:
        """Send bytes to the program as they are."""
        if self._send is not None:
            self._send(data)

    def send_key(self, press: KeyPress) -> None:
        """Send a key, as the program wants keys to be sent now."""
        self.write(self.engine.encode_key(press))

    def paste(self, text: str) -> None:
        """Send pasted text: in brackets if the program asked for them, and with nothing in it that could end them."""
        self.write(self.engine.encode_paste(text))

    def is_risky_paste(self, text: str) -> bool:
        """Tell whether pasting this would run lines at once: the user may want to be asked before."""
        return is_risky(text, bracketed=self.engine.mode(Mode.BRACKETED_PASTE))

    def send_focus(self, *, gained: bool) -> None:
        """Tell the program that its terminal was entered or left, if it asked."""
        self.write(self.engine.encode_focus(gained=gained))

    def send_mouse(self, mouse: MouseInput) -> bool:
        """Send what the mouse did, if the program asked for it; tells whether it did."""
        if not self.engine.wants_mouse:
            return False
        self.write(self.engine.encode_mouse(mouse))
        return True

    def turn_wheel(self, notches: int, x: int = 0, y: int = 0) -> None:
        """Turn the wheel over a cell, up for negative and down for positive numbers.

        It goes to the program if that asked for the mouse, becomes arrow keys on the alternate screen, and else moves
        the view over the history.
        """
        button = MouseButton.WHEEL_DOWN if notches > 0 else MouseButton.WHEEL_UP
        if self.engine.wants_mouse:
            for _ in range(abs(notches)):
                self.send_mouse(MouseInput(MouseAction.PRESS, x, y, button))
        elif self.engine.is_alternate:
            if self.engine.mode(Mode.ALTERNATE_SCROLL):
                arrow = self.engine.encode_key(KeyPress("down" if notches > 0 else "up"))
                self.write(arrow * abs(notches) * WHEEL_LINES)
        else:
            self.scroll(notches * WHEEL_LINES)

    # -------------------------------------------------------------------------- size and history

    @property
    def columns(self) -> int:
        """The width in cells."""
        return self.engine.columns

    @property
    def lines(self) -> int:
        """The height in cells."""
        return self.engine.lines

    def resize(self, cols: int, rows: int) -> None:
        """Change the size of the screen and of the program's pty; held within 1 and 1000."""
        if (cols, rows) == (self.columns, self.lines):
            return
        self.engine.resize(cols, rows)
        self._answer()
        if self._process is not None:
            self._process.resize(self.columns, self.lines)
        self.on_resize(self.columns, self.lines)
        self._frames.note_change()

    @property
    def view(self) -> View:
        """Which lines of history and screen are shown, and how many are below."""
        return self.engine.view()

    def scroll(self, lines: int) -> None:
        """Move the view over the history: up for negative, down for positive numbers. Output leaves it where it is."""
        self.engine.scroll(lines)
        self._frames.note_change()

    def scroll_to_line(self, line: int) -> None:
        """Move the view so that a line of the history is its first one."""
        self.engine.scroll_to_line(line)
        self._frames.note_change()

    def scroll_to_end(self) -> None:
        """Move the view back to the screen."""
        self.engine.scroll_to_end()
        self._frames.note_change()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours the program is told when it asks."""
        self.engine.set_theme(theme)
        self._answer()

    def link_at(self, x: int, y: int) -> str | None:
        """Tell where the hyperlink in a cell of the view leads. Not to be opened before the user has seen it."""
        return self.engine.link_at(x, y)

    def snapshot(self) -> bytes:
        """Put the whole terminal into bytes: screen, history, modes, even a sequence that has only half arrived.

        Raises:
            PaneError: it is in the midst of a string sequence that has no such form; try again after the next output.
        """
        return self.engine.snapshot()

    # ------------------------------------------------------------------------------------- end

    @property
    def pid(self) -> int | None:
        """The process id of the program, if there is or was one."""
        return None if self._process is None else self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether there is a program that has not ended."""
        return self._process is not None and self.exit_status is None

    def _exited(self, status: ExitStatus) -> None:
        self.exit_status = status
        self._frames.finish()
        self.on_exit(status)
        if self._changed is not None:
            self._changed.set()

    async def wait(self) -> ExitStatus:
        """Wait until the program has ended and its output is fed."""
        return ExitStatus(None) if self._process is None else await self._process.wait()

    async def wait_for_text(self, wanted: str, limit: float = 10.0) -> None:
        """Wait until a text stands in a line of the screen.

        Raises:
            TimeoutError: it is not there after ``limit`` seconds, or when the program has ended; the message shows the
                screen.
        """
        self._changed = self._changed or asyncio.Event()
        loop = asyncio.get_running_loop()
        deadline = loop.time() + limit
        while not self.shows(wanted):
            remaining = deadline - loop.time()
            if remaining <= 0 or self.exit_status is not None:
                raise TimeoutError(f"{wanted!r} is not on the screen:\n{self.text()}")
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), remaining)
            except TimeoutError:
                continue

    async def close(self, grace: float = 0.5) -> ExitStatus:
        """End the program, if it runs: SIGHUP, SIGTERM, SIGKILL, with ``grace`` seconds after each.

        The screen can still be read.
        """
        self._frames.stop()
        if self._packer is not None:
            self._packer.stop()
            self._packer = None
        if self._process is None:
            return ExitStatus(None)
        return await self._process.terminate(grace)
