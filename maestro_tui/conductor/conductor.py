"""The conductor: what the stream tells goes into the store, what the store asks for is done, and comes back.

Headless: the dashboard is one who watches it, a test another. It draws nothing and decides nothing about the state.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from maestro_tui.conductor.panes import Panes
from maestro_tui.errors import ConfigurationError, UnreachableError
from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.reports import BEFORE_WORK
from maestro_tui.store.actions import Action, ConnectionChanged, PaneClosed
from maestro_tui.store.effects import (
    Effect,
    LoadSnapshot,
    Notify,
    OpenPane,
    RefetchSession,
    RefetchTask,
    ReportEnd,
)
from maestro_tui.store.state import Phase
from maestro_tui.store.store import Store

if TYPE_CHECKING:
    # Loaded when they are first needed: the first frame needs none of them.
    from pathlib import Path

    from maestro_tui.client.listeners import EventListeners
    from maestro_tui.client.rest import MaestroClient
    from maestro_tui.conductor.connection import LiveConnection
    from maestro_tui.conductor.decisions import DecisionLog
    from maestro_tui.conductor.hosting.hosted_panes import HostedPanes
    from maestro_tui.conductor.intents import Intents
    from maestro_tui.conductor.location import ServerLocation
    from maestro_tui.conductor.reports import Reports
    from maestro_tui.conductor.spawner import Spawner
    from maestro_tui.conductor.spawning import AskUser, SpawnPolicy
    from maestro_tui.conductor.wire import Wire
    from maestro_tui.terminal.host.messages import TerminalInfo

_log = logging.getLogger("maestro_tui.conductor")

LAST_WORDS = 2.0
"""Seconds the server has at the end to take what it was not told yet."""

Locate: TypeAlias = "Callable[[], Awaitable[ServerLocation]]"


def milliseconds() -> float:
    """Give the time as the wire counts it: milliseconds since the epoch."""
    return time.time() * 1000


class Conductor:
    """Store, stream and terminals, and the ring between them.

    Args:
        locate: Finds the server, and may start it. Raises `UnreachableError`, after which it is tried again, or
            `ConfigurationError`, after which it is not.
        policy: What to do with spawns; None decides by whose server it is.
        is_read_only: Start nothing and change nothing.
        is_hosted: Have terminals in the terminal host, so that they outlive this program.
        decisions: The file in which it is written down what was started here, and what was not; None keeps that only
            as long as this program runs.
        clock: Milliseconds since the epoch.
    """

    def __init__(
        self,
        locate: Locate | None,
        *,
        policy: SpawnPolicy | None = None,
        is_read_only: bool = False,
        is_hosted: bool = False,
        decisions: Path | None = None,
        max_attempts: int | None = None,
        clock: Callable[[], float] = milliseconds,
    ) -> None:
        self.store = Store()
        self.clock = clock
        self.panes = Panes(self._dispatch, clock)
        self.is_read_only = is_read_only
        self.server_name = ""
        """Where the server is, for people: never with a token."""
        self.on_notice: Callable[[Notify], None] | None = None
        """Called with what the user would want to know wherever they look."""
        self.on_spawn_question: AskUser | None = None
        """Asked before a spawn of a server that is not our own; without it such spawns are refused."""
        self._locate = locate
        self._policy = policy
        self._decisions = decisions
        self._max_attempts = max_attempts
        self._connection: LiveConnection | None = None
        self._wants_host = is_hosted
        self._hosted: HostedPanes | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._retry_now = asyncio.Event()
        self._is_unusable = False

    @classmethod
    def offline(cls, clock: Callable[[], float] = milliseconds) -> Conductor:
        """Make one without a server: what happens in it is dispatched by hand."""
        return cls(None, clock=clock)

    @cached_property
    def wire(self) -> Wire:
        """Who listens to what comes from the server."""
        from maestro_tui.conductor.wire import Wire

        return Wire()

    @property
    def listeners(self) -> EventListeners:
        """Those who listen to events by their names, once these are in the store."""
        return self.wire.events

    @cached_property
    def intents(self) -> Intents:
        """What can be asked of the server."""
        from maestro_tui.conductor.intents import Intents

        return Intents(self._connected_client, lambda: self.is_read_only)

    @property
    def decisions(self) -> DecisionLog:
        """Where it is written down what was started here, and what was not."""
        return self._spawner.log

    @cached_property
    def _spawner(self) -> Spawner:
        from maestro_tui.conductor.decisions import DecisionLog
        from maestro_tui.conductor.spawner import Spawner

        return Spawner(
            self.panes,
            policy=self._policy,
            is_read_only=self.is_read_only,
            dispatch=self._dispatch,
            notify=self._perform,
            log=DecisionLog(self._decisions),
            is_taken=self._is_taken,
        )

    def _is_taken(self, session_id: SessionId) -> bool:
        from maestro_tui.conductor.hosting.marks import first_mark

        session = self.store.state.sessions.get(session_id)
        return session is None or session.status not in BEFORE_WORK or first_mark(session) is not None

    @cached_property
    def _reports(self) -> Reports:
        from maestro_tui.conductor.reports import Reports

        return Reports(self._send_report)

    # --------------------------------------------------------------------------------- life

    async def start(self) -> None:
        """Begin; returns at once. Loads what only devices need: there is something to look at by now."""
        if self._wants_host:
            self._host_panes()
        if self._locate is not None:
            self._spawn_task(self._run(self._locate))
            self._spawn_task(self._reports.run())

    async def stop(self) -> None:
        """End the terminals of this program, tell the server what it was not told yet, and let go of everything."""
        panes = self.store.state.panes.values()
        live = [pane.session_id for pane in panes if pane.is_live and not self._is_hosted(pane.session_id)]
        await self.panes.discard_all()
        for session_id in live:
            self._reports.add(ReportEnd(session_id=session_id, status="stopped"))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORDS):
                if self._connection is not None:
                    await self._reports.send_all()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)

    def reconnect_now(self) -> bool:
        """Wait no longer for the next attempt to connect; false if there will be none, whatever is done."""
        self._retry_now.set()
        if self._connection is not None:
            self._connection.reconnect_now()
        return self._locate is not None and not self._is_unusable

    # ------------------------------------------------------------------------------ terminals

    @property
    def pane_size(self) -> tuple[int, int]:
        """Columns and rows that new terminals start with."""
        return self.panes.size

    @pane_size.setter
    def pane_size(self, size: tuple[int, int]) -> None:
        self.panes.size = size

    def close_pane(self, session_id: SessionId) -> None:
        """Put a terminal away; the session of one that still runs is stopped."""
        pane = self.store.state.panes.get(session_id)
        if pane is None:
            return
        self.panes.close(session_id)
        self._dispatch(PaneClosed(session_id))
        if pane.is_live and not self._is_hosted(session_id):
            self._reports.add(ReportEnd(session_id=session_id, status="stopped"))

    def _host_panes(self) -> None:
        from maestro_tui.conductor.hosting.hosted_panes import HostedPanes

        self._hosted = self.panes.source = HostedPanes(
            self.panes,
            self.store,
            dispatch=self._dispatch,
            notify=self._perform,
            on_found=self._note_found,
            is_read_only=self.is_read_only,
        )

    def _is_hosted(self, session_id: SessionId) -> bool:
        """Tell whether the terminal host tells the server of the end of this terminal."""
        return self._hosted is not None and self._hosted.reports(session_id)

    # ------------------------------------------------------------------------------ the ring

    def _dispatch(self, *actions: Action) -> None:
        for effect in self.store.dispatch(*actions):
            self._perform(effect)

    def _perform(self, effect: Effect) -> None:
        match effect:
            case OpenPane():
                self._spawn_task(self._open_pane(effect))
            case LoadSnapshot() if self._connection is not None:
                self._connection.load_snapshot()
            case RefetchSession() | RefetchTask() if self._connection is not None:
                self._connection.refetch(effect)
            case ReportEnd() if self._locate is not None and not self._is_hosted(effect.session_id):
                self._reports.add(effect)
            case Notify() if self.on_notice is not None:
                self.on_notice(effect)
            case _:
                pass  # nobody is there who could do it: offline, or between two servers

    async def _run(self, locate: Locate) -> None:
        from maestro_tui.client.address import parse_address
        from maestro_tui.conductor.connection import LiveConnection

        location = await self._find_server(locate)
        if location is None:
            return
        if self._policy is None:
            self._spawner.trust(is_own=location.is_own)
        try:
            address = parse_address(location.url)
        except ConfigurationError as error:
            self._say_unusable(str(error))
            return
        self.server_name = address.netloc
        if self._hosted is not None:
            self._spawn_task(self._hosted.run(location))
        self._connection = LiveConnection(
            address,
            location.token,
            store=self.store,
            dispatch=self._dispatch,
            wire=self.wire,
            clock=self.clock,
            max_attempts=self._max_attempts,
        )
        await self._connection.run()

    async def _find_server(self, locate: Locate) -> ServerLocation | None:
        from maestro_tui.client.backoff import reconnect_delays

        for delay in reconnect_delays():
            try:
                return await locate()
            except UnreachableError as error:
                retry_at = self.clock() + delay * 1000
                self._dispatch(
                    ConnectionChanged(
                        phase=Phase.WAITING, at=self.clock(), retry_at=retry_at, reason=str(error)
                    )
                )
            except ConfigurationError as error:
                self._say_unusable(str(error))
                return None
            self._retry_now.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(delay):
                    await self._retry_now.wait()
        return None

    def _say_unusable(self, reason: str) -> None:
        self._is_unusable = True
        self._dispatch(ConnectionChanged(phase=Phase.GAVE_UP, at=self.clock(), reason=reason))

    async def _open_pane(self, effect: OpenPane) -> None:
        await self._spawner.spawn(effect, server=self.server_name, ask=self.on_spawn_question)

    def _note_found(self, info: TerminalInfo) -> None:
        self._spawner.note_found(info, server=self.server_name)

    async def _send_report(self, report: ReportEnd) -> None:
        from maestro_tui.protocol.requests import AppendTimeline, UpdateSession

        client = await self._connected_client()
        if report.message:
            await client.append_timeline(
                report.session_id, AppendTimeline(message=report.message, type="error")
            )
        if report.status:
            await client.update_session(report.session_id, UpdateSession(status=report.status))

    async def _connected_client(self) -> MaestroClient:
        if self._connection is None:
            raise UnreachableError("There is no server yet: try again in a moment.")
        return self._connection.client

    def _spawn_task(self, coroutine: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._forget_task)

    def _forget_task(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("A task of the conductor failed", exc_info=error)
