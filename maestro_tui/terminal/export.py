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
    """Give the sequence that sets a style, whatever was set before."""
    codes = ["0", *(code for name, code in ATTRIBUTES if getattr(style, name))]
    if style.underline:
        codes.append(f"4:{int(style.underline)}")
    codes += _color_codes(style.fg, 3) + _color_codes(style.bg, 4) + _color_codes(style.underline_color, 5)
    return f"\x1b[{';'.join(codes)}m"


def _color_codes(color: Color, layer: int) -> list[str]:
    """Give the codes of a colour; the layer is the first digit: 3 the text, 4 the background, 5 the underline."""
    if color is None:
        return []
    if isinstance(color, int):
        return [f"{layer}8:5:{color}"] if layer == 5 else [f"{layer}8;5;{color}"]  # noqa: PLR2004 - as above
    red, green, blue = color
    return [f"{layer}8:2::{red}:{green}:{blue}"] if layer == 5 else [f"{layer}8;2;{red};{green};{blue}"]  # noqa: PLR2004


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
