"""The thread that writes the journal: work in, and a call in the event loop when it is done."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from typing import NamedTuple

_log = logging.getLogger("maestro_tui.server")

Work = Callable[[], None]
Done = Callable[[OSError | None], None]


class _Job(NamedTuple):
    work: Work
    done: Done | None


class JournalThread:
    """Runs blocking calls one after the other.

    An executor would do the same with two turns of the event loop more for each call, and this one stands between
    every change and its answer.
    """

    def __init__(self) -> None:
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Begin; `done` will be called in the present event loop."""
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    def submit(self, work: Work, done: Done | None = None) -> None:
        """Have a call made.

        Args:
            work: What blocks; of all errors it may raise OSError.
            done: Is told in the event loop how it went.
        """
        self._jobs.put(_Job(work, done))

    def stop(self) -> None:
        """Return when everything submitted has been done."""
        self._jobs.put(None)
        if self._loop is not None:
            self._thread.join()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            error: OSError | None = None
            try:
                job.work()
            except OSError as raised:
                error = raised
            except Exception as raised:  # a supervisor: whoever waits for the answer must get one
                _log.exception("The journal failed")
                error = OSError(0, f"the journal failed: {raised}")
            if job.done is not None and self._loop is not None:
                self._loop.call_soon_threadsafe(job.done, error)
