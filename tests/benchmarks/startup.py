"""From the start of the process to the first frame on a pty, against a minimal Textual application."""

from __future__ import annotations

import os
import pty
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.figures import Figure
from tests.support.program import Home

ROUNDS = 9
MINIMAL = """
from textual.app import App, ComposeResult
from textual.widgets import Static
class Minimal(App):
    def compose(self) -> ComposeResult:
        yield Static("FIRST FRAME")
Minimal().run()
"""


def seconds_to(text: bytes, argv: list[str], environ: dict[str, str]) -> float:
    """Give the seconds until the program has written `text` to its terminal."""
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
        return time.perf_counter() - begin
    finally:
        process.kill()
        process.wait()
        os.close(master)


def measure() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as directory:
        home = Home(Path(directory))
        environ = {**home.environ, "COLUMNS": "120", "LINES": "40"}
        # A server that is not there: what is measured is the dashboard.
        environ["MAESTRO_SERVER_URL"] = "http://127.0.0.1:9"
        ours, theirs, floor = [], [], []
        for _ in range(ROUNDS):
            argv = [sys.executable, "-m", "maestro_tui"]
            ours.append(seconds_to(b"Sessions", argv, environ))
            theirs.append(seconds_to(b"FIRST FRAME", [sys.executable, "-c", MINIMAL], environ))
            floor.append(seconds_to(b"x", [sys.executable, "-c", "print('x')"], environ))
        yield Figure(
            what="start to first frame / minimal Textual app",
            ours=statistics.median(ours) * 1000,
            theirs=statistics.median(theirs) * 1000,
            unit="ms",
            goal="≤ 1.2 ×",
            note=f"bare python: {statistics.median(floor) * 1000:.0f} ms",
        )
