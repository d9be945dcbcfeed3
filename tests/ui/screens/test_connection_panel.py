"""The connection panel: all there is to know of the connection, and trying again now."""

from __future__ import annotations

import pytest

from maestro_tui.store.actions import ConnectionChanged, FramesReceived, SnapshotLoaded
from maestro_tui.store.state import Phase
from maestro_tui.ui.screens.connection_panel import ConnectionPanel
from tests.ui import scenario
from tests.ui.driving import NARROW, WIDE, Driver, drive

LONG = "connection refused at 127.0.0.1:3000: start a server there with 'maestro-tui serve', or check the URL"


def cut(driver: Driver, *, attempts: int = 1, retry_in: float = 3_500, reason: str = LONG) -> None:
    """Have the connection cut, and some attempts fail."""
    at = driver.dashboard.scene.now
    for _ in range(attempts):
        driver.conductor.store.dispatch(
            ConnectionChanged(phase=Phase.WAITING, at=at, retry_at=at + retry_in, reason=reason)
        )


def panel_of(driver: Driver) -> ConnectionPanel:
    """Give the panel that is open."""
    panel = driver.app.screen
    assert isinstance(panel, ConnectionPanel)
    return panel


@pytest.mark.parametrize("size", [WIDE, NARROW, (60, 16)], ids=str)
async def test_it_says_why_there_is_no_connection_and_what_to_do(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        cut(driver, attempts=3)
        await driver.press("C")
        assert panel_of(driver)
        await driver.sees(
            "127.0.0.1:3000", "reconnecting in 4s", "3 failed; the next in 4 s", "check the URL"
        )
        await driver.press("escape")
        assert driver.app.screen is driver.dashboard


async def test_it_ticks() -> None:
    now = scenario.NOW
    async with drive(conductor=scenario.make_conductor(lambda: now)) as driver:
        cut(driver)
        await driver.press("C")
        panel = panel_of(driver)
        await driver.sees("the next in 4 s")
        now += 2_000
        panel.tick()
        await driver.sees("the next in 2 s")


async def test_it_says_what_was_missed_and_caught_up() -> None:
    now = scenario.NOW
    async with drive(conductor=scenario.make_conductor(lambda: now)) as driver:
        await driver.press("C")
        await driver.sees("never since the dashboard was started", "● live")
        cut(driver)
        now += 65_000
        panel = panel_of(driver)
        panel.tick()
        await driver.sees("02:40:00, 1m ago: still")
        driver.conductor.store.dispatch(SnapshotLoaded(projects=(), tasks=(), sessions=(), at=now))
        panel.tick()
        await driver.sees("02:40:00, 1m ago, for 1m05s; then", "read anew")


async def test_it_counts_what_came() -> None:
    async with drive() as driver:
        state = driver.conductor.store.state
        state.last_seq, state.epoch = 1234, "j1"
        state.tally.unknown.update({f"new:thing{n}": n for n in range(1, 7)})
        state.tally.gaps = 2
        driver.conductor.store.dispatch(FramesReceived(frames=3, rejected=1))
        await driver.press("C")
        await driver.sees(
            "event 1,234 of journal j1",
            "in 3 frames",
            "1 that could not be read",
            "new:thing6 (6)",
            "2 more",
            "2 in",
        )


async def test_r_tries_again_now_there_and_on_the_dashboard(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive() as driver:
        tried: list[bool] = []

        def reconnect() -> bool:
            tried.append(True)
            return True

        monkeypatch.setattr(driver.conductor, "reconnect_now", reconnect)
        await driver.press("r")
        await driver.sees("It is connected: asking whether")
        assert len(tried) == 1
        cut(driver)
        await driver.press("r")
        await driver.sees("Trying to reach the server now.")
        await driver.press("C", "r")
        assert len(tried) == 3


async def test_what_cannot_be_reached_at_all_says_so() -> None:
    async with drive() as driver:
        driver.conductor.store.dispatch(
            ConnectionChanged(phase=Phase.GAVE_UP, at=scenario.NOW, reason="The URL has no host.")
        )
        await driver.press("r")
        await driver.sees("Start the dashboard again: The URL has no")


async def test_a_click_on_the_connection_opens_it_and_clicks_do_what_its_keys_do() -> None:
    async with drive() as driver:
        await driver.pilot.click(offset=(driver.lines[0].index("live"), 0))
        assert panel_of(driver)
        y = next(y for y, line in enumerate(driver.lines) if "esc leave" in line)
        await driver.pilot.click(offset=(driver.lines[y].index("esc leave"), y))
        assert driver.app.screen is driver.dashboard


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (NARROW, "◌ reconnecting in 4s – connection refused"),
        (WIDE, "◌ reconnecting in 4s – connection refused at 127.0.0.1:3000: start a server"),
        (
            (200, 50),
            "◌ reconnecting in 4s (attempt 3) – connection refused at 127.0.0.1:3000: start a server",
        ),
    ],
)
async def test_the_top_line_says_why_before_it_says_how_often(size: tuple[int, int], text: str) -> None:
    async with drive(size) as driver:
        cut(driver, attempts=3)
        await driver.until(lambda: "reconnecting" in driver.lines[0])
        assert text[: size[0] - 45] in driver.lines[0]
