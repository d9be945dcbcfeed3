"""A server's URL as a user gives it, and what follows from it. Pure: nothing is looked up or connected.

A base URL may carry the access token as its last path segments, ``/t/<token>``, and so may user and password
stand before the host. Neither may reach a screen or a log: show `ServerAddress.display`, and pass texts of
other origin through `without_secrets`.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit

from maestro_tui.errors import ConfigurationError

DEFAULT_PORT: Final = 3000
"""The port that is meant when only a host is given."""

_SCHEMES: Final = {"http": "http", "https": "https", "ws": "http", "wss": "https"}
_TOKEN_SEGMENT: Final = re.compile(r"/t/[^/?#\s]+")
_USER_INFO: Final = re.compile(r"//[^/?#\s@]*@")


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where a server answers. Made by `parse_address`; its ``repr`` shows no secret."""

    base_url: str = field(repr=False)
    """The URL everything lies under, without a slash at its end; may hold a token."""
    display: str
    """The same for people: no token, no credentials."""
    host: str
    port: int
    is_loopback: bool
    """Whether the server is on this machine, so that no proxy may come between."""

    @property
    def rest_url(self) -> str:
        """Where the REST routes lie; may hold a token."""
        return f"{self.base_url}/api"

    def websocket_url(self, resume: tuple[int, str | None] | None = None) -> str:
        """Give the URL of the event stream, at the root path as the seed's client has it; may hold a token.

        Args:
            resume: The number of the last event seen and the epoch it belongs to, to be sent what came after; no
                epoch means the present one.
        """
        url = f"ws{self.base_url.removeprefix('http')}/"
        if resume is None:
            return url
        seq, epoch = resume
        return f"{url}?since={seq}" if epoch is None else f"{url}?since={seq}&epoch={quote(epoch, safe='')}"

    @property
    def netloc(self) -> str:
        """Host and port, as they stand in a message."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def parse_address(url: str) -> ServerAddress:
    """Understand a base URL: ``http://127.0.0.1:3000``, ``localhost:3000``, ``https://host/t/TOKEN``.

    ``ws://`` and ``wss://`` are taken for their HTTP kin, a host without scheme and port for port 3000.

    Raises:
        ConfigurationError: It is no such URL; the message shows no token.
    """
    text = url.strip()
    has_scheme = "://" in text
    try:
        parts = urlsplit(text if has_scheme else f"http://{text}")
        port = parts.port
    except ValueError as error:
        raise _refusal(text, str(error)) from error
    _check(text, parts)
    scheme = _SCHEMES[parts.scheme]
    given_port = port if port is not None or has_scheme else DEFAULT_PORT
    host = parts.hostname or ""
    netloc = parts.netloc if given_port == port else f"{parts.netloc}:{given_port}"
    base_url = f"{scheme}://{netloc}{parts.path.rstrip('/')}"
    return ServerAddress(
        base_url=base_url,
        display=_TOKEN_SEGMENT.sub("", _USER_INFO.sub("//", base_url)),
        host=host,
        port=given_port or (443 if scheme == "https" else 80),
        is_loopback=_is_loopback(host),
    )


def without_secrets(text: str) -> str:
    """Give a text with the token and the credentials of every URL in it struck out."""
    return _TOKEN_SEGMENT.sub("/t/…", _USER_INFO.sub("//…@", text))


def _check(text: str, parts: SplitResult) -> None:
    if parts.scheme not in _SCHEMES:
        raise _refusal(text, f"'{parts.scheme}' is not http or https")
    if not parts.hostname:
        raise _refusal(text, "it names no host")
    if parts.query or parts.fragment:
        raise _refusal(text, "it must end before any '?' or '#'")
    if not text.isprintable() or " " in text:
        raise _refusal(text, "it holds a space or a control character")


def _refusal(text: str, why: str) -> ConfigurationError:
    shown = without_secrets(text)[:100]
    return ConfigurationError(f"{shown!r} is not the URL of a server: {why}. Try http://127.0.0.1:3000.")


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
