"""What a user can do, in one list: keys, footer, help and the command palette are made of it and of nothing else."""

from __future__ import annotations

import os
from typing import Final

from textual.binding import Binding, BindingType

from maestro_tui.ui.actions.action import Action
from maestro_tui.ui.actions.calls import ANSWER, CALLS
from maestro_tui.ui.actions.find import FIND
from maestro_tui.ui.actions.layout import LAYOUT
from maestro_tui.ui.actions.leave_key import VARIABLE, read_leave_key
from maestro_tui.ui.actions.replay import REPLAY
from maestro_tui.ui.actions.terminal import COPY_MODE, DIALOGS
from maestro_tui.ui.actions.timeline import TIMELINE
from maestro_tui.ui.actions.trust import TRUST
from maestro_tui.ui.actions.view import VIEWS
from maestro_tui.ui.actions.work import DIALOGS as WORK_DIALOGS, WORK

LEAVE_KEY, LEAVE_KEY_SHOWN = read_leave_key(os.environ.get(VARIABLE))
"""The only key a program in a terminal does not get, as Textual calls it and as people write it."""


def _move(id_: str, title: str, keys: str, call: str, shown_as: str) -> tuple[Action, ...]:
    return tuple(
        Action(id=f"{where}.{id_}", title=title, keys=keys, call=call, where=where, shown_as=shown_as)
        for where in ("table", "timeline")
    )


