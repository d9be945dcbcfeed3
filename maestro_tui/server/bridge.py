"""The bridge from the event bus to every connected client.

A frame is encoded once, by the committer, and is the same bytes for all. Each client has a task that sends and
a place in the one backlog; a client that is slow, closing or broken holds up its own task and nothing else,
and when the backlog has gone on without it, it is told to read everything again. A client that comes back and
says where it was is sent what it missed, from the journal if need be.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Final

import msgspec

from maestro_tui.server.backlog import Backlog
from maestro_tui.server.bus import Published
from maestro_tui.server.committer import milliseconds_now
from maestro_tui.server.journal.replay import EventsGoneError, PastEvent
from maestro_tui.server.subscriptions import Subscription

SendFrame = Callable[[bytes], Awaitable[None]]
"""Sends one text frame, and returns when there is room for another."""

Past = Callable[[int, int], AsyncIterator[list[PastEvent]]]
"""Gives the events after one number, up to another, in pieces; raises `EventsGoneError`."""

_ROUND_BYTES: Final = 256 * 1024


class Client:
    """One event stream: where it is in the backlog, and what it wants."""

    def __init__(self, seq: int, greeting: bytes | None = None) -> None:
        self.seq = seq
        """The number of the last event that was sent, or passed over."""
        self.greeting = greeting
        """A frame that is sent before any event."""
        self.is_catching_up = greeting is not None
        """Whether it asked for the past and has not got all of it yet."""
        self.subscription: Subscription | None = None
        self.wake = asyncio.Event()
        self.wake.set()


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
        """Listen to the event bus: have every client sent the events."""
        self._backlog.extend(events)
        for client in self._clients:
            client.wake.set()

    def join(self) -> Client:
        """Add a client, which gets every event from now on."""
        return self._add(Client(self._backlog.last_seq))

    def resume(self, since: int | None, epoch: str | None) -> Client:
        """Add a client that was here before.

        It is greeted with ``resumed`` and sent what it missed, or greeted with ``resync`` where that is not there.

        Args:
            since: The number of the last event it has; None if what it said is no number.
            epoch: The name of the journal that this number is of; None for the present one.
        """
        last = self._backlog.last_seq
        if since is None or since > last or epoch not in {None, self._epoch}:
            return self._add(Client(last, resync_frame(last, self._epoch)))
        return self._add(Client(since, _control_frame("resumed", last, self._epoch)))

    def _add(self, client: Client) -> Client:
        self._clients.add(client)
        return client

    def leave(self, client: Client) -> None:
        """Remove a client."""
        self._clients.discard(client)

    async def feed(self, client: Client, send: SendFrame) -> None:
        """Send a client its events until the sending fails; never returns by itself."""
        if client.greeting is not None:
            await send(client.greeting)
        while True:
            await client.wake.wait()
            client.wake.clear()
            while client.seq < self._backlog.last_seq:
                await self._feed_round(client, send)
            client.is_catching_up = False

    async def _feed_round(self, client: Client, send: SendFrame) -> None:
        if self._backlog.reaches(client.seq):
            for event in self._backlog.after(client.seq, most_bytes=_ROUND_BYTES):
                client.seq = event.seq
                if client.subscription is None or client.subscription.includes(event):
                    await send(event.frame)
        elif client.is_catching_up:
            await self._feed_past(client, send)
        else:
            await self._resync(client, send)

    async def _feed_past(self, client: Client, send: SendFrame) -> None:
        try:
            async for events in self._past(client.seq, self._backlog.last_seq):
                for event in events:
                    client.seq = event.seq
                    await send(event.frame)
        except EventsGoneError:
            await self._resync(client, send)

    async def _resync(self, client: Client, send: SendFrame) -> None:
        missed_after, client.seq = client.seq, self._backlog.last_seq
        await send(resync_frame(client.seq, self._epoch, missed_after=missed_after))


def resync_frame(seq: int, epoch: str, *, missed_after: int | None = None) -> bytes:
    """Make the mark that tells a client to read everything again; events go on after ``seq``.

    Our own server's addition: ``{"type": "resync", "seq", "epoch", "missedAfter"?, "timestamp"}``.
    """
    more = {} if missed_after is None else {"missedAfter": missed_after}
    return _control_frame("resync", seq, epoch, **more)


def _control_frame(name: str, seq: int, epoch: str, **members: object) -> bytes:
    return msgspec.json.encode(
        {"type": name, "seq": seq, "epoch": epoch, **members, "timestamp": milliseconds_now()}
    )
