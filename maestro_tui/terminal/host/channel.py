"""The client's end of ``/pty?sessionId=``: of a host of ours over its socket, or of an original server over TCP.

It knows frames and nothing of screens.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Final, NamedTuple, Protocol, TypeAlias
from urllib.parse import urlencode

import msgspec
from websockets.asyncio.client import ClientConnection, connect, unix_connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from maestro_tui.errors import PaneError, UnreachableError
from maestro_tui.terminal.engine import Theme
from maestro_tui.terminal.host.frames import Away, Colours, Exit, Resize, Size, decode_host_frame
from maestro_tui.terminal.host.place import HostPlace

__all__ = ["Channel", "Endpoint", "HostEndpoint", "Picture", "Received", "ServerEndpoint"]

NO_SUCH_TERMINAL: Final = 1011
"""What a server closes with when it has no terminal for the session. Source: the original server."""

_encode = msgspec.json.Encoder().encode
_quiet_logger = logging.getLogger("maestro_tui.host.client")
_quiet_logger.setLevel(logging.WARNING)


class Endpoint(Protocol):
    """Where terminals can be looked at."""

    @property
    def name(self) -> str:
        """What it is called before people: without a secret."""
        ...

    def connect(self, query: str) -> connect:
        """Begin a connection to ``/pty``."""
        ...


class HostEndpoint:
    """A host of ours on this machine."""

    def __init__(self, place: HostPlace) -> None:
        self._place = place

    @property
    def name(self) -> str:
        """What it is called before people."""
        return "the terminal host"

    def connect(self, query: str) -> connect:
        """Begin a connection."""
        return unix_connect(
            str(self._place.address),
            f"ws://localhost/pty?{query}",
            compression=None,
            max_size=None,
            close_timeout=1,
            logger=_quiet_logger,
        )


class ServerEndpoint:
    """An original server that hosts its ptys, over TCP.

    Args:
        base_url: The URL everything lies under; may hold a token.
        name: The same for people.
        token: Sent as ``Authorization: Bearer``, if given.
    """

    def __init__(self, base_url: str, name: str, token: str | None = None) -> None:
        self._url = f"ws{base_url.removeprefix('http')}/pty"
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._name = name

    @property
    def name(self) -> str:
        """What it is called before people."""
        return self._name

    def connect(self, query: str) -> connect:
        """Begin a connection."""
        return connect(
            f"{self._url}?{query}",
            additional_headers=self._headers,
            compression=None,
            max_size=None,
            close_timeout=1,
            logger=_quiet_logger,
        )


class Picture(NamedTuple):
    """A whole terminal, which takes the place of everything that came before."""

    size: Size
    snapshot: bytes | None
    """``None`` from a server that knows no snapshots: what comes then is what it has kept of the output."""


Received: TypeAlias = "bytes | Size | Picture | Exit | None"
"""Output, a new size, a picture, the end; ``None`` is a message of a kind that is not known here."""


class Channel:
    """A connection to one terminal. What is sent goes out in order, and nobody waits for it."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._outgoing: asyncio.Queue[str | bytes] = asyncio.Queue()
        self._sending = asyncio.create_task(self._send())

    @classmethod
    async def open(cls, endpoint: Endpoint, session_id: str, *, is_read_only: bool = False) -> Channel:
        """Connect to the terminal of a session.

        Raises:
            UnreachableError: Nobody answers there.
        """
        query = {"sessionId": session_id, "snapshot": "1"} | ({"readOnly": "1"} if is_read_only else {})
        try:
            return cls(await endpoint.connect(urlencode(query)))
        except (OSError, TimeoutError, WebSocketException) as error:
            raise UnreachableError(f"No terminal can be reached at {endpoint.name}: {error}.") from error

    async def close(self) -> None:
        """Let go of it."""
        self._sending.cancel()
        await self._connection.close()
        await asyncio.wait([self._sending])

    async def picture(self) -> Picture:
        """Wait for the terminal as it is: the first thing that comes.

        Raises:
            PaneError: There is no terminal for the session.
            UnreachableError: The connection was cut.
            DecodeError: What came is nothing a terminal says.
        """
        while True:
            match await self.receive():
                case Picture() as picture:
                    return picture
                case Size() as size:
                    return Picture(size, None)
                case _:
                    pass  # what comes before it says is of no terminal yet

    async def receive(self) -> Received:
        """Wait for what comes next. Raises what :meth:`picture` raises."""
        message = await self._receive()
        if isinstance(message, bytes):
            return message
        frame = decode_host_frame(message)
        if isinstance(frame, Size) and frame.snapshot:
            snapshot = await self._receive()
            return Picture(frame, snapshot.encode() if isinstance(snapshot, str) else snapshot)
        return frame

    async def _receive(self) -> str | bytes:
        try:
            return await self._connection.recv()
        except ConnectionClosed as error:
            if error.rcvd is not None and error.rcvd.code == NO_SUCH_TERMINAL:
                raise PaneError("There is no terminal for this session.") from error
            raise UnreachableError("The connection to the terminal was cut.") from error

    def send_input(self, data: bytes) -> None:
        """Send what was typed."""
        self._outgoing.put_nowait(data)

    def want_size(self, columns: int, lines: int) -> None:
        """Say how much room there is."""
        self._outgoing.put_nowait(_encode(Resize(cols=columns, rows=lines)).decode())

    def tell_theme(self, theme: Theme) -> None:
        """Say in which colours it is drawn."""
        colours = Colours(foreground=theme.foreground, background=theme.background)
        self._outgoing.put_nowait(_encode(colours).decode())

    def look_away(self) -> None:
        """Say that nobody looks just now."""
        self._outgoing.put_nowait(_encode(Away()).decode())

    async def _send(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            while True:
                await self._connection.send(await self._outgoing.get())
