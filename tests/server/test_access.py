"""Who is let in: every combination of where a request says it comes from, where it is going, and what it knows."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from maestro_tui.server.settings import Limits
from tests.server.support import Running, running
from tests.support.waiting import LIMIT

ALLOWED = "https://ok.example"

ORIGINS = {
    "absent": ([], True),
    "allowed": ([ALLOWED], True),
    "null": (["null"], False),
    "evil": (["https://evil.example"], False),
    "looks like localhost": (["http://localhost.evil.example"], False),
    "other port": (["http://127.0.0.1:1"], False),
    "own": (["http://127.0.0.1:PORT"], False),
    "https": (["https://127.0.0.1:PORT"], False),
    "upper case": ([ALLOWED.upper()], False),
    "longer": ([ALLOWED + ".evil.example"], False),
    "allowed twice": ([ALLOWED, ALLOWED], False),
    "allowed and evil": ([ALLOWED, "https://evil.example"], False),
}
HOSTS = {
    "address": (["127.0.0.1:PORT"], True),
    "name": (["localhost:PORT"], True),
    "upper case": (["LocalHost:PORT"], True),
    "no port": (["127.0.0.1"], True),
    "IPv6": (["[::1]:PORT"], True),
    "configured": (["box.example:80"], True),
    "evil": (["evil.example:PORT"], False),
    "rebound": (["127.0.0.1.evil.example:PORT"], False),
    "user": (["127.0.0.1:PORT@evil.example"], False),
    "other machine": (["10.0.0.1:PORT"], False),
    "empty": ([""], False),
}
TOKENS = {
    "bearer": ("Bearer TOKEN", "", True),
    "path": (None, "/t/TOKEN", True),
    "none": (None, "", False),
    "wrong bearer": ("Bearer wrong", "", False),
    "other scheme": ("Basic TOKEN", "", False),
    "empty bearer": ("Bearer ", "", False),
    "wrong path": (None, "/t/wrong", False),
    "part of it": (None, "/t/PART", False),
    "right bearer, wrong path": ("Bearer TOKEN", "/t/wrong", False),
}


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


async def exchange(server: Running, request: str, body: bytes = b"") -> Reply:
    """Send octets as they are, and read the head of the answer and what comes with it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(server.url.rsplit(":", 1)[1]))
    try:
        writer.write(request.encode("latin-1") + body)
        async with asyncio.timeout(LIMIT):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {line.split(": ")[0].lower(): line.split(": ", 1)[1] for line in head[1:] if line}
            length = int(headers.get("content-length", 0))
            return Reply(int(head[0].split()[1]), headers, await reader.readexactly(length))
    finally:
        writer.close()


def head(method: str, path: str, headers: list[tuple[str, str]]) -> str:
    return "\r\n".join(
        [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "", ""]
    )


UPGRADE = [
    ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
]  # fmt: skip
PROJECT = b'{"name": "made"}'
REQUESTS: dict[str, tuple[str, str, list[tuple[str, str]], bytes, int]] = {
    "read": ("GET", "/api/projects", [], b"", 200),
    "JSON": ("POST", "/api/projects", [("Content-Type", "application/json; charset=utf-8")], PROJECT, 201),
    "text": ("POST", "/api/projects", [("Content-Type", "text/plain")], PROJECT, 415),
    "form": ("POST", "/api/projects", [("Content-Type", "application/x-www-form-urlencoded")], PROJECT, 415),
    "parts": ("POST", "/api/projects", [("Content-Type", "multipart/form-data; boundary=x")], PROJECT, 415),
    "no type": ("POST", "/api/projects", [], PROJECT, 415),
    "two types": ("POST", "/api/projects", [("Content-Type", "application/json")] * 2, PROJECT, 415),
    "stream": ("GET", "/", UPGRADE, b"", 101),
    "stream at /ws": ("GET", "/ws", UPGRADE, b"", 101),
}


@pytest.fixture
async def guarded(data_dir: Path) -> AsyncIterator[Running]:
    """A server with a token, one allowed origin and one more name."""
    async with running(
        data_dir, auth=True, allowed_origins=frozenset({ALLOWED}), allowed_hosts=frozenset({"box.example"})
    ) as server:
        yield server


