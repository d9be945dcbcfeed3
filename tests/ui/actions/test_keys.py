"""Every key of the registry, pressed where it is said to work, does that action and no other.

What the actions do is tested where their screens are; that they can be reached is tested here, for all of them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest
from textual.dom import DOMNode
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget

from maestro_tui.ui.actions.action import Action
from maestro_tui.ui.actions.registry import ACTIONS
from maestro_tui.ui.screens import spawn_gate
from maestro_tui.ui.screens.clipboard_gate import ClipboardGate
from maestro_tui.ui.screens.link import LinkScreen
from maestro_tui.ui.screens.menu import Menu, menu_for
from maestro_tui.ui.screens.spawn_gate import SpawnGate
from tests.ui.driving import Driver, drive
from tests.ui.screens.test_spawn_gate import QUESTION

Way = Callable[[Driver], Awaitable[None]]


def by(*keys: str) -> Way:
    """Go somewhere by keys; a terminal with some text is there."""

    async def go(driver: Driver) -> None:
        await driver.open_pane(output=b"Overwrite? ")
        await driver.press(*keys)

    return go


def over(make: Callable[[], Screen[Any]]) -> Way:
    """Have a screen over the dashboard that otherwise comes by itself."""

    async def go(driver: Driver) -> None:
        await driver.app.push_screen(make())
        await driver.pilot.pause()

    return go


WAYS: Final[dict[str, Way]] = {
    "app": by(),
    "dashboard": by("3"),
    "table": by("3"),
    "timeline": by("4"),
    "panes": by("5"),
    "terminal": by("5", "enter"),
    "copy": by("c"),
    "search": by("5", "ctrl+f"),
    "filter": by("slash"),
    "find": by("f"),
    "log": by("L"),
    "decisions": by("D"),
    "wall": by("w"),
    "form": by("1", "N"),
    "choice": by("2", "S"),
    "choose": by("3", "s"),
    "help": by("question_mark"),
    "answer": by("a"),
    "confirm": by("3", "delete"),
    "export": by("e"),
    "connection": by("C"),
    "reading": by("W"),
    "menu": over(lambda: Menu(menu_for("tasks"), Offset(5, 5))),
    "link": over(lambda: LinkScreen("https://example.org")),
    "clipboard": over(lambda: ClipboardGate("Striper", "stripes")),
    "gate": over(lambda: SpawnGate(QUESTION, "the server", "Striper", lambda: False)),
}
"""How one gets to where an action can be done."""

SUBMITTED: Final = "send"
"""What a form does when Textual's own line of input says that it is done."""

ELSEWHERE: Final = {"replay"}
"""Places of another program, whose keys are pressed in its own tests."""


def actions_of(place: str) -> list[Action]:
    """Give the actions of a place that have keys."""
    return [action for action in ACTIONS if action.where == place and action.keys]


def test_all_places_are_visited() -> None:
    assert {action.where for action in ACTIONS if action.keys} == WAYS.keys() | ELSEWHERE


@pytest.mark.parametrize("place", WAYS)
async def test_every_key_does_what_is_said_of_it(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setattr(spawn_gate, "QUIET", 0.0)
    async with drive() as driver:
        await WAYS[place](driver)
        done: list[object] = []

        async def run_action(call: str, node: DOMNode | None = None) -> bool:
            if call in {"scroll_up", "scroll_down"} and isinstance(node, Widget):
                # Every widget has these keys of Textual's own, and those that do not scroll pass them on.
                assert not node.allow_vertical_scroll
                return False
            done.append(SUBMITTED if call == "submit" else call)
            return True

        wrong = []
        with monkeypatch.context() as patch:
            patch.setattr(driver.app, "run_action", run_action)
            for action in actions_of(place):
                for key in action.keys.split(","):
                    done.clear()
                    await driver.press(key)
                    if done != [action.call]:
                        wrong.append((action.id, key, list(done)))
        assert wrong == []
