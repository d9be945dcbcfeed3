"""The main screens at the sizes they are made for, compared with what was looked at and found good.

The help is compared with the registry of actions at the same sizes, in `screens/test_help.py`.
"""

from __future__ import annotations

import pytest

from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.actions import ConnectionChanged, SnapshotLoaded
from maestro_tui.store.state import Phase
from tests.ui import scenario
from tests.ui.driving import Driver, drive
from tests.ui.snapping import check

SIZES = [(80, 24), (120, 40), (250, 70)]

OUTPUT = (
    b"$ paint --all\r\n\x1b[32m\xe2\x9c\x93\x1b[0m stripe 1 black\r\n\x1b[32m\xe2\x9c\x93\x1b[0m stripe 2 white\r\n"
    b"stripes.json exists. \x1b[1mOverwrite? (y/N)\x1b[0m "
)

FRAMES = (
    b'{"event":"session:created","seq":17,"data":{"id":"ses_brush3","name":"Brush 3","projectId":"prj_zebra"}}',
    b'[{"event":"task:updated","data":{"id":"tsk_black"}},{"event":"paint:dried","data":null}]',
    b"{",
    b'{"event":"session:updated","seq":20,"data":{"id":"ses_striper","status":"working"}}',
)

SCREENS = {
    "main": (),
    "typing": ("enter",),
    "session": ("V",),
    "wall": ("w",),
    "log": ("L",),
    "find": ("f", *"stripes", "down", "down", "down", "down"),
    "answer": ("a",),
    "timeline": ("4", "x", "k", "k"),
}
"""The keys that lead to each, from the dashboard with some terminals."""


async def open_all(driver: Driver) -> None:
    """Open the terminals of the scenario; one of them has ended."""
    for id_ in ("ses_brush1", "ses_counter", "ses_striper"):
        await driver.open_pane(id_, OUTPUT)
    scenario.end(driver.conductor, SessionId("ses_counter"), code=1)


def name_of(screen: str, size: tuple[int, int]) -> str:
    """Name the snapshot of a screen at a size."""
    return f"{screen}-{size[0]}x{size[1]}"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("screen", SCREENS)
async def test_it_looks_as_it_did(screen: str, size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        await open_all(driver)
        for frame in FRAMES:
            driver.conductor.wire.on_frame(frame, scenario.NOW)
        await driver.until(lambda: not driver.is_busy)
        await driver.press(*SCREENS[screen])
        await driver.pilot.pause()
        check(driver, name_of(screen, size))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_an_empty_dashboard_tells_how_to_begin(size: tuple[int, int]) -> None:
    async with drive(size, is_loaded=False) as driver:
        driver.conductor.store.dispatch(SnapshotLoaded(projects=(), tasks=(), sessions=(), at=scenario.NOW))
        await driver.sees("To see it all at work first:", "maestro-tui demo")
        check(driver, name_of("empty", size))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_without_a_server_it_says_why_and_what_helps(size: tuple[int, int]) -> None:
    async with drive(size, is_loaded=False) as driver:
        reason = "Connection refused: 127.0.0.1:3000"
        driver.conductor.store.dispatch(
            ConnectionChanged(
                phase=Phase.WAITING,
                at=scenario.NOW,
                reason=reason,
                retry_at=scenario.NOW + 4_000,
            )
        )
        await driver.sees("No server.", reason, "maestro-tui serve")
        check(driver, name_of("offline", size))
