"""What a user can do with projects, tasks and sessions, and in the dialogs for it; part of `registry`."""

from __future__ import annotations

from typing import Final

from maestro_tui.ui.actions.action import Action


def _work(
    id_: str, title: str, keys: str, help_: str, *, shown_as: str = "", fits: tuple[str, ...] = ()
) -> Action:
    return Action(
        id=f"work.{id_}",
        title=title,
        keys=keys,
        call=id_.replace("-", "_"),
        where="dashboard",
        help=help_,
        is_shown=bool(fits),
        fits=fits,
        shown_as=shown_as,
        in_palette=True,
    )


WORK: Final[tuple[Action, ...]] = (
    _work(
        "spawn",
        "start session",
        "s",
        "Start a session on the marked tasks, or on this one; elsewhere one chooses. You see first what will run.",
        fits=("projects", "tasks", "sessions"),
    ),
    _work(
        "answer",
        "answer",
        "a",
        "Answer the session that waits, without going into its terminal.",
        fits=("sessions", "calls"),
    ),
    _work(
        "tell",
        "tell it",
        "t",
        "Type a line into the terminals of the sessions that are marked, or of this one.",
        fits=("sessions", "calls"),
    ),
    _work(
        "report",
        "report",
        "m",
        "Report for the marked sessions, or this one, as its agent would: progress, a question, the end.",
    ),
    _work(
        "new",
        "new",
        "N",
        "Make a project, a task or a session: what the table shows that has the keyboard.",
        fits=("projects", "tasks"),
    ),
    _work(
        "edit", "edit", "E", "Change the project or the task under the cursor.", fits=("projects", "tasks")
    ),
    _work(
        "set-status",
        "set status",
        "S",
        "Say how the marked tasks or sessions stand, or the one under the cursor.",
        fits=("tasks",),
    ),
    _work(
        "link",
        "add a task",
        "plus",
        "Have the session under the cursor work on the marked tasks, or on this one; elsewhere one chooses.",
        shown_as="+",
    ),
    _work(
        "unlink",
        "take a task off",
        "minus",
        "Have the session under the cursor no longer work on them; elsewhere one chooses.",
        shown_as="-",
    ),
    _work(
        "restart",
        "start again",
        "R",
        "Start sessions like the marked ones, or like this one, and end those that still run. Asks first.",
    ),
    _work(
        "stop",
        "stop",
        "X",
        "Stop the sessions that are marked, or this one: their programs are ended. Asks first.",
        fits=("sessions",),
    ),
    _work(
        "delete",
        "delete",
        "delete",
        "Delete what is marked, or under the cursor. Asks first, and says what goes with it.",
    ),
)
"""What changes something. All of it is refused in a read-only dashboard."""

DIALOGS: Final[tuple[Action, ...]] = (
    Action(id="form.send", title="do it", keys="enter,ctrl+s", call="send", where="form", is_shown=True),
    Action(
        id="form.leave",
        title="leave it",
        keys="escape",
        call="leave",
        where="form",
        shown_as="esc",
        is_shown=True,
    ),
    Action(
        id="form.next", title="next field", keys="tab,down", call="next_field", where="form", shown_as="tab"
    ),
    Action(
        id="form.previous",
        title="field before",
        keys="shift+tab,up",
        call="previous_field",
        where="form",
        shown_as="shift+tab",
    ),
    Action(id="choose.filter", title="filter", keys="slash", call="filter", where="choose", shown_as="/"),
    Action(id="choose.make", title="a new one", keys="N", call="make", where="choose"),
    Action(
        id="choose.leave", title="leave it", keys="escape,q", call="leave", where="choose", shown_as="esc"
    ),
    Action(id="menu.up", title="up", keys="up,k", call="step(-1)", where="menu", shown_as="↑ k"),
    Action(id="menu.down", title="down", keys="down,j", call="step(1)", where="menu", shown_as="↓ j"),
    Action(id="menu.choose", title="do it", keys="enter", call="choose", where="menu"),
    Action(id="menu.leave", title="leave", keys="escape,q", call="leave", where="menu", shown_as="esc"),
    Action(
        id="choice.next", title="next", keys="right,space,l", call="step(1)", where="choice", shown_as="→"
    ),
    Action(
        id="choice.previous", title="before", keys="left,h", call="step(-1)", where="choice", shown_as="←"
    ),
    Action(
        id="help.leave",
        title="leave",
        keys="escape,question_mark,q",
        call="leave",
        where="help",
        shown_as="esc",
    ),
    Action(id="help.up", title="up", keys="up,k", call="scroll(-1)", where="help", shown_as="↑ k"),
    Action(id="help.down", title="down", keys="down,j", call="scroll(1)", where="help", shown_as="↓ j"),
    Action(id="help.page-up", title="page up", keys="pageup,ctrl+u", call="scroll_page(-1)", where="help"),
    Action(
        id="help.page-down",
        title="page down",
        keys="pagedown,ctrl+d,space",
        call="scroll_page(1)",
        where="help",
    ),
    Action(id="help.first", title="first", keys="home,g", call="scroll_to_end(False)", where="help"),
    Action(id="help.last", title="last", keys="end,G", call="scroll_to_end(True)", where="help"),
    Action(
        id="help.filter",
        title="filter",
        keys="slash",
        call="filter",
        where="help",
        shown_as="/",
        help="Show only keys about which all words are said that one types.",
    ),
)
"""What can be done in the dialogs."""
