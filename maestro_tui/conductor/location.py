"""Which server is used, and starting our own in the background when none is named.

A server is a process of its own, started like tmux starts its server: this module finds it by the file it leaves
in its runtime directory, and never imports it. Nothing is probed or used unasked.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from maestro_tui import paths
from maestro_tui.errors import ConfigurationError, UnreachableError

DEFAULT_PORT: Final = 3000
START_LIMIT: Final = 15.0
"""Seconds a server of our own may take to start listening."""
_POLL: Final = 0.03


class ServerLocation(msgspec.Struct, frozen=True, kw_only=True):
    """Where a server listens, and what opens it."""

    url: str
    token: str | None = None
    is_own: bool = False
    """Whether it is our own server for the data dir: what it asks to spawn is trusted."""


class RunningServer(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a running server of ours writes into its runtime directory, as ``server.json``."""

    url: str
    pid: int
    data_dir: str = ""


def given_url(url: str | None, environ: Mapping[str, str]) -> str | None:
    """Give the URL the user named: by flag, else by ``MAESTRO_SERVER_URL``."""
    return url or environ.get("MAESTRO_SERVER_URL") or None


def running_server(data_dir: Path) -> ServerLocation | None:
    """Find the server that runs for this data dir; None if none does."""
    record = _read_record(paths.runtime_dir(data_dir))
    if record is None or not _is_alive(record.pid):
        return None
    return ServerLocation(url=record.url, token=_read_token(data_dir), is_own=True)


def server_at(url: str) -> ServerLocation:
    """Give the server the user named; if it is one that this user runs, with what opens it.

    A server whose record lies in our own runtime directory was started by this user on this machine.
    """
    for directory in paths.runtime_dirs():
        record = _read_record(directory)
        if record is not None and record.url == url.rstrip("/") and _is_alive(record.pid):
            return ServerLocation(url=url, token=_read_token(Path(record.data_dir)), is_own=True)
    return ServerLocation(url=url)


async def own_server(data_dir: Path, environ: Mapping[str, str]) -> ServerLocation:
    """Find the server of this data dir, or start it in the background.

    Raises:
        UnreachableError: It did not start; the message says where its log is.
    """
    found = running_server(data_dir)
    if found is not None:
        return found
    log = paths.make_private(paths.runtime_dir(data_dir)) / "server.log"
    with log.open("ab") as output:
        # Not by asyncio: the process outlives this event loop, which would complain of that.
        process = subprocess.Popen(  # noqa: ASYNC220
            _serve_command(data_dir),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=_outside_of_terminals(environ),
            start_new_session=True,
            cwd="/",
        )
    # Should it end before we do, somebody has to take its exit status, or it would seem to be alive.
    threading.Thread(target=process.wait, name="server-reaper", daemon=True).start()
    return await _wait_until_listening(data_dir, process, log)


async def stop_own_server(data_dir: Path, limit: float = 10.0) -> bool:
    """End the server of this data dir; False if none ran.

    Raises:
        UnreachableError: It did not end in `limit` seconds.
    """
    record = _read_record(paths.runtime_dir(data_dir))
    if record is None or not _is_alive(record.pid):
        return False
    os.kill(record.pid, signal.SIGTERM)
    try:
        async with asyncio.timeout(limit):
            while _is_alive(record.pid):  # noqa: ASYNC110  # a process of another parent cannot be awaited
                await asyncio.sleep(_POLL)
    except TimeoutError as error:
        raise UnreachableError(f"The server (process {record.pid}) does not end: kill it by hand.") from error
    return True


def _outside_of_terminals(environ: Mapping[str, str]) -> dict[str, str]:
    """Give the environment without what marks the processes of a hosted terminal: those end with it."""
    return {name: value for name, value in environ.items() if name != "MAESTRO_TERMINAL_ID"}


def _serve_command(data_dir: Path) -> list[str]:
    port = str(DEFAULT_PORT if _is_free(DEFAULT_PORT) else 0)
    return [
        sys.executable, "-m", "maestro_tui", "serve", "--port", port,
        "--data-dir", str(data_dir.expanduser().absolute()),
    ]  # fmt: skip


async def _wait_until_listening(
    data_dir: Path, process: subprocess.Popen[bytes], log: Path
) -> ServerLocation:
    try:
        async with asyncio.timeout(START_LIMIT):
            while True:
                # Another dashboard may have been quicker: its server is as good as ours.
                found = running_server(data_dir)
                if found is not None:
                    return found
                if process.returncode is not None:
                    raise UnreachableError(f"The server did not start: {_last_line(log)} (log: {log})")
                await asyncio.sleep(_POLL)
    except TimeoutError as error:
        raise UnreachableError(f"The server did not start in {START_LIMIT:.0f} s: see {log}.") from error


def _read_record(runtime_dir: Path) -> RunningServer | None:
    try:
        octets = (runtime_dir / "server.json").read_bytes()
        return msgspec.json.decode(octets, type=RunningServer)
    except (OSError, msgspec.MsgspecError):
        return None


def _read_token(data_dir: Path) -> str | None:
    try:
        return (data_dir.expanduser() / "token").read_text(encoding="ascii").strip() or None
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"Cannot read the server's token in {data_dir}: {error}.") from error


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _last_line(log: Path) -> str:
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing.")
