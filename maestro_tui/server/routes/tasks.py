"""Routes of tasks."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response

from maestro_tui.server.api_errors import not_found
from maestro_tui.server.repositories.tasks import TaskFacts
from maestro_tui.server.routes.answers import Desk, json_response
from maestro_tui.server.routing import Route
from maestro_tui.server.services import tasks, timelines


class TaskRoutes:
    """``/api/tasks`` (protocol of the original server)."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._table = desk.tables.tasks

    def routes(self) -> list[Route]:
        """Give the routes."""
        return [
            Route("GET", "/api/tasks", self.search),
            Route("POST", "/api/tasks", self.create),
            Route("GET", "/api/tasks/{task_id}", self.read),
            Route("PATCH", "/api/tasks/{task_id}", self.update),
            Route("DELETE", "/api/tasks/{task_id}", self.delete),
            Route("GET", "/api/tasks/{task_id}/children", self.children),
            Route("POST", "/api/tasks/{task_id}/timeline", self.append_timeline),
        ]

    async def search(self, request: Request) -> Response:
        """Tasks, filtered by ``projectId``, ``status`` (one or several) and ``parentId`` (``null``: roots)."""
        query = request.query_params
        wanted = _Wanted(query.get("projectId"), query.get("status"), query.get("parentId"))
        return self._desk.many(
            request,
            [
                octets
                for octets, facts in map(self._table.row, self._candidates(wanted))
                if wanted.includes(facts)
            ],
        )

    def _candidates(self, wanted: _Wanted) -> Iterable[str]:
        if wanted.parent_id not in {None, "null"}:
            return self._table.ids_where("parent", str(wanted.parent_id))
        return (
            self._table if wanted.project_id is None else self._table.ids_where("project", wanted.project_id)
        )

    async def create(self, request: Request) -> Response:
        """A new task."""
        body = await self._desk.body(request)
        return await self._desk.change(lambda draft: tasks.create_task(draft, body), status=201)

    async def read(self, request: Request) -> Response:
        """One task."""
        return self._desk.one(self._require(request))

    async def children(self, request: Request) -> Response:
        """The tasks right below one."""
        self._require(request)
        ids = self._table.ids_where("parent", request.path_params["task_id"])
        return self._desk.many(request, [self._table.row(id_)[0] for id_ in ids])

    async def update(self, request: Request) -> Response:
        """Change a task."""
        task_id, body = request.path_params["task_id"], await self._desk.body(request)
        return await self._desk.change(lambda draft: tasks.update_task(draft, task_id, body))

    async def delete(self, request: Request) -> Response:
        """Delete a task and those below it."""
        task_id = request.path_params["task_id"]
        return await self._desk.delete(lambda draft: tasks.delete_task(draft, task_id), task_id)

    async def append_timeline(self, request: Request) -> Response:
        """An entry about this task in the timeline of a session."""
        task_id, body = request.path_params["task_id"], await self._desk.body(request)
        return json_response(
            await self._desk.committer.submit(
                lambda draft: timelines.append_task_timeline(draft, task_id, body)
            )
        )

    def _require(self, request: Request) -> bytes:
        task_id = request.path_params["task_id"]
        octets = self._table.octets(task_id)
        if octets is None:
            raise not_found("Task", task_id)
        return octets


class _Wanted:
    def __init__(self, project_id: str | None, status: str | None, parent_id: str | None) -> None:
        self.project_id = project_id
        self.parent_id = parent_id
        self._statuses = None if status is None else frozenset(status.split(","))

    def includes(self, facts: TaskFacts) -> bool:
        if self.project_id is not None and facts.project_id != self.project_id:
            return False
        if self.parent_id is not None and facts.parent_id != (
            None if self.parent_id == "null" else self.parent_id
        ):
            return False
        return self._statuses is None or facts.status in self._statuses
