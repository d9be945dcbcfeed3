"""The dashboard's terminals, when the terminal host has them: opened there, seen here, there again next time.

What the host reports to the server is not reported by a dashboard: there may be several of them, or none.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import os
import shlex
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from maestro_tui.conductor.hosting.launching import find_host, start_host
from maestro_tui.conductor.location import ServerLocation
from maestro_tui.conductor.pane_source import Elsewhere, LocalPanes, PaneOrder
from maestro_tui.conductor.panes import Panes
from maestro_tui.conductor.signs import Signs
from maestro_tui.errors import ConfigurationError, MaestroError, PaneError, UnreachableError
from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.actions import PaneClosed, PaneFound
from maestro_tui.store.effects import Notify
from maestro_tui.store.store import Changes, Store
from maestro_tui.terminal.host.messages import (
    RunsElsewhere,
    ServerTarget,
    Spawned,
    SpawnTerminal,
    TerminalInfo,
)
from maestro_tui.terminal.host.place import HostPlace
from maestro_tui.terminal.host.records import Records
from maestro_tui.terminal.pane import Terminal

if TYPE_CHECKING:
    from maestro_tui.conductor.hosting.claiming import Claims
    from maestro_tui.terminal.host.control import HostConnection

__all__ = ["HostedPanes"]

LOOK: Final = 1.0
"""Seconds between two looks whether somebody has started a host, while sessions change."""

REST: Final = 15.0
"""Seconds between two such looks when nothing has happened for long."""

SULK: Final = 30.0
"""Seconds until a host that did not start is tried again unasked."""

_log = logging.getLogger("maestro_tui.conductor")


class HostedPanes:
    """Where a dashboard opens its terminals, and how it finds those that are there already.

    Args:
        panes: The dashboard's terminals.
        store: What the server has told.
        dispatch: Folds actions into the store.
        notify: Tells the user something.
        on_found: Called with each terminal that ran before, and is shown from now on.
        is_read_only: Type nothing and end nothing.
        place: Where the host is.
    """

    def __init__(
        self,
        panes: Panes,
        store: Store,
        *,
        dispatch: Callable[..., None],
        notify: Callable[[Notify], None],
        on_found: Callable[[TerminalInfo], None] = lambda _: None,
        is_read_only: bool = False,
        place: HostPlace | None = None,
    ) -> None:
        self._panes = panes
        self._store = store
        self._dispatch = dispatch
        self._notify = notify
        self._on_found = on_found
        self._is_read_only = is_read_only
        self._place = place or HostPlace()
        self._server = ServerTarget()
        self._local = LocalPanes()
        self._claims: Claims | None = None
        self._host: HostConnection | None = None
        self._connecting = asyncio.Lock()
        self._roused = asyncio.Event()
        self._pause = LOOK
        self._known: dict[SessionId, TerminalInfo] = {}
        self._opening: set[SessionId] = set()
        self._put_away: set[SessionId] = set()
        self._reported: set[SessionId] = set()
        self._news = asyncio.Event()

    def reports(self, session_id: SessionId) -> bool:
        """Tell whether it is the host that tells the server how this session's terminal ended."""
        return session_id in self._reported

    # ------------------------------------------------------------------------------------ open

    async def open(self, order: PaneOrder) -> Terminal | Elsewhere:
        """Have a program started by the host, unless it was before, or runs on another host.

        Raises:
            PaneError: It cannot be started.
        """
        self._opening.add(order.session_id)
        try:
            answer = await self._spawn(self._request(order))
            if isinstance(answer, RunsElsewhere):
                return Elsewhere(answer.place)
            self._known[order.session_id] = answer.terminal
            return await self._mirror(answer.terminal)
        except (UnreachableError, ConfigurationError) as error:
            self._reported.discard(order.session_id)
            return await self._open_here(order, str(error))
        finally:
            self._opening.discard(order.session_id)

    def _request(self, order: PaneOrder) -> SpawnTerminal:
        columns, lines = order.size
        session = self._store.state.sessions.get(order.session_id)
        return SpawnTerminal(
            id=0,
            session_id=order.session_id,
            argv=tuple(order.argv),
            cwd=order.cwd,
            env=dict(order.env),
            columns=columns,
            lines=lines,
            name=session.name if session else "",
            server=self._server,
            foreground=order.theme.foreground if order.theme else None,
            background=order.theme.background if order.theme else None,
        )

    async def _spawn(self, request: SpawnTerminal) -> Spawned | RunsElsewhere:
        host = await self._start()
        self._reported.add(SessionId(request.session_id))
        try:
            return await host.spawn(request)
        except UnreachableError:
            # It was about to end, or was killed: the next one knows whether it got so far.
            return await (await self._start()).spawn(request)

    async def _open_here(self, order: PaneOrder, reason: str) -> Terminal | Elsewhere:
        """Open a terminal in this program, unless another dashboard or host has said that it has it."""
        _log.warning("Terminals run in this process: %s", reason)
        place = await self._claim(order)
        if place is not None:
            return Elsewhere(place)
        self._notify(
            Notify(text=f"This terminal runs in the dashboard and ends with it. {reason}", is_problem=True)
        )
        return await self._local.open(order)

    async def _claim(self, order: PaneOrder) -> str | None:
        from maestro_tui.conductor.hosting.claiming import Claims, own_name
        from maestro_tui.conductor.hosting.targets import client_of

        if self._claims is None:
            self._claims = Claims(own_name(), client_of)
        return await self._claims.claim(self._request(order))

    async def _mirror(self, info: TerminalInfo) -> Terminal:
        from maestro_tui.terminal.host.channel import HostEndpoint
        from maestro_tui.terminal.host.following import attach

        session_id = SessionId(info.session_id)
        return await attach(
            HostEndpoint(self._place),
            session_id,
            is_read_only=self._is_read_only,
            measure=self._panes.measure,
            theme=self._panes.theme,
            end=None if self._is_read_only else functools.partial(self._end, session_id),
            pid=info.pid,
        )

    # ------------------------------------------------------------------------------------- end

    async def release(self, terminal: Terminal) -> None:
        """Let go of a terminal: one of the host goes on, one of ours is ended."""
        from maestro_tui.terminal.host.mirror import MirroredTerminal

        if isinstance(terminal, MirroredTerminal):
            await terminal.detach()
        else:
            await terminal.close()

    async def _end(self, session_id: SessionId) -> None:
        """End a terminal at the host, and have it put away."""
        if self._host is None:
            return
        self._put_away.add(session_id)
        try:
            await self._host.end(session_id, put_away=True)
        except PaneError as error:
            _log.info("%s had no terminal any more: %s", session_id, error)
        except UnreachableError as error:
            self._put_away.discard(session_id)
            _log.warning("The terminal of %s could not be ended: %s", session_id, error)

    # ------------------------------------------------------------------------------------ find

    async def run(self, location: ServerLocation) -> None:
        """Show the terminals of a server's sessions, whoever had them started, for as long as this is awaited."""
        from maestro_tui.conductor.hosting.targets import target_of

        self._server = target_of(location)
        stop_listening = self._store.listen(self._note_changes)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._adopt())
                while True:
                    host = await self._reach()
                    await self._follow(host)
        finally:
            stop_listening()
            if self._host is not None:
                await self._host.close()
                self._host = None

    async def _reach(self) -> HostConnection:
        """Wait until there is a host; start one if the last one was killed and left something to be told."""
        while True:
            await self._find()
            if self._host is None and self._is_abandoned():
                try:
                    await self._start()
                except MaestroError as error:
                    _log.warning("%s", error)
                    await asyncio.sleep(SULK)
            if self._host is not None:
                return self._host
            self._roused.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._pause):
                    await self._roused.wait()
            self._pause = LOOK if self._roused.is_set() else min(2 * self._pause, REST)

    async def _find(self) -> None:
        async with self._connecting:
            if self._host is None:
                try:
                    self._take_host(await find_host(self._place))
                except MaestroError as error:
                    # One that is just going may still take a connection, and break it.
                    _log.info("%s", error)

    def _is_abandoned(self) -> bool:
        return not self._is_read_only and Records(self._place.directory).exist()

    async def _start(self) -> HostConnection:
        async with self._connecting:
            if self._host is None or self._host.is_closed:
                self._take_host(host := await start_host(self._place, os.environ))
                return host
            return self._host

    def _take_host(self, host: HostConnection | None) -> None:
        """Talk to this host from now on, and hear all it tells."""
        self._host = host
        if host is not None:
            host.on_change.connect(self._take_change)
            host.on_gone.connect(self._take_gone)
            self._roused.set()

    async def _follow(self, host: HostConnection) -> None:
        """Take note of what the host has, and wait until it is gone."""
        self._pause = LOOK
        with contextlib.suppress(UnreachableError):
            infos = await host.list()
            lost = sum(info.is_lost and self._was_live(info) for info in infos)
            for info in infos:
                self._take_change(info)
            if lost:
                text = f"The terminal host was killed: {lost} {'terminal is' if lost == 1 else 'terminals are'} lost."
                self._notify(Notify(text=text, is_problem=True))
        await host.wait_closed()
        if self._host is host:
            self._host = None

    def _was_live(self, info: TerminalInfo) -> bool:
        before = self._known.get(SessionId(info.session_id))
        return before is not None and before.is_live

    def _take_change(self, info: TerminalInfo) -> None:
        session_id = SessionId(info.session_id)
        self._known[session_id] = info
        self._reported.add(session_id)
        self._news.set()

    def _take_gone(self, session_id: str) -> None:
        """Put away here what somebody has put away elsewhere."""
        gone = SessionId(session_id)
        self._known.pop(gone, None)
        self._put_away.discard(gone)
        if gone in self._panes:
            self._panes.discard(gone)
            self._dispatch(PaneClosed(gone))

    # ----------------------------------------------------------------------------------- adopt

    def _note_changes(self, changes: Changes) -> None:
        if changes.sessions and self._pause > LOOK:
            self._roused.set()
        if changes.connection or not changes.sessions.isdisjoint(self._known):
            self._news.set()

    async def _adopt(self) -> None:
        """Show what the host has of the sessions that the server has."""
        while True:
            await self._news.wait()
            self._news.clear()
            for session_id in list(self._known):
                if self._is_missing(session_id):
                    try:
                        await self._adopt_one(self._known[session_id])
                    except MaestroError as error:
                        _log.warning("The terminal of %s cannot be shown: %s", session_id, error)

    def _is_missing(self, session_id: SessionId) -> bool:
        return (
            session_id in self._known
            and session_id in self._store.state.sessions
            and session_id not in self._panes
            and session_id not in self._opening
            and session_id not in self._put_away
        )

    async def _adopt_one(self, info: TerminalInfo) -> None:
        session_id = SessionId(info.session_id)
        terminal = await self._mirror(info)
        if not self._is_missing(session_id):
            await self.release(terminal)
            return
        info = self._known[session_id]
        self._dispatch(
            PaneFound(session_id=session_id, at=info.started_at, command=shlex.join(info.argv), cwd=info.cwd)
        )
        self._panes.adopt(session_id, terminal, signs=_signs_of(info), ended_at=info.ended_at)
        if info.is_live:
            self._on_found(info)


def _signs_of(info: TerminalInfo) -> Signs:
    """Give what a terminal did before it was shown here."""
    return Signs(
        output_at=info.last_output_at,
        called_at=info.called_at,
        notification=info.notification,
        is_missed=info.called_at > 0 and info.is_live,
    )
