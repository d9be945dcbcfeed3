"""What one who looks still has to be sent: in order, and bounded in bytes and in bytes a second.

Whoever falls too far behind, and everybody while a program writes faster than anyone can read, is sent a picture of how
things are, instead of everything that led there.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable

__all__ = ["LIMIT", "Outbox"]

LIMIT = 8 << 20
"""Bytes that may wait. A picture of a full history is half of that, and takes as long to make as to catch up on."""

RATE = 8 << 20
"""Bytes a second that are passed on over a longer time: a hundred screens each second."""

BURST = 2 << 20
"""Bytes that are passed on however fast they come: all that the history keeps of them, and more."""

MISSED_KEPT = 8
"""Calls for attention that are not lost with the output they stood in."""

CALM = 0.1
"""Seconds worth of output that must not have come for a flood to be over."""

FRAME_BYTES = 1 << 18
"""How much goes into one frame: whoever draws it lets others have their turn in between."""


class Outbox:
    """A queue of frames: text for messages, bytes for output.

    Args:
        limit: How many bytes may wait.
        clock: Seconds, of any beginning.
    """

    def __init__(self, limit: int = LIMIT, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._frames: deque[str | bytes] = deque()
        self._bytes = 0
        self._missed: deque[bytes] = deque(maxlen=MISSED_KEPT)
        self._filled = asyncio.Event()
        self._level = 0.0
        self._heard_at = clock()
        self.is_behind = True
        """Whether what waits was dropped, and a picture is due; at first it is, since nothing was sent at all."""
        self.has_ended = False
        """Whether nothing more is put in."""

    def add_output(self, data: bytes) -> None:
        """Put output in."""
        is_flood = self._is_flood(len(data))
        if self.is_behind or self.has_ended:
            return
        self._bytes += len(data)
        if is_flood or self._bytes > self._limit:
            self._frames.clear()
            self._bytes = 0
            self.is_behind = True
        else:
            self._frames.append(data)
            self._missed.clear()
        self._filled.set()

    def _is_flood(self, count: int) -> bool:
        """Tell whether more has come lately than is passed on."""
        self._level = self._current_level() + count
        self._heard_at = self._clock()
        if self._level <= BURST:
            return False
        # Not counted beyond: when the flood is over, it is over.
        self._level = BURST
        return True

    def _current_level(self) -> float:
        return max(0.0, self._level - (self._clock() - self._heard_at) * RATE)

    @property
    def is_flooded(self) -> bool:
        """Whether more comes than is passed on, and has until just now."""
        return self._current_level() > BURST - CALM * RATE

    def add_message(self, text: str) -> None:
        """Put a message in, between the output before and after it; a picture makes it unnecessary."""
        if not self.is_behind and not self.has_ended:
            self._frames.append(text)
            self._filled.set()

    def note_call(self, data: bytes) -> None:
        """Keep a call for attention that stands in the output to come: it is to be heard even if that is dropped."""
        self._missed.append(data)

    def take_missed_calls(self) -> bytes:
        """Take the calls that stood in what was dropped."""
        missed = b"".join(self._missed)
        self._missed.clear()
        return missed

    def end(self) -> None:
        """Put nothing more in."""
        self.has_ended = True
        self._filled.set()

    def restart(self) -> None:
        """Begin anew behind a picture: what comes now comes after it."""
        self.is_behind = False

    async def wait(self) -> None:
        """Wait until there is something to send, or a picture is due, or nothing will come any more."""
        await self._filled.wait()
        self._filled.clear()

    def take(self) -> str | bytes | None:
        """Take the next frame: a message, or as much output as makes one frame."""
        if not self._frames:
            return None
        first = self._frames.popleft()
        if isinstance(first, str):
            return first
        pieces, size = [first], len(first)
        while self._frames and size < FRAME_BYTES:
            piece = self._frames[0]
            if isinstance(piece, str):
                break
            pieces.append(piece)
            size += len(piece)
            self._frames.popleft()
        self._bytes -= size
        return first if len(pieces) == 1 else b"".join(pieces)
