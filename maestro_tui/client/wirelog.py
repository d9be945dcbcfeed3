"""Events in the log file: the rare ones one by one, the frequent ones counted.

Payloads are never logged: environments and manifests hold what is nobody else's business.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable
from typing import Final

from maestro_tui.protocol.described import printable
from maestro_tui.protocol.events import HIGH_FREQUENCY_EVENTS, Event, event_name
from maestro_tui.protocol.frames import Frame

SUMMARY_INTERVAL: Final = 60.0
"""Seconds between two summaries of the frequent events."""

_LONGEST_NAME: Final = 80

_log = logging.getLogger("maestro_tui.wire")


class WireLog:
    """Logs frames to the logger ``maestro_tui.wire``.

    Call `flush` when the connection ends: without it, what was counted last waits for the next event.

    Args:
        clock: Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._counts: Counter[str] = Counter()
        self._error_count = 0
        self._next_summary = clock() + SUMMARY_INTERVAL

    def log_frame(self, frame: Frame) -> None:
        """Log the events of a frame, and what could not be read."""
        for received in frame.received:
            self._log_event(received.event)
        for error in frame.errors:
            self.log_error(error)
        if self._clock() >= self._next_summary:
            self.flush()

    def log_error(self, error: Exception) -> None:
        """Log what could not be read: the first since the last summary in full, then counted."""
        self._error_count += 1
        if self._error_count == 1:
            _log.warning("%s", printable(str(error)))

    def flush(self) -> None:
        """Log what was counted, if anything was, and begin again."""
        self._next_summary = self._clock() + SUMMARY_INTERVAL
        parts = [f"{name} {count}" for name, count in sorted(self._counts.items())]
        if self._error_count > 1:
            parts.append(f"unreadable {self._error_count}")
        if parts:
            _log.info("Counted: %s", ", ".join(parts))
        self._counts.clear()
        self._error_count = 0

    def _log_event(self, event: Event) -> None:
        name = event_name(event)
        if name in HIGH_FREQUENCY_EVENTS:
            self._counts[name] += 1
        else:
            # Names and ids come from a server: one with a line break must not look like a line of ours.
            _log.info("%s %s", printable(name, _LONGEST_NAME), printable(_subject(event)))


def _subject(event: Event) -> str:
    """Give the ids an event is about."""
    for kind in ("session", "task", "project"):
        model = getattr(event, kind, None)
        if model is not None:
            return str(model.id)
    ids = (getattr(event, name, None) for name in ("id", "session_id", "task_id"))
    return " ".join(str(each) for each in ids if each is not None)
