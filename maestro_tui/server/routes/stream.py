"""The event stream: a WebSocket at ``/`` and at ``/ws``.

``?since=SEQ&epoch=E`` asks for what came after an event: our own server's addition, as is its answer ``resumed``,
or ``resync`` where that is not to be had any more. Clients may send ``ping``, ``subscribe`` and
``unsubscribe``; what else they send is passed over in silence, as the original server does.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from maestro_tui.errors import DecodeError
from maestro_tui.server.api_errors import RefusedError
from maestro_tui.server.bridge import Bridge, Client
from maestro_tui.server.committer import milliseconds_now
from maestro_tui.server.documents import Document, decode_json
from maestro_tui.server.refusals import send_refusal
from maestro_tui.server.routing import StreamEndpoint
from maestro_tui.server.stream_protocol import OUTLET, ClientGoneError
from maestro_tui.server.subscriptions import read_subscription

_SEQ_DIGITS: Final = 15


class StreamRoutes:
    """Event streams.

    Args:
        bridge: Feeds them.
    """

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    def streams(self) -> dict[str, StreamEndpoint]:
        """Give the paths."""
        return {"/": self.connect, "/ws": self.connect}

    async def connect(self, socket: WebSocket) -> None:
        """Serve one client until it goes."""
        if self._bridge.is_full:
            refusal = RefusedError("Too many clients are connected", status=503, code="TOO_MANY_CLIENTS")
            await send_refusal(socket.scope, socket.receive, socket.send, refusal)
            return
        # Joined before the 101: from the moment a client may think itself connected, no event is missed.
        client = self._join(socket)
        try:
            await socket.accept()
            await self._serve(socket, client)
        except (WebSocketDisconnect, OSError):
            pass  # gone, one way or another
        finally:
            self._bridge.leave(client)

    def _join(self, socket: WebSocket) -> Client:
        query = socket.query_params
        outlet = socket.scope["extensions"][OUTLET]
        if "since" not in query:
            return self._bridge.join(outlet)
        since = query["since"]
        is_number = since.isascii() and since.isdigit() and len(since) <= _SEQ_DIGITS
        return self._bridge.resume(outlet, int(since) if is_number else None, query.get("epoch"))

    async def _serve(self, socket: WebSocket, client: Client) -> None:
        feeding = asyncio.create_task(self._bridge.feed(client))
        # A client that cannot be sent to any more will not be listened to either.
        feeding.add_done_callback(lambda _: _end(listening))
        listening = asyncio.create_task(self._listen(socket, client))
        try:
            await listening
        except asyncio.CancelledError:
            if not feeding.done():
                raise
        finally:
            feeding.cancel()
            with contextlib.suppress(asyncio.CancelledError, ClientGoneError):
                await feeding

    async def _listen(self, socket: WebSocket, client: Client) -> None:
        while True:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            reply = _reply(client, message.get("text"))
            if reply is not None:
                await socket.send_text(msgspec.json.encode(reply).decode())


def _end(task: asyncio.Task[None]) -> None:
    task.cancel()


def _reply(client: Client, text: str | None) -> Document | None:
    message = _message(text)
    now = milliseconds_now()
    match message.get("type"):
        case "ping":
            return {"type": "pong", "timestamp": now}
        case "subscribe":
            client.subscription, echo = read_subscription(message)
            return {"type": "subscribed", **echo, "timestamp": now}
        case "unsubscribe":
            client.subscription = None
            return {"type": "unsubscribed", "timestamp": now}
        case _:
            return None


def _message(text: str | None) -> Document:
    if text is None:
        return {}
    try:
        message = decode_json(text.encode())
    except DecodeError:
        return {}
    return message if isinstance(message, dict) else {}
