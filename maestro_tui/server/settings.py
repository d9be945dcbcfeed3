"""How a server is to run. A frozen value; reads no environment and touches no file."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from maestro_tui import paths
from maestro_tui.errors import ConfigurationError

DEFAULT_PORT: Final = 3000
"""The port of the original server (seed)."""
_LAST_PORT: Final = 65_535


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large and how many things may be."""

    body_bytes: int = 1024 * 1024
    """The largest request body; a larger one is answered with 413."""
    frame_bytes: int = 1024 * 1024
    """The largest frame a client may send; a larger one ends its connection (original server of 2026-07)."""
    json_depth: int = 64
    """How deep objects and arrays of a request body may nest."""
    clients: int = 256
    """How many event streams may be open at once."""
    backlog_frames: int = 10_000
    """How many frames a client may be behind before it is told to read everything again."""
    backlog_bytes: int = 32 * 1024 * 1024
    """How many bytes of frames are kept for clients that are behind; all clients share them."""
    journal_segment_bytes: int = 8 * 1024 * 1024
    """How long one file of the journal may grow before the next one is begun."""
    journal_bytes: int = 64 * 1024 * 1024
    """How much of the past the journal keeps for clients that were away."""
    spawn_burst: int = 100
    """How many sessions may be spawned at once."""
    spawns_per_second: float = 10.0
    """How many sessions may be spawned in the long run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """What a server is told when it starts."""

    data_dir: Path
    """Where projects, tasks and sessions are kept, in the layout of the original server."""
    session_dir: Path | None = None
    """Where manifests are written; None for ``sessions`` in the data dir, as in the seed."""
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    """Where to listen; 0 for any free port."""
    auth: bool = True
    """Whether a token is asked for. Without, only a loopback address may be listened on."""
    agent_command: str = "claude"
    """What a spawned session runs if the request names no command."""
    public_url: str | None = None
    """The base URL told to agents; None for where the server listens. May not carry a token."""
    allowed_origins: frozenset[str] = frozenset()
    """Values of ``Origin`` that web pages may come from, compared exactly; none by default."""
    allowed_hosts: frozenset[str] = frozenset()
    """Names besides the loopback ones that may stand in ``Host``, without a port."""
    limits: Limits = field(default_factory=Limits)

    @property
    def manifest_root(self) -> Path:
        """The directory that holds one directory of manifests for each session."""
        return self.session_dir or paths.session_dir(self.data_dir, {})

    @property
    def is_loopback(self) -> bool:
        """Whether nobody from another machine can reach where this listens."""
        return is_loopback_name(self.host)


def is_loopback_name(host: str) -> bool:
    """Whether a name or an address is this machine's loopback interface, without asking a resolver."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_settings(settings: ServerSettings) -> None:
    """Refuse settings that would open the machine to others.

    Raises:
        ConfigurationError: An address that others can reach without a token, or no such port.
    """
    if not settings.auth and not settings.is_loopback:
        raise ConfigurationError(
            f"Without a token only a loopback address may be listened on, and {settings.host} is none: "
            "leave out --no-auth, or use --host 127.0.0.1."
        )
    if not 0 <= settings.port <= _LAST_PORT:
        raise ConfigurationError(f"{settings.port} is no port: use one from 1 to 65535, or 0 for any.")
