"""The bridge from the event bus to every connected client.

A frame is made once, and the same bytes are written to every client that keeps up. One that does not has a task
that goes on as there is room; it, or one that is closing or broken, holds up nobody else, and when the backlog
has gone on without it, it is told to read everything again. A client that comes back and says where it was is
sent what it missed, from the journal if need be.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Final

import msgspec

from maestro_tui.server.backlog import Backlog, Outgoing
from maestro_tui.server.bus import Published
from maestro_tui.server.committer import milliseconds_now
from maestro_tui.server.journal.replay import EventsGoneError, PastEvent
from maestro_tui.server.stream_protocol import Outlet, text_frame
from maestro_tui.server.subscriptions import Subscription

Past = Callable[[int, int], AsyncIterator[list[PastEvent]]]
"""Gives the events after one number, up to another, in pieces; raises `EventsGoneError`."""

_ROUND_BYTES: Final = 64 * 1024


class Client:
    """One event stream: where it is in the backlog, and what it wants."""

    def __init__(self, outlet: Outlet, seq: int, greeting: bytes | None = None) -> None:
        self.outlet = outlet
        self.seq = seq
        """The number of the last event that was sent, or passed over."""
        self.greeting = greeting
        """A frame that is sent before any event."""
        self.is_catching_up = greeting is not None
        """Whether it asked for the past and has not got all of it yet."""
        self.subscription: Subscription | None = None
        self.has_work = asyncio.Event()
        self.has_work.set()

    @property
    def keeps_up(self) -> bool:
        """Whether the next events can be written right away: it has all before them, and wants all."""
        return self.subscription is None and not self.has_work.is_set() and self.outlet.has_room


class Bridge:
    """All connected clients.

    Args:
        backlog: What they are sent.
        epoch: The name of the journal, told with a resync.
        past: Gives the events after one number and up to another, for clients that were away.
        most_clients: How many may be connected.
    """

    def __init__(self, backlog: Backlog, past: Past, *, epoch: str, most_clients: int) -> None:
        self._backlog = backlog
        self._past = past
        self._epoch = epoch
        self._most_clients = most_clients
        self._clients: set[Client] = set()

    @property
    def client_count(self) -> int:
        """How many clients are connected."""
        return len(self._clients)

    @property
    def is_full(self) -> bool:
        """Whether no client more is taken."""
        return len(self._clients) >= self._most_clients

    def publish(self, events: Sequence[Published]) -> None:
        """Listen to the event bus: send the events to every client."""
        outgoing = [
            Outgoing(event.seq, event.name, text_frame(event.frame), event.concerns) for event in events
        ]
        self._backlog.extend(outgoing)
        last = self._backlog.last_seq
        frames = outgoing[0].frame if len(outgoing) == 1 else b"".join([event.frame for event in outgoing])
        for client in self._clients:
            if client.keeps_up:
                client.outlet.write(frames)
                client.seq = last
            else:
                client.has_work.set()

    def join(self, outlet: Outlet) -> Client:
        """Add a client, which gets every event from now on."""
        return self._add(Client(outlet, self._backlog.last_seq))

    def resume(self, outlet: Outlet, since: int | None, epoch: str | None) -> Client:
        """Add a client that was here before.

        It is greeted with ``resumed`` and sent what it missed, or greeted with ``resync`` where that is not there.

        Args:
            outlet: Where to write.
            since: The number of the last event it has; None if what it said is no number.
            epoch: The name of the journal that this number is of; None for the present one.
        """
        last = self._backlog.last_seq
        if since is None or since > last or epoch not in {None, self._epoch}:
            return self._add(Client(outlet, last, _control_frame("resync", last, self._epoch)))
        return self._add(Client(outlet, since, _control_frame("resumed", last, self._epoch)))

    def _add(self, client: Client) -> Client:
        self._clients.add(client)
        return client

    def leave(self, client: Client) -> None:
        """Remove a client."""
        self._clients.discard(client)

    async def feed(self, client: Client) -> None:
        """Write what could not be written right away; never returns by itself.

        Raises:
            ClientGoneError: The client is not connected any more.
        """
        if client.greeting is not None:
            await self._write(client, client.greeting)
        while True:
            await client.has_work.wait()
            while client.seq < self._backlog.last_seq:
                await self._feed_round(client)
            client.is_catching_up = False
            client.has_work.clear()

    async def _feed_round(self, client: Client) -> None:
        if self._backlog.reaches(client.seq):
            events = self._backlog.after(client.seq, most_bytes=_ROUND_BYTES)
            wanted = client.subscription
            frames = [event.frame for event in events if wanted is None or wanted.includes(event)]
            await self._write(client, b"".join(frames))
            client.seq = events[-1].seq
        elif client.is_catching_up:
            await self._feed_past(client)
        else:
            await self._resync(client)

    async def _feed_past(self, client: Client) -> None:
        try:
            async for events in self._past(client.seq, self._backlog.last_seq):
                await self._write(client, b"".join([text_frame(event.frame) for event in events]))
                client.seq = events[-1].seq
        except EventsGoneError:
            await self._resync(client)

    async def _resync(self, client: Client) -> None:
        missed_after, client.seq = client.seq, self._backlog.last_seq
        frame = _control_frame("resync", client.seq, self._epoch, missedAfter=missed_after)
        await self._write(client, frame)

    async def _write(self, client: Client, frames: bytes) -> None:
        await client.outlet.wait_for_room()
        client.outlet.write(frames)
        await asyncio.sleep(0)  # one client's round, then everybody else's


def _control_frame(name: str, seq: int, epoch: str, **members: object) -> bytes:
    """Make ``resumed`` or ``resync``, our own server's additions; events go on after ``seq``."""
    message = {"type": name, "seq": seq, "epoch": epoch, **members, "timestamp": milliseconds_now()}
    return text_frame(msgspec.json.encode(message))
