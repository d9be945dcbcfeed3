"""The socket a server listens on, and the URLs that lead to it."""

from __future__ import annotations

import errno
import ipaddress
import socket
from dataclasses import dataclass

from maestro_tui.errors import ConfigurationError
from maestro_tui.server.settings import ServerSettings

_BACKLOG = 2048


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """The base URL, as it is printed; never with a token."""
        return f"http://{_in_url(self.host)}:{self.port}"

    @property
    def local_url(self) -> str:
        """The base URL for programs on this machine: a wildcard address is none that can be called."""
        try:
            is_any = ipaddress.ip_address(self.host).is_unspecified
        except ValueError:
            is_any = False
        if not is_any:
            return self.url
        return f"http://{'[::1]' if ':' in self.host else '127.0.0.1'}:{self.port}"


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def bind(settings: ServerSettings, *, usual_port: int | None = None) -> tuple[socket.socket, Address]:
    """Open the socket.

    Args:
        settings: Where to listen.
        usual_port: Is taken if any port will do and this one is free: agents that were started before a restart
            know the server by it.

    Raises:
        ConfigurationError: The port is taken, or the address is none of this machine.
    """
    host = settings.host.strip("[]")
    if settings.port == 0 and usual_port:
        try:
            return _bind(host, usual_port)
        except OSError:
            pass  # somebody else has it now
    try:
        return _bind(host, settings.port)
    except (OSError, UnicodeError) as error:
        raise ConfigurationError(_why_not_bound(host, settings.port, error)) from error


def _bind(host: str, port: int) -> tuple[socket.socket, Address]:
    # The protocol has to be named: asyncio switches Nagle's algorithm off only for sockets that name it, and
    # with it on every answer of two writes takes 40 ms.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener, Address(host, listener.getsockname()[1])


def _why_not_bound(host: str, port: int, error: OSError | UnicodeError) -> str:
    if isinstance(error, UnicodeError):
        return f"{host} is no name of a machine."
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken: choose another with --port, or --port 0 for any free one."
    if error.errno == errno.EACCES:
        return f"Port {port} may not be used by this user: choose one above 1023 with --port."
    return f"Cannot listen on {host}, port {port}: {error.strerror or error}."
