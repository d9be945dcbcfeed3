"""How long to wait before connecting again. Pure: it knows no clock and waits for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

LONGEST_DELAY: Final = 30.0
"""Seconds; the seed's cap."""


def reconnect_delays() -> Iterator[float]:
    """Give the seconds to wait before each attempt: 1, 2, 4, 8, 16, 30, 30 … without end.

    Source: the seed, "Reconnection Strategy". No jitter: a server has a handful of clients, and a user who
    reads "again in 4 s" should see it come true.
    """
    delay = 1.0
    while True:
        yield min(delay, LONGEST_DELAY)
        delay = min(delay * 2, LONGEST_DELAY)
