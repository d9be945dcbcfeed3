"""The themes: our own and Textual's; everything that is drawn by hand can be read in each of them."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from maestro_tui.ui.themes import THEMES
from maestro_tui.ui.tones import Tone
from maestro_tui.ui.widgets.ink import Ground, Ink, parse_variable
from tests.ui.driving import drive

NAMES = [theme.name for theme in THEMES] + sorted(BUILTIN_THEMES)


async def test_everything_can_be_read_in_every_theme() -> None:
    async with drive() as driver:
        ink = Ink(driver.dashboard.sessions)
        for name in NAMES:
            driver.app.theme = name
            await driver.pilot.pause()
            ink.forget()
            for tone in Tone:
                for ground in (Ground.WIDGET, Ground.CURSOR, Ground.CURSOR_BLURRED):
                    style = ink.style(tone, ground)
                    assert style.color is not None
                    assert style.bgcolor is not None
                    if style.color.triplet is None or style.bgcolor.triplet is None:
                        continue  # a theme that takes the colours of the user's own terminal
                    text, back = Color(*style.color.triplet), Color(*style.bgcolor.triplet)
                    assert abs(text.brightness - back.brightness) > 0.1, (name, tone, ground)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_our_own_themes(theme: object) -> None:
    async with drive() as driver:
        driver.app.theme = theme.name  # type: ignore[attr-defined]
        await driver.pilot.pause()
        await driver.sees("Striper")


@pytest.mark.parametrize(
    ("text", "color"),
    [
        ("#102030", Color(16, 32, 48)),
        ("#102030 50%", Color(16, 32, 48, 0.5)),
        ("auto 60%", Color(0, 0, 0, 0.6, auto=True)),
        ("ansi_default", Color(0, 0, 0, ansi=-1)),
    ],
)
def test_colours_as_themes_write_them(text: str, color: Color) -> None:
    assert parse_variable(text) == color
