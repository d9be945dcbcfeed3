"""A terminal's text to take away: plain, or with its colours as ANSI sequences. Pure but for reading the engine.

For anything drawn (SVG, HTML) the rows themselves are what is needed: ``all_rows``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from maestro_tui.terminal.cells import DEFAULT_STYLE
from maestro_tui.terminal.sgr import RESET, sgr, shown_runs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from maestro_tui.terminal.cells import Row
    from maestro_tui.terminal.engine import Engine

__all__ = ["all_rows", "as_ansi", "as_text", "screen_as_ansi"]


def all_rows(engine: Engine) -> list[Row]:
    """Read every row of history and screen."""
    return engine.history_rows(0, engine.view().total)


def as_text(engine: Engine) -> str:
    """Give history and screen as plain text; lines that were only wrapped are one again."""
    return engine.text(unwrap=True) + "\n"


def as_ansi(rows: Iterable[Row]) -> str:
    """Give rows as text with ANSI sequences, one line each; blank ends are left out."""
    return "".join(_ansi_line(row) + "\n" for row in rows)


def _ansi_line(row: Row) -> str:
    line, last = "", DEFAULT_STYLE
    for text, style in shown_runs(row):
        plain = style._replace(link=False)
        if plain != last:
            line += sgr(plain)
            last = plain
        line += text
    return line if last == DEFAULT_STYLE else line + RESET


def screen_as_ansi(engine: Engine) -> bytes:
    """Give bytes that draw the screen as it is on an empty one of the same size, cursor included."""
    view = engine.view()
    rows = engine.history_rows(view.total - engine.lines, engine.lines)
    # The last column is followed by a move, never by a new line: full rows would scroll.
    drawn = "".join(f"\x1b[{y};1H{_ansi_line(row)}" for y, row in enumerate(rows, 1))
    x, y = engine.active_cursor()
    return f"{drawn}{RESET}\x1b[{y + 1};{x + 1}H".encode()
