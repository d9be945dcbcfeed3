"""What a user can do about who calls for them; part of `registry`."""

from __future__ import annotations

from typing import Final

from maestro_tui.ui.actions.action import Action

CALLS: Final[tuple[Action, ...]] = (
    Action(
        id="call.next",
        title="next waiting",
        keys="n",
        call="next_call",
        where="dashboard",
        help="Go to the session that needs you: who waits or failed comes first, and of those the oldest.",
        is_shown=True,
        in_palette=True,
    ),
    Action(
        id="call.queue",
        title="who waits",
        keys="0",
        call="go('calls')",
        where="dashboard",
        help="Go to the list of all who wait, failed or ended.",
        in_palette=True,
    ),
    Action(
        id="call.put-aside",
        title="put aside",
        keys="d",
        call="put_aside",
        where="dashboard",
        help="Have who waits, failed or ended call no more until there is something new: the marked ones, the one "
        "under the cursor, or the first. Once more has it call again.",
        is_shown=True,
        fits=("calls",),
        in_palette=True,
    ),
    Action(
        id="call.put-ended-aside",
        title="put aside all that ended",
        keys="",
        call="put_ended_aside",
        where="dashboard",
        help="Have none call any more that failed, ended or was stopped.",
        in_palette=True,
    ),
)
"""The queue of those who call."""

ANSWER: Final[tuple[Action, ...]] = (
    Action(
        id="answer.type",
        title="type it, without enter",
        keys="ctrl+t",
        call="send(False)",
        where="answer",
        is_shown=True,
    ),
    Action(
        id="answer.go",
        title="go into its terminal",
        keys="ctrl+g",
        call="go",
        where="answer",
        is_shown=True,
    ),
    Action(
        id="answer.leave",
        title="leave it",
        keys="escape",
        call="leave",
        where="answer",
        shown_as="esc",
        is_shown=True,
    ),
)
"""What can be done while one answers; enter sends."""
