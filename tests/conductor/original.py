"""A server in the shape of the original one of 2026-07: no numbers, arrays, and a last update that never comes."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any, Self

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect


class LossyServer:
    """Tells one thing and holds another."""

    def __init__(self) -> None:
        self._status = "idle"
        self._sockets: list[WebSocket] = []
        routes = [
            Route("/api/sessions", self._list_sessions),
            Route("/api/sessions/sess_1", self._get_session),
            Route("/api/{rest:path}", self._list_nothing),
            WebSocketRoute("/", self._follow),
        ]
        config = uvicorn.Config(
            Starlette(routes=routes), port=0, log_level="critical", ws="websockets-sansio"
        )
        self._server = uvicorn.Server(config)

    async def __aenter__(self) -> Self:
        self._task = asyncio.ensure_future(self._server.serve())
        while not self._server.started:  # noqa: ASYNC110  # uvicorn tells nobody
            await asyncio.sleep(0.01)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        await self._task

    @property
    def url(self) -> str:
        host, port = self._server.servers[0].sockets[0].getsockname()[:2]
        return f"http://{host}:{port}"

    async def tell(self, status: str, *, true_status: str) -> None:
        """Broadcast one status, and hold another."""
        self._status = true_status
        event = {"type": "session:updated", "event": "session:updated", "data": self._session(status)}
        for socket in self._sockets:
            await socket.send_bytes(msgspec.json.encode([event]))

    def _session(self, status: str) -> dict[str, Any]:
        return {"id": "sess_1", "projectId": "proj_1", "taskIds": [], "status": status, "timeline": []}

    async def _list_sessions(self, _request: Request) -> Response:
        return Response(msgspec.json.encode([self._session("idle")]), media_type="application/json")

    async def _get_session(self, _request: Request) -> Response:
        return Response(msgspec.json.encode(self._session(self._status)), media_type="application/json")

    async def _list_nothing(self, _request: Request) -> Response:
        return Response(b"[]", media_type="application/json")

    async def _follow(self, socket: WebSocket) -> None:
        await socket.accept()
        self._sockets.append(socket)
        try:
            while True:
                await socket.receive()
        except (WebSocketDisconnect, RuntimeError):
            self._sockets.remove(socket)
