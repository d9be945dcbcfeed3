"""The terminal host against a terminal in the dashboard's own process; what it takes of memory and processor time.

The host is a real one in a process of its own, on a directory of its own.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from maestro_tui.conductor.hosting.launching import start_host
from maestro_tui.terminal.host.channel import HostEndpoint
from maestro_tui.terminal.host.control import HostConnection
from maestro_tui.terminal.host.drawing import draw_row
from maestro_tui.terminal.host.following import attach
from maestro_tui.terminal.host.messages import SpawnTerminal
from maestro_tui.terminal.host.mirror import MirroredTerminal
from maestro_tui.terminal.host.place import HostPlace
from maestro_tui.terminal.pane import Terminal
from tests.benchmarks.figures import Figure

SIZE = (120, 40)
OUTPUT_MB = 100
LINES = 10_000
PANES = 20
IDLE_PANES = 50
IDLE_SECONDS = 10.0
KEYS = 200
ROUNDS = 5
MARK = "=the end="


class Bench:
    """A host of its own, and terminals in it."""

    def __init__(self, place: HostPlace, host: HostConnection) -> None:
        self.place = place
        self.host = host
        self._count = 0

    async def spawn(self, argv: list[str]) -> str:
        self._count += 1
        session_id = f"ses_{self._count}"
        await self.host.spawn(
            SpawnTerminal(
                id=0,
                session_id=session_id,
                argv=tuple(argv),
                cwd="/",
                env=dict(os.environ),
                columns=SIZE[0],
                lines=SIZE[1],
            )
        )
        return session_id

    async def attach(self, session_id: str) -> MirroredTerminal:
        return await attach(HostEndpoint(self.place), session_id)

    async def open(self, argv: list[str]) -> MirroredTerminal:
        return await self.attach(await self.spawn(argv))

    def memory(self) -> float:
        """Resident memory of the host in MB."""
        pages = int(Path(f"/proc/{self.host.hello.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def cpu(self) -> float:
        """Seconds of processor time the host has taken."""
        fields = Path(f"/proc/{self.host.hello.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def benching() -> AsyncIterator[Bench]:
    with tempfile.TemporaryDirectory(prefix="maestro-bench-") as directory:
        place = HostPlace(Path(directory))
        async with await start_host(place, os.environ) as host:
            try:
                yield Bench(place, host)
            finally:
                await host.stop()
                await host.wait_closed()


async def open_here(argv: list[str]) -> Terminal:
    return await Terminal.start(argv, cwd="/", env=dict(os.environ), cols=SIZE[0], rows=SIZE[1])


class Drawing:
    """Draws what is seen of a terminal, at most sixty times a second, as a dashboard does."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._timer: asyncio.TimerHandle | None = None
        self.seen = asyncio.Event()
        self.drawn = 0
        terminal.on_output.connect(self._soon)

    def _soon(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(1 / 60, self._draw)

    def _draw(self) -> None:
        self._timer = None
        for row in self._terminal.dirty_rows().values():
            self.drawn += len(draw_row(row))
            if MARK in row.text:
                self.seen.set()


def log_file(directory: Path) -> Path:
    path = directory / "log"
    line = "\x1b[3{0}m2026-11-22 12:00:{0}{0}\x1b[0m agent {0} wrote \x1b[1mpart {0}\x1b[0m of its answer, and more\n"
    block = "".join(line.format(number % 8) for number in range(1000)).encode()
    with path.open("wb") as file:
        file.writelines(itertools.repeat(block, round(OUTPUT_MB * 1e6 / len(block))))
    return path


async def output_rate(open_terminal: Callable[[list[str]], Awaitable[Terminal]], log: Path) -> float:
    """MB per second from the program to the drawn screen."""
    terminal = await open_terminal(["sh", "-c", f"read x; cat {log}; echo '{MARK}'; read y"])
    drawing = Drawing(terminal)
    begin = time.perf_counter()
    terminal.write(b"\r")
    await asyncio.wait_for(drawing.seen.wait(), 120)
    took = time.perf_counter() - begin
    await terminal.close(0.1)
    return OUTPUT_MB / took


async def measure_output(bench: Bench) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as directory:
        log = log_file(Path(directory))
        ours, theirs = [], []
        for _ in range(ROUNDS):
            theirs.append(await output_rate(open_here, log))
            ours.append(await output_rate(bench.open, log))
    return statistics.median(ours), statistics.median(theirs)


async def echo_times(terminal: Terminal) -> list[float]:
    """Seconds from a key to its echo."""
    echoed = asyncio.Event()
    terminal.on_bytes.connect(lambda _: echoed.set())
    times = []
    for _ in range(KEYS):
        await asyncio.sleep(0.004)
        echoed.clear()
        begin = time.perf_counter()
        terminal.write(b"x")
        await echoed.wait()
        times.append(time.perf_counter() - begin)
    await terminal.close(0.1)
    return times


async def measure_attach(bench: Bench) -> tuple[float, float]:
    """Milliseconds to the first full screen: the median, and that of a terminal long idle, whose history is packed."""
    session = await bench.spawn(
        [
            sys.executable,
            "-c",
            f"for n in range({LINES + 40}): print(f'line {{n}} of a log that agents write')\ninput()",
        ]
    )
    terminal = await bench.attach(session)
    await terminal.wait_for_text(f"line {LINES + 39}")
    await terminal.detach()

    async def once() -> float:
        begin = time.perf_counter()
        mirror = await bench.attach(session)
        rows = mirror.rows()
        took = time.perf_counter() - begin
        assert len(rows) == SIZE[1]
        assert mirror.view.total >= LINES
        await mirror.detach()
        return took * 1e3

    warm = statistics.median([await once() for _ in range(ROUNDS * 2)])
    await asyncio.sleep(IDLE_SECONDS + 2)
    return warm, await once()


async def measure_memory(bench: Bench) -> tuple[float, float]:
    """MB the host takes for some terminals with a full history: at once, and when they have been quiet for a while."""
    before = bench.memory()
    program = f"for n in range({LINES + 40}): print(f'line {{n}} '.ljust(100, '.'))\ninput()"
    sessions = [await bench.spawn([sys.executable, "-c", program]) for _ in range(PANES)]
    for session in sessions:
        mirror = await bench.attach(session)
        await mirror.wait_for_text(f"line {LINES + 39}")
        await mirror.detach()
    full = bench.memory() - before
    await asyncio.sleep(IDLE_SECONDS + 4)
    packed = bench.memory() - before
    for session in sessions:
        await bench.host.end(session, put_away=True)
    return full, packed


async def measure_idle(bench: Bench) -> float:
    """Per cent of a processor the host takes with idle terminals that somebody looks at."""
    mirrors = [await bench.open(["cat"]) for _ in range(IDLE_PANES)]
    await asyncio.sleep(1)
    before = bench.cpu()
    await asyncio.sleep(IDLE_SECONDS)
    used = bench.cpu() - before
    for mirror in mirrors:
        await mirror.detach()
    return used / IDLE_SECONDS * 100


async def measure_all() -> list[Figure]:
    async with benching() as bench:
        ours, theirs = await measure_output(bench)
        figures = [
            Figure(
                what="output of a program, seen and drawn: host / own process",
                ours=ours,
                theirs=theirs,
                unit="MB/s",
                goal="≥ 0.9 ×",
                note=f"{OUTPUT_MB} MB of a coloured log",
            )
        ]
        here = statistics.median(await echo_times(await open_here(["cat"]))) * 1e3
        there = statistics.median(await echo_times(await bench.open(["cat"]))) * 1e3
        figures.append(
            Figure(
                what="key to echo, p50: host / own process",
                ours=there,
                theirs=here,
                unit="ms",
                goal="≤ +1 ms",
            )
        )
        warm, packed = await measure_attach(bench)
        figures.append(
            Figure(
                what=f"attach to first full screen, {LINES:,} lines",
                ours=warm,
                unit="ms",
                goal="≤ 50 ms",
                note=f"{packed:.0f} ms when its history is packed",
            )
        )
        full, quiet = await measure_memory(bench)
        figures.append(
            Figure(
                what=f"memory of the host, {PANES} terminals of {LINES:,} lines",
                ours=full,
                unit="MB",
                goal=f"≤ {12 * PANES} MB",
                note=f"{quiet:.0f} MB when quiet",
            )
        )
        idle = await measure_idle(bench)
        figures.append(
            Figure(
                what=f"processor time with {IDLE_PANES} idle terminals", ours=idle, unit="%", goal="< 0.5 %"
            )
        )
        return figures


def measure() -> Iterator[Figure]:
    yield from asyncio.run(measure_all())
