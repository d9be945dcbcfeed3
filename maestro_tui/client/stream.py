"""The event stream: connected, frames, disconnected, again and again, for as long as somebody listens.

Frames are handed on as bytes; decoding them and knowing what they change is for others. A network that fails
is told of in the stream and never raised.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Final, Self, TypeAlias

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.frames import CloseCode

from maestro_tui.client.address import ServerAddress
from maestro_tui.client.backoff import reconnect_delays
from maestro_tui.client.inbox import Inbox
from maestro_tui.client.reasons import why_closed, why_not_connected

_CLOSE_TIMEOUT: Final = 1.0
_QUEUED_FRAMES: Final = 256

# Of its own and quiet: at DEBUG the library logs the request line and headers, which hold the token.
_quiet_logger = logging.getLogger("maestro_tui.client.websocket")
_quiet_logger.setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """How long and how large things may be before a connection is given up."""

    open_timeout: float = 10.0
    """Seconds until a connection must stand."""
    ping_interval: float = 10.0
    """Seconds between pings, and to wait for the answer: the servers send none, so that a dead connection is
    noticed only from here."""
    patience: float = 3.0
    """Seconds to wait for the answer when somebody wants to know."""
    frame_bytes: int = 16 * 1024 * 1024
    """A larger message ends the connection: no event comes near this, and memory is finite."""


DEFAULT_LIMITS: Final = StreamLimits()


@dataclass(frozen=True, slots=True)
class Connected:
    """The connection stands; from now on no event is missed. Now is the time to read the lists."""

    attempt: int
    """0 for the first connection of all, else the how-manieth attempt to connect again succeeded."""


@dataclass(frozen=True, slots=True)
class FramesReceived:
    """Frames in their order: all that have arrived since the last ones, so that a burst is one batch."""

    frames: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Disconnected:
    """A connection ended, or did not come about."""

    clean: bool
    """Whether the server said that it closes."""
    code: int | None
    """The WebSocket close code; None if there was no connection, or it was cut."""
    reason: str
    """One sentence without a full stop, fit for a status bar: no token, no control characters."""
    retry_in: float | None
    """Seconds until the next attempt; None if there will be none by itself."""


@dataclass(frozen=True, slots=True)
class GaveUp:
    """The maximum number of attempts is used up; only `EventStream.reconnect_now` goes on."""

    attempts: int


StreamNotice: TypeAlias = Connected | Disconnected | GaveUp
StreamItem: TypeAlias = Connected | FramesReceived | Disconnected | GaveUp


class EventStream:
    """Everything a server tells, as an async iterator that is also an async context manager.

    ::

        async with EventStream(parse_address(url)) as stream:
            async for item in stream: ...

    One task reads the socket from entering the context to leaving it, and no longer.

    Args:
        address: The server.
        token: Sent as ``Authorization: Bearer``, if given.
        max_attempts: How often in a row to try to connect again before giving up; None goes on for ever.
        delays: The seconds to wait before each such attempt; starts anew after each connection.
        resume: Gives number and epoch of the last event that was dealt with, or None to resume nothing. Asked
            before each connection, when all frames of the one before have been taken.
        limits: Timeouts and sizes.
    """

    def __init__(
        self,
        address: ServerAddress,
        token: str | None = None,
        *,
        max_attempts: int | None = None,
        delays: Callable[[], Iterator[float]] = reconnect_delays,
        resume: Callable[[], tuple[int, str | None] | None] | None = None,
        limits: StreamLimits = DEFAULT_LIMITS,
    ) -> None:
        self._address = address
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._max_attempts = max_attempts
        self._delays = delays
        self._resume = resume or (lambda: None)
        self._limits = limits
        self._inbox: Inbox[StreamNotice] = Inbox()
        self._now = asyncio.Event()
        self._connection: ClientConnection | None = None
        self._probe: asyncio.Task[None] | None = None
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name="event-stream")
        self._task.add_done_callback(lambda _: self._inbox.end())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> StreamItem:
        item = await self._inbox.take()
        if item is None:
            self._raise_defect()
            raise StopAsyncIteration
        return FramesReceived(item) if isinstance(item, tuple) else item

    def reconnect_now(self) -> None:
        """Cut the present wait short, or go on after giving up; while connected, see whether the server answers.

        A connection on which it does not is ended soon, as if it had been cut.
        """
        self._now.set()
        if self._connection is not None and (self._probe is None or self._probe.done()):
            self._probe = asyncio.create_task(self._see_whether_it_answers(self._connection))

    async def close(self) -> None:
        """Close the connection and end the iteration; frames that have arrived can still be taken."""
        if self._task is None:
            self._inbox.end()
            return
        self._task.cancel()
        await asyncio.wait([self._task])

    def _raise_defect(self) -> None:
        # The network is never raised, so an exception here is a mistake in this program: it must be heard.
        if self._task is not None and self._task.done() and not self._task.cancelled():
            self._task.result()

    async def _run(self) -> None:
        while True:
            await self._connect_until_given_up()
            await self._now.wait()

    async def _connect_until_given_up(self) -> None:
        delays, retries = self._delays(), 0
        while True:
            ended, was_connected = await self._hold_connection(retries)
            if was_connected:
                delays, retries = self._delays(), 0
            if self._max_attempts is not None and retries >= self._max_attempts:
                self._now.clear()
                self._inbox.put_notice(ended)
                self._inbox.put_notice(GaveUp(retries))
                return
            delay = next(delays)
            self._inbox.put_notice(replace(ended, retry_in=delay))
            await self._wait(delay)
            retries += 1

    async def _wait(self, delay: float) -> None:
        self._now.clear()
        try:
            async with asyncio.timeout(delay):
                await self._now.wait()
        except TimeoutError:
            pass
        # What was received must be dealt with before it can be said where to resume.
        await self._inbox.read_through()

    async def _hold_connection(self, retries: int) -> tuple[Disconnected, bool]:
        """Connect and read until the connection ends; tell how, and whether there was one."""
        try:
            connection = await self._open()
        except (OSError, WebSocketException, ValueError) as error:
            reason = why_not_connected(error, self._address)
            return Disconnected(clean=False, code=None, reason=reason, retry_in=None), False
        self._connection = connection
        try:
            async with connection:
                self._inbox.put_notice(Connected(retries))
                return await self._read(connection), True
        finally:
            self._connection = None
            if self._probe is not None:
                self._probe.cancel()

    async def _see_whether_it_answers(self, connection: ClientConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            answer = await connection.ping()
            try:
                async with asyncio.timeout(self._limits.patience):
                    await answer
            except TimeoutError:
                await connection.close(CloseCode.INTERNAL_ERROR, "ping timeout")

    async def _open(self) -> ClientConnection:
        return await connect(
            self._address.websocket_url(self._resume()),
            additional_headers=self._headers,
            user_agent_header="maestro-tui",
            compression=None,
            proxy=None if self._address.is_loopback else True,
            open_timeout=self._limits.open_timeout,
            ping_interval=self._limits.ping_interval,
            ping_timeout=self._limits.ping_interval,
            close_timeout=_CLOSE_TIMEOUT,
            max_size=self._limits.frame_bytes,
            max_queue=_QUEUED_FRAMES,
            logger=_quiet_logger,
        )

    async def _read(self, connection: ClientConnection) -> Disconnected:
        # `recv` gives frames that are already here without letting the loop go round, so that all of them
        # are in the inbox before its reader runs: this is what makes a burst one batch.
        try:
            while True:
                await self._inbox.put_frame(await connection.recv(decode=False))
        except ConnectionClosed as error:
            clean, code, reason = why_closed(error)
            return Disconnected(clean=clean, code=code, reason=reason, retry_in=None)
