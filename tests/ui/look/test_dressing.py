"""Terminals agree with how they are drawn: colours that are told, widths that are measured, colours by name."""

from __future__ import annotations

from colorsys import rgb_to_hls

import pytest
from rich.cells import cell_len
from textual.color import Color

from maestro_tui.ui.look.contrast import contrast
from maestro_tui.ui.look.themes import ANSI_DARK
from tests.ui.driving import drive


async def test_programs_are_told_the_colours_of_the_theme() -> None:
    async with drive() as driver:
        panes = driver.conductor.panes
        assert panes.measure is cell_len
        assert panes.theme is not None
        assert panes.theme.background == (0x0F, 0x13, 0x17)
        assert panes.theme.is_dark
        await driver.open_pane()
        terminal, typed = driver.terminals["ses_striper"], driver.typed["ses_striper"]
        driver.app.theme = "textual-light"
        await driver.until(lambda: panes.theme is not None and not panes.theme.is_dark)
        terminal.feed(b"\x1b]11;?\x07")
        red, green, blue = panes.theme.background
        assert bytes(typed).endswith(f"rgb:{red * 257:04x}/{green * 257:04x}/{blue * 257:04x}\x07".encode())


@pytest.mark.parametrize("name", ["ansi-dark", "ansi-light"])
async def test_in_a_theme_of_the_users_own_colours_a_terminal_can_be_read_and_programs_know_the_ground(
    name: str,
) -> None:
    async with drive() as driver:
        driver.app.theme = name
        await driver.open_pane("ses_striper", b"plain")
        view = driver.dashboard.terminals.view
        style = next(segment.style for segment in view.render_line(0) if segment.style)
        assert contrast(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)) >= 7
        theme = driver.conductor.panes.theme
        assert theme is not None
        assert theme.is_dark == (name == "ansi-dark")
        assert theme.foreground != theme.background


@pytest.mark.parametrize(("index", "hue"), [(1, 0.0), (2, 0.33), (3, 0.12), (4, 0.6), (5, 0.76), (6, 0.51)])
def test_each_named_colour_is_what_its_name_says(index: int, hue: float) -> None:
    for place in (index, index + 8):
        red, green, blue = (part / 255 for part in ANSI_DARK.ansi_colors[place])
        found, _, saturation = rgb_to_hls(red, green, blue)
        assert min(abs(found - hue), 1 - abs(found - hue)) < 0.09
        assert saturation > 0.2
