"""Tells the server how terminals ended, and goes on trying until the server has it.

Only the last report of a session counts. What is left when the program ends is tried once more, briefly.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from maestro_tui.errors import ApiError, MaestroError
from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.effects import ReportEnd

RETRY: Final = 5.0
"""Seconds between two attempts while the server does not answer."""

_log = logging.getLogger("maestro_tui.conductor")

Send = Callable[[ReportEnd], Awaitable[None]]


class Reports:
    """The reports that are not with the server yet."""

    def __init__(self, send: Send, *, retry: float = RETRY) -> None:
        self._send = send
        self._retry = retry
        self._waiting: dict[SessionId, ReportEnd] = {}
        self._arrived = asyncio.Event()

    def add(self, report: ReportEnd) -> None:
        """Have a report sent."""
        self._waiting[report.session_id] = report
        self._arrived.set()

    async def run(self) -> None:
        """Send what is added, for as long as this is awaited."""
        while True:
            await self._arrived.wait()
            if not await self.send_all():
                await asyncio.sleep(self._retry)

    async def send_all(self) -> bool:
        """Send everything that waits, once; True if nothing is left."""
        self._arrived.clear()
        for session_id, report in list(self._waiting.items()):
            try:
                await self._send(report)
            except ApiError as error:
                # Refused is answered: the session is gone, or the server wants no such thing.
                _log.warning("The server did not take how %s ended: %s", session_id, error)
            except MaestroError as error:
                _log.info("The server was not told yet how %s ended: %s", session_id, error)
                self._arrived.set()
                return False
            if self._waiting.get(session_id) is report:
                del self._waiting[session_id]
        return not self._waiting
