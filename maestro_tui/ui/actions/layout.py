"""What a user can do about how the screen is shared; part of `registry`."""

from __future__ import annotations

from typing import Final

from maestro_tui.ui.actions.action import Action


def _layout(
    id_: str,
    title: str,
    call: str,
    help_: str,
    keys: str = "",
    shown_as: str = "",
) -> Action:
    return Action(
        id=f"layout.{id_}",
        title=title,
        keys=keys,
        call=call,
        where="dashboard",
        help=help_,
        shown_as=shown_as,
        in_palette=True,
    )


LAYOUT: Final[tuple[Action, ...]] = (
    _layout(
        "next",
        "next layout",
        "next_layout",
        "From the tables to one session, to the wall of terminals, and back.",
        "V",
    ),
    _layout(
        "tables", "tables", "show_layout('tables')", "Projects, tasks, sessions, a timeline, a terminal."
    ),
    _layout(
        "session", "one session", "show_layout('session')", "One session: its tasks, timeline and terminal."
    ),
    _layout("wall", "wall", "wall", "A grid of terminals."),
    _layout("alone", "terminal alone", "zoom", "The terminal on the whole screen, and back."),
    _layout(
        "narrower",
        "narrower",
        "resize(True, -2)",
        "Make the part narrower. Borders drag, too.",
        "less_than_sign",
        "<",
    ),
    _layout("wider", "wider", "resize(True, 2)", "Make the part wider.", "greater_than_sign", ">"),
    _layout("lower", "lower", "resize(False, -1)", "Make the part lower.", "left_parenthesis", "("),
    _layout(
        "higher",
        "higher",
        "resize(False, 1)",
        "Make the part higher. A double click on a border puts it back.",
        "right_parenthesis",
        ")",
    ),
    _layout(
        "forget",
        "forget what is remembered",
        "forget",
        "Put sizes, filters, orders, the theme and what is told outside back to how they were at first.",
    ),
)
"""Layouts and sizes. What is chosen is remembered."""
