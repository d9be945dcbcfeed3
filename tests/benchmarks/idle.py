"""A dashboard in which nothing happens: what it writes to its terminal, and what it takes of a processor.

Ages grow once a second: of sessions that were started hours ago none changes what it says, and nothing may be written.
Of one that was started seconds ago the age is drawn, and nothing else.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from maestro_tui.protocol.models import NeedsInput
from tests.benchmarks.crowd import MINUTE, Crowd
from tests.benchmarks.figures import Figure
from tests.benchmarks.latency import live
from tests.benchmarks.startup import processor_time

IDLE: Final = 50
WAITING: Final = 3
SECONDS: Final = 30.0


def quiet_crowd(*, started_ago: float = 0) -> Crowd:
    """Make sessions that have been idle, or have waited, for hours; one may have been started so long ago."""
    now = time.time() * 1000
    crowd = Crowd(IDLE + WAITING)
    # The minutes of a long age are to stay what they are while somebody looks.
    hours_ago = now - 330.2 * MINUTE
    crowd.sessions = [
        msgspec.structs.replace(
            session,
            status="idle",
            needs_input=None if number < IDLE else NeedsInput(active=True, message="Go on?", since=hours_ago),
            started_at=hours_ago,
            last_activity=hours_ago,
            updated_at=hours_ago,
        )
        for number, session in enumerate(crowd.sessions)
    ]
    if started_ago:
        crowd.sessions[1] = msgspec.structs.replace(crowd.sessions[1], started_at=now - started_ago)
    return crowd


async def watch(crowd: Crowd) -> tuple[float, float]:
    """Give the bytes that are written in a second, and the per cent of a processor that all threads take."""
    with tempfile.TemporaryDirectory(prefix="maestro-bench-") as name:
        async with live(Path(name), crowd) as (_, outer):
            await asyncio.sleep(3)
            before, used = outer.bytes, processor_time(outer.process.pid)
            await asyncio.sleep(SECONDS)
            share = (processor_time(outer.process.pid) - used) / SECONDS
            return (outer.bytes - before) / SECONDS, share * 100


async def measure_all() -> list[Figure]:
    still, still_cpu = await watch(quiet_crowd())
    ticking, ticking_cpu = await watch(quiet_crowd(started_ago=4 * 1000))
    what = f"{IDLE} idle sessions, {WAITING} that wait"
    return [
        Figure(what=f"{what}: written to the terminal", ours=still, unit="bytes/s", goal="0"),
        Figure(
            what=f"{what}: processor time of the dashboard",
            ours=still_cpu,
            unit="%",
            goal="0",
            note="it looks every 15 s, come what may",
        ),
        Figure(
            what="the same, with one started seconds ago: written",
            ours=ticking,
            unit="bytes/s",
            note=f"its age; {ticking_cpu:.2f} % of a processor",
        ),
    ]


def measure() -> Iterator[Figure]:
    yield from asyncio.run(measure_all())
