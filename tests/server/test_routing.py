from __future__ import annotations

import logging
from typing import Any, NamedTuple

import msgspec
import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from maestro_tui.server.api_errors import not_found
from maestro_tui.server.routing import Route, Router


class Answer(NamedTuple):
    status: int
    headers: dict[bytes, bytes]
    text: str

    @property
    def code(self) -> Any:
        return msgspec.json.decode(self.text)["code"]


async def tell(request: Request) -> Response:
    return Response(f"{request.scope['path']} {dict(request.path_params)}")


async def greet(_request: Request) -> Response:
    return Response("hello")


async def refuse(_request: Request) -> Response:
    raise not_found("Task", "tsk_1")


async def break_off(_request: Request) -> Response:
    raise ClientDisconnect


async def fail(_request: Request) -> Response:
    raise ValueError("the secret of the house")


ROUTER = Router(
    [
        Route("GET", "/", greet),
        Route("GET", "/things", greet),
        Route("POST", "/things/new", greet),
        Route("GET", "/things/{thing_id}", tell),
        Route("PATCH", "/things/{thing_id}", tell),
        Route("DELETE", "/things/{thing_id}/parts/{part_id}", tell),
        Route("GET", "/refused", refuse),
        Route("GET", "/broken-off", break_off),
        Route("GET", "/fails", fail),
    ],
    {},
)


async def ask(method: str, path: str, kind: str = "http") -> Answer:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": f"{kind}.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await ROUTER({"type": kind, "method": method, "path": path, "headers": []}, receive, send)
    start, body = sent
    return Answer(start["status"], dict(start["headers"]), body["body"].decode())


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/", "hello"),
        ("GET", "/things", "hello"),
        ("POST", "/things/new", "hello"),
        ("GET", "/things/1", "/things/1 {'thing_id': '1'}"),
        ("GET", "/things/new", "/things/new {'thing_id': 'new'}"),
        ("DELETE", "/things/1/parts/ä b", "/things/1/parts/ä b {'thing_id': '1', 'part_id': 'ä b'}"),
    ],
)
async def test_the_function_of_a_route_answers(method: str, path: str, expected: str) -> None:
    answer = await ask(method, path)
    assert (answer.status, answer.text) == (200, expected)


async def test_who_may_get_may_ask_for_the_head() -> None:
    assert (await ask("HEAD", "/things")).status == 200
    assert (await ask("HEAD", "/things/1")).status == 200


@pytest.mark.parametrize(
    "path", ["/thing", "/things/", "/things/1/", "/things/1/parts", "//", "", "/things//"]
)
async def test_where_there_is_no_route_that_is_said(path: str) -> None:
    answer = await ask("GET", path)
    assert (answer.status, answer.code) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/things", b"GET, HEAD"),
        ("POST", "/things/1", b"GET, HEAD, PATCH"),
        ("DELETE", "/things/new", b"GET, HEAD, PATCH, POST"),
    ],
)
async def test_what_else_a_path_is_for_is_said(method: str, path: str, allowed: bytes) -> None:
    answer = await ask(method, path)
    assert (answer.status, answer.code) == (405, "METHOD_NOT_ALLOWED")
    assert answer.headers[b"allow"] == allowed


async def test_a_refusal_is_an_answer() -> None:
    answer = await ask("GET", "/refused")
    assert (answer.status, answer.code) == (404, "NOT_FOUND")
    assert "tsk_1" in answer.text


async def test_a_request_that_broke_off_is_answered_to_nobody() -> None:
    assert (await ask("GET", "/broken-off")).code == "REQUEST_ERROR"


async def test_a_defect_is_logged_and_nothing_of_it_is_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="maestro_tui.server"):
        answer = await ask("GET", "/fails")
    assert (answer.status, answer.code) == (500, "INTERNAL_ERROR")
    assert "secret" not in answer.text
    assert "the secret of the house" in caplog.text


async def test_a_stream_that_is_not_there_is_refused() -> None:
    assert (await ask("GET", "/things", kind="websocket")).code == "NOT_FOUND"
