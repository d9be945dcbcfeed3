"""A terminal as a picture: rows drawn as SVG. Names no font that would be fetched from the network."""

from __future__ import annotations

from rich.color_triplet import ColorTriplet
from rich.segment import Segment, Segments
from rich.terminal_theme import TerminalTheme

from maestro_tui.terminal.engine import Engine
from maestro_tui.ui.look.cell_styles import CellStyles

_FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: Fira Code, Menlo, DejaVu Sans Mono, monospace;
  font-size: {char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def as_svg(engine: Engine, first: int, count: int, styles: CellStyles, title: str) -> str:
    """Draw some lines of history and screen."""
    import io

    from rich.console import Console

    console = Console(
        width=engine.columns,
        file=io.StringIO(),
        record=True,
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
    )
    segments: list[Segment] = []
    for row in engine.history_rows(first, count):
        segments += [*styles.segments(row), Segment.line()]
    console.print(Segments(segments), end="", soft_wrap=True)
    return console.export_svg(title=title, theme=_theme(styles), code_format=_FRAME)


def _theme(styles: CellStyles) -> TerminalTheme:
    """Give the ground the picture is drawn on; every cell has its own colours anyway."""
    blank = styles.blank
    background = blank.bgcolor.get_truecolor() if blank.bgcolor else ColorTriplet(0, 0, 0)
    foreground = blank.color.get_truecolor() if blank.color else ColorTriplet(255, 255, 255)
    normal: list[tuple[int, int, int]] = [styles.named(index) for index in range(8)]
    bright: list[tuple[int, int, int]] = [styles.named(index) for index in range(8, 16)]
    return TerminalTheme(background, foreground, normal, bright)
