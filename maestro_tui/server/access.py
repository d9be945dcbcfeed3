"""Who may speak to the server: checked before any route and before a WebSocket is accepted.

A local port can be reached by every web page the user opens and by every user of the machine. A page betrays
itself by ``Origin`` or ``Sec-Fetch-Site``, a rebound name by ``Host``, and everybody else lacks the token.
There is no rule "Origin equals Host", and there are no CORS headers.
"""

from __future__ import annotations

import functools
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from maestro_tui.server.api_errors import RefusedError
from maestro_tui.server.refusals import receive_at_most, send_refusal
from maestro_tui.server.settings import ServerSettings, is_loopback_name
from maestro_tui.server.tokens import is_same_token

_TOKEN_PATH: Final = "/t/"
_OWN_PAGES: Final = frozenset({b"none", b"same-origin"})
_WITH_BODY: Final = frozenset({"POST", "PUT", "PATCH"})

Headers = Mapping[bytes, list[bytes]]


@dataclass(frozen=True, slots=True)
class AccessRules:
    """What is let in.

    Attributes are compared exactly; nothing is guessed from the request itself.
    """

    token: str | None
    """None if none is asked for."""
    origins: frozenset[bytes]
    hosts: frozenset[str]
    takes_any_address: bool
    """Whether ``Host`` may be any IP address: where other machines may come, and only names can be rebound."""
    body_bytes: int

    @staticmethod
    def of(settings: ServerSettings, token: str | None) -> AccessRules:
        """Read the rules off the settings."""
        return AccessRules(
            token=token,
            origins=frozenset(origin.encode() for origin in settings.allowed_origins),
            hosts=frozenset(host.lower() for host in settings.allowed_hosts | {settings.host}),
            takes_any_address=not settings.is_loopback,
            body_bytes=settings.limits.body_bytes,
        )


class Access:
    """ASGI middleware for HTTP and WebSocket alike.

    Args:
        app: Who is asked if all is well.
        rules: What is let in.
    """

    def __init__(self, app: ASGIApp, rules: AccessRules) -> None:
        self._app = app
        self._rules = rules
        # Clients say the same few things again and again.
        self._is_known_host = functools.lru_cache(maxsize=256)(self._is_let_in)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        headers = _by_name(scope["headers"])
        try:
            inner = self._admit(scope, headers)
        except RefusedError as refusal:
            await send_refusal(scope, receive, send, refusal)
            return
        if b"content-length" not in headers or b"transfer-encoding" in headers:
            # Else the length has been checked, and the body is not longer than it says.
            receive = receive_at_most(receive, self._rules.body_bytes)
        await self._app(inner, receive, send)

    def _admit(self, scope: Scope, headers: Headers) -> Scope:
        hosts = headers.get(b"host", [])
        if len(hosts) != 1 or not self._is_known_host(hosts[0]):
            raise RefusedError(
                "The Host header names neither this machine nor a configured name",
                status=403,
                code="FORBIDDEN_HOST",
            )
        _check_origin(headers, self._rules.origins)
        inner = _check_token(scope, headers, self._rules.token)
        if scope["type"] == "http" and scope["method"] in _WITH_BODY:
            _check_content(headers, self._rules.body_bytes)
        return inner

    def _is_let_in(self, host: bytes) -> bool:
        name = _name_of(host.decode("latin-1"))
        if is_loopback_name(name) or name in self._rules.hosts:
            return True
        return self._rules.takes_any_address and _is_address(name)


def _by_name(headers: list[tuple[bytes, bytes]]) -> Headers:
    by_name: dict[bytes, list[bytes]] = {}
    for name, value in headers:
        by_name.setdefault(name.lower(), []).append(value)
    return by_name


def _name_of(host: str) -> str:
    """Take the port off; what is no host and port stays as it is, and matches nothing."""
    name, colon, port = host.rpartition(":")
    if colon and port.isascii() and port.isdigit() and not (":" in name and not name.startswith("[")):
        host = name
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    return host.lower()


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _check_origin(headers: Headers, allowed: frozenset[bytes]) -> None:
    origins = headers.get(b"origin", [])
    if len(origins) > 1 or any(origin not in allowed for origin in origins):
        raise RefusedError("Web pages are not let in from this origin", status=403, code="FORBIDDEN_ORIGIN")
    if not origins and any(site not in _OWN_PAGES for site in headers.get(b"sec-fetch-site", [])):
        raise RefusedError("Web pages are not let in from elsewhere", status=403, code="FORBIDDEN_ORIGIN")


def _check_token(scope: Scope, headers: Headers, token: str | None) -> Scope:
    """Check the token in the path or in ``Authorization``, and give the scope without it in the path."""
    if token is None:
        return scope
    path = scope["path"]
    if path.startswith(_TOKEN_PATH):
        given, slash, rest = path[len(_TOKEN_PATH) :].partition("/")
        if not is_same_token(given, token):
            raise _unauthorized()
        return {**scope, "path": slash + rest or "/", "raw_path": (slash + rest or "/").encode()}
    credentials = headers.get(b"authorization", [])
    if len(credentials) != 1 or not _is_bearer(credentials[0].decode("latin-1"), token):
        raise _unauthorized()
    return scope


def _is_bearer(credentials: str, token: str) -> bool:
    scheme, _, given = credentials.partition(" ")
    return scheme.lower() == "bearer" and is_same_token(given.strip(), token)


def _unauthorized() -> RefusedError:
    return RefusedError(
        "A token is needed: send it as 'Authorization: Bearer TOKEN', or use the base URL /t/TOKEN",
        status=401,
        code="UNAUTHORIZED",
    )


def _check_content(headers: Headers, most: int) -> None:
    lengths = headers.get(b"content-length", [])
    length = int(lengths[0]) if lengths and lengths[0].isdigit() else 0
    if length > most:
        raise RefusedError(
            f"The request body is longer than {most} bytes", status=413, code="PAYLOAD_TOO_LARGE"
        )
    has_body = length > 0 or b"transfer-encoding" in headers
    types = [type_.split(b";")[0].strip().lower() for type_ in headers.get(b"content-type", [])]
    # A page can send texts and forms anywhere without asking; JSON it cannot.
    if types != [b"application/json"] and (types or has_body):
        raise RefusedError(
            "The body must be JSON: send 'Content-Type: application/json'",
            status=415,
            code="UNSUPPORTED_MEDIA_TYPE",
        )
