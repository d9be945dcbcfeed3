"""Small real servers on free loopback ports, and waiting with a limit."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from http import HTTPStatus

from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from maestro_tui.client.address import ServerAddress, parse_address
from maestro_tui.client.stream import EventStream, StreamItem

LIMIT = 10.0
"""Seconds after which a test that waits has failed."""

Handler = Callable[[ServerConnection], Awaitable[None]]
RequestHook = Callable[[ServerConnection, Request], Response | None]
TcpHandler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def address_of(port: int, path: str = "") -> ServerAddress:
    return parse_address(f"http://127.0.0.1:{port}{path}")


@asynccontextmanager
async def websocket_server(
    handler: Handler, *, port: int = 0, on_request: RequestHook | None = None
) -> AsyncIterator[int]:
    """Serve WebSocket connections; gives the port."""
    async with serve(
        handler, "127.0.0.1", port, process_request=on_request, compression=None, close_timeout=1
    ) as server:
        yield next(iter(server.sockets)).getsockname()[1]


@asynccontextmanager
async def tcp_server(handler: TcpHandler) -> AsyncIterator[int]:
    """Serve plain TCP, one call of the handler for each connection; gives the port."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await handler(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


@contextmanager
def refusing_port() -> Iterator[int]:
    """Hold a port on which connections are refused, so that nobody else gets it meanwhile."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


def respond(status: HTTPStatus, text: str) -> RequestHook:
    """Refuse the upgrade with a body."""
    return lambda connection, _: connection.respond(status, text)


async def stay(connection: ServerConnection) -> None:
    """Say nothing until the client goes."""
    await connection.wait_closed()


async def take(stream: EventStream) -> StreamItem:
    async with asyncio.timeout(LIMIT):
        return await anext(stream)


async def take_rest(stream: EventStream) -> list[StreamItem]:
    async with asyncio.timeout(LIMIT):
        return [item async for item in stream]


async def until(condition: Callable[[], bool]) -> None:
    """Let the loop go round until something is so."""
    async with asyncio.timeout(LIMIT):
        while not condition():  # noqa: ASYNC110 - what is waited for here tells nobody
            await asyncio.sleep(0)
