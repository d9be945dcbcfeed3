"""Routes of projects."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from maestro_tui.server.api_errors import not_found
from maestro_tui.server.routes.answers import Desk
from maestro_tui.server.routing import Route
from maestro_tui.server.services import projects


class ProjectRoutes:
    """``/api/projects`` (protocol of the original server)."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """Give the routes."""
        return [
            Route("GET", "/api/projects", self.search),
            Route("POST", "/api/projects", self.create),
            Route("GET", "/api/projects/{project_id}", self.read),
            Route("PUT", "/api/projects/{project_id}", self.update),
            Route("DELETE", "/api/projects/{project_id}", self.delete),
        ]

    async def search(self, request: Request) -> Response:
        """All projects."""
        table = self._desk.tables.projects
        return self._desk.many(request, [table.row(id_)[0] for id_ in table])

    async def create(self, request: Request) -> Response:
        """A new project."""
        body = await self._desk.body(request)
        return await self._desk.change(lambda draft: projects.create_project(draft, body), status=201)

    async def read(self, request: Request) -> Response:
        """One project."""
        project_id = request.path_params["project_id"]
        octets = self._desk.tables.projects.octets(project_id)
        if octets is None:
            raise not_found("Project", project_id)
        return self._desk.one(octets)

    async def update(self, request: Request) -> Response:
        """Change a project."""
        project_id, body = request.path_params["project_id"], await self._desk.body(request)
        return await self._desk.change(lambda draft: projects.update_project(draft, project_id, body))

    async def delete(self, request: Request) -> Response:
        """Delete a project that nothing belongs to."""
        project_id = request.path_params["project_id"]
        return await self._desk.delete(lambda draft: projects.delete_project(draft, project_id), project_id)
