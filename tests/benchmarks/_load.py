"""Load for a server: connections that send one request after the other, cheaper than what they measure."""

from __future__ import annotations

import asyncio
import time
from urllib.parse import urlsplit

import msgspec


class Connection(asyncio.Protocol):
    """One connection that sends a request as soon as the last one is answered."""

    def __init__(self, request: bytes, count: int) -> None:
        self._request = request
        self._left = count
        self._buffer = b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.seconds: list[float] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._send()

    def _send(self) -> None:
        self._sent_at = time.perf_counter()
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, body = self._buffer.partition(b"\r\n\r\n")
        if not separator or len(body) < content_length(head):
            return
        if not head.startswith(b"HTTP/1.1 2"):
            self.done.set_exception(AssertionError(head.decode()))
            return
        self._buffer = b""
        self.seconds.append(time.perf_counter() - self._sent_at)
        self._left -= 1
        if self._left:
            self._send()
        else:
            self._transport.close()
            self.done.set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(error or ConnectionError("closed"))


def content_length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.split(b":")[1])
    return 0


def request(url: str, method: str, path: str, body: object = None) -> bytes:
    """Encode a request."""
    octets = b"" if body is None else msgspec.json.encode(body)
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(octets)}\r\n\r\n"
    )
    return head.encode() + octets


async def send(url: str, octets: bytes, *, count: int = 1, connections: int = 1) -> list[float]:
    """Send a request so often over so many connections; gives the seconds of each."""
    loop = asyncio.get_running_loop()
    target = urlsplit(url)
    all_ = []
    for _ in range(connections):
        _, connection = await loop.create_connection(
            lambda: Connection(octets, count), target.hostname or "", target.port or 80
        )
        all_.append(connection)
    await asyncio.gather(*(connection.done for connection in all_))
    return [seconds for connection in all_ for seconds in connection.seconds]
