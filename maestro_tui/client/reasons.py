"""Why a connection failed or ended, as one sentence for a status bar. Shows no token and no control character.

It only translates: whether and when to connect again is decided in ``stream``.
"""

from __future__ import annotations

import errno
import socket
import ssl
from http import HTTPStatus
from typing import Final

import msgspec
from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidProxy,
    InvalidStatus,
    ProxyError,
)
from websockets.frames import CloseCode

from maestro_tui.client.address import ServerAddress, without_secrets

_LONGEST_TEXT: Final = 200
_CHECK_URL: Final = "check the URL"
_TOKEN_WANTED: Final = (
    "the server wants its token (401): use the URL that 'maestro-tui url --with-token' shows"
)
_NO_SUCH_PLACE: Final = frozenset(
    {
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
        HTTPStatus.UPGRADE_REQUIRED,
        HTTPStatus.NOT_IMPLEMENTED,
    }
)
"""What servers answer that know nothing of an event stream."""


class _ErrorBody(msgspec.Struct, frozen=True):
    message: str = ""


def why_not_connected(error: Exception, address: ServerAddress) -> str:
    """Say why no connection came about."""
    place = address.netloc
    match error:
        case TimeoutError():
            return f"no answer from {place} in time: {_CHECK_URL}, or look at the server's log"
        case InvalidStatus():
            return _refused_upgrade(error, place)
        case ProxyError() | InvalidProxy():
            return f"the proxy on the way to {place} refused: {clean(str(error))}"
        case InvalidHandshake():
            is_secure = address.base_url.startswith("https:")
            return _not_maestro(place) + ("" if is_secure else ", or try it with https://")
        case socket.gaierror():
            return f"no machine is named {address.host!r}: {_CHECK_URL}"
        case ssl.SSLError():
            return _why_not_secure(error, place)
        case OSError() if _is_refused(error):
            return f"connection refused at {place}: start a server there with 'maestro-tui serve', or {_CHECK_URL}"
    return f"cannot connect to {place}: {clean(_os_text(error))}; {_CHECK_URL}"


def _why_not_secure(error: ssl.SSLError, place: str) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        said = clean(error.verify_message)
        return f"the certificate of {place} is not trusted here ({said}): {_CHECK_URL}"
    if "WRONG_VERSION_NUMBER" in str(error):
        return f"{place} does not speak https: try it with http://"
    return f"no secure connection to {place}: {_CHECK_URL} and its certificate ({clean(_os_text(error))})"


def why_closed(error: ConnectionClosed) -> tuple[bool, int | None, str]:
    """Say whether the server closed the connection properly, with which code, and why.

    As in a browser, a close is clean when the server said that it closes, whatever its code; without a close
    frame, or when this side had to end the connection, it is not.
    """
    received, sent = error.rcvd, error.sent
    if sent is not None and not error.rcvd_then_sent:
        return False, int(sent.code), _why_we_closed(sent.code, sent.reason)
    if received is None:
        return False, None, "the connection was cut"
    code = int(received.code)
    return True, code, clean(received.reason) or f"the server closed the connection ({code})"


def clean(text: str) -> str:
    """Give a text from elsewhere as one printable line of bounded length, its URLs without secrets."""
    line = " ".join(without_secrets(text).split())
    printable = "".join(character for character in line if character.isprintable())
    return printable if len(printable) <= _LONGEST_TEXT else f"{printable[:_LONGEST_TEXT]}…"


def _why_we_closed(code: int, reason: str) -> str:
    if code == CloseCode.MESSAGE_TOO_BIG:
        return "the server sent a message that is too large to take"
    if code == CloseCode.INTERNAL_ERROR and "ping" in reason:
        return "the server no longer answers"
    return f"the server broke the protocol: {clean(reason) or code}"


def _refused_upgrade(error: InvalidStatus, place: str) -> str:
    status = error.response.status_code
    if status < HTTPStatus.BAD_REQUEST or status in _NO_SUCH_PLACE:
        return _not_maestro(place, status)
    if status == HTTPStatus.UNAUTHORIZED:
        # In its own words it speaks of headers, which is for programs.
        return _TOKEN_WANTED
    said = _message_of(error.response.body or b"") or clean(error.response.reason_phrase)
    answered = f"the server answered {status}: {said or 'no reason given'}"
    if status == HTTPStatus.FORBIDDEN:
        return f"{answered}; {_CHECK_URL}: a server lets in who calls it by its own name"
    return f"{answered}; its log says more" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else answered


def _not_maestro(place: str, status: int = 0) -> str:
    answered = f" (it answered {status})" if status else ""
    return f"not a Maestro server at {place}{answered}: {_CHECK_URL}"


def _message_of(body: bytes | bytearray) -> str:
    try:
        return clean(msgspec.json.decode(body, type=_ErrorBody).message)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ""


def _is_refused(error: OSError) -> bool:
    # A name with several addresses gives one error that only quotes the others.
    return isinstance(error, ConnectionRefusedError) or f"[Errno {errno.ECONNREFUSED}]" in str(error)


def _os_text(error: Exception) -> str:
    text = error.strerror if isinstance(error, OSError) else None
    return text or str(error) or type(error).__name__
