"""The client's end of ``/control``: what a host of ours can be asked, one method each, and what it tells by itself."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
from collections.abc import Iterable
from types import TracebackType
from typing import Final, Self

import msgspec
from websockets.asyncio.client import ClientConnection, unix_connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from maestro_tui.errors import ConfigurationError, DecodeError, PaneError, UnreachableError
from maestro_tui.terminal.host import messages as m
from maestro_tui.terminal.host.place import HostPlace
from maestro_tui.terminal.listeners import Listeners

__all__ = ["HostConnection"]

OPEN_LIMIT: Final = 5.0
"""Seconds a host may take to say hello."""

_log = logging.getLogger("maestro_tui.host")
_quiet_logger = logging.getLogger("maestro_tui.host.client")


class HostConnection:
    """A connection to a host. An async context manager; every request raises `UnreachableError` if it is cut."""

    def __init__(self, connection: ClientConnection, hello: m.Hello) -> None:
        self.hello = hello
        """How the host named itself."""
        self.on_change: Listeners[[m.TerminalInfo]] = Listeners()
        """A terminal was started, has ended, or its end was reported."""
        self.on_gone: Listeners[[str]] = Listeners()
        """The terminal of this session was put away."""
        self._connection = connection
        self._ids: Iterable[int] = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[m.Answer]] = {}
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def find(cls, place: HostPlace, *, any_version: bool = False) -> HostConnection | None:
        """Connect to the host at a place; ``None`` if nobody listens there.

        Args:
            place: The place.
            any_version: Also to one of another version: enough to end it.

        Raises:
            UnreachableError: Somebody does, but does not answer as a host.
            ConfigurationError: It is a host of another version.
        """
        connecting = unix_connect(
            str(place.address),
            "ws://localhost/control",
            compression=None,
            max_size=None,
            close_timeout=1,
            logger=_quiet_logger,
        )
        try:
            async with asyncio.timeout(OPEN_LIMIT):
                connection = await connecting
                hello = m.decode_message(await connection.recv())
        except (ConnectionRefusedError, FileNotFoundError):
            return None
        except (OSError, EOFError, TimeoutError, WebSocketException, DecodeError) as error:
            raise UnreachableError(f"No terminal host answers at {place.address}: {error}.") from error
        if not isinstance(hello, m.Hello) or (hello.protocol != m.PROTOCOL and not any_version):
            await connection.close()
            raise ConfigurationError(
                "The terminal host that runs is of another version: end it with `maestro-tui stop`."
            )
        return cls(connection, hello)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of the host; it goes on."""
        await self._connection.close()
        await asyncio.wait([self._reading])

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be asked any more."""
        return self._reading.done()

    async def wait_closed(self) -> None:
        """Wait until the host has let go of us, or we of it."""
        await asyncio.wait([self._reading])

    # ---------------------------------------------------------------------------------- requests

    async def list(self, *, with_memory: bool = False) -> tuple[m.TerminalInfo, ...]:
        """Give all terminals, in the order in which they were started."""
        answer = await self._ask(m.ListTerminals(id=self._next_id(), with_memory=with_memory))
        return answer.terminals if isinstance(answer, m.Listed) else ()

    async def spawn(self, order: m.SpawnTerminal) -> m.Spawned | m.RunsElsewhere:
        """Have a session's program started, unless it was started before.

        Raises:
            PaneError: It cannot be started.
        """
        answer = await self._ask(msgspec.structs.replace(order, id=self._next_id()))
        if not isinstance(answer, m.Spawned | m.RunsElsewhere):
            raise PaneError("The terminal host gave an answer that cannot be understood.")
        return answer

    async def signal(self, session_id: str, number: int) -> None:
        """Send a signal to a terminal's process group.

        Raises:
            PaneError: There is no such terminal, or no such signal.
        """
        await self._ask(m.SignalTerminal(id=self._next_id(), session_id=session_id, number=number))

    async def end(self, session_id: str, *, put_away: bool = False) -> None:
        """End a terminal with all that was started in it; return when nothing is left.

        Raises:
            PaneError: There is no such terminal.
        """
        await self._ask(m.EndTerminal(id=self._next_id(), session_id=session_id, put_away=put_away))

    async def stop(self) -> None:
        """End all terminals and the host; return when they have ended, and the host is about to."""
        await self._ask(m.StopHost(id=self._next_id()))

    def _next_id(self) -> int:
        return next(iter(self._ids))

    async def _ask(self, request: m.Request) -> m.Answer:
        future: asyncio.Future[m.Answer] = asyncio.get_running_loop().create_future()
        self._waiting[request.id] = future
        try:
            if self._reading.done():
                raise UnreachableError("The terminal host has gone.")
            await self._connection.send(m.encode_message(request).decode())
            answer = await future
        except ConnectionClosed as error:
            raise UnreachableError("The terminal host has gone.") from error
        finally:
            self._waiting.pop(request.id, None)
        if isinstance(answer, m.Refused):
            raise PaneError(answer.message)
        return answer

    # ----------------------------------------------------------------------------------- answers

    async def _read(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for message in self._connection:
                try:
                    self._take(m.decode_message(message))
                except DecodeError as error:
                    _log.warning("%s", error)
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(UnreachableError("The terminal host has gone."))

    def _take(self, message: m.Message) -> None:
        match message:
            case m.TerminalChanged(terminal=terminal):
                self.on_change(terminal)
            case m.TerminalGone(session_id=session_id):
                self.on_gone(session_id)
            case m.Hello():
                pass
            case _:
                future = self._waiting.get(message.id)
                if future is not None and not future.done():
                    future.set_result(message)
