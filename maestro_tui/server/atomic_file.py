"""Files that are there whole or not at all, and readable for their user alone."""

from __future__ import annotations

import fcntl
import os
import sys
from pathlib import Path
from typing import Final

TEMPORARY_SUFFIX: Final = ".tmp"
"""Ends the names of files that are being written; one that is found at start was left by a crash."""


def write_atomically(path: Path, octets: bytes, *, durable: bool = False) -> None:
    """Write a file so that every reader sees the old content or the new one.

    Args:
        path: The file; there must be no other writer of it.
        octets: Its content.
        durable: Whether the content shall have reached the disk when the name does. The directory entry itself
            is made durable by `sync_directory`.

    Raises:
        OSError: It could not be written; the old content is still there.
    """
    temporary = path.with_name(path.name + TEMPORARY_SUFFIX)
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            view = memoryview(octets)
            while view:
                view = view[os.write(descriptor, view) :]
            if durable:
                sync_file(descriptor)
        finally:
            os.close(descriptor)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def sync_file(descriptor: int) -> None:
    """Have what was written to a file survive power loss.

    Raises:
        OSError: It may not.
    """
    if sys.platform == "darwin":
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)  # fsync does not reach the disk there
    else:
        os.fdatasync(descriptor)


def sync_directory(path: Path) -> None:
    """Have the names in a directory survive power loss.

    Raises:
        OSError: They may not.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
