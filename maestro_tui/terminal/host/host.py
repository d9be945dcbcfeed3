"""The host: a socket for those who ask and those who look, for as long as there is anything to keep."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from websockets.asyncio.server import ServerConnection, unix_serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from maestro_tui import __version__
from maestro_tui.errors import ConfigurationError
from maestro_tui.terminal.engine import load_engine
from maestro_tui.terminal.host import messages as m
from maestro_tui.terminal.host.controlling import Controller
from maestro_tui.terminal.host.ending import end_marked
from maestro_tui.terminal.host.peers import is_our_user
from maestro_tui.terminal.host.place import HostPlace
from maestro_tui.terminal.host.records import Record, Records
from maestro_tui.terminal.host.terminals import Terminals
from maestro_tui.terminal.host.viewing import ViewRequest, view

__all__ = ["LINGER", "TerminalHost"]

LINGER: Final = 600.0
"""Seconds a host stays when nothing runs any more and nobody is connected: ended screens can still be looked at."""

ROUND: Final = 2.0
"""Seconds between two rounds of keeping house: texts saved, the end considered."""

LONGEST_MESSAGE: Final = 16 << 20
"""Bytes of one message of a client: a paste may be long."""

NOT_THERE: Final = 1011
POLICY: Final = 1008
"""Close codes, as the original server uses them."""

_log = logging.getLogger("maestro_tui.host")
_quiet_logger = logging.getLogger("maestro_tui.host.websocket")
_quiet_logger.setLevel(logging.WARNING)


class TerminalHost:
    """A host, while `serving`.

    Args:
        place: Where it is found.
        terminals: What it hosts.
        records: What it leaves for the next one.
        host_id: Its name, which no other host has.
        linger: Seconds it stays with nothing to do.
    """

    def __init__(
        self,
        place: HostPlace,
        terminals: Terminals,
        records: Records,
        *,
        host_id: str,
        linger: float = LINGER,
    ) -> None:
        self._place = place
        self._terminals = terminals
        self._records = records
        self._hello = m.Hello(protocol=m.PROTOCOL, host_id=host_id, pid=os.getpid(), version=__version__)
        self._linger = linger
        self._connections = 0
        self._stopping: asyncio.Task[None] | None = None
        self._saved: dict[str, float] = {}
        self.done = asyncio.Event()
        """Set when it is time to end."""

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        """Listen, with the lock of the place held; what the host before this one had is there from the beginning.

        Raises:
            ConfigurationError: The socket cannot be opened.
        """
        sweeping = asyncio.create_task(_end_what_is_left(await self._recover()))
        async with AsyncExitStack() as listening:
            await self._listen(listening)
            keeping = asyncio.create_task(self._keep_house(listening))
            try:
                yield
            finally:
                keeping.cancel()
                await asyncio.wait([keeping, sweeping])
                self._place.leave()

    async def _listen(self, listening: AsyncExitStack) -> None:
        server = unix_serve(
            self._serve,
            sock=self._place.listen(),
            process_request=self._check,
            origins=[None],
            compression=None,
            server_header=None,
            max_size=LONGEST_MESSAGE,
            close_timeout=1,
            logger=_quiet_logger,
        )
        await listening.enter_async_context(server)

    async def _recover(self) -> list[Record]:
        """Take in what the host before this one had."""
        records = self._records.read()
        if records:
            await load_engine()
        for record in records:
            self._terminals.recover(record)
        return records

    # ------------------------------------------------------------------------------ connections

    async def _check(self, connection: ServerConnection, _request: Request) -> Response | None:
        """Refuse everybody but this user, before anything else is done."""
        if is_our_user(connection.transport.get_extra_info("socket")):
            return None
        _log.warning("Refused a connection of another user")
        return connection.respond(HTTPStatus.FORBIDDEN, "This terminal host belongs to another user.\n")

    async def _serve(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        address = urlsplit(connection.request.path)
        self._connections += 1
        try:
            with contextlib.suppress(ConnectionClosed):
                if address.path == "/control":
                    await Controller(connection, self._terminals, self.stop).serve(self._hello)
                elif address.path == "/pty":
                    await self._view(connection, ViewRequest.of(address.query))
                else:
                    await connection.close(POLICY, "no such path")
        finally:
            self._connections -= 1

    async def _view(self, connection: ServerConnection, request: ViewRequest) -> None:
        if not request.session_id:
            await connection.close(POLICY, "sessionId is required")
            return
        hosted = self._terminals.get(request.session_id)
        if hosted is None:
            await connection.close(NOT_THERE, "no live PTY for session")
            return
        await view(connection, hosted, request)

    # ------------------------------------------------------------------------------------- end

    def stop(self) -> asyncio.Future[None]:
        """End all terminals, and be done when they have; what comes back is to be awaited."""
        if self._stopping is None:
            self._stopping = asyncio.create_task(self._stop())
        return asyncio.shield(self._stopping)

    async def _stop(self) -> None:
        await self._terminals.end_all()
        self.done.set()

    # ------------------------------------------------------------------------------ house-keeping

    async def _keep_house(self, listening: AsyncExitStack) -> None:
        idle_since = time.monotonic()
        while True:
            await asyncio.sleep(min(ROUND, self._linger))
            await self._save_texts()
            await self._stay_found(listening)
            if self._connections or not self._terminals.are_idle:
                idle_since = time.monotonic()
            elif time.monotonic() - idle_since >= self._linger:
                _log.info("Nothing to do for %.0f s: the host ends", self._linger)
                self.done.set()

    async def _stay_found(self, listening: AsyncExitStack) -> None:
        """Make the socket anew if somebody has cleaned it away."""
        if self._place.address.exists():
            return
        try:
            await self._listen(listening)
        except ConfigurationError as error:
            _log.warning("%s", error)
        else:
            _log.info("The socket was gone, and is there again")

    async def _save_texts(self) -> None:
        """Save the text of those that have said something since, for the case that this process is killed."""
        for hosted in self._terminals:
            if hosted.is_live and self._saved.get(hosted.terminal_id) != hosted.last_output_at:
                self._saved[hosted.terminal_id] = hosted.last_output_at
                self._terminals.save_text(hosted)
                # It takes a millisecond or more: in between somebody may want to type.
                await asyncio.sleep(0)


async def _end_what_is_left(records: list[Record]) -> None:
    """End what runs on under nobody: the terminals of these processes went with the host that had started them."""
    async with asyncio.TaskGroup() as group:
        for record in records:
            group.create_task(end_marked(record.info.terminal_id))
