"""The file that tells other processes of the user where the server of a data dir listens.

It is in a private directory; it names no token. That it exists does not prove that the server still runs.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Final

import msgspec

from maestro_tui import __version__, paths
from maestro_tui.errors import ConfigurationError
from maestro_tui.server.atomic_file import write_atomically

RUNTIME_NAME: Final = "server.json"
PORT_NAME: Final = "port"
"""The file that keeps the port when the server has stopped, so that the next one can have it again."""


class RunningServer(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What the runtime file says."""

    url: str
    """The base URL, without a token."""
    pid: int
    version: str
    data_dir: str


def runtime_file(data_dir: Path) -> Path:
    """Say where the runtime file of a data dir is."""
    return paths.runtime_dir(data_dir) / RUNTIME_NAME


def usual_port(data_dir: Path) -> int | None:
    """Give the port of the last server of a data dir; None if there was none."""
    try:
        return int(runtime_file(data_dir).with_name(PORT_NAME).read_text())
    except (OSError, ValueError):
        return None


def announce(data_dir: Path, url: str, port: int) -> Path:
    """Write the runtime file.

    Raises:
        ConfigurationError: It cannot be written.
    """
    path = runtime_file(data_dir)
    paths.make_private(path.parent)
    running = RunningServer(
        url=url, pid=os.getpid(), version=__version__, data_dir=str(data_dir.expanduser().absolute())
    )
    try:
        write_atomically(path, msgspec.json.encode(running) + b"\n")
        write_atomically(path.with_name(PORT_NAME), b"%d\n" % port)
    except OSError as error:
        raise ConfigurationError(f"Cannot write {path}: {error.strerror}.") from error
    return path


def withdraw(path: Path) -> None:
    """Remove the runtime file, if it is still our own."""
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        if msgspec.json.decode(path.read_bytes(), type=RunningServer).pid == os.getpid():
            path.unlink()
