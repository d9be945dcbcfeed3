"""An agent's requests to its server, tried again until they arrive or the time for it is over.

Python's own HTTP, and not the client's: an agent reports at every turn, some at every tool call, and waits for
the report to be done. Loading the client's library takes longer than the request. Nothing here knows what is
reported.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPException
from typing import IO, Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    OpenerDirector,
    Request,
    build_opener,
)

import msgspec

from maestro_tui.cli.bodies import encode_body
from maestro_tui.client.address import ServerAddress, without_secrets
from maestro_tui.errors import ApiError, MaestroError, NotFoundError, UnreachableError
from maestro_tui.protocol.described import printable

LONGEST_TRY: Final = 10.0
"""Seconds one attempt may take."""
FIRST_DELAY: Final = 0.1
LONGEST_DELAY: Final = 5.0
_LONGEST_ANSWER: Final = 32 * 1024 * 1024
_PASSING: Final = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})
"""Refusals that may be over in a moment; every failure of the server's own is taken for one too."""


class _ErrorBody(msgspec.Struct, frozen=True):
    message: str = ""
    code: str = ""


class _NoRedirect(HTTPRedirectHandler):
    """A server of ours never sends a client elsewhere, and a body must not follow to where it does."""

    def redirect_request(self, *_: object) -> None:
        """Follow nowhere."""


class Outbox:
    """Sends requests, one after the other.

    Args:
        address: The server.
        token: Sent as ``Authorization: Bearer``, if given.
        patience: Seconds for all requests together, if the server is away.
    """

    def __init__(self, address: ServerAddress, token: str | None, *, patience: float) -> None:
        self._address = address
        self._headers = {"Accept": "application/json", "Content-Type": "application/json"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._opener = _opener(address)
        self._patience = patience
        self._deadline = time.monotonic() + patience

    def send(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> bytes:
        """Send a request below ``/api`` and give back the answer. It may arrive twice, if its answer got lost.

        Raises:
            ApiError: The server refused, and will refuse again.
            UnreachableError: No usable answer in all the time there was.
        """
        delay = FIRST_DELAY
        while True:
            failure = self._try(method, path, body)
            if isinstance(failure, bytes):
                return failure
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise failure
            # An event nobody sets is a sleep that a signal ends at once.
            threading.Event().wait(min(delay, left))
            delay = min(delay * 2, LONGEST_DELAY)

    def _try(self, method: str, path: str, body: Mapping[str, Any] | None) -> bytes | MaestroError:
        """Give the answer, or what went wrong if it may go right another time."""
        request = Request(
            f"{self._address.rest_url}/{path}",
            method=method,
            data=None if body is None else encode_body(body),
            headers=self._headers,
        )
        longest = max(1.0, min(LONGEST_TRY, self._deadline - time.monotonic()))
        try:
            with self._opener.open(request, timeout=longest) as answer:
                return self._read(answer)
        except HTTPError as error:
            with error:
                return self._refusal(error)
        except (OSError, HTTPException) as error:
            return UnreachableError(
                f"No answer from {self._address.display} in {self._patience:g} s ({_why(error)}):"
                " the report did not get through; is the server running?"
            )

    def _read(self, answer: IO[bytes]) -> bytes:
        octets = answer.read(_LONGEST_ANSWER)
        if octets.lstrip()[:1] not in {b"{", b"["}:
            raise self._not_maestro()
        return octets

    def _refusal(self, error: HTTPError) -> MaestroError:
        try:
            body = msgspec.json.decode(error.read(_LONGEST_ANSWER), type=_ErrorBody)
        except (msgspec.MsgspecError, OSError, HTTPException, RecursionError):
            body = _ErrorBody()
        said = printable(without_secrets(body.message)) or error.reason
        refusal = ApiError(f"The server refused ({error.code}): {said}.", status=error.code, code=body.code)
        if error.code >= HTTPStatus.INTERNAL_SERVER_ERROR or error.code in _PASSING:
            return refusal
        if error.code < HTTPStatus.BAD_REQUEST:
            raise self._not_maestro() from error
        if error.code == HTTPStatus.NOT_FOUND and body.message:
            raise NotFoundError(f"{said}.", status=error.code, code=body.code) from error
        raise refusal from error

    def _not_maestro(self) -> UnreachableError:
        return UnreachableError(
            f"What answers at {self._address.display} is not a Maestro server: check MAESTRO_SERVER_URL."
        )


def _why(error: Exception) -> str:
    cause = error.reason if isinstance(error, URLError) and isinstance(error.reason, Exception) else error
    text = (cause.strerror if isinstance(cause, OSError) else None) or str(cause) or type(cause).__name__
    return printable(without_secrets(text))


def _opener(address: ServerAddress) -> OpenerDirector:
    if not address.is_loopback or address.base_url.startswith("https:"):
        return build_opener(_NoRedirect())
    # No proxy from the environment has any business between two processes of one machine, and certificates,
    # which newer Pythons load for every opener that could want them, take longer to load than the request.
    opener = OpenerDirector()
    for handler in (HTTPHandler(), HTTPErrorProcessor(), HTTPDefaultErrorHandler()):
        opener.add_handler(handler)
    return opener
