"""From a PATCH to its bytes on the user's terminal: the server with durable writes, the dashboard on a pty.

Three processes, as in real life: who asks over REST and reads the pty (this one), the server, and the dashboard.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import msgspec

from maestro_tui.store.statuses import has_ended
from tests.benchmarks.crowd import Crowd
from tests.benchmarks.figures import Figure
from tests.benchmarks.terminal import Outer
from tests.support.program import MAESTRO, Home, Server

FEW: Final = 100
MANY: Final = 100_000
ROUNDS: Final = 300
LIMIT: Final = 120.0
"""Seconds the dashboard may take to read all of it."""


def write_files(data_dir: Path, crowd: Crowd) -> None:
    """Lay out a data dir as the server leaves it."""
    for name, rows in (("projects", crowd.projects), ("sessions", crowd.sessions)):
        (data_dir / name).mkdir()
        for row in rows:
            (data_dir / name / f"{row.id}.json").write_bytes(msgspec.json.encode(row))
    for task in crowd.tasks:
        directory = data_dir / "tasks" / task.project_id
        directory.mkdir(parents=True, exist_ok=True)
        (directory / f"{task.id}.json").write_bytes(msgspec.json.encode(task))
    # The disk is to be free for the server.
    os.sync()


@asynccontextmanager
async def live(directory: Path, crowd: Crowd) -> AsyncIterator[tuple[Server, Outer]]:
    """A server with all these sessions, and a dashboard that shows them."""
    home = Home(directory)
    write_files(home.data_dir, crowd)
    async with Server(home, "--port", "0", "--no-auth") as server:
        outer = Outer([*MAESTRO, "--url", server.url], home.environ)
        try:
            shown = outer.look_for(f"{len(crowd.sessions):,} sessions".encode(), LIMIT)
            await shown
            await asyncio.sleep(2)
            yield server, outer
        finally:
            await outer.process.terminate()


async def times_to_show(server: Server, outer: Outer, session_id: str) -> list[float]:
    """Give the milliseconds from each PATCH until the pty has what it changed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(server.port))
    dice = random.Random(1)
    times = []
    for number in range(ROUNDS):
        # Not in step with the timers of whoever draws.
        await asyncio.sleep(dice.uniform(0.02, 0.06))
        name = f"Named{number:04}".encode()
        body = b'{"name":"%s"}' % name
        head = f"PATCH /api/sessions/{session_id} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        found = outer.look_for(name)
        begin = time.perf_counter()
        writer.write(head.encode() + body)
        await found
        times.append((time.perf_counter() - begin) * 1e3)
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200"), answer
        length = int(answer.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
    writer.close()
    return times[ROUNDS // 10 :]


async def measure_with(sessions: int) -> tuple[float, float]:
    """Milliseconds with so many sessions: median, and 99 of 100."""
    crowd = Crowd(sessions)
    # On the screen, but not under the cursor, where a panel beside the table tells more of it.
    shown = [session for session in crowd.sessions if not has_ended(session)][3]
    with tempfile.TemporaryDirectory(prefix="maestro-bench-") as name:
        async with live(Path(name), crowd) as (server, outer):
            times = await times_to_show(server, outer, shown.id)
    return statistics.median(times), statistics.quantiles(times, n=100)[-1]


async def measure_all() -> list[Figure]:
    few, many = await measure_with(FEW), await measure_with(MANY)
    return [
        Figure(
            what="PATCH to bytes on the terminal, p50",
            ours=few[0],
            unit="ms",
            goal="≤ 5 ms",
            note=f"p99 {few[1]:.1f} ms; {FEW} sessions, durable",
        ),
        Figure(
            what=f"PATCH to bytes on the terminal, p50: {MANY:,} sessions / {FEW}",
            ours=many[0],
            theirs=few[0],
            unit="ms",
            goal="≤ 1.2 ×",
            note=f"p99 {many[1]:.1f} ms",
        ),
    ]


def measure() -> Iterator[Figure]:
    yield from asyncio.run(measure_all())
