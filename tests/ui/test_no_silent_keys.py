"""Every action of the dashboard in every state: it does something, or says why it cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from maestro_tui.store.actions import ConnectionChanged, SnapshotLoaded
from maestro_tui.store.state import Phase
from maestro_tui.ui.actions.action import Action
from maestro_tui.ui.actions.registry import ACTIONS
from tests.ui import scenario
from tests.ui.driving import Driver, drive
from tests.ui.screens.test_desk import Recorder

IN_TABLES = {"table.open", "table.mark", "table.mark-all", "table.reverse"}
PARTS = ("projects", "tasks", "sessions")

Prepare = Callable[[Driver], None]


def change_phase(phase: Phase) -> Prepare:
    """Have the connection be somewhere else."""

    def prepare(driver: Driver) -> None:
        driver.conductor.store.dispatch(
            ConnectionChanged(phase=phase, at=scenario.NOW, reason="connection refused")
        )

    return prepare


def empty(driver: Driver) -> None:
    """Have a server that holds nothing yet."""
    driver.conductor.store.dispatch(SnapshotLoaded(projects=(), tasks=(), sessions=(), at=scenario.NOW))


def read_only(driver: Driver) -> None:
    """Have a dashboard that only watches."""
    driver.conductor.is_read_only = True


STATES: dict[str, tuple[bool, Prepare]] = {
    "no terminal": (True, lambda _: None),
    "nothing at all": (False, empty),
    "not connected yet": (False, lambda _: None),
    "offline": (True, change_phase(Phase.WAITING)),
    "given up": (True, change_phase(Phase.GAVE_UP)),
    "recording": (True, change_phase(Phase.REPLAYING)),
    "read-only": (True, read_only),
}


CASES = [
    *((state, part) for state in ("no terminal", "recording", "read-only") for part in PARTS),
    # In these the parts differ little: one of them each.
    ("nothing at all", "projects"),
    ("not connected yet", "tasks"),
    ("offline", "sessions"),
    ("given up", "tasks"),
]


def actions() -> Iterator[Action]:
    """Give the actions of the dashboard that can be expected to do something from every part."""
    for action in ACTIONS:
        # From the outermost place there is no way out.
        is_outermost = action.id == "view.out"
        if (action.where == "dashboard" and not is_outermost) or action.id in IN_TABLES:
            yield action


def seen(driver: Driver, recorder: Recorder) -> tuple[object, ...]:
    """Give what tells that something was done."""
    return (
        driver.text,
        driver.app.focused,
        len(driver.app.screen_stack),
        len(recorder.calls),
        len(driver.app._notifications),
        sorted(driver.dashboard.classes),
    )


async def go_back(driver: Driver, part: str) -> None:
    """Be in a part of the dashboard with nothing over it."""
    while len(driver.app.screen_stack) > 1:
        await driver.app.pop_screen()
    driver.app.clear_notifications()
    for bar in driver.dashboard.query("FilterBar"):
        await bar.remove()
    driver.dashboard.go(part)
    await driver.pilot.pause()


@pytest.mark.parametrize(("state", "part"), CASES)
async def test_no_key_is_silent(state: str, part: str) -> None:
    is_loaded, prepare = STATES[state]
    conductor = scenario.make_conductor()
    recorder = Recorder()
    conductor.intents = recorder  # type: ignore[assignment]
    silent = []
    async with drive(conductor=conductor, is_loaded=is_loaded) as driver:
        prepare(driver)
        for action in actions():
            if action.call == f"go('{part}')":
                continue
            await go_back(driver, part)
            before = seen(driver, recorder)
            if action.keys:
                await driver.press(action.keys.partition(",")[0])
            else:
                await driver.app.run_action(action.call, driver.dashboard)
            await driver.pilot.pause()
            if seen(driver, recorder) == before:
                silent.append(action.id)
    assert silent == []
