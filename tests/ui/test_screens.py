"""The main screens as text, compared with what was looked at and found good.

``UPDATE_SNAPSHOTS=1 pytest tests/ui/test_screens.py`` writes them anew: look at the difference before it is committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from maestro_tui.protocol.ids import SessionId
from tests.ui import scenario
from tests.ui.driving import Driver, drive

SNAPSHOTS = Path(__file__).parent / "snapshots"

OUTPUT = (
    b"$ paint --all\r\n\x1b[32m\xe2\x9c\x93\x1b[0m stripe 1 black\r\n\x1b[32m\xe2\x9c\x93\x1b[0m stripe 2 white\r\n"
    b"stripes.json exists. \x1b[1mOverwrite? (y/N)\x1b[0m "
)


def check(driver: Driver, name: str) -> None:
    """Compare the screen with the stored one."""
    path = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_text(driver.text + "\n", encoding="utf-8")
    assert driver.text.splitlines() == path.read_text(encoding="utf-8").splitlines()


async def open_all(driver: Driver) -> None:
    """Open the terminals of the scenario; one of them has ended."""
    for id_ in ("ses_brush1", "ses_counter", "ses_striper"):
        await driver.open_pane(id_, OUTPUT)
    scenario.end(driver.conductor, SessionId("ses_counter"), code=1)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (250, 70)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_main_screen(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        await open_all(driver)
        await driver.until(lambda: not driver.is_busy)
        await driver.pilot.pause()
        check(driver, f"main-{size[0]}x{size[1]}")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_main_screen_with_the_keyboard_in_a_terminal(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        await open_all(driver)
        await driver.press("enter")
        check(driver, f"typing-{size[0]}x{size[1]}")
