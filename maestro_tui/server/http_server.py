"""uvicorn, run inside an event loop that is not its own and under signals that are not its own."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from maestro_tui.server.http_protocol import HttpProtocol
from maestro_tui.server.settings import Limits
from maestro_tui.server.stream_protocol import StreamProtocol

_GRACE: Final = 3
"""Seconds that requests in progress get when the server stops."""
_LOOK_AGAIN: Final = 0.005
_PING_INTERVAL: Final = 20.0
_PING_TIMEOUT: Final = 60.0
"""Seconds a client may take to answer a ping: one that is slow to read is not dead."""


class _EmbeddedServer(uvicorn.Server):
    """uvicorn's server, which tells when it has started and leaves signals to the process."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.has_started = asyncio.Event()
        self.is_stopping = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.has_started.set()

    async def main_loop(self) -> None:
        # Ten times a second is what uvicorn does, to see whether it shall stop: that is told here. What else a
        # tick does, the Date header, is once a second.
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self.is_stopping.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # As uvicorn's own, which sleeps a tenth of a second first and looks again every tenth.
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GRACE):
                # uvicorn has nothing to wait for: connections and tasks are sets.
                while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110
                    await asyncio.sleep(_LOOK_AGAIN)
        for task in self.server_state.tasks:
            task.cancel()


class HttpServer:
    """Serves an application on a socket.

    Args:
        app: The application.
        listener: The socket, which is closed when the server stops.
        limits: How large things may be.
    """

    def __init__(self, app: ASGIApp, listener: socket.socket, limits: Limits) -> None:
        self._listener = listener
        self._server = _EmbeddedServer(
            uvicorn.Config(
                app,
                lifespan="off",
                # Nothing is logged by uvicorn but what went wrong: its lines hold paths, and those the token.
                log_config=None,
                log_level="warning",
                access_log=False,
                proxy_headers=False,
                server_header=False,
                http=HttpProtocol,
                ws=StreamProtocol,
                ws_max_size=limits.frame_bytes,
                ws_per_message_deflate=False,
                ws_ping_interval=_PING_INTERVAL,
                ws_ping_timeout=_PING_TIMEOUT,
            )
        )
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Return when connections are accepted."""
        self._serving = asyncio.create_task(self._server.serve(sockets=[self._listener]), name="http-server")
        started = asyncio.create_task(self._server.has_started.wait())
        await asyncio.wait({self._serving, started}, return_when=asyncio.FIRST_COMPLETED)
        if self._serving.done():
            started.cancel()
            self._serving.result()

    async def stop(self) -> None:
        """Close every connection (1012 for event streams) and return when requests in progress are answered."""
        self._server.should_exit = True
        self._server.is_stopping.set()
        if self._serving is not None:
            await self._serving
