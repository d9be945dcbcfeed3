from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections import Counter
from collections.abc import Iterator

import pytest
from textual.actions import parse
from textual.binding import Binding
from textual.dom import DOMNode

import maestro_tui.ui
from maestro_tui.ui.actions.action import Action
from maestro_tui.ui.actions.key_lines import PLACES as EXPLAINED, describe_keys, find_actions
from maestro_tui.ui.actions.registry import ACTIONS, LEAVE_KEY
from maestro_tui.ui.app import MaestroApp
from maestro_tui.ui.screens.dashboard import Dashboard

AROUND = {"table": "dashboard", "timeline": "dashboard", "panes": "dashboard", "dashboard": "app"}
"""The place around a place, whose keys work in it as well."""


def classes() -> Iterator[type[DOMNode]]:
    """Give every class of the user interface that declares keys."""
    for module in pkgutil.walk_packages(maestro_tui.ui.__path__, "maestro_tui.ui."):
        for _, kind in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if kind.__module__ == module.name and issubclass(kind, DOMNode) and kind.__dict__.get("BINDINGS"):
                yield kind


def places() -> dict[str, type[DOMNode]]:
    """Find out which class declares the keys of which place."""
    where = {action.id: action.where for action in ACTIONS}
    found: dict[str, type[DOMNode]] = {}
    for kind in classes():
        for binding in kind.BINDINGS:
            assert isinstance(binding, Binding), f"{kind} has keys that are not in the registry"
            assert binding.id is not None
            found[where[binding.id]] = kind
    return found


PLACES = places()


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_can_be_called_where_it_belongs(action: Action) -> None:
    _, name, _ = parse(action.call)
    assert hasattr(PLACES[action.where], f"action_{name}")


def test_ids_are_unique() -> None:
    assert not [id_ for id_, count in Counter(action.id for action in ACTIONS).items() if count > 1]


@pytest.mark.parametrize("where", PLACES)
def test_a_key_does_one_thing_in_a_place(where: str) -> None:
    keys = [key for action in ACTIONS if action.where == where for key in action.keys.split(",") if key]
    assert not [key for key, count in Counter(keys).items() if count > 1]


def test_no_key_of_the_dashboard_is_hidden_by_a_table_or_the_timeline() -> None:
    keys: dict[str, set[str]] = {}
    for action in ACTIONS:
        keys.setdefault(action.where, set()).update(action.keys.split(","))
    for inner, outer in AROUND.items():
        hidden = keys[inner] & keys[outer]
        # In the tabs of terminals ctrl+f looks for a text; nothing else may mean two things.
        assert not hidden, (inner, outer)


def test_a_program_in_a_terminal_gets_every_key_but_one() -> None:
    assert [action.keys for action in ACTIONS if action.where == "terminal"] == [LEAVE_KEY]


def test_no_key_has_priority_over_a_terminal() -> None:
    for place in (MaestroApp, Dashboard):
        app_bindings = place._merge_bindings().key_to_bindings.values()
        assert not [binding for bindings in app_bindings for binding in bindings if binding.priority]


def test_the_help_explains_every_action_outside_dialogs() -> None:
    text = describe_keys(find_actions(), 100)[0].plain
    for action in ACTIONS:
        if action.where in EXPLAINED:
            assert action.title in text
