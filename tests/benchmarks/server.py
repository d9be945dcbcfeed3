"""The server against the seed's way of serving, on Node with express and ws: both with sessions of 5 KB."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from tests.benchmarks._load import request, send
from tests.benchmarks._node import node_server, why_not_here
from tests.benchmarks.decode import timeline_of_5_kb
from tests.benchmarks.figures import Figure
from tests.support.program import Home, Server

CLIENTS = 100
EVENTS = 300
PATCHES = 300
CONNECTIONS = 32
SAMPLES = 400

Task = Callable[[str, str], Awaitable[float]]


async def make_session_here(url: str) -> str:
    """Make a session of 5 KB on our server."""
    async with httpx.AsyncClient(base_url=url) as client:
        project = (await client.post("/api/projects", json={"name": "p", "workingDir": "/tmp"})).json()
        body = {"projectId": project["id"], "taskIds": []}
        session = (await client.post("/api/sessions", json=body)).json()
        await client.patch(f"/api/sessions/{session['id']}", json={"timeline": timeline_of_5_kb()})
    return str(session["id"])


async def make_session_there(url: str) -> str:
    """Make a session of 5 KB on the other server."""
    async with httpx.AsyncClient(base_url=url) as client:
        body = {"id": "ses_1", "name": "s", "status": "idle", "timeline": timeline_of_5_kb()}
        await client.post("/api/sessions", json=body)
    return "ses_1"


def patch(url: str, session: str) -> bytes:
    return request(url, "PATCH", f"/api/sessions/{session}", {"status": "working"})


async def patches_per_second(url: str, session: str) -> float:
    octets = patch(url, session)
    await send(url, octets, count=20, connections=CONNECTIONS)
    begin = time.perf_counter()
    await send(url, octets, count=PATCHES, connections=CONNECTIONS)
    return PATCHES * CONNECTIONS / (time.perf_counter() - begin)


@asynccontextmanager
async def listening(url: str, count: int) -> AsyncIterator[list[ClientConnection]]:
    sockets = [
        await connect(url.replace("http", "ws"), compression=None, max_queue=None) for _ in range(count)
    ]
    try:
        yield sockets
    finally:
        await asyncio.gather(*(socket.close() for socket in sockets))


LISTENER = """
import asyncio, sys
from websockets.asyncio.client import connect
async def drain(url, count):
    async with connect(url, compression=None, max_queue=None) as socket:
        print("ready", flush=True)
        for _ in range(count):
            await socket.recv(decode=False)
async def main(url, clients, count):
    await asyncio.gather(*(drain(url, count) for _ in range(clients)))
asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
print("done", flush=True)
"""


async def events_per_second(url: str, session: str, broadcast: Callable[[], Awaitable[Any]]) -> float:
    """Broadcast events to 100 clients in a process of their own; until the last of them has the last event."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", LISTENER, url.replace("http", "ws"), str(CLIENTS), str(EVENTS),
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    for _ in range(CLIENTS):
        await process.stdout.readline()
    begin = time.perf_counter()
    await broadcast()
    await process.stdout.readline()
    seconds = time.perf_counter() - begin
    await process.wait()
    return EVENTS / seconds


async def frame_latencies(url: str, session: str) -> list[float]:
    """Give the milliseconds from sending a PATCH to having its frame, one at a time."""
    octets = patch(url, session)
    milliseconds = []
    async with listening(url, 1) as (socket,):
        for _ in range(SAMPLES):
            begin = time.perf_counter()
            sending = asyncio.ensure_future(send(url, octets))
            await socket.recv(decode=False)
            milliseconds.append((time.perf_counter() - begin) * 1000)
            await sending
    return milliseconds


async def replay_seconds(url: str, session: str) -> tuple[int, float]:
    """Miss 10 000 events, and give the seconds until all of them were told."""
    async with listening(f"{url}?since=0", 1) as (socket,):
        greeting: str | bytes = await socket.recv()
    seq = int(httpx.Response(200, content=greeting).json()["seq"])
    await send(url, patch(url, session), count=313, connections=CONNECTIONS)
    missed = 313 * CONNECTIONS
    begin = time.perf_counter()
    async with listening(f"{url}?since={seq}", 1) as (socket,):
        for _ in range(missed + 1):
            await socket.recv(decode=False)
    return missed, time.perf_counter() - begin


def percentile(values: list[float], share: float) -> float:
    return statistics.quantiles(values, n=100)[round(share * 100) - 1]


async def measure_here() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as directory:
        async with Server(Home(Path(directory)), "--port", "0", "--no-auth") as server:
            session = await make_session_here(server.url)
            octets = patch(server.url, session)

            async def broadcast() -> None:
                await send(server.url, octets, count=EVENTS // 4, connections=4)

            return {
                "patches": await patches_per_second(server.url, session),
                "latencies": await frame_latencies(server.url, session),
                "broadcast": await events_per_second(server.url, session, broadcast),
                "replay": await replay_seconds(server.url, session),
            }


async def measure_there(url: str) -> dict[str, Any]:
    session = await make_session_there(url)

    async def broadcast() -> None:
        async with httpx.AsyncClient(timeout=120) as client:
            await client.post(f"{url}/broadcast/{EVENTS}")

    return {
        "patches": await patches_per_second(url, session),
        "latencies": await frame_latencies(url, session),
        "broadcast": await events_per_second(url, session, broadcast),
    }


def measure() -> Iterator[Figure]:
    reason = why_not_here()
    if reason is not None:
        yield Figure(what="server / Node with express and ws", note=reason)
        return
    ours = asyncio.run(measure_here())
    try:
        with node_server() as url:
            theirs = asyncio.run(measure_there(url))
    except subprocess.CalledProcessError:
        yield Figure(what="server / Node with express and ws", note="npm cannot install them")
        return
    yield from figures(ours, theirs)


def figures(ours: dict[str, Any], theirs: dict[str, Any]) -> Iterator[Figure]:
    yield Figure(
        what=f"durable PATCH, {CONNECTIONS} clients / the seed's file write (not durable)",
        ours=ours["patches"],
        theirs=theirs["patches"],
        goal="≥ 2 ×",
    )
    yield Figure(
        what=f"broadcast to {CLIENTS} clients, by PATCH and durable / the seed's loop alone",
        ours=ours["broadcast"],
        theirs=theirs["broadcast"],
        unit="events/s",
        goal="≥ 3 ×",
    )
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        yield Figure(
            what=f"PATCH to frame at a client, {name}",
            ours=percentile(ours["latencies"], share),
            theirs=percentile(theirs["latencies"], share),
            unit="ms",
            goal="≤ 1 ×",
        )
    missed, seconds = ours["replay"]
    yield Figure(
        what=f"{missed:,} missed events told again", ours=seconds, unit="s", goal="< 1 s", note="ours alone"
    )
