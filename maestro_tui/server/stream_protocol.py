"""uvicorn's WebSocket protocol, with what it lacks for this server. The only place that knows its inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

if TYPE_CHECKING:
    from uvicorn._types import ASGISendEvent
    from websockets.http11 import Request

OUTLET: Final = "maestro.outlet"
"""The ASGI extension under which an application finds the `Outlet` of a connection."""

_INVALID_TEXT: Final = 1007
"""The close code for a text that is not UTF-8."""
_TEXT: Final = 0x81
_SHORT: Final = 126
_MEDIUM: Final = 0x1_0000


def text_frame(payload: bytes) -> bytes:
    """Make a whole WebSocket frame that holds a text; it is the same for every client (RFC 6455, 5.2)."""
    length = len(payload)
    if length < _SHORT:
        return bytes((_TEXT, length)) + payload
    if length < _MEDIUM:
        return b"%b%b%b" % (bytes((_TEXT, 126)), length.to_bytes(2, "big"), payload)
    return b"%b%b%b" % (bytes((_TEXT, 127)), length.to_bytes(8, "big"), payload)


class ClientGoneError(Exception):
    """A client is not connected any more."""


class Outlet:
    """Writes whole frames to one client, past ASGI: what is made once need not be made again for each client.

    Args:
        protocol: The connection.
    """

    def __init__(self, protocol: WebSocketsSansIOProtocol) -> None:
        self._protocol = protocol

    @property
    def has_room(self) -> bool:
        """Whether a frame can be written now, and will not only wait in a buffer."""
        protocol = self._protocol
        return (
            protocol.handshake_complete
            and protocol.writable.is_set()
            and not protocol.close_sent
            and not protocol.transport.is_closing()
        )

    def write(self, frames: bytes) -> None:
        """Write frames; only while there is room."""
        self._protocol.transport.write(frames)

    async def wait_for_room(self) -> None:
        """Return when there is room.

        Raises:
            ClientGoneError: There never will be.
        """
        await self._protocol.writable.wait()
        if not self.has_room:
            raise ClientGoneError


class StreamProtocol(WebSocketsSansIOProtocol):
    """A WebSocket connection."""

    def handle_connect(self, event: Request) -> None:
        """Offer the application an outlet for frames."""
        super().handle_connect(event)
        if self.response.status_code == 101:  # noqa: PLR2004 - any other has been refused by the library
            self.scope["extensions"][OUTLET] = Outlet(self)  # type: ignore[assignment]

    def send_receive_event_to_app(self) -> None:
        """Hand a message on; a text that is none ends the connection without a traceback in the log."""
        if self.curr_msg_data_type == "text":
            self.frames = [b"".join(self.frames)]
            try:
                self.frames[0].decode()
            except UnicodeDecodeError:
                self.conn.send_close(_INVALID_TEXT)
                self.handle_parser_exception()
                return
        super().send_receive_event_to_app()

    async def send(self, message: ASGISendEvent) -> None:
        """Send an ASGI message."""
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and not message.get("more_body", False):
            # Refused with an answer of our own: uvicorn would log it as a handshake that was forgotten.
            self.handshake_complete = True
