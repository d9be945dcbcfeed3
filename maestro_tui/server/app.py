"""The application: routes and middleware, put together from parts that are made elsewhere. Starts nothing."""

from __future__ import annotations

import logging

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from maestro_tui.errors import ApiError
from maestro_tui.server.access import Access, AccessRules
from maestro_tui.server.api_errors import RefusedError
from maestro_tui.server.assembly import Parts
from maestro_tui.server.routes.answers import Desk, error_response
from maestro_tui.server.routes.health import HealthRoutes
from maestro_tui.server.routes.projects import ProjectRoutes
from maestro_tui.server.routes.sessions import SessionRoutes
from maestro_tui.server.routes.spawning import SpawnRoutes
from maestro_tui.server.routes.stream import StreamRoutes
from maestro_tui.server.routes.tasks import TaskRoutes

_log = logging.getLogger("maestro_tui.server")


def create_app(parts: Parts) -> ASGIApp:
    """Put the application together."""
    app = Starlette(
        routes=_routes(parts),
        exception_handlers={
            ApiError: _answer_refusal,
            ClientDisconnect: _answer_nobody,
            HTTPException: _answer_http_exception,
            Exception: _answer_defect,
        },
    )
    # A redirect would name what the client said its host is, and would lack the token in the path.
    app.router.redirect_slashes = False
    return Access(app, AccessRules.of(parts.settings, parts.token))


def _routes(parts: Parts) -> list[BaseRoute]:
    desk = Desk(parts.committer, parts.tables, parts.settings.limits, parts.epoch)
    spawning = SpawnRoutes(desk, parts.settings.manifest_root, parts.agent_urls, parts.settings.agent_command)
    return [
        # Before the sessions: "spawn" would be taken for the id of one.
        *spawning.routes(),
        *SessionRoutes(desk).routes(),
        *TaskRoutes(desk).routes(),
        *ProjectRoutes(desk).routes(),
        *HealthRoutes(parts.bridge).routes(),
        *StreamRoutes(parts.bridge).routes(),
    ]


async def _answer_refusal(_request: Request, error: Exception) -> Response:
    if not isinstance(error, ApiError):
        raise error
    return error_response(error)


async def _answer_nobody(_request: Request, _error: Exception) -> Response:
    return error_response(RefusedError("The request broke off", code="REQUEST_ERROR"))


async def _answer_http_exception(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    code, message = {
        404: ("NOT_FOUND", f"There is no route {request.method} {request.url.path}"),
        405: ("METHOD_NOT_ALLOWED", f"{request.method} is not possible on {request.url.path}"),
    }.get(error.status_code, ("REQUEST_ERROR", str(error.detail)))
    refusal = RefusedError(message, status=error.status_code, code=code)
    return error_response(refusal, dict(error.headers or {}))


async def _answer_defect(request: Request, error: Exception) -> Response:
    _log.error("A request failed: %s %s", request.method, request.url.path, exc_info=error)
    return error_response(RefusedError("Internal server error", status=500, code="INTERNAL_ERROR"))
