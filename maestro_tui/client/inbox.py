"""What stands between the socket and whoever reads the stream: order kept, bursts joined, memory bounded.

For one writer and one reader in one event loop. It knows nothing of sockets.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final, Generic, TypeVar

MAX_FRAMES: Final = 1024
"""Frames that may wait; a batch is never larger, so that a reader is not busy with one for long."""
MAX_BYTES: Final = 4 * 1024 * 1024
"""Bytes of frames that may wait before the socket is left alone; one larger frame still gets through."""

Notice = TypeVar("Notice")


class Inbox(Generic[Notice]):
    """A queue of frames and notices. Frames between two notices are taken as one batch."""

    def __init__(self) -> None:
        self._entries: deque[list[bytes] | Notice] = deque()
        self._frame_count = 0
        self._byte_count = 0
        self._ended = False
        self._arrived = asyncio.Event()
        self._has_room = asyncio.Event()
        self._has_room.set()
        self._idle = asyncio.Event()

    async def put_frame(self, frame: bytes) -> None:
        """Append a frame; wait first while too much lies here unread."""
        if not self._has_room.is_set():
            await self._has_room.wait()
        last = self._entries[-1] if self._entries else None
        if isinstance(last, list):
            last.append(frame)
        else:
            self._entries.append([frame])
        self._frame_count += 1
        self._byte_count += len(frame)
        if self._frame_count >= MAX_FRAMES or self._byte_count >= MAX_BYTES:
            self._has_room.clear()
        self._wake()

    def put_notice(self, notice: Notice) -> None:
        """Append a notice: never waits, and what comes after it is a new batch."""
        self._entries.append(notice)
        self._wake()

    def end(self) -> None:
        """Say that nothing more will come: `take` gives what is here and then None."""
        self._ended = True
        self._arrived.set()

    async def take(self) -> tuple[bytes, ...] | Notice | None:
        """Wait for and remove the next batch or notice; None after the end."""
        while not self._entries:
            if self._ended:
                return None
            self._arrived.clear()
            self._idle.set()
            await self._arrived.wait()
        entry = self._entries.popleft()
        if not isinstance(entry, list):
            return entry
        self._frame_count -= len(entry)
        self._byte_count -= sum(map(len, entry))
        if self._frame_count < MAX_FRAMES and self._byte_count < MAX_BYTES:
            self._has_room.set()
        return tuple(entry)

    async def read_through(self) -> None:
        """Wait until the reader has taken everything and come back for more: then it has dealt with it."""
        await self._idle.wait()

    def _wake(self) -> None:
        self._idle.clear()
        self._arrived.set()
