"""Terminals in the dashboard against tmux: output seen and drawn, keys beside a flood; memory and processor time.

Both are real programs on a pty of the same size, read as fast as they write. The dashboard shows its terminal zoomed.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import shutil
import signal
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from maestro_tui.terminal.keys import KeyPress
from maestro_tui.terminal.pane import Terminal
from maestro_tui.terminal.process import PtyProcess
from tests.benchmarks.figures import Figure
from tests.support.processes import processes_of
from tests.support.program import MAESTRO, Home, Server

SIZE = (120, 40)
ROUNDS = 3
KEYS = 80
IDLE_PANES = 50
IDLE_SECONDS = 8.0
LINES = 10_000
LIMIT = 60.0


# ------------------------------------------------------------------------------ what is played


def plain_text(size: float) -> bytes:
    """A log without colours."""
    line = (
        "2026-11-22 12:00:0{0} agent {0} wrote part {0} of its answer, and then went on with the next one\n"
    )
    block = "".join(line.format(number % 10) for number in range(1000)).encode()
    return b"".join(itertools.repeat(block, round(size * 1e6 / len(block))))


def dense_colour(size: float) -> bytes:
    """Screens with another colour in every cell."""
    dice = random.Random(1)
    screens = []
    for _ in range(4):
        rows = []
        for y in range(SIZE[1] - 5):
            cells = (f"\x1b[48;2;{dice.randrange(256)};{x};{y * 5}m#" for x in range(SIZE[0]))
            rows.append(f"\x1b[{y + 1};1H{''.join(cells)}")
        screens.append("".join(rows).encode() + b"\x1b[0m")
    block = b"".join(screens)
    return b"".join(itertools.repeat(block, max(1, round(size * 1e6 / len(block))))) + b"\r\n"


def write_code(path: Path) -> None:
    path.write_bytes(Path(__file__).read_bytes() * 20)


async def recorded_tui(size: float, directory: Path) -> bytes:
    """What vim and top wrote when somebody paged through a file, over and over."""
    file = directory / "code.py"
    write_code(file)
    block = b""
    for argv, keys in (
        (["vim", "-u", "NONE", "-N", "+syntax on", str(file)], ["ctrl+f"] * 60 + [*":q!", "enter"]),
        (["top", "-d", "0.1"], ["up", "down"] * 15 + ["q"]),
    ):
        if shutil.which(argv[0]) is None:
            continue
        environ = {**os.environ, "TERM": "xterm-256color"}
        terminal = await Terminal.start(argv, cwd="/", env=environ, cols=SIZE[0], rows=SIZE[1] - 5)
        heard = bytearray()
        terminal.on_bytes.connect(heard.extend)
        for key in keys:
            await asyncio.sleep(0.05)
            terminal.send_key(KeyPress(key, key if len(key) == 1 else None))
        with suppress(TimeoutError):
            await asyncio.wait_for(terminal.wait(), 3)
        await terminal.close(0.1)
        block += bytes(heard)
    return b"".join(itertools.repeat(block, max(1, round(size * 1e6 / len(block))))) + b"\x1bc\r\n"


# ------------------------------------------------------------------------------- who plays it


class Outer:
    """The terminal of a user, as fast as one can be: reads, and looks for a text."""

    def __init__(self, argv: list[str], environ: dict[str, str]) -> None:
        self.process = PtyProcess.start(
            argv, cwd="/", env=environ, size=SIZE, on_output=self._take, on_exit=lambda _: None
        )
        self.bytes = 0
        self._wanted = b""
        self._tail = b""
        self._found = asyncio.Event()

    def _take(self, data: bytes) -> None:
        self.bytes += len(data)
        if self._wanted:
            self._tail = self._tail[-64:] + data
            if self._wanted in self._tail:
                self._wanted = b""
                self._found.set()

    def look_for(self, wanted: bytes, limit: float = LIMIT) -> Awaitable[object]:
        self._wanted, self._tail = wanted, b""
        self._found.clear()
        return asyncio.wait_for(self._found.wait(), limit)

    async def seconds_to(self, wanted: bytes, typed: bytes) -> float:
        """Type something, and give the seconds until a text is seen."""
        found = self.look_for(wanted)
        begin = time.perf_counter()
        self.process.write(typed)
        await found
        return time.perf_counter() - begin


def command(path: Path) -> str:
    """A program that plays a file for each line it reads, and then says which time that was."""
    return f"sh -c 'stty -echo; n=0; while read x; do cat {path}; echo; echo =end$n=; n=$((n+1)); done'"


async def enter(outer: Outer, name: str) -> None:
    """Go to a session as its user would, and have its terminal fill the screen."""
    await asyncio.sleep(1.5)
    outer.process.write(f"/{name}\r".encode())
    await asyncio.sleep(0.5)
    outer.process.write(b"z")
    await asyncio.sleep(0.5)
    found = outer.look_for(f"{name} · keys go to the program".encode())
    outer.process.write(b"\r")
    await found


@asynccontextmanager
async def dashboard(directory: Path, *commands: str) -> AsyncIterator[tuple[Outer, Home]]:
    """The dashboard with terminals, the first of them zoomed and with the keyboard."""
    home = Home(directory)
    async with Server(home, "--port", "0", "--no-auth") as server:
        outer = Outer([*MAESTRO, "--url", server.url], home.environ)
        try:
            await server.wait_for_clients()
            project = await server.request(
                "POST", "/api/projects", {"name": "Bench", "workingDir": str(directory)}
            )
            task = await server.request("POST", "/api/tasks", {"projectId": project["id"], "title": "Bench"})
            for number, argv in enumerate(commands):
                await server.request(
                    "POST",
                    "/api/sessions/spawn",
                    {
                        "projectId": project["id"],
                        "taskIds": [task["id"]],
                        "command": argv,
                        "sessionName": f"Pane{number}",
                    },
                )
                await asyncio.sleep(0.1)
            await enter(outer, "Pane0")
            yield outer, home
        finally:
            await outer.process.terminate()
            for pid in processes_of(directory):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


@asynccontextmanager
async def tmux(*commands: str) -> AsyncIterator[Outer]:
    """A tmux of its own with panes side by side, the last of them with the keyboard."""
    start = ["tmux", "-L", f"bench-{os.getpid()}", "-f", "/dev/null"]
    environ = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    outer = Outer([*start, "new-session", commands[0]], environ)
    try:
        await asyncio.sleep(1)
        for argv in commands[1:]:
            await asyncio.create_subprocess_exec(*start, "split-window", "-h", argv)
            await asyncio.sleep(0.5)
        yield outer
    finally:
        await (await asyncio.create_subprocess_exec(*start, "kill-server")).wait()
        await outer.process.terminate()


# ------------------------------------------------------------------------------------ figures


async def times_to_play(outer: Outer) -> list[float]:
    """Seconds until the end is seen, each time by another word: what is drawn again is no end."""
    return [await outer.seconds_to(b"=end%d=" % number, b"\r") for number in range(ROUNDS + 1)][1:]


async def output_rates(files: dict[str, Path]) -> dict[str, tuple[float, float]]:
    rates = {}
    for name, path in files.items():
        size = path.stat().st_size / 1e6
        with tempfile.TemporaryDirectory() as directory:
            async with dashboard(Path(directory) / "ours", command(path)) as (outer, _):
                ours = await times_to_play(outer)
            async with tmux(command(path)) as outer:
                theirs = await times_to_play(outer)
        rates[name] = size / statistics.median(ours), size / statistics.median(theirs)
    return rates


async def echo_times(outer: Outer) -> tuple[float, float]:
    """Milliseconds from a key to its echo on the user's terminal: median, and nine of ten."""
    times = []
    letters = itertools.cycle(b"abcdefghijklmnopqrstuvwxyz")
    for _ in range(KEYS):
        letter = bytes([next(letters)])
        times.append(await outer.seconds_to(letter.upper() * 3, letter) * 1e3)
        await asyncio.sleep(0.03)
    return statistics.median(times), statistics.quantiles(times, n=10)[-1]


