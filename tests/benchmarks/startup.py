"""From the start of the process to the first frame on a pty, against a minimal Textual application.

Both are started as a user starts them, by a script, in turns. The processor time to that frame is told as well: it is
what is left of the difference when the machine has other things to do.
"""

from __future__ import annotations

import os
import pty
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Final, NamedTuple

from tests.benchmarks.figures import Figure
from tests.support.program import Home

ROUNDS: Final = 21
MINIMAL: Final = """
from textual.app import App, ComposeResult
from textual.widgets import Static
class Minimal(App):
    def compose(self) -> ComposeResult:
        yield Static("FIRST FRAME")
Minimal().run()
"""
OURS: Final = """
from maestro_tui.cli.main import run
run()
"""
COMMANDS: Final = {
    "maestro-tui --help": ["--help"],
    "maestro-tui report progress": ["report", "progress", "half done"],
    "maestro-tui hooks": ["hooks", "--help"],
}


class Took(NamedTuple):
    """Milliseconds."""

    wall: float
    processor: float


def processor_time(pid: int) -> float:
    """Give the seconds of processor time another process has taken: the clock that Linux names after it."""
    return time.clock_gettime((~pid << 3) | 2)


def time_to(text: bytes, argv: list[str], environ: dict[str, str]) -> Took:
    """Tell how long it takes until the program has written `text` to its terminal."""
    master, slave = pty.openpty()
    os.set_blocking(master, True)
    begin = time.perf_counter()
    process = subprocess.Popen(
        argv, stdin=slave, stdout=slave, stderr=slave, env=environ, start_new_session=True, cwd="/"
    )
    os.close(slave)
    seen = b""
    try:
        while text not in seen:
            seen += os.read(master, 65536)
        return Took((time.perf_counter() - begin) * 1e3, processor_time(process.pid) * 1e3)
    finally:
        process.kill()
        process.wait()
        os.close(master)


def time_of(argv: list[str], environ: dict[str, str]) -> float:
    """Give the milliseconds a command takes to its end."""
    begin = time.perf_counter()
    subprocess.run(argv, env=environ, capture_output=True, check=True, cwd="/", stdin=subprocess.DEVNULL)
    return (time.perf_counter() - begin) * 1e3


def measure_frames(scripts: dict[str, Path], environ: dict[str, str]) -> Iterator[Figure]:
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(time_to(b"Sessions", [sys.executable, str(scripts["ours"])], environ))
        theirs.append(time_to(b"FIRST FRAME", [sys.executable, str(scripts["minimal"])], environ))
    for what, at in (("time", 0), ("processor time", 1)):
        yield Figure(
            what=f"{what} from start to first frame / minimal Textual app",
            ours=statistics.median(took[at] for took in ours),
            theirs=statistics.median(took[at] for took in theirs),
            unit="ms",
            goal="≤ 1.2 ×",
        )


class Yes(BaseHTTPRequestHandler):
    """A server that agrees to everything."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    do_GET = do_PATCH = do_POST  # noqa: N815 - the names Python calls

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def agreeing_server() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Yes)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def measure_commands(script: Path, environ: dict[str, str]) -> Iterator[Figure]:
    for name, arguments in COMMANDS.items():
        ours, floor = [], []
        for _ in range(ROUNDS // 2):
            ours.append(time_of([sys.executable, str(script), *arguments], environ))
            floor.append(time_of([sys.executable, "-c", "pass"], environ))
        yield Figure(
            what=f"{name} / python -c pass",
            ours=statistics.median(ours),
            theirs=statistics.median(floor),
            unit="ms",
        )


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        environ = {**Home(directory).environ, "COLUMNS": "120", "LINES": "40"}
        # A server that is not there: what is measured is the dashboard.
        environ |= {"MAESTRO_SERVER_URL": "http://127.0.0.1:9", "MAESTRO_SESSION_ID": "ses_1"}
        # Users start what has been compiled once, Textual and the dashboard alike.
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        scripts = {"ours": directory / "ours.py", "minimal": directory / "minimal.py"}
        scripts["ours"].write_text(OURS)
        scripts["minimal"].write_text(MINIMAL)
        yield from measure_frames(scripts, environ)
        with agreeing_server() as url:
            yield from measure_commands(scripts["ours"], environ | {"MAESTRO_SERVER_URL": url})
