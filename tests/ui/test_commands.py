"""The command palette: every action that is said to be in it is offered where it can be done, and is done."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import cast

import pytest
from textual.command import DiscoveryHit

from maestro_tui.ui.actions.action import Action
from maestro_tui.ui.actions.registry import ACTIONS
from maestro_tui.ui.commands import WorkCommands
from tests.ui.driving import Driver, drive
from tests.ui.screens.test_desk import desk

PLACES: dict[str, tuple[str, ...]] = {
    "dashboard": (),
    "app": (),
    "table": (),
    "timeline": (),
    "panes": (),
    "log": ("L",),
    "decisions": ("D",),
    "wall": ("w",),
}
"""How one gets to the places in which there is something to choose from the palette."""


def offered_in(place: str) -> list[Action]:
    """Give the actions of a place that are said to be in the palette."""
    return [action for action in ACTIONS if action.where == place and action.in_palette]


async def discover(driver: Driver) -> dict[str, DiscoveryHit]:
    """Give what the palette offers now, by its title."""
    provider = WorkCommands(driver.app.screen)
    return {str(hit.display): hit async for hit in provider.discover() if isinstance(hit, DiscoveryHit)}


def title_of(action: Action) -> str:
    """Give the title of an action in the palette."""
    return f"{action.id.partition('.')[0]}: {action.title}"


def test_all_that_is_in_the_palette_is_in_one_of_these_places() -> None:
    assert {action.where for action in ACTIONS if action.in_palette} - {"replay"} <= set(PLACES)


@pytest.mark.parametrize("place", PLACES)
async def test_every_action_is_offered_and_done(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    async with drive() as driver:
        await driver.open_pane()
        await driver.press(*PLACES[place])
        done: list[str] = []

        async def run_action(call: str, node: object) -> bool:
            name = call.partition("(")[0]
            assert hasattr(node, f"action_{name}")
            done.append(call)
            return True

        with monkeypatch.context() as patch:
            patch.setattr(driver.app, "run_action", run_action)
            hits = await discover(driver)
            for action in offered_in(place):
                await cast("Awaitable[bool]", hits[title_of(action)].command())
        assert done == [action.call for action in offered_in(place)]


async def test_one_types_what_one_wants_and_presses_enter() -> None:
    async with desk() as (driver, recorder):
        await driver.press("2", "colon")
        await driver.until(lambda: len(driver.app.screen_stack) > 1)
        await driver.press(*"set status")
        await driver.sees("work: set status")
        await driver.press("enter")
        await driver.until(lambda: "How does Paint the stripes stand?" in driver.text)
        await driver.press("enter")
        assert recorder.calls[0][:2] == ("update_task", "tsk_stripes")


async def test_in_the_event_log_its_own_actions_are_offered() -> None:
    async with drive() as driver:
        await driver.press("L", "colon")
        await driver.until(lambda: len(driver.app.screen_stack) > 2)
        await driver.press(*"log pause")
        await driver.sees("log: pause")
