"""Where a host is: its directory, the socket in it, and the lock that lets there be only one."""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
from pathlib import Path
from typing import Final

from maestro_tui import paths
from maestro_tui.errors import ConfigurationError

__all__ = ["HostPlace"]

LONGEST_ADDRESS: Final = 103
"""Bytes of a Unix socket's path that every system takes: macOS has the least room."""


class HostPlace:
    """A directory in which a host can be found.

    Args:
        directory: By default the one of this user and runtime directory.
    """

    def __init__(self, directory: Path | None = None) -> None:
        self.directory = directory or paths.host_dir()

    @property
    def address(self) -> Path:
        """The Unix socket on which a host listens."""
        return self.directory / "host.sock"

    @property
    def log(self) -> Path:
        """Where a host writes what would be worth knowing later."""
        return self.directory / "host.log"

    def lock(self) -> int | None:
        """Take the lock that a host holds for as long as it lives; ``None`` if another one has it.

        Raises:
            ConfigurationError: The directory cannot be used.
        """
        paths.make_private(self.directory)
        descriptor = os.open(self.directory / "host.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        return descriptor

    def listen(self) -> socket.socket:
        """Open the socket, for this user only; to be called with the lock held: what lies there is stale.

        Raises:
            ConfigurationError: The path is too long for a socket, or cannot be used.
        """
        self.check()
        paths.make_private(self.directory)
        listening = socket.socket(socket.AF_UNIX)
        try:
            self.address.unlink(missing_ok=True)
            before = os.umask(0o177)
            try:
                listening.bind(str(self.address))
            finally:
                os.umask(before)
        except OSError as error:
            listening.close()
            raise ConfigurationError(f"Cannot listen on {self.address}: {error.strerror}.") from error
        return listening

    def check(self) -> None:
        """Check that a socket can be there.

        Raises:
            ConfigurationError: The path is too long.
        """
        if len(os.fsencode(self.address)) > LONGEST_ADDRESS:
            raise ConfigurationError(
                f"{self.address} is too long for a socket: set XDG_RUNTIME_DIR to a shorter directory."
            )

    def leave(self) -> None:
        """Take the socket away."""
        with contextlib.suppress(OSError):
            self.address.unlink(missing_ok=True)
