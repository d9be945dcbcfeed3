"""Documents into their files, and the checkpoint that says up to which event the files hold everything.

Writing is quick and often, syncing slow and seldom: between two checkpoints power loss may spoil files that were
just written, and the journal has their documents.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from maestro_tui.server.atomic_file import sync_directory, sync_file
from maestro_tui.server.journal.checkpoint import Checkpoint, write_checkpoint
from maestro_tui.server.repositories.files import DocumentFiles
from maestro_tui.server.repositories.kinds import Key

Changes = Mapping[Key, bytes | None]


class Filing:
    """Writes the files of a data dir. Its methods block, and are called one at a time.

    Args:
        files: Where documents are.
        journal: The directory of the journal, for the checkpoint.
        epoch: The name of the journal.
    """

    def __init__(self, files: DocumentFiles, journal: Path, epoch: str) -> None:
        self._files = files
        self._journal = journal
        self._epoch = epoch
        self._unsynced: set[Path] = set()

    def write(self, changes: Changes) -> None:
        """Write changed documents, and delete the files of deleted ones.

        Raises:
            OSError: Not all could be written.
        """
        for key, octets in changes.items():
            path = self._files.write(key, octets)
            if path is not None:
                self._unsynced |= {path, path.parent, path.parent.parent}

    def checkpoint(self, seq: int, *, clean: bool = False) -> None:
        """Have everything survive power loss, and note up to which event that is everything.

        Raises:
            OSError: It may not survive; the checkpoint before holds.
        """
        unsynced, self._unsynced = self._unsynced, set()
        try:
            # Files first: a name must not last longer than what it stands for.
            for path in sorted(unsynced, key=lambda path: -len(path.parts)):
                _sync(path)
            write_checkpoint(self._journal, Checkpoint(epoch=self._epoch, seq=seq, clean=clean))
        except OSError:
            self._unsynced |= unsynced
            raise


def _sync(path: Path) -> None:
    # What has been deleted meanwhile needs no syncing; that it is gone is in its directory.
    with contextlib.suppress(FileNotFoundError):
        if path.is_dir():
            sync_directory(path)
            return
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            sync_file(descriptor)
        finally:
            os.close(descriptor)