ACTIONS: Final[tuple[Action, ...]] = (
    Action(
        id="table.open",
        title="open",
        keys="enter",
        call="open",
        where="table",
        help="Go into what the cursor stands on: a project's tasks, a task's sessions, a session's terminal.",
        is_shown=True,
        in_palette=True,
    ),
    Action(
        id="table.filter",
        title="filter",
        keys="slash",
        call="filter",
        where="dashboard",
        shown_as="/",
        help="Show only what matches: words, -words, status:working, project:zebra.",
        is_shown=True,
        fits=("projects", "tasks", "sessions", "calls"),
        in_palette=True,
    ),
    Action(
        id="table.sort",
        title="sort by the next column",
        keys="o",
        call="sort(1)",
        where="table",
        help="A click on its title does the same. What is sorted so is a list; the table's own order is a tree.",
        in_palette=True,
    ),
    Action(
        id="table.sort-back",
        title="sort by the column before",
        keys="O",
        call="sort(-1)",
        where="table",
        in_palette=True,
    ),
    Action(
        id="table.reverse",
        title="sort the other way round",
        keys="exclamation_mark",
        call="reverse",
        where="table",
        shown_as="!",
        in_palette=True,
    ),
    *_move("up", "up", "up,k", "cursor(-1)", "↑ k"),
    *_move("down", "down", "down,j", "cursor(1)", "↓ j"),
    *_move("page-up", "page up", "pageup,ctrl+b", "cursor_page(-1)", "page up"),
    *_move("page-down", "page down", "pagedown,ctrl+f", "cursor_page(1)", "page down"),
    *_move("half-page-up", "half a page up", "ctrl+u", "cursor_page(-0.5)", "ctrl+u"),
    *_move("half-page-down", "half a page down", "ctrl+d", "cursor_page(0.5)", "ctrl+d"),
    *_move("first", "first", "home,g", "cursor_first", "home g"),
    *_move("last", "last", "end,G", "cursor_last", "end G"),
    *TIMELINE,
    Action(
        id="terminal.enter",
        title="type into it",
        keys="enter,i",
        call="enter",
        where="panes",
        shown_as="enter",
        help=f"Give the keyboard to the program in the terminal. {LEAVE_KEY_SHOWN} takes it back.",
        is_shown=True,
        in_palette=True,
    ),
    Action(
        id="terminal.previous",
        title="previous",
        keys="left,h",
        call="step(-1)",
        where="panes",
        shown_as="← h",
    ),
    Action(id="terminal.next", title="next", keys="right,l", call="step(1)", where="panes", shown_as="→ l"),
    Action(
        id="terminal.close",
        title="put away",
        keys="ctrl+w",
        call="put_away",
        where="panes",
        help="Close the terminal that is shown. If its program still runs, this asks first, and then ends it.",
        is_shown=True,
        in_palette=True,
    ),
    Action(
        id="terminal.leave",
        title="leave the terminal",
        keys=LEAVE_KEY,
        call="leave",
        where="terminal",
        shown_as=LEAVE_KEY_SHOWN,
        help="Take the keyboard back from a program. Every other key goes to it.",
        is_shown=True,
    ),
    Action(
        id="terminal.copy",
        title="copy from it",
        keys="c",
        call="read_terminal(False)",
        where="dashboard",
        help="Move over the text of the terminal that is shown, its history too: select, search, copy.",
        is_shown=True,
        fits=("panes",),
        in_palette=True,
    ),
    Action(
        id="terminal.search",
        title="search it",
        keys="ctrl+f",
        call="search",
        where="panes",
        help="Look for a text in the terminal and its history, from the newest on.",
        in_palette=True,
    ),
    Action(
        id="terminal.export",
        title="export or record it",
        keys="e",
        call="export_terminal",
        where="dashboard",
        help="Write the terminal into a file: as text, with its colours, as a picture, or as a recording.",
        in_palette=True,
    ),
    *COPY_MODE,
    *DIALOGS,
    Action(
        id="filter.take-back",
        title="show all",
        keys="escape",
        call="take_back",
        where="filter",
        shown_as="esc",
        is_shown=True,
    ),
    Action(id="filter.up", title="up", keys="up", call="cursor(-1)", where="filter", shown_as="↑"),
    Action(id="filter.down", title="down", keys="down", call="cursor(1)", where="filter", shown_as="↓"),
    *CALLS,
    *WORK,
    Action(
        id="view.projects",
        title="projects",
        keys="1",
        call="go('projects')",
        where="dashboard",
        in_palette=True,
    ),
    Action(id="view.tasks", title="tasks", keys="2", call="go('tasks')", where="dashboard", in_palette=True),
    Action(
        id="view.sessions",
        title="sessions",
        keys="3",
        call="go('sessions')",
        where="dashboard",
        in_palette=True,
    ),
    Action(
        id="view.timeline",
        title="timeline",
        keys="4",
        call="go('timeline')",
        where="dashboard",
        in_palette=True,
    ),
    Action(
        id="view.terminal",
        title="terminals",
        keys="5",
        call="go('panes')",
        where="dashboard",
        in_palette=True,
    ),
    Action(id="view.next", title="next part", keys="tab", call="go_round(1)", where="dashboard"),
    Action(
        id="view.previous", title="previous part", keys="shift+tab", call="go_round(-1)", where="dashboard"
    ),
    Action(
        id="terminal.left",
        title="terminal before",
        keys="left_square_bracket",
        call="step_pane(-1)",
        where="dashboard",
        shown_as="[",
        in_palette=True,
    ),
    Action(
        id="terminal.right",
        title="terminal after",
        keys="right_square_bracket",
        call="step_pane(1)",
        where="dashboard",
        shown_as="]",
        in_palette=True,
    ),
    Action(
        id="view.zoom",
        title="zoom",
        keys="z",
        call="zoom",
        where="dashboard",
        help="Give the terminal the whole screen, and back.",
        is_shown=True,
        fits=("panes",),
        in_palette=True,
    ),
    Action(
        id="view.out",
        title="go out",
        keys="escape",
        call="go_out",
        where="dashboard",
        shown_as="esc",
        help="Leave what you went into, one step at a time.",
    ),
    Action(
        id="server.reconnect",
        title="reconnect",
        keys="r",
        call="reconnect",
        where="dashboard",
        help="Try to reach the server now instead of waiting for the next attempt.",
        in_palette=True,
    ),
    Action(
        id="table.mark",
        title="mark",
        keys="space",
        call="mark",
        where="table",
        help="Mark the row for what is done next, or take the mark off. What is marked is done to all of it.",
        in_palette=True,
    ),
    Action(
        id="table.mark-all",
        title="mark all",
        keys="A",
        call="mark_all",
        where="table",
        help="Mark all rows that are shown, or take all marks off. esc takes them off, too.",
        in_palette=True,
    ),
    *FIND,
    *VIEWS,
    *REPLAY,
    *TRUST,
    *LAYOUT,
    *WORK_DIALOGS,
    *ANSWER,
    Action(id="confirm.yes", title="yes", keys="y", call="answer(True)", where="confirm"),
    Action(
        id="confirm.no", title="no", keys="escape,n,q", call="answer(False)", where="confirm", shown_as="esc"
    ),
    Action(id="gate.allow", title="run it", keys="y", call="answer(True)", where="gate"),
    Action(
        id="gate.refuse",
        title="refuse",
        keys="n,escape",
        call="answer(False)",
        where="gate",
        shown_as="n esc",
    ),
    Action(id="gate.up", title="up", keys="up,k", call="scroll(-1)", where="gate", shown_as="↑ k"),
    Action(id="gate.down", title="down", keys="down,j", call="scroll(1)", where="gate", shown_as="↓ j"),
    Action(
        id="app.palette",
        title="commands",
        keys="colon",
        call="command_palette",
        where="app",
        shown_as=":",
        help="Find anything one can do by its name, and sessions too.",
        is_shown=True,
    ),
    Action(
        id="app.help",
        title="help",
        keys="question_mark",
        call="help",
        where="app",
        shown_as="?",
        help="Show all keys.",
        is_shown=True,
        in_palette=True,
    ),
    Action(
        id="app.quit",
        title="quit",
        keys="ctrl+q",
        call="quit",
        where="app",
        help="Leave the dashboard.",
        is_shown=True,
        in_palette=True,
    ),
)
"""All of it, in the order in which the help and the footer show it."""


BY_ID: Final = {action.id: action for action in ACTIONS}
"""The actions by their names."""


def bindings(where: str) -> list[BindingType]:
    """Give the bindings of a part of the screen."""
    return [
        Binding(
            action.keys,
            action.call,
            action.title,
            show=action.is_shown,
            key_display=action.shown_as or action.keys.partition(",")[0],
            tooltip=action.help,
            id=action.id,
        )
        for action in ACTIONS
        if action.where == where and action.keys
    ]
