"""uvicorn's HTTP protocol, made to send an answer in one piece: it writes head and body one after the other.

Two writes are two system calls here and two packets for the client, and cost more than all that is computed for a
small answer.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, cast

from uvicorn.protocols.http.auto import AutoHTTPProtocol

_MOST_BYTES: Final = 64 * 1024
"""How much is gathered: more is written at once, so that a large answer is felt as one."""

if TYPE_CHECKING:
    _Protocol = asyncio.Protocol
else:
    _Protocol = AutoHTTPProtocol


class _Gathering:
    """A transport that writes once in a turn of the event loop; for all else it is the one it stands for."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._gathered: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> None:
        if not self._gathered:
            self._loop.call_soon(self._flush)
        self._gathered.append(data)
        self._size += len(data)
        if self._size > _MOST_BYTES:
            self._flush()

    def _flush(self) -> None:
        gathered, self._gathered, self._size = self._gathered, [], 0
        if gathered:
            self._transport.write(gathered[0] if len(gathered) == 1 else b"".join(gathered))

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a transport has
        return getattr(self._transport, name)


class HttpProtocol(_Protocol):
    """An HTTP connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Stand between uvicorn and the socket."""
        gathering = _Gathering(cast("asyncio.Transport", transport), asyncio.get_running_loop())
        super().connection_made(cast("asyncio.Transport", gathering))
