"""When documents go into their files: a while after they were answered, and all together."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from maestro_tui.server.journal.filing import Changes, Filing
from maestro_tui.server.repositories.kinds import Key

_log = logging.getLogger("maestro_tui.server")

PAUSE: Final = 0.25
"""Seconds in which changes gather: of a document that changes often only the last state is written."""
CHECKPOINT_PAUSE: Final = 10.0
"""Seconds between two checkpoints: syncing files holds up the journal."""
PAUSE_AFTER_FAILURE: Final = 5.0


class WriteBehind:
    """Writes changed documents in the background.

    Args:
        filing: Writes them; its methods are run in a thread.
        on_tried: Is told, in the event loop, up to which event everything is in the files, and will be after power
            loss; None if they could not be written.
        is_urgent: Says whether a checkpoint is due before its time.
    """

    def __init__(
        self, filing: Filing, on_tried: Callable[[int | None], None], is_urgent: Callable[[], bool]
    ) -> None:
        self._filing = filing
        self._on_tried = on_tried
        self._is_urgent = is_urgent
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="files")
        self._changed: dict[Key, bytes | None] = {}
        self._seq = 0
        self._checkpoint_at = time.monotonic() + CHECKPOINT_PAUSE
        self._has_work = asyncio.Event()
        self._is_stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to write in the background."""
        self._task = asyncio.create_task(self._run(), name="write-behind")

    def note(self, changes: Changes, seq: int) -> None:
        """Be told of changes that are durable, and of the last event that tells of them."""
        self._changed.update(changes)
        self._seq = seq
        self._has_work.set()

    async def stop(self) -> bool:
        """Write what is left, and tell whether everything could be written."""
        self._is_stopping.set()
        self._has_work.set()
        if self._task is not None:
            await self._task
        is_complete = not self._changed or await self._write()
        self._thread.shutdown()
        return is_complete

    async def _run(self) -> None:
        while not self._is_stopping.is_set():
            await self._has_work.wait()
            self._has_work.clear()
            await self._pause(PAUSE)
            if self._changed and not await self._write():
                self._on_tried(None)
                await self._pause(PAUSE_AFTER_FAILURE)
                self._has_work.set()

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._is_stopping.wait()
        except TimeoutError:
            pass

    async def _write(self) -> bool:
        changes, self._changed = self._changed, {}
        seq = self._seq
        is_due = self._is_urgent() or time.monotonic() >= self._checkpoint_at
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._thread, self._filing.write, changes)
            if is_due:
                await loop.run_in_executor(self._thread, self._filing.checkpoint, seq)
        except OSError as error:
            self._changed = {**changes, **self._changed}
            _log.warning("Documents cannot be written to their files, the journal keeps them: %s", error)
            return False
        if is_due:
            self._checkpoint_at = time.monotonic() + CHECKPOINT_PAUSE
            self._on_tried(seq)
        return True
