from __future__ import annotations

import pytest
from textual.command import CommandPalette

from maestro_tui.ui.screens.help import Help
from tests.support.factories import received, wire_session
from tests.ui.driving import drive


async def test_fast_hands_get_what_they_typed() -> None:
    async with drive() as driver:
        await driver.press("colon", *"help", "enter")
        await driver.until(lambda: isinstance(driver.app.screen, Help))


async def test_what_is_not_found_does_nothing() -> None:
    async with drive() as driver:
        await driver.press("colon", *"zzqzz", "enter")
        await driver.sees("No matches found")
        assert isinstance(driver.app.screen, CommandPalette)
        await driver.press("escape")
        assert len(driver.app.screen_stack) == 1


@pytest.mark.parametrize("text", ["[@click=app.quit]x[/]", "[[[/][@click=app.quit(]('", "[bold"])
async def test_names_and_statuses_are_no_markup(text: str) -> None:
    async with drive() as driver:
        driver.conductor.store.dispatch(
            received("session:updated", wire_session("ses_striper", name=f"Harm {text}", status=text))
        )
        await driver.press("colon", *"harm")
        await driver.sees(f"session: Harm {text}")
        strips = driver.app.screen._compositor.render_strips(driver.app.size)
        styles = [segment.style for strip in strips for segment in strip if segment.style is not None]
        assert not [style for style in styles if style.link or style.meta.get("@click")]
