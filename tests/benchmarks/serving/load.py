"""Run as a program: many clients in one process, as cheap as they can be, so that the server is what is measured.

``load.py patch URL SECONDS PATH…``: one connection for each path, each sending PATCH after PATCH.
``load.py listen URL CLIENTS EVENTS``: event streams that count what they get.
Writes one JSON document to stdout when done; ``listen`` first writes a line when all are connected.
"""

from __future__ import annotations

import asyncio
import base64
import importlib
import os
import sys
import time
from collections.abc import Coroutine
from typing import Any, cast
from urllib.parse import urlsplit

import msgspec

BODY = msgspec.json.encode({"status": "working"})


class Patcher(asyncio.Protocol):
    """Sends a PATCH, waits for the whole answer, and sends the next."""

    def __init__(self, path: str, host: str, until: float) -> None:
        self._request = (
            f"PATCH {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(BODY)}\r\n\r\n"
        ).encode() + BODY
        self._until = until
        self._buffer = b""
        self.latencies: list[float] = []
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def _send(self) -> None:
        self._sent_at = time.perf_counter()
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        if not found or len(body) < _length(head):
            return
        assert head.startswith(b"HTTP/1.1 200"), self._buffer[:500]
        now = time.perf_counter()
        self.latencies.append(now - self._sent_at)
        self._buffer = b""
        if now < self._until:
            self._send()
        else:
            self._transport.close()
            self.done.set_result(None)


def _length(head: bytes) -> int:
    lower = head.lower()
    start = lower.index(b"content-length:") + 15
    end = lower.find(b"\r\n", start)
    return int(lower[start : end if end >= 0 else None])


async def patch(url: str, seconds: float, paths: list[str]) -> dict[str, object]:
    address = urlsplit(url)
    loop = asyncio.get_running_loop()
    begin = time.perf_counter()
    patchers = []
    for path in paths:
        _, patcher = await loop.create_connection(
            lambda path=path: Patcher(path, address.netloc, begin + seconds),  # type: ignore[misc]
            address.hostname or "",
            address.port or 80,
        )
        patchers.append(patcher)
    await asyncio.gather(*(patcher.done for patcher in patchers))
    took = time.perf_counter() - begin
    latencies = sorted(latency for patcher in patchers for latency in patcher.latencies)
    return {
        "rate": len(latencies) / took,
        "p50": latencies[len(latencies) // 2] * 1000,
        "p99": latencies[len(latencies) * 99 // 100] * 1000,
    }


class Listener(asyncio.Protocol):
    """An event stream that counts the messages it gets."""

    def __init__(self, path: str, host: str, wanted: int) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        self._upgrade = (
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
        ).encode()
        self._buffer = bytearray()
        self._wanted = wanted
        self._count = 0
        loop = asyncio.get_running_loop()
        self.open: asyncio.Future[None] = loop.create_future()
        self.done: asyncio.Future[None] = loop.create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast("asyncio.Transport", transport).write(self._upgrade)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self.open.done():
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            assert self._buffer.startswith(b"HTTP/1.1 101"), bytes(self._buffer[:200])
            del self._buffer[: end + 4]
            self.open.set_result(None)
        self._count_messages()

    def _count_messages(self) -> None:
        start = 0
        while (end := _frame_end(self._buffer, start)) is not None:
            self._count += self._buffer[start] & 0x0F == 1
            start = end
        del self._buffer[:start]
        if self._count >= self._wanted and not self.done.done():
            self.done.set_result(None)


def _frame_end(buffer: bytearray, start: int) -> int | None:
    if len(buffer) < start + 2:
        return None
    length, head = buffer[start + 1], 2
    if length == 126:
        length, head = int.from_bytes(buffer[start + 2 : start + 4]), 4
    elif length == 127:
        length, head = int.from_bytes(buffer[start + 2 : start + 10]), 10
    end = start + head + length
    return end if len(buffer) >= end else None


async def listen(url: str, clients: int, events: int) -> dict[str, object]:
    address = urlsplit(url)
    path = (address.path or "/") + (f"?{address.query}" if address.query else "")
    loop = asyncio.get_running_loop()
    begin = time.perf_counter()
    listeners = []
    for _ in range(clients):
        _, listener = await loop.create_connection(
            lambda: Listener(path, address.netloc, events), address.hostname or "", address.port or 80
        )
        listeners.append(listener)
    await asyncio.gather(*(listener.open for listener in listeners))
    sys.stdout.write("connected\n")
    sys.stdout.flush()
    await asyncio.gather(*(listener.done for listener in listeners))
    return {"seconds": time.perf_counter() - begin}


def run(work: Coroutine[Any, Any, dict[str, object]]) -> dict[str, object]:
    """Run on uvloop if it is there: the load should cost less than what it loads."""
    try:
        uvloop = importlib.import_module("uvloop")
    except ImportError:
        return asyncio.run(work)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


def main() -> None:
    kind, url, *arguments = sys.argv[1:]
    if kind == "patch":
        answer = run(patch(url, float(arguments[0]), arguments[1:]))
    else:
        answer = run(listen(url, int(arguments[0]), int(arguments[1])))
    sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")


if __name__ == "__main__":
    main()
