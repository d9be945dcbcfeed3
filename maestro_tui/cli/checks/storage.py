"""Whether the data dir is there, can be written, and is nobody else's business."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from maestro_tui.cli.checks.finding import Finding, bad, ok, warn

LEAST_SPACE: Final = 200_000_000
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def check_storage(data_dir: Path) -> Iterator[Finding]:
    """Look at the data dir, its token, and the disk below."""
    try:
        yield from _look_at(data_dir)
    except OSError as error:
        yield bad(
            "data dir",
            f"{data_dir} cannot be looked at: {error.strerror}",
            "mend it, or name another with DATA_DIR",
        )


def _look_at(data_dir: Path) -> Iterator[Finding]:
    if not data_dir.exists():
        parent = next(path for path in data_dir.parents if path.exists())
        if parent.is_dir() and os.access(parent, os.W_OK):
            yield ok("data dir", f"{data_dir} will be made by the first server")
        else:
            yield bad(
                "data dir",
                f"{data_dir} is missing, and {parent} cannot be written",
                "name another with DATA_DIR",
            )
        return
    yield _directory(data_dir)
    yield _privacy(data_dir)
    token = data_dir / "token"
    if token.exists() and token.stat().st_mode & _OTHERS:
        yield bad(
            "token", f"others can read {token}", f"chmod 600 {token}, remove it, and start the server again"
        )
    free = shutil.disk_usage(data_dir).free
    if free < LEAST_SPACE:
        yield bad(
            "disk",
            f"{free // 1_000_000} MB left for {data_dir}",
            "free some space: changes are refused without",
        )


def _directory(data_dir: Path) -> Finding:
    if not data_dir.is_dir():
        return bad("data dir", f"{data_dir} is no directory", "name another with DATA_DIR")
    if not os.access(data_dir, os.W_OK | os.X_OK):
        return bad(
            "data dir", f"{data_dir} cannot be written", f"make it yours: chown {os.getuid()} {data_dir}"
        )
    return ok("data dir", str(data_dir))


def _privacy(data_dir: Path) -> Finding:
    status = data_dir.stat()
    if status.st_uid != os.getuid():
        return warn("privacy", f"{data_dir} belongs to another user", "name one of your own with DATA_DIR")
    if status.st_mode & _OTHERS:
        return warn("privacy", f"other users can enter {data_dir}", f"chmod 700 {data_dir}")
    return ok("privacy", "nobody else can enter the data dir")
