"""What a user can do in the timeline beside moving in it; part of `registry`."""

from __future__ import annotations

from typing import Final

from maestro_tui.ui.actions.action import Action

TIMELINE: Final[tuple[Action, ...]] = (
    Action(
        id="timeline.unfold",
        title="unfold",
        keys="enter",
        call="unfold",
        where="timeline",
        help="Show the whole message of the event and its metadata, or no longer. A second click does the same.",
        is_shown=True,
        in_palette=True,
    ),
    Action(
        id="timeline.unfold-all",
        title="unfold all",
        keys="x",
        call="unfold_all",
        where="timeline",
        help="Show all there is of every event, or of none.",
        is_shown=True,
        in_palette=True,
    ),
    Action(
        id="timeline.times",
        title="times",
        keys="T",
        call="switch_times",
        where="timeline",
        help="Say how long ago things happened, or at what time.",
        is_shown=True,
        in_palette=True,
    ),
    Action(
        id="timeline.copy",
        title="copy the event",
        keys="y",
        call="copy",
        where="timeline",
        help="Copy the event with its metadata.",
        is_shown=True,
        in_palette=True,
    ),
)
"""What can be done with events. Works in the palette wherever one stands."""
