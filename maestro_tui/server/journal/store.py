"""A data dir, open: its tables, its files and its journal. What is slow here runs in threads of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from maestro_tui.errors import ConfigurationError
from maestro_tui.server.atomic_file import sync_directory
from maestro_tui.server.committer import Transaction
from maestro_tui.server.journal.checkpoint import Checkpoint, write_checkpoint
from maestro_tui.server.journal.journal import Journal
from maestro_tui.server.journal.recovery import Recovered, recover
from maestro_tui.server.journal.segments import Segment
from maestro_tui.server.journal.write_behind import Changes, WriteBehind
from maestro_tui.server.repositories.files import DocumentFiles
from maestro_tui.server.repositories.kinds import Key
from maestro_tui.server.settings import Limits


class Store:
    """What a server keeps.

    Args:
        data_dir: Where; it is there, and no other server uses it.
        limits: How large the journal may be.

    Raises:
        ConfigurationError: The data dir cannot be read or written.
    """

    def __init__(self, data_dir: Path, limits: Limits) -> None:
        self._files = DocumentFiles(data_dir)
        self._files.prepare()
        recovered = recover(data_dir, self._files)
        self.tables = recovered.tables
        self.epoch = recovered.epoch
        self._directory = recovered.directory
        self._journal = self._open_journal(data_dir, recovered, limits)
        self.journal_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")
        self._files_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="files")
        self._write_behind = WriteBehind(self._write_documents, self._files_thread, self._note_tried)

    def _open_journal(self, data_dir: Path, recovered: Recovered, limits: Limits) -> Journal:
        try:
            # The files are brought up to date before a new epoch can begin: the next start reads only that.
            self._write_files(recovered.unstored)
            journal = Journal(
                recovered.directory,
                recovered.epoch,
                recovered.segments,
                recovered.tables.seq,
                segment_bytes=limits.journal_segment_bytes,
                most_bytes=limits.journal_bytes,
            )
            journal.note_stored(recovered.tables.seq)
            write_checkpoint(recovered.directory, Checkpoint(epoch=self.epoch, seq=self.tables.seq))
            for path in recovered.outdated:
                if path not in {segment.path for segment in journal.segments}:
                    path.unlink(missing_ok=True)
        except OSError as error:
            raise ConfigurationError(f"Cannot write to the data dir {data_dir}: {error.strerror}.") from error
        return journal

    @property
    def segments(self) -> Sequence[Segment]:
        """The segments of the journal, to read from."""
        return self._journal.segments

    def start(self) -> None:
        """Begin to write documents to their files."""
        self._write_behind.start()

    def write(self, transactions: Sequence[Transaction]) -> None:
        """Make transactions durable; called in `journal_thread`.

        Raises:
            OSError: They could not be written, and none of them will be there after a restart.
        """
        self._journal.write(transactions)

    def note_applied(self, changes: Changes, seq: int) -> None:
        """Be told of durable changes that the tables have, up to an event."""
        self._write_behind.note(changes, seq)

    def _note_tried(self, seq: int | None) -> None:
        if seq is None:
            self.journal_thread.submit(self._journal.note_not_stored)
        else:
            self.journal_thread.submit(self._journal.note_stored, seq)

    def _write_documents(self, changes: Changes, seq: int) -> None:
        self._write_files(changes)
        write_checkpoint(self._directory, Checkpoint(epoch=self.epoch, seq=seq))

    def _write_files(self, changes: Changes) -> None:
        directories: set[Path] = set()
        for key, octets in changes.items():
            directories |= self._write_file(key, octets)
        for directory in directories:
            sync_directory(directory)

    def _write_file(self, key: Key, octets: bytes | None) -> set[Path]:
        path = self._files.write(key, octets, durable=True)
        if path is None:
            return set()
        return {directory for directory in (path.parent, path.parent.parent) if directory.is_dir()}

    async def close(self) -> None:
        """Write what is left to the files, and note that they are complete."""
        is_complete = await self._write_behind.stop()
        await asyncio.to_thread(self._shut, is_complete=is_complete)

    def _shut(self, *, is_complete: bool) -> None:
        self._files_thread.shutdown()
        self.journal_thread.shutdown()
        self._journal.close()
        if is_complete:
            try:
                checkpoint = Checkpoint(epoch=self.epoch, seq=self.tables.seq, clean=True)
                write_checkpoint(self._directory, checkpoint)
            except OSError:
                return  # the one before holds, and the next start reads a little more of the journal
