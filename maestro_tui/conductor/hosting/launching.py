"""Finds the terminal host of this user, or starts it: in the background, so that it outlives whoever started it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from maestro_tui import paths
from maestro_tui.errors import UnreachableError
from maestro_tui.terminal.host.place import HostPlace

if TYPE_CHECKING:
    from maestro_tui.terminal.host.control import HostConnection

__all__ = ["find_host", "host_environment", "start_host"]

START_LIMIT: Final = 15.0
"""Seconds a host may take to start listening."""

LOG_BYTES: Final = 1 << 20
"""How long the log may be when a host is started: of a longer one nothing is kept."""

POLL: Final = 0.03


async def find_host(place: HostPlace, *, any_version: bool = False) -> HostConnection | None:
    """Connect to the host of a place; ``None`` if none is there. One of any version can be ended.

    Raises:
        UnreachableError: Somebody is there who does not answer as a host.
        ConfigurationError: It is a host of another version.
    """
    if not place.address.exists():
        return None
    from maestro_tui.terminal.host.control import HostConnection

    return await HostConnection.find(place, any_version=any_version)


async def start_host(place: HostPlace, environ: Mapping[str, str]) -> HostConnection:
    """Connect to the host of a place, started if need be. Who is quicker starts it, all are given the same.

    Raises:
        ConfigurationError: Its directory or its socket cannot be, or one of another version is there.
        UnreachableError: It does not start; the message says where its log is.
    """
    place.check()
    with contextlib.suppress(UnreachableError):
        if (found := await find_host(place)) is not None:
            return found
    paths.make_private(place.directory)
    reason = ""
    for command in _commands(place, environ):
        try:
            async with asyncio.timeout(START_LIMIT):
                found = await _start_by(command, place, environ)
        except TimeoutError:
            reason = f"it does not listen after {START_LIMIT:.0f} s"
            break
        if found is not None:
            return found
        reason = _last_line(place.log)
    raise UnreachableError(f"The terminal host does not start: {reason} (log: {place.log})")


async def _start_by(
    command: list[str], place: HostPlace, environ: Mapping[str, str]
) -> HostConnection | None:
    """Start a host by a command, and connect to it or to one that was quicker; ``None`` if the command fails."""
    process = _launch(command, place.log, environ)
    while True:
        # One that is just going may still take a connection, and break it.
        with contextlib.suppress(UnreachableError):
            if (found := await find_host(place)) is not None:
                if found.hello.pid != process.pid:
                    # Somebody was quicker: ours would wait for the other's end, and stay.
                    process.terminate()
                return found
        match process.poll():
            case None:
                pass
            case 0:
                # Another one had the lock; if that was about to end, nobody has started a host.
                process = _launch(command, place.log, environ)
            case _:
                return None
        await asyncio.sleep(POLL)


def host_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Give the environment for a host: nothing of a session in whose terminal it may have been started."""
    return {name: value for name, value in environ.items() if not name.startswith("MAESTRO_")}


def _commands(place: HostPlace, environ: Mapping[str, str]) -> Iterator[list[str]]:
    """Give the commands to try, the better one first."""
    plain = [sys.executable, "-m", "maestro_tui.conductor.hosting", "--directory", str(place.directory)]
    scope = shutil.which("systemd-run", path=environ.get("PATH"))
    runtime = environ.get("XDG_RUNTIME_DIR")
    if scope is not None and runtime and Path(runtime, "systemd").is_dir():
        # In a scope of the user's own manager a logout does not take it along with the login session.
        yield [scope, "--user", "--scope", "--quiet", "--collect", "--", *plain]
    yield plain


def _launch(command: list[str], log: Path, environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    if log.exists() and log.stat().st_size > LOG_BYTES:
        flags |= os.O_TRUNC
    output = os.open(log, flags, 0o600)
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=host_environment(environ),
            cwd="/",
            # A session of its own: no controlling terminal, and no group of ours that a signal could reach.
            start_new_session=True,
        )
    finally:
        os.close(output)
    # Should it end before we do, somebody has to take its exit status.
    threading.Thread(target=process.wait, name="host-reaper", daemon=True).start()
    return process


def _last_line(log: Path) -> str:
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
