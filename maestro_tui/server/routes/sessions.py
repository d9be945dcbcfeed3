"""Routes of sessions, but for spawning."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from maestro_tui.server.api_errors import not_found
from maestro_tui.server.repositories.sessions import SessionFacts
from maestro_tui.server.routes.answers import Desk
from maestro_tui.server.routing import Route
from maestro_tui.server.services import sessions, timelines


class SessionRoutes:
    """``/api/sessions`` (protocol of the original server)."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._table = desk.tables.sessions

    def routes(self) -> list[Route]:
        """Give the routes."""
        return [
            # First what comes most often.
            Route("PATCH", "/api/sessions/{session_id}", self.update),
            Route("POST", "/api/sessions/{session_id}/timeline", self.append_timeline),
            Route("POST", "/api/sessions/{session_id}/events", self.append_event),
            Route("GET", "/api/sessions", self.search),
            Route("POST", "/api/sessions", self.create),
            Route("GET", "/api/sessions/{session_id}", self.read),
            Route("DELETE", "/api/sessions/{session_id}", self.delete),
            Route("POST", "/api/sessions/{session_id}/tasks/{task_id}", self.add_task),
            Route("DELETE", "/api/sessions/{session_id}/tasks/{task_id}", self.remove_task),
        ]

    async def search(self, request: Request) -> Response:
        """Sessions, filtered by every query parameter `_filters` knows."""
        query = request.query_params
        filters = _filters(query)
        rows = map(self._table.row, self._candidates(query))
        return self._desk.many(
            request, [octets for octets, facts in rows if all(test(facts) for test in filters)]
        )

    def _candidates(self, query: QueryParams) -> Iterable[str]:
        for name, index in (("taskId", "task"), ("parentSessionId", "parent"), ("projectId", "project")):
            if name in query:
                return self._table.ids_where(index, query[name])
        return self._table

    async def create(self, request: Request) -> Response:
        """A new session, without a terminal."""
        body = await self._desk.body(request)
        return await self._desk.change(lambda draft: sessions.create_session(draft, body), status=201)

    async def read(self, request: Request) -> Response:
        """One session."""
        session_id = request.path_params["session_id"]
        octets = self._table.octets(session_id)
        if octets is None:
            raise not_found("Session", session_id)
        return self._desk.one(octets)

    async def update(self, request: Request) -> Response:
        """Change a session."""
        session_id, body = request.path_params["session_id"], await self._desk.body(request)
        return await self._desk.change(lambda draft: sessions.update_session(draft, session_id, body))

    async def delete(self, request: Request) -> Response:
        """Delete a session."""
        session_id = request.path_params["session_id"]
        return await self._desk.delete(lambda draft: sessions.delete_session(draft, session_id), session_id)

    async def append_timeline(self, request: Request) -> Response:
        """An entry in the timeline."""
        session_id, body = request.path_params["session_id"], await self._desk.body(request)
        return await self._desk.change(lambda draft: timelines.append_timeline(draft, session_id, body))

    async def append_event(self, request: Request) -> Response:
        """An event of the agent's tools."""
        session_id, body = request.path_params["session_id"], await self._desk.body(request)
        return await self._desk.change(lambda draft: timelines.append_event(draft, session_id, body))

    async def add_task(self, request: Request) -> Response:
        """Have a session work on one more task."""
        session_id, task_id = request.path_params["session_id"], request.path_params["task_id"]
        return await self._desk.change(lambda draft: sessions.add_task(draft, session_id, task_id))

    async def remove_task(self, request: Request) -> Response:
        """Have a session work on one task less."""
        session_id, task_id = request.path_params["session_id"], request.path_params["task_id"]
        return await self._desk.change(lambda draft: sessions.remove_task(draft, session_id, task_id))


def _filters(query: QueryParams) -> list[Callable[[SessionFacts], bool]]:
    """Read the filters of a query; ``status`` may name several, separated by commas."""
    tests: list[Callable[[SessionFacts], bool]] = []
    if (project_id := query.get("projectId")) is not None:
        tests.append(lambda facts: facts.project_id == project_id)
    if (task_id := query.get("taskId")) is not None:
        tests.append(lambda facts: task_id in facts.task_ids)
    if (status := query.get("status")) is not None:
        statuses = frozenset(status.split(","))
        tests.append(lambda facts: facts.status in statuses)
    if query.get("active") == "true":
        tests.append(lambda facts: facts.is_active)
    if (parent_id := query.get("parentSessionId")) is not None:
        tests.append(lambda facts: facts.parent_session_id == parent_id)
    if (root_id := query.get("rootSessionId")) is not None:
        tests.append(lambda facts: facts.root_session_id == root_id)
    if (waits := query.get("needsInput")) is not None:
        tests.append(lambda facts: facts.waits_for_user == (waits == "true"))
    return tests
