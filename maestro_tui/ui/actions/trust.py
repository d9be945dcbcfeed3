"""What a user can do to see why something is shown or was started; part of `registry`."""

from __future__ import annotations

from typing import Final

from maestro_tui.ui.actions.action import Action

TRUST: Final[tuple[Action, ...]] = (
    Action(
        id="session.why",
        title="why it is shown so",
        keys="W",
        call="why",
        where="dashboard",
        help="Show who says how the session under the cursor stands, and how old that is. "
        "≈ and ≠ mark what is not the server's own word.",
        in_palette=True,
    ),
    Action(
        id="spawn.decisions",
        title="decisions",
        keys="D",
        call="decisions",
        where="dashboard",
        help="Show what was started here, what was not, and who decided that.",
        in_palette=True,
    ),
    Action(
        id="record.details",
        title="details",
        keys="v",
        call="details",
        where="dashboard",
        help="Show all that is known of the project, task or session under the cursor, with its whole description.",
        in_palette=True,
    ),
    Action(
        id="reading.leave",
        title="leave",
        keys="escape,q,W,v",
        call="leave",
        where="reading",
        shown_as="esc",
    ),
    Action(id="reading.copy", title="copy as text", keys="y", call="copy", where="reading"),
    Action(id="reading.up", title="up", keys="up,k", call="scroll(-1)", where="reading", shown_as="↑ k"),
    Action(id="reading.down", title="down", keys="down,j", call="scroll(1)", where="reading", shown_as="↓ j"),
    Action(
        id="reading.page-up",
        title="page up",
        keys="pageup,ctrl+u",
        call="scroll_page(-1)",
        where="reading",
        shown_as="page up",
    ),
    Action(
        id="reading.page-down",
        title="page down",
        keys="pagedown,ctrl+d,space",
        call="scroll_page(1)",
        where="reading",
        shown_as="page down",
    ),
    Action(
        id="decisions.leave",
        title="leave",
        keys="escape,D,q",
        call="leave",
        where="decisions",
        shown_as="esc",
        is_shown=True,
        in_palette=True,
    ),
    Action(
        id="decisions.filter",
        title="filter",
        keys="slash",
        call="filter",
        where="decisions",
        shown_as="/",
        is_shown=True,
        in_palette=True,
    ),
    Action(
        id="decisions.copy",
        title="copy",
        keys="y",
        call="copy",
        where="decisions",
        is_shown=True,
        in_palette=True,
    ),
    Action(
        id="decisions.down",
        title="scroll the decision",
        keys="J",
        call="scroll(5)",
        where="decisions",
        is_shown=True,
    ),
    Action(id="decisions.up", title="scroll it back", keys="K", call="scroll(-5)", where="decisions"),
)
"""The evidence, the details, and the log of decisions."""
