from __future__ import annotations

from collections import Counter

import pytest
from textual.actions import parse

from maestro_tui.ui.actions import ACTIONS, LEAVE_KEY, Action
from maestro_tui.ui.app import MaestroApp
from maestro_tui.ui.screens.confirm import Confirm
from maestro_tui.ui.screens.dashboard import Dashboard
from maestro_tui.ui.screens.spawn_gate import SpawnGate
from maestro_tui.ui.widgets.filter_bar import FilterBar
from maestro_tui.ui.widgets.pane_strip import PaneStrip
from maestro_tui.ui.widgets.record_table import RecordTable
from maestro_tui.ui.widgets.terminal_view import TerminalView
from maestro_tui.ui.widgets.timeline_view import TimelineView

PLACES: dict[str, type] = {
    "app": MaestroApp,
    "dashboard": Dashboard,
    "table": RecordTable,
    "timeline": TimelineView,
    "panes": PaneStrip,
    "terminal": TerminalView,
    "confirm": Confirm,
    "filter": FilterBar,
    "gate": SpawnGate,
}


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.id)
def test_every_action_can_be_called_where_it_belongs(action: Action) -> None:
    _, name, _ = parse(action.call)
    assert hasattr(PLACES[action.where], f"action_{name}")


def test_ids_are_unique() -> None:
    assert not [id_ for id_, count in Counter(action.id for action in ACTIONS).items() if count > 1]


@pytest.mark.parametrize("where", PLACES)
def test_a_key_does_one_thing_in_a_place(where: str) -> None:
    around = {"table": "dashboard", "timeline": "dashboard", "panes": "dashboard", "dashboard": "app"}
    places = {where}
    while where in around:
        where = around[where]
        places.add(where)
    keys = [key for action in ACTIONS if action.where in places for key in action.keys.split(",")]
    assert not [key for key, count in Counter(keys).items() if count > 1]


def test_a_program_in_a_terminal_gets_every_key_but_one() -> None:
    assert [action.keys for action in ACTIONS if action.where == "terminal"] == [LEAVE_KEY]


def test_no_key_has_priority_over_a_terminal() -> None:
    for place in (MaestroApp, Dashboard):
        app_bindings = place._merge_bindings().key_to_bindings.values()
        assert not [binding for bindings in app_bindings for binding in bindings if binding.priority]
