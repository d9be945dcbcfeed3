"""A terminal written into files: text, ANSI, a picture, a recording. Only their owner may read them.

They lie in a directory of this program's, never in a project: an agent would find there, and commit, what another one
was shown.
"""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

from rich.cells import cell_len

from maestro_tui.errors import PaneError
from maestro_tui.protocol.ids import SessionId
from maestro_tui.terminal.engine import Engine, EngineOptions, open_engine
from maestro_tui.terminal.export import all_rows, as_ansi, as_text
from maestro_tui.terminal.pane import Terminal
from maestro_tui.terminal.recording import record

Kind = Literal["text", "ansi", "svg"]
ENDINGS: Final = {"text": "txt", "ansi": "ansi", "svg": "svg", "record": "cast"}

_UNFIT = re.compile(r"[^\w.-]+")
LONGEST_NAME: Final = 40


def default_directory() -> Path:
    """Give where exports go unless the user says otherwise."""
    from platformdirs import user_state_path

    return user_state_path("maestro-tui", appauthor=False) / "exports"


def place_for(directory: Path, name: str, kind: str, *, at: float | None = None) -> Path:
    """Give a path that does not exist yet, named after a session and the time.

    Raises:
        PaneError: The directory cannot be made.
    """
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise PaneError(f"The directory {directory} cannot be made: {error.strerror}.") from error
    stem = _UNFIT.sub("-", name).strip("-.")[:LONGEST_NAME] or "terminal"
    stem += time.strftime("-%Y%m%d-%H%M%S", time.localtime(at))
    for number in range(1, 1000):
        path = directory / f"{stem}{f'-{number}' if number > 1 else ''}.{ENDINGS[kind]}"
        if not path.exists():
            return path
    raise PaneError(f"There are too many files named {stem} in {directory}.")


def write_private(path: Path, text: str) -> None:
    """Write a new file that only its owner may read.

    Raises:
        PaneError: It exists, or cannot be written.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
    except OSError as error:
        raise PaneError(f"{path} cannot be written: {error.strerror}.") from error


async def export(
    terminal: Terminal, path: Path, kind: Kind, picture: Callable[[Engine, int, int], str]
) -> None:
    """Write a terminal as it is now. Output that arrives meanwhile neither waits nor gets into it.

    Args:
        terminal: What is written.
        path: The new file.
        kind: As what it is written.
        picture: Draws some lines of a screen, from the first one on.

    Raises:
        PaneError: The file cannot be written.
    """
    view, snapshot = terminal.view, terminal.snapshot()
    options = EngineOptions(terminal.columns, terminal.lines, measure=cell_len)

    def write() -> None:
        # A copy of its own: an engine is used from one thread at a time, and reading moves the view.
        engine = open_engine(options, snapshot)
        if kind == "text":
            write_private(path, as_text(engine))
        elif kind == "ansi":
            write_private(path, as_ansi(all_rows(engine)))
        else:
            write_private(path, picture(engine, view.first, view.height))

    await asyncio.to_thread(write)


class Recordings:
    """The recordings that go on."""

    def __init__(self) -> None:
        self._ends: dict[SessionId, tuple[Terminal, Path, Callable[[], None]]] = {}

    def __contains__(self, session_id: object) -> bool:
        return session_id in self._ends

    def begin(self, session_id: SessionId, terminal: Terminal, path: Path) -> None:
        """Record a terminal from now on.

        Raises:
            PaneError: The file cannot be written.
        """
        self.end(session_id)
        self._ends[session_id] = terminal, path, record(terminal, path)

    def end(self, session_id: SessionId) -> Path | None:
        """End a recording, and tell where it is."""
        terminal, path, end = self._ends.pop(session_id, (None, None, None))
        if terminal is not None and end is not None:
            end()
        return path

    def end_all(self) -> None:
        """End all of them."""
        for session_id in list(self._ends):
            self.end(session_id)
