"""What the server has to reach, measured; run as a program it prints the figures."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from websockets.asyncio.client import connect

from tests.benchmarks.figures import Figure
from tests.benchmarks.serving.sides import Server, has_node, load_command, original, ours

ROUNDS = 5
CLIENTS = 100
EVENTS = 1_000
SAMPLES = 300
MISSED = 10_000
MANY = 1_000_000


def patch_rate(server: Server) -> float:
    """PATCH per second with 32 connections."""
    server.load("patch", server.url, 0.5, *server.paths)
    rates: list[float] = [server.load("patch", server.url, 1, *server.paths)["rate"] for _ in range(ROUNDS)]
    return statistics.median(rates)


def broadcast_rate(server: Server) -> float:
    """Events per second that reach each of a hundred clients."""
    rates = []
    for _ in range(3):
        listening = subprocess.Popen(
            load_command("listen", server.url, CLIENTS, EVENTS), stdout=subprocess.PIPE, text=True
        )
        with listening:
            assert listening.stdout is not None
            assert listening.stdout.readline() == "connected\n"
            begin = time.perf_counter()
            make_events(server, listening)
            rates.append(EVENTS / (time.perf_counter() - begin))
    return statistics.median(rates)


def make_events(server: Server, listening: subprocess.Popen[str]) -> None:
    """Have the events sent: ours by changing sessions, the original by asking for nothing but events."""
    if not is_ours(server):
        server.ask("POST", f"/broadcast/{EVENTS}", {})
        listening.wait()
        return
    with subprocess.Popen(
        load_command("patch", server.url, 60, *server.paths), stdout=subprocess.PIPE
    ) as patching:
        listening.wait()
        patching.kill()


def is_ours(server: Server) -> bool:
    return server.client.get("/health").status_code == 200


async def frame_latencies(server: Server) -> list[float]:
    """Milliseconds from sending a PATCH to its event at a client, one after the other."""
    import httpx

    latencies = []
    url = server.url.replace("http", "ws", 1)
    limits = httpx.Limits(max_keepalive_connections=1, keepalive_expiry=60)
    async with (
        connect(url, proxy=None, compression=None) as socket,
        httpx.AsyncClient(base_url=server.url, trust_env=False, limits=limits) as client,
    ):
        for _ in range(SAMPLES):
            begin = time.perf_counter()
            patching = asyncio.create_task(client.patch(server.paths[0], json={"status": "working"}))
            await socket.recv(decode=False)
            latencies.append((time.perf_counter() - begin) * 1000)
            await patching
    return sorted(latencies[SAMPLES // 10 :])


def replay_seconds(server: Server) -> float:
    """Seconds until a client has everything of ten thousand events that it missed."""
    begin = position(server)
    url = f"{server.url}/?since={begin}"
    while position(server) < begin + MISSED:
        # In short bursts: many more events than these are more than the journal keeps, and would not be told.
        server.load("patch", server.url, 0.1, *server.paths)
    # One more than the events: what greets a client that comes back.
    start = time.perf_counter()
    server.load("listen", url, 1, MISSED + 1)
    return time.perf_counter() - start


def position(server: Server) -> int:
    return int(server.client.get("/api/projects").headers["x-maestro-seq"])


def resident_mb(server: Server) -> float:
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def measure() -> Iterator[Figure]:
    """Measure both sides in one run; without Node, ours alone."""
    other: AbstractContextManager[Server | None] = original() if has_node() else nullcontext()
    with ours() as us, other as them:
        note = "" if them else "Node is not installed"
        yield Figure(
            what="PATCH of 5 KB, 32 clients; ours durable", goal="≥ 2 ×", note=note,
            ours=patch_rate(us), theirs=patch_rate(them) if them else None,
        )  # fmt: skip
        yield Figure(
            what="broadcast to 100 clients", unit="events per s", goal="≥ 3 ×", note=note,
            ours=broadcast_rate(us), theirs=broadcast_rate(them) if them else None,
        )  # fmt: skip
        ours_ms = asyncio.run(frame_latencies(us))
        theirs_ms = asyncio.run(frame_latencies(them)) if them else None
        for name, part in (("p50", 50), ("p99", 99)):
            yield Figure(
                what=f"PATCH to frame, {name}; ours durable", unit="ms", goal="≤ 1 ×", note=note,
                ours=ours_ms[len(ours_ms) * part // 100],
                theirs=theirs_ms[len(theirs_ms) * part // 100] if theirs_ms else None,
            )  # fmt: skip
        yield Figure(what="10 000 missed events replayed", unit="s", goal="< 1 s", ours=replay_seconds(us))
        before = resident_mb(us)
        begin = position(us)
        while position(us) < begin + MANY:
            us.load("patch", us.url, 2, *us.paths)
        yield Figure(
            what=f"memory after {MANY:,} more events", unit="MB", goal="≤ 1.05 ×", ours=resident_mb(us), theirs=before,
            note="theirs: before",
        )  # fmt: skip


if __name__ == "__main__":
    for figure in measure():
        sys.stdout.write(f"{figure}\n  ratio {figure.ratio}\n")
