"""The checkpoint: up to which event the files of the data dir are complete."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from maestro_tui.server.atomic_file import sync_directory, write_atomically

CHECKPOINT_NAME: Final = "checkpoint.json"


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """What the files hold."""

    epoch: str
    seq: int
    """Every change up to this event is in the files, and there to stay."""
    clean: bool = False
    """Whether the server has ended after it, so that a file that is newer was written by somebody else."""


def read_checkpoint(directory: Path) -> Checkpoint | None:
    """Read the checkpoint; None if there is none that can be read."""
    try:
        return msgspec.json.decode((directory / CHECKPOINT_NAME).read_bytes(), type=Checkpoint)
    except (OSError, msgspec.MsgspecError):
        return None


def checkpoint_time(directory: Path) -> int:
    """Give when the checkpoint was written, in nanoseconds by the clock of the file system; 0 for never."""
    try:
        return (directory / CHECKPOINT_NAME).stat().st_mtime_ns
    except OSError:
        return 0


def write_checkpoint(directory: Path, checkpoint: Checkpoint) -> None:
    """Write the checkpoint, durable.

    Raises:
        OSError: It could not be written; the one before holds.
    """
    write_atomically(directory / CHECKPOINT_NAME, msgspec.json.encode(checkpoint) + b"\n", durable=True)
    sync_directory(directory)
