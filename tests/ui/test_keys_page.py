"""docs/keys.md says what the registry of actions says; ``UPDATE_SNAPSHOTS=1`` writes it anew."""

from __future__ import annotations

import os
from pathlib import Path

from maestro_tui.ui.actions.action import Action
from maestro_tui.ui.actions.registry import ACTIONS

PAGE = Path(__file__).parent.parent.parent / "docs" / "keys.md"
HEAD = """# Keys

Keys work where one stands; the bottom line of the dashboard shows the most used, `?` all of them. In a terminal
every key belongs to its program but `ctrl+]`, which leaves it; `MAESTRO_LEAVE_KEY` names another. The mouse works
everywhere: a click selects, a double click opens, the wheel scrolls what is under it.

This page is made from the program's own list.
"""
PLACES = {
    "app": "Anywhere",
    "dashboard": "On the dashboard",
    "table": "In a table",
    "timeline": "In the timeline",
    "panes": "In the tabs of the terminals",
    "terminal": "In a terminal",
    "copy": "In copy mode",
    "search": "While searching",
    "find": "While finding something everywhere",
    "wall": "On the wall of terminals",
    "filter": "In the filter",
    "log": "In the event log",
    "replay": "In a replay",
    "form": "In a form",
    "choice": "In a choice of a form",
    "choose": "While choosing tasks",
    "answer": "While answering",
    "confirm": "In a question",
    "gate": "When a spawn is to be allowed",
    "decisions": "In the log of decisions",
    "reading": "While reading why a session is shown so, or all about it",
    "connection": "In the panel of the connection",
    "menu": "In the menu of the right mouse button",
    "link": "Before a link is opened",
    "clipboard": "When a program wants the clipboard",
    "export": "When a terminal is exported",
    "help": "In the help",
}


def line(action: Action) -> str:
    shown = (action.shown_as or action.keys.replace(",", " ")).replace("|", "\\|")
    meaning = action.title if not action.help else f"{action.title}. {action.help}"
    return f"| `{shown}` | {meaning} |"


def page() -> str:
    parts = [HEAD]
    for place, title in PLACES.items():
        lines = [line(action) for action in ACTIONS if action.where == place and action.keys]
        if lines:
            parts.append("\n".join([f"## {title}", "", "| key | does |", "|---|---|", *lines]) + "\n")
    return "\n".join(parts)


def test_every_place_is_on_the_page() -> None:
    assert {action.where for action in ACTIONS} <= set(PLACES)


def test_the_page_is_true() -> None:
    if os.environ.get("UPDATE_SNAPSHOTS"):
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page()
