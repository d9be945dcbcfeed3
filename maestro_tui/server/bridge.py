"""The bridge from the event bus to every connected client.

A frame is encoded once, by the committer, and is the same bytes for all. Each client has a task that sends and
a place in the one backlog; a client that is slow, closing or broken holds up its own task and nothing else,
and when the backlog has gone on without it, it is told to read everything again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import msgspec

from maestro_tui.server.backlog import Backlog
from maestro_tui.server.bus import Published
from maestro_tui.server.committer import milliseconds_now
from maestro_tui.server.subscriptions import Subscription

SendFrame = Callable[[bytes], Awaitable[None]]
"""Sends one text frame, and returns when there is room for another."""

_ROUND_BYTES: Final = 256 * 1024


class Client:
    """One event stream: where it is in the backlog, and what it wants."""

    def __init__(self, seq: int) -> None:
        self.seq = seq
        """The number of the last event that was sent, or passed over."""
        self.subscription: Subscription | None = None
        self.wake = asyncio.Event()


class Bridge:
    """All connected clients.

    Args:
        backlog: What they are sent.
        epoch: The name of the journal, told with a resync.
        most_clients: How many may be connected.
    """

    def __init__(self, backlog: Backlog, *, epoch: str, most_clients: int) -> None:
        self._backlog = backlog
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
        client = Client(self._backlog.last_seq)
        self._clients.add(client)
        return client

    def leave(self, client: Client) -> None:
        """Remove a client."""
        self._clients.discard(client)

    async def feed(self, client: Client, send: SendFrame) -> None:
        """Send a client its events until the sending fails; never returns by itself."""
        while True:
            await client.wake.wait()
            client.wake.clear()
            while client.seq < self._backlog.last_seq:
                await self._feed_round(client, send)

    async def _feed_round(self, client: Client, send: SendFrame) -> None:
        if not self._backlog.reaches(client.seq):
            await self._resync(client, send)
            return
        for event in self._backlog.after(client.seq, most_bytes=_ROUND_BYTES):
            client.seq = event.seq
            if client.subscription is None or client.subscription.includes(event):
                await send(event.frame)

    async def _resync(self, client: Client, send: SendFrame) -> None:
        missed_after, client.seq = client.seq, self._backlog.last_seq
        await send(resync_frame(client.seq, self._epoch, missed_after=missed_after))


def resync_frame(seq: int, epoch: str, *, missed_after: int | None = None) -> bytes:
    """Make the mark that tells a client to read everything again; events go on after ``seq``.

    Our own server's addition: ``{"type": "resync", "seq", "epoch", "missedAfter"?, "timestamp"}``.
    """
    frame: dict[str, object] = {"type": "resync", "seq": seq, "epoch": epoch}
    if missed_after is not None:
        frame["missedAfter"] = missed_after
    frame["timestamp"] = milliseconds_now()
    return msgspec.json.encode(frame)
