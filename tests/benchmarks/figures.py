"""What a benchmark gives: two measurements, and what their ratio should be."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table."""

    what: str
    ours: float | None = None
    theirs: float | None = None
    unit: str = "per s"
    goal: str = ""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours to theirs."""
        return self.ours / self.theirs if self.ours is not None and self.theirs else None


def rate(call: Callable[[], object], *, seconds: float = 0.4, rounds: int = 5) -> float:
    """Give calls per second: the median of some rounds, with the collector as it is in the program."""
    number = 1
    while _time(call, number) < seconds / 20:
        number *= 2
    number = max(1, round(number * 20 / rounds / 4))
    gc.collect()
    return statistics.median(number / _time(call, number) for _ in range(rounds))


def _time(call: Callable[[], object], number: int) -> float:
    begin = time.perf_counter()
    for _ in range(number):
        call()
    return time.perf_counter() - begin
