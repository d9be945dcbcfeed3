"""The log file. While a dashboard has the screen, nothing may be printed: what is worth telling later goes here."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path
from typing import Final

from maestro_tui import paths

ROOT: Final = "maestro_tui"
MAX_BYTES: Final = 2_000_000
"""A log file that is larger when a program starts is set aside."""
FORMAT: Final = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"


def log_to_file(name: str, *, directory: Path | None = None, verbose: bool = False) -> Path:
    """Write the program's log to ``<name>.log``, rotated, for its user only; give the path.

    Args:
        name: The name of the file, without its ending.
        directory: Where it lies; by default where this user's logs lie.
        verbose: Whether what is only of interest to a developer is written, too.

    Raises:
        ConfigurationError: The directory for it cannot be made.
    """
    path = paths.make_private(directory or paths.log_dir()) / f"{name}.log"
    _set_aside(path)
    path.touch(mode=0o600, exist_ok=True)
    _install(logging.FileHandler(path, encoding="utf-8"), verbose)
    return path


def _set_aside(path: Path) -> None:
    """Begin a new file when this one has grown large, and keep the old one beside it until the next time."""
    # Not by logging.handlers: it brings sockets, queues and pickling to every start of the dashboard.
    with contextlib.suppress(FileNotFoundError):
        if path.stat().st_size > MAX_BYTES:
            path.replace(path.with_suffix(".log.1"))


def log_to_stderr(*, verbose: bool = False) -> None:
    """Write the program's log to standard error: for commands that have no screen."""
    _install(logging.StreamHandler(), verbose)


def _install(handler: logging.Handler, verbose: bool) -> None:
    handler.setFormatter(logging.Formatter(FORMAT))
    logger = logging.getLogger(ROOT)
    logger.handlers[:] = [handler]
    logger.propagate = False
    logger.setLevel(logging.DEBUG if verbose else logging.INFO)
