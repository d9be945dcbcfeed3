"""What the system allows: open files, terminals, and whether processes may outlive a login."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from maestro_tui.cli.checks.finding import Finding, ok, warn

LEAST_FILES: Final = 1024
LEAST_TERMINALS: Final = 64
_PTYS: Final = Path("/proc/sys/kernel/pty")
_LINGER: Final = Path("/var/lib/systemd/linger")
_QUESTION: Final = (
    "busctl", "--timeout=2", "get-property", "org.freedesktop.login1", "/org/freedesktop/login1",
    "org.freedesktop.login1.Manager", "KillUserProcesses",
)  # fmt: skip


def check_system() -> Iterator[Finding]:
    """Look at limits, and at what happens when the user logs out."""
    yield _open_files()
    yield from _terminals()
    yield _logout()


def _open_files() -> Finding:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= LEAST_FILES:
        return ok("open files", "no limit" if soft == resource.RLIM_INFINITY else f"up to {soft}")
    return warn("open files", f"only {soft}", f"raise the limit: `ulimit -n {hard}`")


def _terminals() -> Iterator[Finding]:
    try:
        most, used = (int((_PTYS / name).read_text()) for name in ("max", "nr"))
    except (OSError, ValueError):
        return
    if most - used < LEAST_TERMINALS:
        yield warn(
            "terminals",
            f"{used} of {most} are in use",
            f"raise the limit: `sysctl kernel.pty.max={most * 2}`",
        )
    else:
        yield ok("terminals", f"{used} of {most} are in use")


def _logout() -> Finding:
    """Ask systemd-logind: with KillUserProcesses it ends every terminal when the last login does."""
    if not _kills_at_logout():
        return ok("logout", "agents outlive it")
    user = os.environ.get("USER") or os.environ.get("LOGNAME") or str(os.getuid())
    if (_LINGER / user).exists():
        return ok("logout", "agents outlive it: the user lingers")
    return warn(
        "logout", "logind ends all processes at logout, agents too",
        "allow yours to stay: `loginctl enable-linger`, and start maestro-tui anew",
    )  # fmt: skip


def _kills_at_logout() -> bool:
    if shutil.which(_QUESTION[0]) is None:
        return False
    try:
        answer = subprocess.run(_QUESTION, capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.stdout.strip() == "b true"