def echoing(directory: Path) -> str:
    """A program that answers each key with its capital letter, three times, on a line that changes."""
    path = directory / "echo.py"
    path.write_text(
        "import os, tty\ntty.setraw(0)\n"
        "while True:\n    os.write(1, b'\\r\\x1b[K' + os.read(0, 1).upper() * 3)\n"
    )
    return f"python3 {path}"


async def measure_echo(directory: Path) -> Iterator[Figure]:
    echo = echoing(directory)
    async with dashboard(directory / "a", echo) as (outer, _):
        idle = await echo_times(outer)
    async with dashboard(directory / "b", echo, "yes flood") as (outer, _):
        beside = await echo_times(outer)
    async with tmux(echo) as outer:
        their_idle = await echo_times(outer)
    async with tmux("yes flood", echo) as outer:
        their_beside = await echo_times(outer)
    frame = 1000 / 60
    return iter(
        (
            Figure(
                what="key to echo, p50: idle / tmux", ours=idle[0], theirs=their_idle[0], unit="ms",
                note=f"p90 {idle[1]:.1f} / {their_idle[1]:.1f}",
            ),
            Figure(
                what="key to echo while another pane floods, p50: / tmux", ours=beside[0],
                theirs=their_beside[0], unit="ms", goal=f"≤ {idle[0] + frame:.1f} ms",
            ),
            Figure(
                what="key to echo while another pane floods, p90: / tmux", ours=beside[1],
                theirs=their_beside[1], unit="ms", goal=f"≤ {2 * frame:.1f} ms",
            ),
        )
    )  # fmt: skip


