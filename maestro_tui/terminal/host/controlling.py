"""One who asks: the host's end of ``/control``. Requests are answered when they are done, changes told as they come."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from maestro_tui.errors import DecodeError, MaestroError, PaneError
from maestro_tui.terminal.host import messages as m
from maestro_tui.terminal.host.hosted import HostedTerminal
from maestro_tui.terminal.host.terminals import Elsewhere, Terminals

__all__ = ["Controller"]

FIRST_SIGNAL, LAST_SIGNAL = 1, 64

_log = logging.getLogger("maestro_tui.host")


class Controller:
    """A connection on which somebody asks.

    Args:
        connection: The connection.
        terminals: What is asked about.
        stop: Ends all terminals; the host ends when they have.
    """

    def __init__(
        self, connection: ServerConnection, terminals: Terminals, stop: Callable[[], asyncio.Future[None]]
    ) -> None:
        self._connection = connection
        self._terminals = terminals
        self._stop = stop
        self._changed: dict[str, m.Notice] = {}
        self._has_changed = asyncio.Event()

    async def serve(self, hello: m.Hello) -> None:
        """Answer until they go."""
        disconnect = (
            self._terminals.on_change.connect(self._note_change),
            self._terminals.on_gone.connect(self._note_gone),
        )
        try:
            with contextlib.suppress(ConnectionClosed):
                async with asyncio.TaskGroup() as group:
                    await self._send(hello)
                    telling = group.create_task(self._tell())
                    async for message in self._connection:
                        group.create_task(self._take(message))
                    telling.cancel()
        finally:
            for each in disconnect:
                each()

    # ----------------------------------------------------------------------------------- changes

    def _note_change(self, hosted: HostedTerminal) -> None:
        self._changed[hosted.session_id] = m.TerminalChanged(terminal=hosted.info())
        self._has_changed.set()

    def _note_gone(self, hosted: HostedTerminal) -> None:
        self._changed[hosted.session_id] = m.TerminalGone(session_id=hosted.session_id)
        self._has_changed.set()

    async def _tell(self) -> None:
        """Tell of changes, of each terminal the last one only: whoever reads slowly does not make them pile up."""
        while True:
            await self._has_changed.wait()
            self._has_changed.clear()
            while self._changed:
                await self._send(self._changed.pop(next(iter(self._changed))))

    # ---------------------------------------------------------------------------------- requests

    async def _take(self, message: str | bytes) -> None:
        with contextlib.suppress(ConnectionClosed):
            try:
                request = m.decode_request(message)
            except DecodeError as error:
                await self._send(m.Refused(id=0, message=str(error)))
                return
            await self._send(await self._answer(request))

    async def _answer(self, request: m.Request) -> m.Answer:
        try:
            match request:
                case m.ListTerminals(with_memory=with_memory):
                    infos = tuple(each.info(with_memory=with_memory) for each in self._terminals)
                    return m.Listed(id=request.id, terminals=infos)
                case m.SpawnTerminal():
                    return await self._spawn(request)
                case m.SignalTerminal(session_id=session_id, number=number):
                    self._signal(session_id, number)
                case m.EndTerminal(session_id=session_id, put_away=put_away):
                    await self._terminals.end(session_id, put_away=put_away)
                case m.StopHost():
                    await self._stop()
        except MaestroError as error:
            return m.Refused(id=request.id, message=str(error))
        return m.Done(id=request.id)

    async def _spawn(self, request: m.SpawnTerminal) -> m.Answer:
        spawned = await self._terminals.spawn(request)
        if isinstance(spawned, Elsewhere):
            return m.RunsElsewhere(id=request.id, place=spawned.place)
        hosted, is_new = spawned
        return m.Spawned(id=request.id, terminal=hosted.info(), is_new=is_new)

    def _signal(self, session_id: str, number: int) -> None:
        hosted = self._terminals.get(session_id)
        if hosted is None or hosted.process is None or not hosted.is_live:
            raise PaneError(f"No program runs here for the session {session_id!r}: see `maestro-tui ps`.")
        if not FIRST_SIGNAL <= number <= LAST_SIGNAL:
            raise PaneError(f"{number} is not the number of a signal.")
        hosted.process.signal(number)

    async def _send(self, message: m.Message) -> None:
        await self._connection.send(m.encode_message(message).decode())
