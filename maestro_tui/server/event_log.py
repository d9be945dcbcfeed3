"""The log of events: one line each, but for those that come many times a second (seed)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from maestro_tui.protocol.events import HIGH_FREQUENCY_EVENTS
from maestro_tui.server.bus import Published

_log = logging.getLogger("maestro_tui.server")


class EventLog:
    """Listens to the event bus and writes to the log.

    Args:
        client_count: Tells how many clients are connected.
    """

    def __init__(self, client_count: Callable[[], int]) -> None:
        self._client_count = client_count

    def publish(self, events: Sequence[Published]) -> None:
        """Write a line for each event that is not one of high frequency."""
        for event in events:
            if event.name not in HIGH_FREQUENCY_EVENTS:
                _log.info("Broadcast %s (%d) to %d clients", event.name, event.seq, self._client_count())
