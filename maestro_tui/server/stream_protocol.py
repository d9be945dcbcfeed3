"""uvicorn's WebSocket protocol, with what it lacks for this server. The only place that knows its inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

if TYPE_CHECKING:
    from uvicorn._types import ASGISendEvent


class StreamProtocol(WebSocketsSansIOProtocol):
    """A WebSocket connection."""

    async def send(self, message: ASGISendEvent) -> None:
        """Send an ASGI message."""
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and not message.get("more_body", False):
            # Refused with an answer of our own: uvicorn would log it as a handshake that was forgotten.
            self.handshake_complete = True
