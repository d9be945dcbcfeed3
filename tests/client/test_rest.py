"""The REST calls: what is asked, over a transport that remembers; what answers mean; and a real socket."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import msgspec
import pytest

from maestro_tui.client.address import ServerAddress, parse_address
from maestro_tui.client.answers import SpawnAccepted
from maestro_tui.client.rest import MaestroClient
from maestro_tui.errors import ApiError, DecodeError, MaestroError, NotFoundError, UnreachableError
from maestro_tui.protocol import requests
from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId
from maestro_tui.protocol.models import Project, Session, Task
from tests.client.servers import LIMIT, address_of, refusing_port, tcp_server

ADDRESS = parse_address("http://127.0.0.1:3000/t/secret")
PRJ, TSK, SES = ProjectId("prj_1"), TaskId("tsk_1"), SessionId("ses_1")
PROJECT = {"id": "prj_1", "name": "P", "workingDir": "/tmp", "newField": [1]}
TASK = {"id": "tsk_1", "projectId": "prj_1", "title": "T", "status": "in_review"}
SESSION = {"id": "ses_1", "projectId": "prj_1", "status": "running", "timeline": [{"type": "progress"}]}

Call = Callable[[MaestroClient], Awaitable[Any]]


class Answers(httpx.MockTransport):
    """Answers every request alike, and remembers it."""

    def __init__(self, answer: Callable[[], httpx.Response]) -> None:
        super().__init__(self._handle)
        self.requests: list[httpx.Request] = []
        self._answer = answer

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self._answer()


def answering(
    status: int = 200, *, json: Any = None, html: str = "", headers: dict[str, str] | None = None
) -> Answers:
    if html:
        return Answers(lambda: httpx.Response(status, html=html, headers=headers))
    return Answers(lambda: httpx.Response(status, json=json, headers=headers))


async def call(method: Call, transport: httpx.AsyncBaseTransport, address: ServerAddress = ADDRESS) -> Any:
    async with MaestroClient(address, transport=transport) as client:
        return await method(client)


@pytest.mark.parametrize(
    ("method", "verb", "path", "body", "answer", "expected"),
    [
        (lambda c: c.get_project(PRJ), "GET", "/projects/prj_1", None, PROJECT, Project),
        (
            lambda c: c.create_project(requests.CreateProject(name="P", working_dir="/tmp")),
            "POST",
            "/projects",
            {"name": "P", "workingDir": "/tmp"},
            PROJECT,
            Project,
        ),
        (
            lambda c: c.update_project(PRJ, requests.UpdateProject(description="")),
            "PUT",
            "/projects/prj_1",
            {"description": ""},
            PROJECT,
            Project,
        ),
        (lambda c: c.delete_project(PRJ), "DELETE", "/projects/prj_1", None, {"success": True}, None),
        (lambda c: c.get_task(TSK), "GET", "/tasks/tsk_1", None, TASK, Task),
        (
            lambda c: c.create_task(requests.CreateTask(project_id=PRJ, title="T")),
            "POST",
            "/tasks",
            {"projectId": "prj_1", "title": "T"},
            TASK,
            Task,
        ),
        (
            lambda c: c.update_task(TSK, requests.UpdateTask(session_status="working", session_id=SES)),
            "PATCH",
            "/tasks/tsk_1",
            {"sessionStatus": "working", "sessionId": "ses_1"},
            TASK,
            Task,
        ),
        (lambda c: c.delete_task(TSK), "DELETE", "/tasks/tsk_1", None, {"success": True}, None),
        (lambda c: c.get_session(SES), "GET", "/sessions/ses_1", None, SESSION, Session),
        (
            lambda c: c.create_session(requests.CreateSession(project_id=PRJ, task_ids=(TSK,))),
            "POST",
            "/sessions",
            {"projectId": "prj_1", "taskIds": ["tsk_1"]},
            SESSION,
            Session,
        ),
        (
            lambda c: c.update_session(SES, requests.UpdateSession(status="completed")),
            "PATCH",
            "/sessions/ses_1",
            {"status": "completed"},
            SESSION,
            Session,
        ),
        (lambda c: c.delete_session(SES), "DELETE", "/sessions/ses_1", None, {"success": True}, None),
        (
            lambda c: c.append_timeline(SES, requests.AppendTimeline(message="hello")),
            "POST",
            "/sessions/ses_1/timeline",
            {"message": "hello"},
            SESSION,
            Session,
        ),
        (lambda c: c.add_task(SES, TSK), "POST", "/sessions/ses_1/tasks/tsk_1", None, SESSION, Session),
        (lambda c: c.remove_task(SES, TSK), "DELETE", "/sessions/ses_1/tasks/tsk_1", None, SESSION, Session),
        (
            lambda c: c.spawn(requests.SpawnSession(project_id=PRJ, task_ids=(TSK,), command="bash")),
            "POST",
            "/sessions/spawn",
            {"projectId": "prj_1", "taskIds": ["tsk_1"], "command": "bash"},
            {"success": True, "sessionId": "ses_1", "manifestPath": "/m.md", "session": SESSION},
            SpawnAccepted,
        ),
    ],
)
async def test_each_call_asks_for_its_route_and_gives_its_type(
    method: Call, verb: str, path: str, body: object, answer: object, expected: type[object] | None
) -> None:
    transport = answering(json=answer)
    given = await call(method, transport)
    assert given is None if expected is None else type(given) is expected
    (request,) = transport.requests
    assert (request.method, request.url.path) == (verb, f"/t/secret/api{path}")
    if body is None:
        assert request.content == b""
    else:
        assert msgspec.json.decode(request.content) == body
        assert request.headers["content-type"] == "application/json"


async def test_health_lies_beside_the_api() -> None:
    transport = answering(json={"status": "ok", "timestamp": "2026-02-08T00:00:00Z", "uptime": 1.5})
    health = await call(lambda c: c.health(), transport)
    assert (health.status, health.uptime) == ("ok", 1.5)
    assert transport.requests[0].url.path == "/t/secret/health"


async def test_a_spawn_answer_has_its_session() -> None:
    transport = answering(201, json={"sessionId": "ses_1", "session": SESSION})
    accepted = await call(lambda c: c.spawn(requests.SpawnSession(project_id=PRJ)), transport)
    assert (accepted.session_id, accepted.session.status) == ("ses_1", "running")


@pytest.mark.parametrize(
    ("method", "url"),
    [
        (lambda c: c.list_projects(), "/api/projects"),
        (lambda c: c.list_tasks(), "/api/tasks"),
        (lambda c: c.list_tasks(project_id=PRJ, status="todo"), "/api/tasks?projectId=prj_1&status=todo"),
        (lambda c: c.list_sessions(), "/api/sessions?fields=full"),
        (
            lambda c: c.list_sessions(project_id=PRJ, task_id=TSK, status="idle"),
            "/api/sessions?fields=full&projectId=prj_1&taskId=tsk_1&status=idle",
        ),
    ],
)
async def test_lists_can_be_narrowed(method: Call, url: str) -> None:
    transport = answering(json=[])
    listing = await call(method, transport, parse_address("http://127.0.0.1:3000"))
    assert (listing.items, listing.errors, listing.seq, listing.epoch) == ((), (), None, None)
    assert transport.requests[0].url.raw_path.decode() == url


async def test_a_bad_element_of_a_list_costs_that_element() -> None:
    elements = [SESSION, {"name": "without id"}, 7, {**SESSION, "id": "ses_2", "status": 5}, SESSION]
    listing = await call(lambda c: c.list_sessions(), answering(json=elements))
    assert [session.id for session in listing.items] == ["ses_1", "ses_1"]
    assert len(listing.errors) == 3
    assert all(isinstance(error, DecodeError) for error in listing.errors)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"X-Maestro-Seq": "12", "X-Maestro-Epoch": "e1"}, (12, "e1")),
        ({"X-Maestro-Seq": "-1", "X-Maestro-Epoch": "e1"}, (None, None)),
        ({"X-Maestro-Seq": "²", "X-Maestro-Epoch": "e1"}, (None, None)),
        ({"X-Maestro-Seq": "9" * 5000, "X-Maestro-Epoch": "e1"}, (None, None)),
        ({"X-Maestro-Epoch": "e1"}, (None, None)),
    ],
)
async def test_a_list_says_which_events_it_contains(
    headers: dict[str, str], expected: tuple[int | None, str | None]
) -> None:
    encoded = {name.encode(): value.encode() for name, value in headers.items()}
    transport = Answers(lambda: httpx.Response(200, json=[], headers=encoded))
    listing = await call(lambda c: c.list_projects(), transport)
    assert (listing.seq, listing.epoch) == expected


@pytest.mark.parametrize("body", [{"data": []}, "text", None, 5])
async def test_a_list_that_is_none_is_an_error_of_decoding(body: object) -> None:
    with pytest.raises(DecodeError, match="list of tasks cannot be read"):
        await call(lambda c: c.list_tasks(), answering(json=body))


async def test_an_answer_of_another_shape_is_an_error_of_decoding() -> None:
    with pytest.raises(DecodeError, match="is no Task"):
        await call(lambda c: c.get_task(TSK), answering(json={"name": "no id"}))


@pytest.mark.parametrize(
    ("status", "json", "kind", "code", "text"),
    [
        (
            404,
            {"error": True, "code": "NOT_FOUND", "message": "Task with id 'x' not found"},
            NotFoundError,
            "NOT_FOUND",
            "Task with id 'x' not found.",
        ),
        (404, {"detail": "x"}, NotFoundError, "", "What answers at http://127.0.0.1:3000 does not have"),
        (400, {"code": "VALIDATION_ERROR", "message": "bad"}, ApiError, "VALIDATION_ERROR", "(400): bad."),
        (422, {"code": "BUSINESS_RULE_ERROR", "message": "no!"}, ApiError, "BUSINESS_RULE_ERROR", "no!"),
        (409, {"message": "a\nb\x1b[31m http://h/t/abc"}, ApiError, "", "(409): a b[31m http://h/t/…"),
        (
            401,
            {"message": "No token."},
            ApiError,
            "",
            "wants its token (401): use the URL that 'maestro-tui url --with-token'",
        ),
        (401, {}, ApiError, "", "wants its token (401): use the URL that 'maestro-tui url --with-token'"),
        (403, {"message": 7}, ApiError, "", "(403): no reason given."),
        (499, {}, ApiError, "", "(499): no reason given."),
        (500, {"code": "INTERNAL_ERROR", "message": "oops"}, ApiError, "INTERNAL_ERROR", "failed (500)"),
    ],
)
async def test_a_refusal_is_an_error_with_status_code_and_sentence(
    status: int, json: object, kind: type[ApiError], code: str, text: str
) -> None:
    with pytest.raises(kind) as refusal:
        await call(lambda c: c.get_task(TSK), answering(status, json=json))
    assert type(refusal.value) is kind
    assert (refusal.value.status, refusal.value.code) == (status, code)
    assert text in str(refusal.value)
    assert str(refusal.value).endswith((".", "!", "…"))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, UnreachableError),
        (302, UnreachableError),
        (502, UnreachableError),
        (404, NotFoundError),
        (403, ApiError),
    ],
)
async def test_html_is_not_taken_for_an_answer(status: int, kind: type[MaestroError]) -> None:
    with pytest.raises(kind) as refusal:
        await call(lambda c: c.list_tasks(), answering(status, html="<!doctype html>", headers={}))
    assert type(refusal.value) is kind


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (httpx.ConnectError("x"), "No server answers at http://127.0.0.1:3000: start one"),
        (httpx.ConnectTimeout("x"), "No server answers at http://127.0.0.1:3000: start one"),
        (httpx.ReadTimeout("x"), "did not answer in time"),
        (httpx.PoolTimeout("x"), "did not answer in time"),
        (httpx.ReadError("x"), "was cut off"),
        (httpx.RemoteProtocolError("x"), "was cut off"),
        (httpx.ProxyError("x"), "proxy"),
        (httpx.DecodingError("x"), "was cut off"),
    ],
)
async def test_each_failure_of_the_network_has_a_sentence_without_the_token(
    error: httpx.HTTPError, text: str
) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    with pytest.raises(UnreachableError) as failure:
        await call(lambda c: c.list_tasks(), httpx.MockTransport(fail))
    assert text in str(failure.value)
    assert "secret" not in str(failure.value)


@pytest.mark.parametrize(
    ("beneath", "text"),
    [
        (socket.gaierror(-2, "Name or service not known"), "No machine is named '127.0.0.1': check the URL."),
        (ssl.SSLError(1, "[SSL: WRONG] bad"), "No secure connection to 127.0.0.1:3000: check the URL"),
    ],
)
async def test_a_name_or_a_certificate_that_is_wrong_is_said_to_be(beneath: OSError, text: str) -> None:
    def fail(_: httpx.Request) -> httpx.Response:
        try:
            raise beneath
        except OSError as error:
            raise httpx.ConnectError("x") from error

    with pytest.raises(UnreachableError) as failure:
        await call(lambda c: c.list_tasks(), httpx.MockTransport(fail))
    assert str(failure.value).startswith(text)


@pytest.mark.parametrize("name", ["", ".", "..", "..."])
async def test_what_cannot_be_an_id_is_not_found(name: str) -> None:
    transport = answering(json=SESSION)
    with pytest.raises(NotFoundError):
        await call(lambda c: c.delete_session(SessionId(name)), transport)
    assert transport.requests == []


async def test_an_id_is_one_path_segment_whatever_it_holds() -> None:
    transport = answering(json=SESSION)
    await call(lambda c: c.get_session(SessionId("../../health?x=1#é")), transport)
    path = transport.requests[0].url.raw_path.decode()
    assert path == "/t/secret/api/sessions/..%2F..%2Fhealth%3Fx%3D1%23%C3%A9"


async def test_a_token_goes_into_the_header() -> None:
    transport = answering(json=[])
    async with MaestroClient(ADDRESS, "secret", transport=transport) as client:
        await client.list_tasks()
    assert transport.requests[0].headers["authorization"] == "Bearer secret"


async def test_nothing_logs_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    await call(lambda c: c.list_tasks(), answering(json=[]))
    assert "secret" not in caplog.text


# ------------------------------------------------------------------------------- over a real socket


def http_answer(body: bytes) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def test_requests_share_a_connection() -> None:
    connections = 0

    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        while await read_head(reader):
            writer.write(http_answer(b'[{"id":"tsk_1"}]'))

    async with tcp_server(handler) as port, MaestroClient(address_of(port)) as client:
        for _ in range(5):
            assert [task.id for task in (await client.list_tasks()).items] == ["tsk_1"]
    assert connections == 1


async def test_no_proxy_of_the_environment_comes_between(monkeypatch: pytest.MonkeyPatch) -> None:
    with refusing_port() as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy}")
        monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{proxy}")

        async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await read_head(reader)
            writer.write(http_answer(b"[]"))

        async with tcp_server(handler) as port, MaestroClient(address_of(port)) as client:
            assert (await client.list_tasks()).items == ()


async def test_a_refused_connection_says_what_to_do() -> None:
    with refusing_port() as port:
        async with MaestroClient(address_of(port)) as client:
            with pytest.raises(UnreachableError, match=r"No server answers at .* 'maestro-tui serve'"):
                await client.list_tasks()


@pytest.mark.parametrize(
    "sent", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[", b"SSH-2.0-x\r\n\r\n"]
)
async def test_a_connection_that_is_cut_is_no_answer(sent: bytes) -> None:
    async def handler(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_head(reader)
        writer.write(sent)

    async with tcp_server(handler) as port, MaestroClient(address_of(port)) as client:
        with pytest.raises(UnreachableError, match="cut off"):
            await asyncio.wait_for(client.list_tasks(), LIMIT)


async def read_head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
