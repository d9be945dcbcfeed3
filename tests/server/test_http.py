"""What HTTP itself brings: large answers, requests that break off, methods and paths that are none."""

from __future__ import annotations

import asyncio
import logging

import pytest

from tests.server.support import Api, Running
from tests.server.test_access import exchange, head


async def test_a_large_list_comes_whole(api: Api) -> None:
    project = await api.project()
    sessions = [await api.session(project, metadata={"large": "x" * 200_000}) for _ in range(10)]
    answer = await api.get("/api/sessions")
    assert len(answer.text) > 2_000_000
    assert answer.json == sessions


async def test_a_request_that_breaks_off_is_no_failure(
    server: Running, caplog: pytest.LogCaptureFixture
) -> None:
    headers = [("Host", "127.0.0.1"), ("Content-Type", "application/json"), ("Content-Length", "100")]
    request = head("POST", "/api/projects", headers)
    with caplog.at_level(logging.INFO):
        _, writer = await asyncio.open_connection("127.0.0.1", int(server.url.rsplit(":", 1)[1]))
        writer.write(request.encode() + b'{"name":')
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        async with server.api() as api:
            assert (await api.get("/api/projects")).json == []
    assert "Traceback" not in caplog.text
    assert "failed" not in caplog.text


async def test_requests_one_behind_the_other_are_answered_in_their_order(server: Running) -> None:
    requests = [head("GET", path, [("Host", "127.0.0.1")]) for path in ("/health", "/api/projects", "/nope")]
    reader, writer = await asyncio.open_connection("127.0.0.1", int(server.url.rsplit(":", 1)[1]))
    writer.write("".join(requests).encode())
    statuses = []
    for _ in requests:
        answer = (await reader.readuntil(b"\r\n\r\n")).decode()
        statuses.append(int(answer.split()[1]))
        fields = dict(line.split(": ", 1) for line in answer.lower().split("\r\n")[1:] if line)
        if "content-length" in fields:
            await reader.readexactly(int(fields["content-length"]))
        else:
            await reader.readuntil(b"0\r\n\r\n")
    writer.close()
    assert statuses == [200, 200, 404]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("PATCH", "/api/sessions", 405), ("DELETE", "/api/projects", 405), ("PUT", "/api/tasks/x", 405),
        ("GET", "/api", 404), ("GET", "/api/nope", 404), ("GET", "/api/sessions/", 404), ("TRACE", "/health", 405),
        ("GET", "/t/x/health", 404), ("GET", "/api/sessions/a/b/c", 404), ("OPTIONS", "/api/sessions", 405),
    ],
)  # fmt: skip
async def test_what_is_no_route_is_answered_in_the_one_shape(
    api: Api, method: str, path: str, status: int
) -> None:
    answer = await api.ask(method, path)
    assert answer.status == status
    assert answer.code == {404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED"}[status]


async def test_health_tells_nothing_of_the_machine(server: Running, api: Api) -> None:
    health = (await api.get("/health")).json
    assert {**health, "timestamp": 0, "uptime": 0, "version": ""} == {
        "status": "ok", "timestamp": 0, "uptime": 0, "server": "maestro-tui", "version": "",
    }  # fmt: skip
    assert str(server.settings.data_dir) not in str(health)


@pytest.mark.parametrize(
    "request_",
    [
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: x\r\n\r\n",
        "nonsense\r\n\r\n",
        "GET /\x01 HTTP/1.1\r\n\r\n",
    ],
)
async def test_what_is_no_http_is_refused_and_the_server_lives_on(server: Running, request_: str) -> None:
    assert (await exchange(server, request_)).status in {400, 403}
    async with server.api() as api:
        assert (await api.get("/health")).status == 200
