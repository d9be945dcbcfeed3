"""From a request to the function that answers it, and from an error to the answer it means.

Finding a route costs the same however many there are. Who is let in at all has been decided before.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from operator import itemgetter
from typing import Any, Final, NamedTuple

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

from maestro_tui.errors import ApiError
from maestro_tui.server.api_errors import RefusedError, error_body
from maestro_tui.server.refusals import send_refusal

_log = logging.getLogger("maestro_tui.server")

Endpoint = Callable[[Request], Awaitable[Response]]
StreamEndpoint = Callable[[WebSocket], Awaitable[None]]


class Route(NamedTuple):
    """What answers one method on one kind of path."""

    method: str
    path: str
    """Segments in braces, ``/api/tasks/{task_id}``, stand for any text without a slash."""
    endpoint: Endpoint


class _Shape(NamedTuple):
    """Paths of one length whose fixed segments are at the same places."""

    fixed: Callable[[list[str]], Any]
    """Takes the fixed segments out of a path."""
    targets: dict[Any, _Target]
    """By those segments."""


class _Target(NamedTuple):
    names: tuple[tuple[int, str], ...]
    """Where the segments are that have a name, and the names."""
    endpoints: dict[str, Endpoint]


class Router:
    """The application behind the door, as ASGI.

    Args:
        routes: What is answered; a path that is written out goes before one with a name in it.
        streams: What serves a WebSocket, by path.
    """

    def __init__(self, routes: Sequence[Route], streams: dict[str, StreamEndpoint]) -> None:
        self.routes: Final = tuple(routes)
        self._streams = streams
        self._plain: dict[str, dict[str, Endpoint]] = {}
        self._shapes: dict[int, dict[tuple[int, ...], _Shape]] = {}
        for route in routes:
            self._add(route)

    def _add(self, route: Route) -> None:
        segments = route.path.split("/")
        names = tuple((at, name[1:-1]) for at, name in enumerate(segments) if name.startswith("{"))
        if not names:
            endpoints = self._plain.setdefault(route.path, {})
        else:
            places = tuple(at for at, name in enumerate(segments) if not name.startswith("{"))
            shapes = self._shapes.setdefault(len(segments), {})
            shape = shapes.setdefault(places, _Shape(itemgetter(*places), {}))
            endpoints = shape.targets.setdefault(shape.fixed(segments), _Target(names, {})).endpoints
        endpoints[route.method] = route.endpoint
        if route.method == "GET":
            endpoints["HEAD"] = route.endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or serve one stream until it ends."""
        if scope["type"] == "websocket":
            await self._serve_stream(scope, receive, send)
            return
        response = await self._answer(Request(scope, receive, send))
        await response(scope, receive, send)

    async def _serve_stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        stream = self._streams.get(scope["path"])
        if stream is None:
            await send_refusal(scope, receive, send, _no_route("WebSocket", scope["path"]))
        else:
            await stream(WebSocket(scope, receive, send))

    async def _answer(self, request: Request) -> Response:
        try:
            return await self._endpoint_for(request.scope)(request)
        except ApiError as error:
            return error_response(error)
        except ClientDisconnect:
            return error_response(RefusedError("The request broke off", code="REQUEST_ERROR"))
        except Exception:  # a supervisor: whoever asked gets an answer, and nothing of the inside
            _log.exception("A request failed: %s %s", request.method, request.scope["path"])
            return error_response(RefusedError("Internal server error", status=500, code="INTERNAL_ERROR"))

    def _endpoint_for(self, scope: Scope) -> Endpoint:
        method, path = scope["method"], scope["path"]
        endpoints = self._plain.get(path, {})
        endpoint = endpoints.get(method)
        if endpoint is not None:
            return endpoint
        methods = set(endpoints)
        segments = path.split("/")
        for shape in self._shapes.get(len(segments), {}).values():
            target = shape.targets.get(shape.fixed(segments))
            if target is None or not all(segments[at] for at, _ in target.names):
                continue
            endpoint = target.endpoints.get(method)
            if endpoint is not None:
                scope["path_params"] = {name: segments[at] for at, name in target.names}
                return endpoint
            methods |= set(target.endpoints)
        raise _no_method(method, path, methods) if methods else _no_route(method, path)


def error_response(error: ApiError) -> Response:
    """Answer with an error in the one shape all errors have."""
    headers = {"Allow": ", ".join(error.allowed)} if isinstance(error, MethodRefusedError) else None
    return Response(
        error_body(error), status_code=error.status, headers=headers, media_type="application/json"
    )


class MethodRefusedError(RefusedError):
    """There is such a path, for other methods."""

    def __init__(self, message: str, allowed: Sequence[str]) -> None:
        super().__init__(message, status=405, code="METHOD_NOT_ALLOWED")
        self.allowed = allowed


def _no_method(method: str, path: str, methods: set[str]) -> RefusedError:
    return MethodRefusedError(f"{method} is not possible on {path}", sorted(methods))


def _no_route(method: str, path: str) -> RefusedError:
    return RefusedError(f"There is no route {method} {path}", status=404, code="NOT_FOUND")
