"""A terminal's text to take away: plain, or with its colours as ANSI sequences. Pure but for reading the engine.

For anything drawn (SVG, HTML) the rows themselves are what is needed: ``all_rows``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from maestro_tui.terminal.cells import DEFAULT_STYLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from maestro_tui.terminal.cells import CellStyle, Color, Row
    from maestro_tui.terminal.engine import Engine

__all__ = ["all_rows", "as_ansi", "as_text", "screen_as_ansi", "sgr"]

ATTRIBUTES = (
    ("bold", "1"),
    ("dim", "2"),
    ("italic", "3"),
    ("blink", "5"),
    ("reverse", "7"),
    ("conceal", "8"),
    ("strike", "9"),
    ("overline", "53"),
)


def all_rows(engine: Engine) -> list[Row]:
    """Read every row of history and screen."""
    return engine.history_rows(0, engine.view().total)


def as_text(engine: Engine) -> str:
    """Give history and screen as plain text; lines that were only wrapped are one again."""
    return engine.text(unwrap=True) + "\n"


def sgr(style: CellStyle) -> str:
    """Give the sequences that set a style, whatever was set before.

    Each colour has a sequence of its own: some terminals drop one with more than two dozen parameters.
    """
    attributes = ["0", *(code for name, code in ATTRIBUTES if getattr(style, name))]
    if style.underline:
        attributes.append(f"4:{int(style.underline)}")
    colors = (
        _color_code(style.fg, "38;5;{}", "38;2;{};{};{}"),
        _color_code(style.bg, "48;5;{}", "48;2;{};{};{}"),
        _color_code(style.underline_color, "58:5:{}", "58:2::{}:{}:{}"),
    )
    return "".join(f"\x1b[{codes}m" for codes in (";".join(attributes), *colors) if codes)


def _color_code(color: Color, indexed: str, direct: str) -> str:
    """Write a colour in one of two forms; nothing for the default colour."""
    if color is None:
        return ""
    return indexed.format(color) if isinstance(color, int) else direct.format(*color)


def as_ansi(rows: Iterable[Row]) -> str:
    """Give rows as text with ANSI sequences, one line each; blank ends are left out."""
    return "".join(_ansi_line(row) + "\n" for row in rows)


def _ansi_line(row: Row) -> str:
    runs = list(row.runs)
    while runs and not runs[-1][0].rstrip(" ") and runs[-1][1] == DEFAULT_STYLE:
        runs.pop()
    if runs and runs[-1][1] == DEFAULT_STYLE:
        runs[-1] = runs[-1][0].rstrip(" "), DEFAULT_STYLE
    line, last = "", DEFAULT_STYLE
    for text, style in runs:
        plain = style._replace(link=False)
        if plain != last:
            line += sgr(plain)
            last = plain
        line += text
    return line if last == DEFAULT_STYLE else line + "\x1b[0m"


def screen_as_ansi(engine: Engine) -> bytes:
    """Give bytes that draw the screen as it is on an empty one of the same size, cursor included."""
    view = engine.view()
    rows = engine.history_rows(view.total - engine.lines, engine.lines)
    # The last column is followed by a move, never by a new line: full rows would scroll.
    drawn = "".join(f"\x1b[{y};1H{_ansi_line(row)}" for y, row in enumerate(rows, 1))
    x, y = engine.active_cursor()
    return f"{drawn}\x1b[0m\x1b[{y + 1};{x + 1}H".encode()
