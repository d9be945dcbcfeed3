"""A data dir, open: its tables, its files and its journal. What is slow here runs in threads of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from maestro_tui.errors import ConfigurationError
from maestro_tui.server.committer import Transaction
from maestro_tui.server.journal.filing import Changes, Filing
from maestro_tui.server.journal.journal import Journal
from maestro_tui.server.journal.recovery import Recovered, recover
from maestro_tui.server.journal.segments import Segment
from maestro_tui.server.journal.write_behind import WriteBehind
from maestro_tui.server.journal.writer import JournalThread
from maestro_tui.server.repositories.files import DocumentFiles
from maestro_tui.server.settings import Limits

_log = logging.getLogger("maestro_tui.server")


class Store:
    """What a server keeps.

    Args:
        data_dir: Where; it is there, and no other server uses it.
        limits: How large the journal may be.

    Raises:
        ConfigurationError: The data dir cannot be read or written.
    """

    def __init__(self, data_dir: Path, limits: Limits) -> None:
        files = DocumentFiles(data_dir)
        files.prepare()
        recovered = recover(data_dir, files)
        self.tables = recovered.tables
        self.epoch = recovered.epoch
        self._filing = Filing(files, recovered.directory, recovered.epoch)
        try:
            self._journal = self._open_journal(recovered, limits)
        except OSError as error:
            raise ConfigurationError(f"Cannot write to the data dir {data_dir}: {error.strerror}.") from error
        self._thread = JournalThread()
        self._write_behind = WriteBehind(
            self._filing, self._note_tried, lambda: self._journal.is_longer_than_kept
        )

    def _open_journal(self, recovered: Recovered, limits: Limits) -> Journal:
        # The files are brought up to date before a new epoch can begin: the next start reads only that.
        self._filing.write(recovered.unstored)
        journal = Journal(
            recovered.directory,
            recovered.epoch,
            recovered.segments,
            recovered.tables.seq,
            segment_bytes=limits.journal_segment_bytes,
            most_bytes=limits.journal_bytes,
        )
        self._filing.checkpoint(recovered.tables.seq)
        journal.note_stored(recovered.tables.seq)
        present = {segment.path for segment in journal.segments}
        for path in recovered.outdated:
            if path not in present:
                path.unlink(missing_ok=True)
        return journal

    @property
    def segments(self) -> Sequence[Segment]:
        """The segments of the journal, to read from."""
        return self._journal.segments

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()
        self._write_behind.start()

    def write(self, transactions: Sequence[Transaction], done: Callable[[OSError | None], None]) -> None:
        """Make transactions durable, and call when they will survive power loss, or that none of them will."""
        self._thread.submit(lambda: self._journal.write(transactions), done)
        self._thread.submit(self._journal.tidy)

    def note_applied(self, changes: Changes, seq: int) -> None:
        """Be told of durable changes that the tables have, up to an event."""
        self._write_behind.note(changes, seq)

    def _note_tried(self, seq: int | None) -> None:
        if seq is None:
            self._thread.submit(self._journal.note_not_stored)
        else:
            self._thread.submit(lambda: self._journal.note_stored(seq))

    async def close(self) -> None:
        """Write what is left to the files, and note that they are complete."""
        is_complete = await self._write_behind.stop()
        await asyncio.to_thread(self._shut, is_complete=is_complete)

    def _shut(self, *, is_complete: bool) -> None:
        self._thread.stop()
        self._journal.close()
        if is_complete:
            try:
                self._filing.checkpoint(self.tables.seq, clean=True)
            except OSError as error:
                _log.warning("No checkpoint was written, the next start reads more of the journal: %s", error)
