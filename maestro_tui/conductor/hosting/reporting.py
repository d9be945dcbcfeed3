"""Tells servers how terminals ended, and goes on trying until they have it: a dashboard need not be there.

What is not told yet when the host ends lies in its records, and the next host goes on from there.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Final, NamedTuple

from maestro_tui.client.backoff import reconnect_delays
from maestro_tui.client.rest import MaestroClient
from maestro_tui.errors import ApiError, MaestroError
from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.requests import AppendTimeline, UpdateSession
from maestro_tui.store.statuses import has_ended
from maestro_tui.terminal.host.messages import ServerTarget, TerminalInfo
from maestro_tui.terminal.host.terminals import SpawnFailed

__all__ = ["EndReport", "Reporter", "failure_of", "report_of"]

LOST: Final = "The terminal was lost: the terminal host was killed"

_log = logging.getLogger("maestro_tui.host")


class EndReport(NamedTuple):
    """What a server is to be told."""

    session_id: str
    server: ServerTarget
    status: str
    message: str
    """What to put on the session's timeline as an error; empty for nothing."""
    info: TerminalInfo | None = None
    """The terminal, if there ever was one."""


def report_of(info: TerminalInfo, server: ServerTarget) -> EndReport:
    """Say how a terminal ended, as a server understands it."""
    status, message = _outcome(info)
    return EndReport(info.session_id, server, status, message, info)


def failure_of(failed: SpawnFailed) -> EndReport:
    """Say why a terminal could not be started."""
    return EndReport(failed.session_id, failed.server, "failed", failed.problem)


def _outcome(info: TerminalInfo) -> tuple[str, str]:
    if info.is_lost:
        return "failed", LOST
    if info.is_stopped:
        return "stopped", ""
    if info.exit_code == 0:
        return "completed", ""
    how = f"signal {info.signal}" if info.signal is not None else f"exit {info.exit_code}"
    return "failed", f"The terminal ended: {how}"


class Reporter:
    """The reports that are not with their servers yet.

    Args:
        client: Gives a client for a server, or raises `MaestroError`.
        on_reported: Called when a server has what it was to be told of a terminal, or wants no such thing.
        delays: The seconds to wait before each further attempt.
    """

    def __init__(
        self,
        client: Callable[[ServerTarget], MaestroClient],
        on_reported: Callable[[TerminalInfo], None],
        *,
        delays: Callable[[], Iterator[float]] = reconnect_delays,
    ) -> None:
        self._client = client
        self._on_reported = on_reported
        self._delays = delays
        self._waiting: dict[ServerTarget, list[EndReport]] = {}
        self._told: set[EndReport] = set()
        self._tasks: dict[ServerTarget, asyncio.Task[None]] = {}
        self._now = asyncio.Event()

    def add(self, report: EndReport) -> None:
        """Have a report sent, as soon as its server can be reached."""
        if not report.server.name:
            self._settle(report)
            return
        self._waiting.setdefault(report.server, []).append(report)
        if report.server not in self._tasks:
            task = asyncio.create_task(self._send_to(report.server))
            self._tasks[report.server] = task
            task.add_done_callback(lambda _: self._tasks.pop(report.server, None))

    async def finish(self, limit: float) -> None:
        """Try once more what waits, for so many seconds at most, and stop trying."""
        self._now.set()
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), timeout=limit)
        for task in list(self._tasks.values()):
            task.cancel()

    async def _send_to(self, server: ServerTarget) -> None:
        waiting = self._waiting[server]
        delays = self._delays()
        while waiting:
            try:
                async with self._client(server) as client:
                    while waiting:
                        await self._send(client, waiting[0])
                        self._settle(waiting.pop(0))
                        delays = self._delays()
            except MaestroError as error:
                _log.info("Not told yet how %d terminals ended: %s", len(waiting), error)
                await self._pause(next(delays))
        del self._waiting[server]

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._now.wait()
                # Asked to hurry: what fails now fails because nobody is there.
                await asyncio.sleep(min(seconds, 0.2))

    async def _send(self, client: MaestroClient, report: EndReport) -> None:
        session_id = SessionId(report.session_id)
        try:
            if has_ended(await client.get_session(session_id)):
                # The agent has said itself how it went.
                return
            if report.message and report not in self._told:
                entry = AppendTimeline(message=report.message, type="error")
                await client.append_timeline(session_id, entry)
                self._told.add(report)
            await client.update_session(session_id, UpdateSession(status=report.status))
        except ApiError as error:
            if _is_passing(error.status):
                raise
            # Refused is answered: the session is gone, or the server wants no such thing.
            _log.warning("The server did not take how %s ended: %s", session_id, error)

    def _settle(self, report: EndReport) -> None:
        self._told.discard(report)
        if report.info is not None:
            self._on_reported(report.info)


def _is_passing(status: int) -> bool:
    """Tell whether asking again later makes sense: it is overloaded, or being set up, or has a new token."""
    return status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
