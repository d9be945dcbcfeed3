"""Routes that tell what the server is and how it is. They tell nothing of the machine."""

from __future__ import annotations

import time
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from maestro_tui import __version__
from maestro_tui.server.bridge import Bridge
from maestro_tui.server.committer import milliseconds_now
from maestro_tui.server.openapi.document import encoded_openapi_document
from maestro_tui.server.routes.answers import json_response
from maestro_tui.server.routing import Route

OPENAPI_PATH: Final = "/api/openapi.json"
SERVER_NAME: Final = "maestro-tui"
"""Tells this server from the original one."""


class HealthRoutes:
    """Health and connections.

    Args:
        bridge: Knows who is connected.
    """

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._started = time.monotonic()

    def routes(self) -> list[Route]:
        """Give the routes."""
        return [
            Route("GET", "/", self.name),
            Route("GET", "/health", self.health),
            Route("GET", "/ws-status", self.connections),
            Route("GET", OPENAPI_PATH, self.openapi),
        ]

    async def name(self, _request: Request) -> Response:
        """What this is."""
        return json_response(
            {"server": SERVER_NAME, "version": __version__, "api": "/api", "openapi": OPENAPI_PATH}
        )

    async def openapi(self, _request: Request) -> Response:
        """The description of all of this."""
        return json_response(encoded_openapi_document())

    async def health(self, _request: Request) -> Response:
        """``{status, timestamp, uptime}`` as the original server; uptime in seconds."""
        return json_response(
            {
                "status": "ok",
                "timestamp": milliseconds_now(),
                "uptime": round(time.monotonic() - self._started, 3),
                "server": SERVER_NAME,
                "version": __version__,
            }
        )

    async def connections(self, _request: Request) -> Response:
        """The open event streams, as the original server lists them."""
        client = {"readyState": 1, "readyStateText": "OPEN"}
        count = self._bridge.client_count
        return json_response({"connectedClients": count, "clients": [client] * count})
