"""One HTTP request to a Maestro server, and what its answers mean as errors of ours.

It knows no projects, tasks or sessions: bodies go in and come out as bytes. Messages hold no token.
"""

from __future__ import annotations

import logging
import socket
import ssl
from http import HTTPStatus
from typing import Final

import httpx
import msgspec

from maestro_tui.client.address import ServerAddress, without_secrets
from maestro_tui.errors import ApiError, NotFoundError, UnreachableError

_TIMEOUT: Final = httpx.Timeout(10.0, connect=5.0)
_LIMITS: Final = httpx.Limits(
    max_connections=16,
    max_keepalive_connections=8,
    # Both servers drop an idle connection after five seconds: one that is nearly as old may be gone by the
    # time a request is written to it.
    keepalive_expiry=3.0,
)
_LONGEST_TEXT: Final = 300
_JSON_HEADERS: Final = {"Content-Type": "application/json"}

for _name in ("httpx", "httpcore"):
    # They log URLs and headers, which hold the token, the first of them at INFO.
    logging.getLogger(_name).setLevel(logging.WARNING)


class _ErrorBody(msgspec.Struct, frozen=True):
    """``{"error": true, "code", "message"}`` of the original server; ``{"detail"}`` and more are ignored."""

    message: str = ""
    code: str = ""


_decode_error_body = msgspec.json.Decoder(_ErrorBody).decode


class HttpConnection:
    """A pool of connections to one server.

    Args:
        address: The server.
        token: Sent as ``Authorization: Bearer``, if given.
        transport: What carries requests instead of the network, for example an application in this process.
    """

    def __init__(
        self,
        address: ServerAddress,
        token: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._address = address
        self._http = httpx.AsyncClient(
            headers={
                "Accept": "application/json",
                "User-Agent": "maestro-tui",
                **({"Authorization": f"Bearer {token}"} if token else {}),
            },
            timeout=_TIMEOUT,
            limits=_LIMITS,
            transport=transport,
            # A proxy from the environment has no business between two processes of one machine.
            trust_env=not address.is_loopback,
        )

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def request(
        self, method: str, url: str, *, body: bytes | None = None, query: dict[str, str] | None = None
    ) -> httpx.Response:
        """Send a request and give back its answer, which is JSON and no error.

        Raises:
            NotFoundError: What was asked for does not exist.
            ApiError: The server refused.
            UnreachableError: There was no usable answer.
        """
        try:
            answer = await self._http.request(
                method,
                url,
                content=body,
                params=query or None,
                headers=_JSON_HEADERS if body is not None else None,
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise UnreachableError(self._why_unreachable(error)) from error
        self._raise_for_error(answer)
        return answer

    def _why_unreachable(self, error: Exception) -> str:
        shown = self._address.display
        if why := _why_not_reached(error, self._address):
            return why
        match error:
            case httpx.ConnectTimeout() | httpx.ConnectError():
                return f"No server answers at {shown}: start one with 'maestro-tui serve', or check the URL."
            case httpx.TimeoutException():
                return f"The server at {shown} did not answer in time: try again, or look at its log."
            case httpx.ProxyError():
                return f"The proxy on the way to {shown} refused: check HTTP_PROXY and NO_PROXY."
            case _:
                return f"The connection to {shown} was cut off: try again, or look at the server's log."

    def _raise_for_error(self, answer: httpx.Response) -> None:
        status = answer.status_code
        body = _read_error_body(answer)
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            if not _is_json(answer):
                raise UnreachableError(self._not_maestro())
        elif status < HTTPStatus.BAD_REQUEST or (status >= HTTPStatus.INTERNAL_SERVER_ERROR and body is None):
            raise UnreachableError(self._not_maestro(status))
        else:
            self._raise_refusal(status, body or _ErrorBody())

    def _raise_refusal(self, status: int, body: _ErrorBody) -> None:
        said = _one_line(body.message)
        if status == HTTPStatus.NOT_FOUND:
            # A server that knows the path says what is not there.
            message = said or (
                f"What answers at {self._address.display} does not have what was asked for, and does not say why: "
                "check the URL, it may be no Maestro server"
            )
            raise NotFoundError(_sentence(message), status=status, code=body.code)
        if status == HTTPStatus.UNAUTHORIZED:
            message = (
                "The server wants its token (401): use the URL that 'maestro-tui url --with-token' shows"
            )
        elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            message = f"The server failed ({status}), its log says more: {said or 'no reason given'}"
        else:
            message = f"The server refused ({status}): {said or 'no reason given'}"
        raise ApiError(_sentence(message), status=status, code=body.code)

    def _not_maestro(self, status: int = 0) -> str:
        answered = f" (it answered {status})" if status else ""
        return f"What answers at {self._address.display} is not a Maestro server{answered}: check the URL."


def _why_not_reached(error: Exception, address: ServerAddress) -> str:
    """Say what is wrong with the name or the certificate of a server, if it is that; what lies beneath says it."""
    beneath: BaseException | None = error
    while beneath is not None and not isinstance(beneath, socket.gaierror | ssl.SSLError):
        beneath = beneath.__cause__ or beneath.__context__
    if beneath is None:
        return ""
    from maestro_tui.client.reasons import why_not_connected

    why = why_not_connected(beneath, address)
    return _sentence(why[0].upper() + why[1:])


def _is_json(answer: httpx.Response) -> bool:
    kind = answer.headers.get("content-type", "")
    return "json" in kind or (not kind and answer.content[:1] in b"[{")


def _read_error_body(answer: httpx.Response) -> _ErrorBody | None:
    if answer.status_code < HTTPStatus.BAD_REQUEST or not _is_json(answer):
        return None
    try:
        return _decode_error_body(answer.content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _one_line(text: str) -> str:
    line = " ".join(without_secrets(text).split())
    return "".join(character for character in line if character.isprintable())[:_LONGEST_TEXT]


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