@pytest.mark.parametrize("kind", REQUESTS)
async def test_nobody_is_let_in_who_does_not_belong(guarded: Running, kind: str) -> None:
    method, path, extra, body, granted = REQUESTS[kind]
    port = guarded.url.rsplit(":", 1)[1]
    token = guarded.token
    made = 0
    for origin, host, secret in itertools.product(ORIGINS, HOSTS, TOKENS):
        (origins, origin_ok), (hosts, host_ok) = ORIGINS[origin], HOSTS[host]
        bearer, prefix, token_ok = TOKENS[secret]
        if token_ok and not (origin_ok and host_ok) and secret != "bearer":
            continue  # no other answer than with the bearer
        headers = [("Host", value.replace("PORT", port)) for value in hosts]
        headers += [("Origin", value.replace("PORT", port)) for value in origins]
        if bearer is not None:
            headers.append(("Authorization", bearer.replace("TOKEN", token)))
        if body:
            headers.append(("Content-Length", str(len(body))))
        prefix = prefix.replace("TOKEN", token).replace("PART", token[:-1])
        reply = await exchange(guarded, head(method, prefix + path, headers + extra), body)
        expected = granted if origin_ok and host_ok and token_ok else 401 if origin_ok and host_ok else 403
        if granted == 101 and len(origins) > 1:
            assert reply.status == 400  # the WebSocket library says so before us
            continue
        assert reply.status == expected, (origin, host, secret, reply)
        if expected not in {101, 200, 201}:
            assert msgspec.json.decode(reply.body)["error"] is True
        assert not [name for name in reply.headers if name.startswith("access-control")]
        made += expected == 201
    async with guarded.api(headers={"Authorization": f"Bearer {token}"}) as api:
        assert len((await api.get("/api/projects", limit=1)).json["data"]) == bool(made)
        assert (await api.get("/api/projects", limit=1)).json["pagination"]["total"] == made


@pytest.mark.parametrize("kind", ["read", "JSON", "stream"])
async def test_without_auth_only_the_token_is_not_asked_for(server: Running, kind: str) -> None:
    method, path, extra, body, granted = REQUESTS[kind]
    length = [("Content-Length", str(len(body)))] if body else []
    for host, origin, status in (
        ("127.0.0.1", None, granted),
        ("evil.example", None, 403),
        ("127.0.0.1", "https://evil.example", 403),
        ("127.0.0.1", "null", 403),
    ):
        headers = [("Host", host), *length, *([("Origin", origin)] if origin else []), *extra]
        assert (await exchange(server, head(method, path, headers), body)).status == status


async def test_pages_that_hide_their_origin_are_not_let_in(server: Running) -> None:
    for site, status in (("cross-site", 403), ("same-site", 403), ("none", 200), ("same-origin", 200)):
        headers = [("Host", "127.0.0.1"), ("Sec-Fetch-Site", site)]
        assert (await exchange(server, head("GET", "/api/projects", headers))).status == status, site


async def test_the_host_must_be_named_once(server: Running) -> None:
    for hosts in ([], ["127.0.0.1", "127.0.0.1"], ["127.0.0.1", "evil.example"]):
        headers = [("Host", host) for host in hosts]
        assert (await exchange(server, head("GET", "/health", headers))).status in {400, 403}


async def test_a_preflight_is_not_answered(server: Running) -> None:
    headers = [
        ("Host", "127.0.0.1"),
        ("Origin", "https://evil.example"),
        ("Access-Control-Request-Method", "POST"),
    ]
    reply = await exchange(server, head("OPTIONS", "/api/projects", headers))
    assert reply.status == 403
    assert "access-control-allow-origin" not in reply.headers


async def test_a_request_without_a_body_needs_no_type(server: Running) -> None:
    reply = await exchange(
        server,
        head("POST", "/api/sessions/ses_x/tasks/tsk_x", [("Host", "127.0.0.1"), ("Content-Length", "0")]),
    )
    assert reply.status == 404


@pytest.mark.parametrize("announced", [True, False])
async def test_too_large_a_body_is_refused(data_dir: Path, *, announced: bool) -> None:
    async with running(data_dir, limits=Limits(body_bytes=1000)) as server:
        body = b'{"name": "%b"}' % (b"x" * 1000)
        headers = [("Host", "127.0.0.1"), ("Content-Type", "application/json")]
        if announced:
            headers.append(("Content-Length", str(len(body))))
        else:
            headers.append(("Transfer-Encoding", "chunked"))
            body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
        reply = await exchange(server, head("POST", "/api/projects", headers), body)
        assert reply.status == 413
        assert msgspec.json.decode(reply.body)["code"] == "PAYLOAD_TOO_LARGE"
        async with server.api() as api:
            assert (await api.get("/api/projects")).json == []


async def test_the_token_is_told_to_nobody_who_has_it_not(guarded: Running) -> None:
    for path in ("/", "/health", "/ws-status", "/api/projects", "/nope", "/t/", "/t"):
        reply = await exchange(guarded, head("GET", path, [("Host", "127.0.0.1")]))
        assert reply.status == 401
        assert guarded.token.encode() not in reply.body
        assert reply.headers["www-authenticate"] == "Bearer"


async def test_where_other_machines_may_come_any_address_may_be_named_but_no_other_name(
    data_dir: Path,
) -> None:
    async with running(
        data_dir, host="0.0.0.0", auth=True, allowed_hosts=frozenset({"box.example"})
    ) as server:
        token = [("Authorization", f"Bearer {server.token}")]
        for host, status in (
            ("127.0.0.1", 200), ("192.168.0.7:3000", 200), ("[fe80::1]:3000", 200), ("box.example", 200),
            ("evil.example", 403), ("1.2.3.4.evil.example", 403), ("box.example.evil", 403),
        ):  # fmt: skip
            assert (
                await exchange(server, head("GET", "/health", [("Host", host), *token]))
            ).status == status, host
        assert (await exchange(server, head("GET", "/health", [("Host", "192.168.0.7")]))).status == 401
