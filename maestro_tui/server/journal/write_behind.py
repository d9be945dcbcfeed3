"""Documents into their files, a while after they were answered: the journal has them till then."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import Final

from maestro_tui.server.repositories.kinds import Key

_log = logging.getLogger("maestro_tui.server")

PAUSE: Final = 0.25
"""Seconds in which changes gather: of a document that changes often only the last state is written."""
PAUSE_AFTER_FAILURE: Final = 5.0

Changes = Mapping[Key, bytes | None]
StoreDocuments = Callable[[Changes, int], None]
"""Writes documents to their files and notes up to which event they are complete; blocks, raises OSError."""


class WriteBehind:
    """Writes changed documents.

    Args:
        store: Writes them; run in a thread.
        executor: Runs it, one round at a time.
        on_tried: Is told, in the event loop, up to which event everything is in the files; None if they could
            not be written.
    """

    def __init__(
        self, store: StoreDocuments, executor: Executor, on_tried: Callable[[int | None], None]
    ) -> None:
        self._store = store
        self._executor = executor
        self._on_tried = on_tried
        self._changed: dict[Key, bytes | None] = {}
        self._seq = 0
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
        return await self._write() if self._changed else True

    async def _run(self) -> None:
        while not self._is_stopping.is_set():
            await self._has_work.wait()
            self._has_work.clear()
            await self._pause(PAUSE)
            if self._changed and not await self._write():
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
        try:
            await asyncio.get_running_loop().run_in_executor(self._executor, self._store, changes, seq)
        except OSError as error:
            self._changed = {**changes, **self._changed}
            _log.warning("Documents cannot be written to their files, the journal keeps them: %s", error)
            self._on_tried(None)
            return False
        self._on_tried(seq)
        return True
