"""Routes of prompt templates, to read: what the original's CLI asks for before it starts an agent.

Where there is none it takes the one it brings itself, so that a data dir without templates is no mistake.
"""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from maestro_tui.server.api_errors import not_found
from maestro_tui.server.repositories.templates import Templates
from maestro_tui.server.routes.answers import Desk
from maestro_tui.server.routing import Route


class TemplateRoutes:
    """``/api/templates`` (protocol of the original server)."""

    def __init__(self, desk: Desk, templates: Templates) -> None:
        self._desk = desk
        self._templates = templates

    def routes(self) -> list[Route]:
        """Give the routes."""
        return [
            Route("GET", "/api/templates", self.search),
            Route("GET", "/api/templates/{template_id}", self.read),
            Route("GET", "/api/templates/role/{role}", self.read_by_role),
        ]

    async def search(self, request: Request) -> Response:
        """All templates."""
        return self._desk.many(request, await asyncio.to_thread(self._templates.all))

    async def read(self, request: Request) -> Response:
        """One template."""
        template_id = request.path_params["template_id"]
        return self._one(await asyncio.to_thread(self._templates.by_id, template_id), template_id)

    async def read_by_role(self, request: Request) -> Response:
        """The template of a role."""
        role = request.path_params["role"]
        return self._one(await asyncio.to_thread(self._templates.by_role, role), role)

    def _one(self, document: bytes | None, name: str) -> Response:
        if document is None:
            raise not_found("Template", name)
        return self._desk.one(document)
