"""Who runs: by the environment they were started with, so that no other process is ever meant."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def processes_of(home: Path) -> dict[int, str]:
    """Give the processes whose ``HOME`` is this one, with their command lines. Linux only: it reads /proc."""
    wanted = b"HOME=" + os.fsencode(home)
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
    return {pid: command for pid, command in found.items() if command}


def children() -> set[int]:
    """Give the processes this one has started and not waited for, the ended ones too."""
    with subprocess.Popen(["ps", "-A", "-o", "pid=,ppid="], stdout=subprocess.PIPE, text=True) as listing:
        assert listing.stdout is not None
        pairs = [line.split() for line in listing.stdout]
    return {int(pid) for pid, parent in pairs if int(parent) == os.getpid()} - {listing.pid}
