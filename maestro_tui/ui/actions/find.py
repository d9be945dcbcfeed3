"""What a user can do in the search over everything, for the `registry`."""

from __future__ import annotations

from typing import Final

from maestro_tui.ui.actions.action import Action


def _find(
    id_: str, title: str, keys: str, call: str, shown_as: str = "", *, is_shown: bool = False, help_: str = ""
) -> Action:
    return Action(
        id=f"find.{id_}",
        title=title,
        keys=keys,
        call=call,
        where="find",
        shown_as=shown_as,
        is_shown=is_shown,
        help=help_,
    )


FIND: Final[tuple[Action, ...]] = (
    Action(
        id="view.find",
        title="find everywhere",
        keys="f",
        call="find",
        where="dashboard",
        help="Look for a text in all terminals and their history, in all timelines, tasks, sessions and projects.",
        in_palette=True,
    ),
    _find("jump", "go there", "enter", "jump", is_shown=True, help_="Go to the place itself."),
    _find("up", "up", "up,ctrl+p", "move(-1)", "↑"),
    _find("down", "down", "down,ctrl+n", "move(1)", "↓", is_shown=True),
    _find("page-up", "page up", "pageup", "move_page(-1)", "page up"),
    _find("page-down", "page down", "pagedown", "move_page(1)", "page down"),
    _find("group-back", "group before", "shift+tab", "move_group(-1)"),
    _find("group", "next group", "tab", "move_group(1)", is_shown=True),
    _find("leave", "back", "escape", "leave", "esc", is_shown=True, help_="Go back to where you were."),
)
"""Finding a place, and going there."""
