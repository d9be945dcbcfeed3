"""What a user can do on the other screens: the event log and the wall; part of `registry`."""

from __future__ import annotations

from typing import Final

from maestro_tui.ui.actions.action import Action

VIEWS: Final[tuple[Action, ...]] = (
    Action(
        id="view.log",
        title="event log",
        keys="L",
        call="log",
        where="dashboard",
        help="Every event as it came, with its number and size, and where the connection was cut.",
        in_palette=True,
    ),
    Action(
        id="view.wall",
        title="wall of terminals",
        keys="w",
        call="wall",
        where="dashboard",
        help="See many terminals at once.",
        in_palette=True,
    ),
    *(
        Action(
            id=f"outside.{what}",
            title=f"{title} on or off",
            keys="",
            call=f"switch_outside('{what}')",
            where="dashboard",
            help=help_,
            in_palette=True,
        )
        for what, title, help_ in (
            ("bell", "the bell", "Ring the bell of your terminal when somebody needs you."),
            (
                "notification",
                "notifications",
                "Have your terminal show a notification when somebody needs you.",
            ),
            ("title", "the title", "Say in the title of your terminal how many wait."),
        )
    ),
    Action(
        id="server.connection",
        title="connection",
        keys="C",
        call="connection",
        where="dashboard",
        help="How the connection stands and why, what comes over it, when it was cut, and what was missed.",
        in_palette=True,
    ),
    Action(id="connection.reconnect", title="reconnect now", keys="r", call="reconnect", where="connection"),
    Action(
        id="connection.leave",
        title="leave",
        keys="escape,C,q",
        call="leave",
        where="connection",
        shown_as="esc",
    ),
    Action(
        id="log.leave",
        title="leave",
        keys="escape,L,q",
        call="leave",
        where="log",
        shown_as="esc",
        is_shown=True,
        in_palette=True,
    ),
    Action(
        id="log.filter",
        title="filter",
        keys="slash",
        call="filter",
        where="log",
        shown_as="/",
        is_shown=True,
        in_palette=True,
    ),
    Action(
        id="log.copy",
        title="copy as JSON",
        keys="y",
        call="copy",
        where="log",
        is_shown=True,
        in_palette=True,
    ),
    Action(
        id="log.pause", title="pause", keys="p", call="pause", where="log", is_shown=True, in_palette=True
    ),
    Action(id="log.down", title="scroll the event", keys="J", call="scroll(5)", where="log", is_shown=True),
    Action(id="log.up", title="scroll it back", keys="K", call="scroll(-5)", where="log"),
    Action(
        id="wall.enter",
        title="type into it",
        keys="enter,i",
        call="enter",
        where="wall",
        shown_as="enter",
        is_shown=True,
        in_palette=True,
    ),
    Action(id="wall.left", title="left", keys="left,h", call="step(-1, 0)", where="wall", shown_as="← h"),
    Action(id="wall.right", title="right", keys="right,l", call="step(1, 0)", where="wall", shown_as="→ l"),
    Action(id="wall.up", title="up", keys="up,k", call="step(0, -1)", where="wall", shown_as="↑ k"),
    Action(id="wall.down", title="down", keys="down,j", call="step(0, 1)", where="wall", shown_as="↓ j"),
    Action(id="wall.next", title="next", keys="tab", call="go_round(1)", where="wall"),
    Action(id="wall.previous", title="before", keys="shift+tab", call="go_round(-1)", where="wall"),
    Action(
        id="wall.call",
        title="next waiting",
        keys="n",
        call="next_call",
        where="wall",
        is_shown=True,
        in_palette=True,
    ),
    Action(
        id="wall.zoom",
        title="see it alone",
        keys="z",
        call="zoom",
        where="wall",
        is_shown=True,
        in_palette=True,
    ),
    Action(
        id="wall.leave",
        title="leave",
        keys="escape,w,q,V",
        call="leave",
        where="wall",
        shown_as="esc",
        is_shown=True,
        in_palette=True,
    ),
)
"""What can be done to see more."""
