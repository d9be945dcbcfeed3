"""One server: its stream, its REST interface, and the order between the two.

Subscribe first, then read the lists, then apply what came meanwhile. What the stream tells becomes actions; nothing
here knows what they change.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from maestro_tui.client.address import ServerAddress
from maestro_tui.client.backoff import reconnect_delays
from maestro_tui.client.wirelog import WireLog
from maestro_tui.conductor.refetch import Refetcher
from maestro_tui.conductor.snapshot import catch_up, read_snapshot
from maestro_tui.conductor.wire import Wire
from maestro_tui.errors import MaestroError, NotFoundError
from maestro_tui.protocol.frames import Frame, read_frame
from maestro_tui.store import actions as a
from maestro_tui.store.effects import RefetchSession, RefetchTask
from maestro_tui.store.state import Phase
from maestro_tui.store.store import Store

if TYPE_CHECKING:
    # Both bring libraries that the first frame does not need: they are imported when the connection is made.
    from maestro_tui.client.rest import MaestroClient
    from maestro_tui.client.stream import EventStream, StreamItem

_log = logging.getLogger("maestro_tui.conductor")

PATIENCE = 3.0
"""Seconds in which a server has to say whether it tells what was missed."""

SLICE = 512
"""Events folded in one go: a burst of thousands must not hold up a key press."""


class Dispatch(Protocol):
    """Fold actions into the store and perform what comes of it."""

    def __call__(self, *actions: a.Action) -> None:
        """Fold them in their order, as one batch."""


class LiveConnection:
    """The connection to one server, for as long as `run` is awaited."""

    def __init__(
        self,
        address: ServerAddress,
        token: str | None,
        *,
        store: Store,
        dispatch: Dispatch,
        wire: Wire,
        clock: Callable[[], float],
        max_attempts: int | None = None,
    ) -> None:
        from maestro_tui.client.rest import MaestroClient
        from maestro_tui.client.stream import EventStream

        self.client: MaestroClient = MaestroClient(address, token)
        self._stream: EventStream = EventStream(
            address, token, max_attempts=max_attempts, resume=self._resume_point
        )
        self._state = store.state
        self._dispatch = dispatch
        self._wire = wire
        self._clock = clock
        self._wire_log = WireLog()
        self._refetcher = Refetcher(self._read_again)
        self._held_back: list[a.EventReceived] | None = None
        self._snapshot: asyncio.Task[None] | None = None
        self._read_now = asyncio.Event()
        self._patience: asyncio.TimerHandle | None = None

    async def run(self) -> None:
        """Follow the stream until cancelled."""
        try:
            async with self.client, self._stream:
                async for item in self._stream:
                    await self._take(item)
        finally:
            self._stop_loading()
            self._wire_log.flush()

    def reconnect_now(self) -> None:
        """Wait no longer for the next attempt, to connect or to read the lists."""
        self._stream.reconnect_now()
        self._read_now.set()

    def load_snapshot(self) -> None:
        """Read the lists, holding back what the stream tells until they are there."""
        held_back = self._held_back or []
        self._stop_loading()
        self._held_back = held_back
        self._snapshot = asyncio.create_task(self._load_snapshot())

    def refetch(self, effect: RefetchSession | RefetchTask) -> None:
        """Read one session or task again, soon."""
        self._refetcher.request(effect)

    # --------------------------------------------------------------------------- the stream

    async def _take(self, item: StreamItem) -> None:
        from maestro_tui.client import stream as s

        match item:
            case s.FramesReceived(frames):
                await self._take_frames(frames)
            case s.Connected():
                self._begin_tables()
            case s.Disconnected(reason=reason, retry_in=retry_in):
                self._stop_loading()
                self._wire_log.flush()
                _log.info("Disconnected: %s", reason)
                retry_at = None if retry_in is None else self._clock() + retry_in * 1000
                self._change_phase(Phase.WAITING, retry_at=retry_at, reason=reason)
            case s.GaveUp(attempts):
                reason = f"gave up after {attempts} attempts: {self._state.connection.reason}"
                self._change_phase(Phase.GAVE_UP, reason=reason)

    def _begin_tables(self) -> None:
        """Go on with the tables as they are if the server was asked for what they miss, else read the lists."""
        if self._resume_point() is None:
            self._change_phase(Phase.LOADING)
            return
        self._change_phase(Phase.RESUMING)
        self._patience = asyncio.get_running_loop().call_later(
            PATIENCE, lambda: self._dispatch(a.ResumeUnanswered(self._clock()))
        )

    def _change_phase(self, phase: Phase, *, retry_at: float | None = None, reason: str = "") -> None:
        self._dispatch(a.ConnectionChanged(phase=phase, at=self._clock(), retry_at=retry_at, reason=reason))

    async def _take_frames(self, octets: tuple[bytes, ...]) -> None:
        events: list[a.EventReceived] = []
        rejected = 0
        now = self._clock()
        for each in octets:
            self._wire.on_frame(each, now)
            frame = self._decode(each)
            rejected += len(frame.errors)
            events += [
                a.EventReceived(
                    event=received.event,
                    at=now,
                    seq=received.seq,
                    epoch=received.epoch,
                    catching_up=self._held_back is not None,
                )
                for received in frame.received
            ]
        self._dispatch(a.FramesReceived(frames=len(octets), rejected=rejected))
        if self._held_back is not None:
            self._held_back += events
            return
        for start in range(0, len(events), SLICE):
            self._apply(events[start : start + SLICE])
            if start + SLICE < len(events):
                await asyncio.sleep(0)

    def _decode(self, octets: bytes) -> Frame:
        frame = read_frame(octets)
        self._wire_log.log_frame(frame)
        return frame

    def _apply(self, events: list[a.EventReceived]) -> None:
        self._dispatch(*events)
        for each in events:
            self._wire.events.publish(each.event)

    def _resume_point(self) -> tuple[int, str] | None:
        seq, epoch = self._state.last_seq, self._state.epoch
        return None if seq is None or epoch is None else (seq, epoch)

    # ----------------------------------------------------------------------- lists and rows

    async def _load_snapshot(self) -> None:
        for delay in reconnect_delays():
            try:
                snapshot = await read_snapshot(self.client, self._clock)
            except MaestroError as error:
                retry_at = self._clock() + delay * 1000
                _log.warning("The lists cannot be read: %s", error)
                # Told as waiting: the stream stands, but without the lists nothing on the screen is true.
                self._change_phase(Phase.WAITING, retry_at=retry_at, reason=str(error))
                self._read_now.clear()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(delay):
                        await self._read_now.wait()
                continue
            held_back, self._held_back = self._held_back or [], None
            actions = catch_up(snapshot, held_back)
            self._dispatch(*actions)
            for each in actions:
                if isinstance(each, a.EventReceived):
                    self._wire.events.publish(each.event)
            return

    def _stop_loading(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
        self._refetcher.forget_all()
        self._held_back = None
        if self._snapshot is not None:
            self._snapshot.cancel()
            self._snapshot = None

    async def _read_again(self, effect: RefetchSession | RefetchTask) -> None:
        try:
            match effect:
                case RefetchSession(id_):
                    session = await self.client.get_session(id_)
                    self._dispatch(a.SessionFetched(session, at=self._clock()))
                case RefetchTask(id_):
                    self._dispatch(a.TaskFetched(await self.client.get_task(id_)))
        except NotFoundError:
            match effect:
                case RefetchSession(id_):
                    self._dispatch(a.SessionVanished(id_))
                case RefetchTask(id_):
                    self._dispatch(a.TaskVanished(id_))
        except MaestroError as error:
            # The next event or the next connection reads it anyway.
            _log.info("%s could not be read again: %s", effect.id, error)
