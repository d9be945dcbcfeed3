"""Terminals for the tests: with a program in them, and fed by hand."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from maestro_tui.terminal import KeyPress, Terminal, pane_environment
from maestro_tui.terminal.engine import EngineOptions, open_engine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    from maestro_tui.terminal.engine import Engine

LIMIT = 20.0
"""Seconds a test waits for something that takes milliseconds on an idle machine."""


def make_engine(
    columns: int = 20,
    lines: int = 4,
    *,
    scrollback_lines: int = 1000,
    measure: Callable[[str], int] | None = None,
    fed: bytes = b"",
) -> Engine:
    """Open an engine and feed it."""
    engine = open_engine(EngineOptions(columns, lines, scrollback_lines, measure))
    engine.feed(fed)
    return engine


def screen(engine: Engine) -> list[str]:
    """Read the rows an engine shows, as text without the blanks at the ends."""
    return [row.text.rstrip() for row in engine.rows()]


@asynccontextmanager
async def started(
    argv: Sequence[str],
    *,
    cwd: str = "/",
    env: Mapping[str, str] | None = None,
    cols: int = 80,
    rows: int = 24,
) -> AsyncIterator[Terminal]:
    """Start a program in a terminal, and end it afterwards."""
    given = {"LC_ALL": "C.UTF-8", **(env or {})}
    variables = pane_environment(os.environ, {}).variables | given
    terminal = await Terminal.start(argv, cwd=cwd, env=variables, cols=cols, rows=rows)
    try:
        yield terminal
    finally:
        await terminal.close(grace=0.2)


def python(code: str) -> list[str]:
    """Give the command that runs a piece of Python."""
    return [sys.executable, "-c", code]


async def until(condition: Callable[[], object], limit: float = LIMIT) -> None:
    """Wait for a condition that nobody tells of."""
    async with asyncio.timeout(limit):
        while not condition():  # noqa: ASYNC110 - there is nothing to wait on
            await asyncio.sleep(0.005)


def press(terminal: Terminal, *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        terminal.send_key(KeyPress(key, key if len(key) == 1 else None))
