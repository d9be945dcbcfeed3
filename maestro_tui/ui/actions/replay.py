"""What a user can do with a recording that is replayed; part of `registry`, and nowhere else of use."""

from __future__ import annotations

from typing import Final

from maestro_tui.ui.actions.action import Action


def _replay(id_: str, title: str, keys: str, call: str, help_: str = "", *, shown_as: str = "") -> Action:
    return Action(
        id=f"replay.{id_}",
        title=title,
        keys=keys,
        call=call,
        where="replay",
        help=help_,
        shown_as=shown_as,
        in_palette=True,
    )


REPLAY: Final[tuple[Action, ...]] = (
    _replay("pause", "pause, or go on", "p", "pause_replay", "At the end it begins again."),
    _replay("step", "one frame on", "full_stop", "step_replay(1)", "Pauses first.", shown_as="."),
    _replay("back", "one frame back", "comma", "step_replay(-1)", "Pauses first.", shown_as=","),
    _replay(
        "faster",
        "faster",
        "right_curly_bracket",
        "speed_replay(1)",
        "Twice as fast, up to 64 times; then as fast as it goes.",
        shown_as="}",
    ),
    _replay("slower", "slower", "left_curly_bracket", "speed_replay(-1)", shown_as="{"),
    _replay("start", "to the start", "", "go_in_replay('start')", "Before the first frame."),
    _replay("end", "to the end", "", "go_in_replay('end')", "After the last frame."),
    _replay("free", "as fast as it goes", "", "free_replay", "Without any waiting."),
)
"""What can be done in a replay, wherever one is in it."""
