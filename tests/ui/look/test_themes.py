"""The themes: our own and Textual's; everything that is drawn by hand can be read in each of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.terminal_theme import TerminalTheme
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from maestro_tui.ui.app import MaestroApp
from maestro_tui.ui.look.contrast import contrast, readable
from maestro_tui.ui.look.ink import Ground, Ink, parse_variable
from maestro_tui.ui.look.themes import ANSI_DARK, ANSI_LIGHT, CONTRAST, LIGHT, THEMES
from maestro_tui.ui.look.tones import Tone
from maestro_tui.ui.preferences import Preferences, PreferencesFile
from tests.ui import scenario
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


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_every_tone_has_contrast_enough(theme: Theme) -> None:
    async with drive() as driver:
        driver.app.theme = theme.name
        await driver.pilot.pause()
        least = 7.0 if theme is CONTRAST else 4.5
        for widget in (driver.dashboard.sessions, driver.dashboard.top):
            ink = Ink(widget)
            for tone in Tone:
                for ground in (Ground.WIDGET, Ground.CURSOR, Ground.CURSOR_BLURRED):
                    style = ink.style(tone, ground)
                    text, back = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
                    wanted = 3.0 if tone is Tone.FAINT else least
                    assert contrast(text, back) >= wanted, (tone, ground)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_frames_and_titles_have_contrast_enough(theme: Theme) -> None:
    async with drive() as driver:
        driver.app.theme = theme.name
        await driver.pilot.pause()
        background = driver.dashboard.background_colors[1]
        sessions, tasks = driver.dashboard.sessions, driver.dashboard.tasks
        assert contrast(sessions.styles.border_top[1], background) >= 3.0
        assert contrast(sessions.styles.border_title_color, background) >= 4.5
        assert contrast(tasks.styles.border_title_color, background) >= 4.5
        assert contrast(tasks.styles.border_subtitle_color, background) >= 3.0


async def test_in_every_theme_frames_are_seen_and_the_focused_one_best() -> None:
    async with drive() as driver:
        sessions, tasks = driver.dashboard.sessions, driver.dashboard.tasks
        for name in NAMES:
            driver.app.theme = name
            await driver.pilot.pause()
            background = driver.dashboard.background_colors[1]
            focused, other = sessions.styles.border_top[1], tasks.styles.border_top[1]
            if any(color.ansi is not None for color in (background, focused, other)):
                continue  # a theme that takes the colours of the user's own terminal
            assert contrast(focused, background) >= 3.0, name
            assert contrast(other, background) >= 1.3, name
            assert contrast(focused, background) > contrast(other, background), name
            calls = driver.dashboard.calls.styles.border_title_color
            assert contrast(calls, background) >= 4.4, name


async def test_among_the_terminals_own_colours_nothing_on_the_cursor_is_unseen() -> None:
    async with drive() as driver:
        for name in ("ansi-dark", "ansi-light"):
            driver.app.theme = name
            await driver.pilot.pause()
            ink = Ink(driver.dashboard.sessions)
            colors = {ink.style(tone, Ground.CURSOR).color for tone in (Tone.PLAIN, Tone.MUTED, Tone.FAINT)}
            assert len(colors) == 1, name
            assert ink.style(Tone.MUTED, Ground.CURSOR).bgcolor not in colors, name


@pytest.mark.parametrize(("palette", "theme"), [(ANSI_DARK, THEMES[0]), (ANSI_LIGHT, LIGHT)])
def test_the_colours_of_programs_can_be_read(palette: TerminalTheme, theme: Theme) -> None:
    ground = Color.parse(str(theme.background))
    assert Color(*palette.background_color) == ground
    for number in range(1, 16):
        if number != 8:  # what programs mean to be hardly seen
            assert contrast(Color(*palette.ansi_colors[number]), ground) >= 4.5, number


def test_contrast_as_wcag_has_it() -> None:
    assert contrast(Color(255, 255, 255), Color(0, 0, 0)) == pytest.approx(21)
    assert contrast(Color(119, 119, 119), Color(255, 255, 255)) == pytest.approx(4.48, abs=0.01)
    unreadable, ground, plain = Color(40, 0, 0), Color(0, 0, 0), Color(255, 255, 255)
    assert contrast(readable(unreadable, ground, plain, 4.5), ground) >= 4.5
    assert readable(plain, ground, plain, 4.5) == plain
    assert readable(plain, plain, plain, 4.5) == plain
    own = Color(0, 0, 0, ansi=-1)
    assert readable(own, ground, plain, 4.5) is own


async def test_a_remembered_theme_is_there_from_the_first_frame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = PreferencesFile(tmp_path / "dashboard.json")
    file.save(Preferences(theme=LIGHT.name))
    app = MaestroApp(scenario.make_conductor(), preferences=file)
    assert app.theme == LIGHT.name
    styled: list[str] = []
    set_variables = app.stylesheet.set_variables

    def note(variables: dict[str, str]) -> None:
        styled.append(variables["background"])
        set_variables(variables)

    monkeypatch.setattr(app.stylesheet, "set_variables", note)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.screen.styles.background == Color.parse(str(LIGHT.background))
        assert not app.current_theme.dark
    assert not styled, "styled twice"


async def test_with_reduced_motion_nothing_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAESTRO_REDUCED_MOTION", "1")
    async with drive() as driver:
        assert driver.app.animation_level == "none"


async def test_without_colour_nothing_is_coloured_and_all_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with drive() as driver:
        await driver.open_pane(output=b"\x1b[31mred\x1b[0m plain")
        await driver.sees("? waiting", "● working", "✗ failed", "red plain")
        board = driver.dashboard
        assert board.sessions.styles.border_top[0] == "heavy"
        assert board.tasks.styles.border_top[0] == "round"
        styles = [
            (segment.text, segment.style)
            for strip in board._compositor.render_strips(driver.app.size)
            for segment in strip
            if segment.style is not None
        ]
        assert not [text for text, style in styles if style.color is not None or style.bgcolor is not None]
        assert [text for text, style in styles if style.reverse and "Striper" in text]
        assert not [text for text, style in styles if style.reverse and "Idler" in text]
