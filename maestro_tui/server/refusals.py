"""Refusing on the level of ASGI: before there is a route, for HTTP and for a WebSocket that is not accepted."""

from __future__ import annotations

from starlette.types import Message, Receive, Scope, Send

from maestro_tui.server.api_errors import RefusedError, error_body


async def send_refusal(scope: Scope, receive: Receive, send: Send, refusal: RefusedError) -> None:
    """Answer a request with an error; a WebSocket upgrade gets the same answer instead of its 101."""
    body = error_body(refusal)
    kind = "http" if scope["type"] == "http" else "websocket.http"
    if scope["type"] == "websocket":
        await receive()  # websocket.connect
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    if refusal.status == 401:  # noqa: PLR2004 - the status that needs this header
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": f"{kind}.response.start", "status": refusal.status, "headers": headers})
    await send({"type": f"{kind}.response.body", "body": body})


def receive_at_most(receive: Receive, most: int) -> Receive:
    """Wrap ``receive`` so that a request body that turns out too long is refused.

    Raises:
        RefusedError: With 413, from the wrapped function.
    """
    received = 0

    async def receive_counted() -> Message:
        nonlocal received
        message = await receive()
        if message["type"] == "http.request":
            received += len(message.get("body", b""))
            if received > most:
                raise RefusedError(
                    f"The request body is longer than {most} bytes", status=413, code="PAYLOAD_TOO_LARGE"
                )
        return message

    return receive_counted
