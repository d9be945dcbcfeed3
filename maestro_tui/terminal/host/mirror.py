"""A terminal of a host, here: a `Terminal` that shows what the one there shows, and types into it.

It is fed with the same bytes in the same order and has the same sizes at the same places among them, so that the two
are equal cell by cell. It answers nothing itself: the one there does, once, however many mirrors it has. Who feeds it
is :mod:`~maestro_tui.terminal.host.following`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from maestro_tui.terminal.engine import Engine, EngineOptions, Mode, Theme, open_engine
from maestro_tui.terminal.exit_status import ExitStatus
from maestro_tui.terminal.frames import FrameGate
from maestro_tui.terminal.host.channel import Channel, Picture
from maestro_tui.terminal.host.frames import Exit, Size
from maestro_tui.terminal.listeners import Listeners
from maestro_tui.terminal.pane import Terminal

__all__ = ["MirroredTerminal"]


class _Line:
    """What is said to the terminal there, while there is a connection to it."""

    def __init__(self, theme: Theme | None) -> None:
        self._channel: Channel | None = None
        self._theme = theme
        self._wish: tuple[int, int] | None = None
        self._is_watched = False

    @property
    def wish(self) -> tuple[int, int] | None:
        """How much room there is here: columns and lines."""
        return self._wish

    def join(self, channel: Channel | None) -> None:
        """Take another connection, or none, and say anew how it is seen here."""
        self._channel = channel
        if channel is not None and self._theme is not None:
            channel.tell_theme(self._theme)
        if channel is not None and self._wish is not None:
            channel.want_size(*self._wish)

    def send_input(self, data: bytes) -> None:
        """Send what was typed."""
        if self._channel is not None and data:
            self._channel.send_input(data)

    def tell_theme(self, theme: Theme) -> None:
        """Say in which colours it is drawn."""
        self._theme = theme
        if self._channel is not None:
            self._channel.tell_theme(theme)

    def want_size(self, size: tuple[int, int]) -> None:
        """Say how much room there is."""
        if size != self._wish:
            self._wish = size
            if self._channel is not None:
                self._channel.want_size(*size)

    def note_watched(self, is_watched: bool) -> None:
        """Have no say in the size while nobody draws it here."""
        if is_watched == self._is_watched:
            return
        self._is_watched = is_watched
        if not is_watched:
            self._wish = None
            if self._channel is not None:
                self._channel.look_away()


class _Watched(Listeners[[]]):
    """Listeners that tell when the first has come and the last has gone."""

    def __init__(self, on_watched: Callable[[bool], None]) -> None:
        super().__init__()
        self._on_watched = on_watched

    def connect(self, callback: Callable[[], object]) -> Callable[[], None]:
        """Add a callback."""
        disconnect = super().connect(callback)
        self._on_watched(True)

        def leave() -> None:
            disconnect()
            self._on_watched(bool(self))

        return leave


class MirroredTerminal(Terminal):
    """The terminal of a session, hosted elsewhere.

    Args:
        picture: What it is at first.
        measure: How many cells the one who draws gives to a text.
        theme: The colours it is drawn in, which a program is told when it asks.
        end: Ends it there; without it :meth:`close` only looks away.
        pid: Its process, if that is known.
    """

    def __init__(
        self,
        picture: Picture,
        *,
        measure: Callable[[str], int] | None = None,
        theme: Theme | None = None,
        end: Callable[[], Awaitable[None]] | None = None,
        pid: int | None = None,
    ) -> None:
        size = picture.size
        self._measure = measure
        self._theme = theme or Theme()
        self._answers_itself = picture.snapshot is None
        # An object of its own, lest the terminal and its screen hold on to themselves.
        self._line = _Line(theme)
        super().__init__(
            size.cols,
            size.rows,
            measure=measure,
            theme=theme,
            snapshot=picture.snapshot,
            send=self._line.send_input,
        )
        self.on_output = _Watched(self._line.note_watched)
        self._frames = _gate(self.engine, self.on_output)
        self.is_lost = False
        """Whether its host was killed, and the program with it."""
        self.following: asyncio.Task[None] | None = None
        """What feeds it."""
        self._end = end
        self._pid = pid
        self._over = asyncio.Event()

    # ---------------------------------------------------------------------- from who feeds it

    def join(self, channel: Channel) -> None:
        """Type into this connection from now on."""
        self._line.join(channel)

    def part(self) -> None:
        """Type into nothing: the connection was cut."""
        self._line.join(None)

    def take_size(self, size: Size) -> None:
        """Have the size that the terminal there has from here on."""
        super().resize(size.cols, size.rows)

    def take_picture(self, picture: Picture) -> None:
        """Become what the terminal there is: what lies between was missed."""
        size = picture.size
        if picture.snapshot is None:
            self.feed(b"\x1bc")
            self.take_size(size)
            return
        below = self.view.rows_below
        self.engine = open_engine(
            EngineOptions(size.cols, size.rows, measure=self._measure, theme=self._theme), picture.snapshot
        )
        if below:
            self.engine.scroll(-below)
        self._frames.stop()
        self._frames = _gate(self.engine, self.on_output)
        self.on_resize(self.columns, self.lines)
        # Nothing new, but all that follows from what was fed: events, and that there is something to draw.
        self.feed(b"")

    def take_exit(self, how: Exit) -> None:
        """Take note of the end."""
        self.is_lost = how.lost
        self.part()
        if self._line.wish is not None:
            # It is nobody else's any more.
            super().resize(*self._line.wish)
        self._exited(how.status)
        self._over.set()

    # -------------------------------------------------------------------------------- to there

    def _answer(self) -> None:
        """Answer only where nobody else does."""
        if self._answers_itself:
            super()._answer()
        else:
            self.engine.take_replies()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours the program is told, here and there."""
        self._theme = theme
        self._line.tell_theme(theme)
        super().set_theme(theme)

    def resize(self, cols: int, rows: int) -> None:
        """Say how much room there is; the size changes when that of the terminal there has changed."""
        if self.exit_status is not None:
            super().resize(cols, rows)
        else:
            self._line.want_size((cols, rows))

    # ------------------------------------------------------------------------------------- end

    @property
    def pid(self) -> int | None:
        """The process id of the program, if it is known."""
        return self._pid

    @property
    def is_running(self) -> bool:
        """Whether the program has not ended, as far as is known here."""
        return self.exit_status is None

    async def wait(self) -> ExitStatus:
        """Wait until the program has ended and its output is fed."""
        await self._over.wait()
        return self.exit_status or ExitStatus(None)

    async def close(self, grace: float = 0.5) -> ExitStatus:
        """End the program there, if this mirror may, and look away. How long it is given is for its host to say."""
        if self._end is not None:
            await self._end()
        await self.detach()
        return self.exit_status or ExitStatus(None)

    async def detach(self) -> None:
        """Look away; the program goes on."""
        await super().close()
        if self.following is not None:
            self.following.cancel()
            await asyncio.wait([self.following])
            self.following = None


def _gate(engine: Engine, announce: Callable[[], None]) -> FrameGate:
    return FrameGate(lambda: engine.mode(Mode.SYNCHRONIZED_OUTPUT), announce)
