"""One terminal of the host: a program on a pty, its screen, and those who look at it.

What the program writes goes to the screen and to everybody who looks; what they type goes to the program. It has the
size of the smallest who looks, so that everybody sees all of it: a program draws for one size, and who cannot see its
last lines cannot see the prompt. Who only watches, or shows another terminal just now, is not counted.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from maestro_tui.errors import PaneError
from maestro_tui.terminal.engine import Point, Span, Theme
from maestro_tui.terminal.events import NotificationRaised, PaneEvent, clean_text
from maestro_tui.terminal.exit_status import ExitStatus
from maestro_tui.terminal.host.frames import Exit, Size
from maestro_tui.terminal.host.messages import ServerTarget, SpawnTerminal, TerminalInfo
from maestro_tui.terminal.host.outbox import Outbox
from maestro_tui.terminal.host.processes import MARKER, memory_of, new_terminal_id, processes_of_terminal
from maestro_tui.terminal.host.replay import call_of, replay
from maestro_tui.terminal.packing import IdlePacker
from maestro_tui.terminal.pane import Terminal

if TYPE_CHECKING:
    from maestro_tui.terminal.process import PtyProcess

__all__ = ["HostedTerminal"]

ANSWER_LIMIT = 1 << 16
"""Bytes a program may leave unread before its questions get no more answers."""

GATHER = 0.002
"""Seconds over which the output of a busy program is gathered into one piece for those who look."""

LONGEST_NOTIFICATION = 200
"""Characters of a notification that are kept for who looks later."""

LINES_SAVED = 400
"""Lines of the text that is saved for the case that the host is killed."""

_log = logging.getLogger("maestro_tui.host")

_encode = msgspec.json.Encoder().encode


class HostedTerminal:
    """A terminal.

    Args:
        info: What is known of it at first.
        server: Whose session it is.
        theme: The colours a program is told when it asks.
        clock: Milliseconds since the epoch.
        on_exit: Called once, when the program has ended and everybody was told.
        on_call: Called when the program begins to call for its user, and when somebody has come.
    """

    def __init__(
        self,
        info: TerminalInfo,
        server: ServerTarget,
        *,
        clock: Callable[[], float],
        theme: Theme | None = None,
        on_exit: Callable[[HostedTerminal], None],
        on_call: Callable[[HostedTerminal], object] = lambda _: None,
    ) -> None:
        self.server = server
        """Whose session it is."""
        self._info = info
        self._clock = clock
        self._on_exit = on_exit
        self._on_call = on_call
        self._called_at = 0.0
        self._notification = ""
        self._theme = theme
        self.screen = Terminal(info.columns, info.lines, theme=theme, send=self._answer)
        self.screen.on_event.connect(self._take_event)
        self.process: PtyProcess | None = None
        """The program; ``None`` if it ran under a host that is gone."""
        self.is_stopped = info.is_stopped
        self.is_reported = info.is_reported
        self.last_output_at = info.last_output_at
        self._ended: tuple[float, ExitStatus] | None = None
        self._wishes: dict[Outbox, tuple[int, int]] = {}
        self._outboxes: set[Outbox] = set()
        self._arrived: list[bytes] = []
        self._passing: asyncio.TimerHandle | None = None
        self._passed_at = 0.0
        self._heard_at = 0.0
        self._packer = IdlePacker(self.screen.engine.compress_history, asyncio.get_running_loop())

    @classmethod
    def start(
        cls,
        order: SpawnTerminal,
        *,
        clock: Callable[[], float],
        on_exit: Callable[[HostedTerminal], None],
        on_call: Callable[[HostedTerminal], object] = lambda _: None,
    ) -> HostedTerminal:
        """Start the program that was ordered.

        Raises:
            PaneError: no such program, no such directory, or the system refuses.
        """
        from maestro_tui.terminal.process import PtyProcess

        theme = Theme()
        theme = Theme(order.foreground or theme.foreground, order.background or theme.background)
        info = TerminalInfo(
            session_id=order.session_id,
            terminal_id=new_terminal_id(),
            name=order.name,
            server=order.server.name,
            argv=order.argv,
            cwd=order.cwd,
            columns=order.columns,
            lines=order.lines,
            started_at=clock(),
            last_output_at=clock(),
        )
        hosted = cls(info, order.server, theme=theme, clock=clock, on_exit=on_exit, on_call=on_call)
        hosted.process = PtyProcess.start(
            order.argv,
            cwd=order.cwd,
            env={**order.env, MARKER: info.terminal_id},
            size=(hosted.screen.columns, hosted.screen.lines),
            on_output=hosted._take_output,
            on_exit=hosted._take_exit,
        )
        return hosted

    # ------------------------------------------------------------------------------- what it is

    @property
    def session_id(self) -> str:
        """The session whose program this is."""
        return self._info.session_id

    @property
    def terminal_id(self) -> str:
        """What all that was started in it carries in its environment."""
        return self._info.terminal_id

    @property
    def is_live(self) -> bool:
        """Whether the program runs."""
        return self.process is not None and self._ended is None

    @property
    def is_lost(self) -> bool:
        """Whether the program went with the host that had started it."""
        return self._info.is_lost

    @property
    def exit(self) -> Exit | None:
        """How it ended, as it is told; ``None`` while it runs."""
        if self._ended is not None:
            return Exit.of(self._ended[1])
        if self.process is None:
            status = ExitStatus(self._info.exit_code, self._info.signal)
            return Exit.of(status, lost=self._info.is_lost)
        return None

    def info(self, *, with_memory: bool = False) -> TerminalInfo:
        """Tell all of it in one value."""
        info = msgspec.structs.replace(
            self._info,
            columns=self.screen.columns,
            lines=self.screen.lines,
            title=self.screen.title or self._info.title,
            last_output_at=self.last_output_at,
            is_stopped=self.is_stopped,
            is_reported=self.is_reported,
            attached=len(self._outboxes),
            called_at=self._called_at,
            notification=self._notification,
        )
        if self.process is not None:
            memory = self._memory() if with_memory and self.is_live else None
            info = msgspec.structs.replace(info, pid=self.process.pid, memory=memory)
        if self._ended is not None:
            at, status = self._ended
            info = msgspec.structs.replace(info, ended_at=at, exit_code=status.code, signal=status.signal)
        return info

    def _memory(self) -> int | None:
        assert self.process is not None
        return memory_of(processes_of_terminal(self.process.pid, self.terminal_id))

    def last_text(self) -> str:
        """Give the last of its text as lines: some of the history, and the screen."""
        engine = self.screen.engine
        total = engine.view().total
        span = Span(Point(max(0, total - LINES_SAVED), 0), Point(total - 1, engine.columns - 1))
        return engine.text(span).rstrip()

    # ------------------------------------------------------------------------------ the program

    def _take_output(self, data: bytes) -> None:
        """Take what was read. It is passed on at once, but while there is much of it in pieces of some size."""
        self.last_output_at = self._clock()
        self._heard_at = time.monotonic()
        self.screen.feed(data)
        self._packer.note_output()
        if not self._outboxes:
            return
        self._arrived.append(data)
        if len(self._arrived) == 1:
            loop = asyncio.get_running_loop()
            self._passing = loop.call_at(self._passed_at + GATHER, self._pass_on)

    def _take_event(self, event: PaneEvent) -> None:
        """See to it that a call for attention is heard by those too who are sent pictures just now."""
        call = call_of(event)
        if call:
            for outbox in self._outboxes:
                outbox.note_call(call)
            self._note_call(event)

    def _note_call(self, event: PaneEvent) -> None:
        """Keep that it calls, for who looks later; told once until somebody has come, however often it rings."""
        is_news = not self._called_at
        self._called_at = self._clock()
        if isinstance(event, NotificationRaised):
            self._notification = clean_text(f"{event.title} {event.body}", LONGEST_NOTIFICATION)
        if is_news:
            self._on_call(self)

    def _pass_on(self) -> None:
        if not self._arrived:
            return
        data = self._arrived[0] if len(self._arrived) == 1 else b"".join(self._arrived)
        self._arrived.clear()
        if self._passing is not None:
            self._passing.cancel()
            self._passing = None
        self._passed_at = asyncio.get_running_loop().time()
        for outbox in self._outboxes:
            outbox.add_output(data)

    @property
    def quiet_for(self) -> float:
        """Seconds since the program last wrote something."""
        return time.monotonic() - self._heard_at

    def picture(self, outbox: Outbox, *, is_exact: bool) -> tuple[bytes, bool]:
        """Give the whole terminal as it is, for one who looks; the outbox has what comes after it.

        Args:
            outbox: What it is for.
            is_exact: Give a snapshot, not just bytes that bring another terminal to show the same.

        Returns:
            The picture, and whether it is a snapshot: in the midst of an endless sequence there is none.
        """
        self._pass_on()
        outbox.restart()
        if is_exact:
            try:
                return self.screen.snapshot(), True
            except PaneError as error:
                _log.warning("%s is shown by its text alone: %s", self.session_id, error)
        return replay(self.screen), False

    def _take_exit(self, status: ExitStatus) -> None:
        self._pass_on()
        self._ended = self._clock(), status
        for outbox in self._outboxes:
            outbox.end()
        self._on_exit(self)

    def _answer(self, data: bytes) -> None:
        """Answer the program's questions, unless it does not listen."""
        if self.process is not None and self.process.queued < ANSWER_LIMIT:
            self.process.write(data)

    @property
    def queued(self) -> int:
        """Bytes that were typed, but which the program has not read yet."""
        return 0 if self.process is None else self.process.queued

    def write(self, data: bytes) -> None:
        """Send what somebody typed: who types has seen that it calls."""
        if self.is_live and self.process is not None:
            self.process.write(data)
        if self._called_at:
            self._called_at, self._notification = 0.0, ""
            self._on_call(self)

    def close(self) -> None:
        """Let go of its timers; its screen can still be read."""
        self._packer.stop()
        for outbox in self._outboxes:
            outbox.end()

    # ----------------------------------------------------------------------------- who looks

    def attach(self, outbox: Outbox) -> None:
        """Have somebody look: they are sent what the program writes from now on."""
        self._outboxes.add(outbox)
        if not self.is_live:
            outbox.end()

    def detach(self, outbox: Outbox) -> None:
        """Have somebody look no more."""
        self._outboxes.discard(outbox)
        self.want_size(outbox, None)

    def want_size(self, outbox: Outbox, size: tuple[int, int] | None) -> None:
        """Take note of how much room somebody has; ``None`` if they show something else."""
        if size is None:
            self._wishes.pop(outbox, None)
        else:
            self._wishes[outbox] = size
        if self._wishes and self.is_live:
            self._resize(
                min(cols for cols, _ in self._wishes.values()), min(rows for _, rows in self._wishes.values())
            )

    def set_theme(self, theme: Theme) -> None:
        """Have the program told these colours, and that they are others if it wants to know."""
        if theme != self._theme:
            self._theme = theme
            self.screen.set_theme(theme)

    def _resize(self, columns: int, lines: int) -> None:
        self._pass_on()
        before = self.screen.columns, self.screen.lines
        self.screen.resize(columns, lines)
        after = self.screen.columns, self.screen.lines
        if after == before:
            return
        if self.process is not None:
            self.process.resize(*after)
        text = _encode(Size(cols=after[0], rows=after[1])).decode()
        for outbox in self._outboxes:
            outbox.add_message(text)