def cpu_of(pids: list[int]) -> float:
    ticks = 0
    for pid in pids:
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory_of(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


async def measure_idle(directory: Path) -> tuple[float, str]:
    """Per cent of a processor all our processes take with idle terminals."""
    async with dashboard(directory / "idle", *["cat"] * IDLE_PANES) as (outer, home):
        await asyncio.sleep(3)
        running = processes_of(home.directory)
        terminals = sum(words.strip().endswith("/cat") for words in running.values())
        assert terminals == IDLE_PANES, f"{terminals} terminals run"
        ours = {pid: words for pid, words in running.items() if "maestro_tui" in words}
        pids = [*{*ours, outer.process.pid}]
        before = {pid: cpu_of([pid]) for pid in pids}
        await asyncio.sleep(IDLE_SECONDS)
        used = {pid: (cpu_of([pid]) - before[pid]) / IDLE_SECONDS * 100 for pid in pids}
        note = f"of that the dashboard {used[outer.process.pid]:.2f}; {len(pids)} processes"
        return sum(used.values()), note


async def measure_memory() -> float:
    """MB a terminal with a full history takes in the process that shows it."""
    lines = b"".join(
        b"%06d the quick brown fox jumps over the lazy dog, and then again and again\r\n" % n
        for n in range(LINES + 100)
    )
    first = Terminal(*SIZE)
    first.feed(lines)
    before = memory_of(os.getpid())
    terminals = []
    for _ in range(10):
        terminal = Terminal(*SIZE)
        terminal.feed(lines)
        terminal.rows()
        terminals.append(terminal)
    assert all(terminal.view.total >= LINES for terminal in terminals)
    return (memory_of(os.getpid()) - before) / len(terminals)


async def measure_all() -> list[Figure]:
    figures = []
    with tempfile.TemporaryDirectory(prefix="maestro-bench-") as name:
        directory = Path(name)
        files = {
            "plain text": (directory / "plain", plain_text(40)),
            "dense colour": (directory / "dense", dense_colour(20)),
            "a recorded TUI session": (directory / "tui", await recorded_tui(20, directory)),
        }
        for path, content in files.values():
            path.write_bytes(content)
        rates = await output_rates({what: path for what, (path, _) in files.items()})
        for what, (ours, theirs) in rates.items():
            figures.append(
                Figure(
                    what=f"output seen and drawn, {what} / tmux",
                    ours=ours,
                    theirs=theirs,
                    unit="MB/s",
                    goal="≥ 1 ×",
                )
            )
        figures += await measure_echo(directory)
        figures.append(
            Figure(
                what=f"memory of a terminal with {LINES:,} lines",
                ours=await measure_memory(),
                unit="MB",
                goal="≤ 12 MB",
            )
        )
        idle, note = await measure_idle(directory)
        figures.append(
            Figure(
                what=f"processor time with {IDLE_PANES} idle terminals, all processes",
                ours=idle,
                unit="%",
                goal="< 1 %",
                note=note,
            )
        )
    return figures


def measure() -> Iterator[Figure]:
    yield from asyncio.run(measure_all())
