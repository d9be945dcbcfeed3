"""Tells terminals how they are drawn: in which colours, and how wide their characters are here.

Programs ask for the colours (OSC 10, OSC 11) to choose their own by them; rows are made to agree with the widths, so
that no character moves those after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.app import App

from maestro_tui.terminal.engine import Theme
from maestro_tui.ui.look.ink import parse_variable

if TYPE_CHECKING:
    from maestro_tui.conductor.panes import Panes


def terminal_theme(app: App[None]) -> Theme:
    """Give the colours of the application's theme as programs are told them."""
    variables = app.theme_variables
    background = parse_variable(variables["background"])
    foreground = background + parse_variable(variables["foreground"])
    palette = app.ansi_theme
    return Theme(
        foreground.rich_color.get_truecolor(palette),
        background.rich_color.get_truecolor(palette, foreground=False),
    )


def dress_terminals(app: App[None], panes: Panes) -> None:
    """Have terminals that are open, and those to come, agree with how they are drawn."""
    panes.measure = cell_len
    panes.theme = terminal_theme(app)
    for terminal in panes.values():
        terminal.set_theme(panes.theme)
