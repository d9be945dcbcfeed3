"""A server, as the host keeps it: enough to find it again after it, or the host, was started anew."""

from __future__ import annotations

from pathlib import Path

import msgspec

from maestro_tui import paths
from maestro_tui.client.address import parse_address
from maestro_tui.client.rest import MaestroClient
from maestro_tui.conductor.location import RunningServer, ServerLocation, running_server
from maestro_tui.errors import UnreachableError
from maestro_tui.terminal.host.messages import ServerTarget

__all__ = ["client_of", "target_of"]


def target_of(location: ServerLocation) -> ServerTarget:
    """Describe a server to the host. One of our own is named by its data dir: its port and token may change."""
    data_dir = _data_dir_of(location.url) if location.is_own else None
    if data_dir is not None:
        return ServerTarget(name=data_dir, data_dir=data_dir)
    return ServerTarget(name=parse_address(location.url).display, url=location.url, token=location.token)


def client_of(target: ServerTarget) -> MaestroClient:
    """Give a client for the server where it is now.

    Raises:
        UnreachableError: It is our own, and does not run.
        ConfigurationError: It cannot be used as it is.
    """
    location: ServerLocation | None
    if target.data_dir:
        location = running_server(Path(target.data_dir))
    else:
        location = ServerLocation(url=target.url, token=target.token)
    if location is None:
        raise UnreachableError(f"No server runs for {target.data_dir}: start one with `maestro-tui serve`.")
    return MaestroClient(parse_address(location.url), location.token)


def _data_dir_of(url: str) -> str | None:
    """Find whose server of ours listens there."""
    for directory in paths.runtime_dirs():
        try:
            record = msgspec.json.decode((directory / "server.json").read_bytes(), type=RunningServer)
        except (OSError, msgspec.MsgspecError):
            continue
        if record.url == url.rstrip("/") and record.data_dir:
            return record.data_dir
    return None
