"""Screens as text that is compared with what was looked at and found good: what stands where, and in which role.

``UPDATE_SNAPSHOTS=1`` writes them anew. Below the screen stands, cell by cell, what its colours mean: so a snapshot
tells when the wrong part looks focused, or what waits no longer looks so, and nothing of it changes with a shade.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from maestro_tui.ui.look.contrast import contrast
from maestro_tui.ui.look.ink import VARIABLES, parse_variable
from maestro_tui.ui.look.tones import Tone
from tests.ui.driving import Driver

HERE: Final = Path(__file__).parent / "snapshots"

ROLES: Final = {
    Tone.PLAIN: " ",
    Tone.MUTED: "m",
    Tone.FAINT: "f",
    Tone.ACCENT: "a",
    Tone.WAITING: "w",
    Tone.FAILED: "x",
}
RULE: Final = (
    "── roles: muted, faint, accent, waiting, x failed; in capitals, or _, on a ground of its own ──"
)
FRAMES: Final = frozenset("─│╭╮╰╯━┃┏┓┗┛")
OTHER_GROUND: Final = 1.12
"""From which contrast with the screen on a ground is one of its own: bars and dialogs are hardly lighter."""


def check(driver: Driver, name: str) -> None:
    """Compare the screen with the stored one."""
    path = HERE / f"{name}.txt"
    shown = [*driver.text.splitlines(), RULE, *_roles(driver)]
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_text("\n".join(shown) + "\n", encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8").splitlines()


def _roles(driver: Driver) -> Iterator[str]:
    """Give the roles of the cells of each line; a frame has one only if it is not the usual."""
    variables = driver.app.theme_variables
    ground = parse_variable(variables["background"])
    colors = {role: ground + parse_variable(variables[VARIABLES[tone]]) for tone, role in ROLES.items()}
    for strip in driver.app.screen._compositor.render_strips(driver.app.size):
        yield "".join(_roles_of(segment, colors, ground) for segment in strip).rstrip()


def _roles_of(segment: Segment, colors: dict[str, Color], ground: Color) -> str:
    style = segment.style or Style()
    color = Color.from_rich_color(style.color) if style.color else colors[" "]
    behind = Color.from_rich_color(style.bgcolor) if style.bgcolor else ground
    role = min(colors, key=lambda role: _distance(colors[role], color))
    is_other = contrast(behind, ground) >= OTHER_GROUND
    return "".join(_role_of(character, role, is_other=is_other) for character in segment.text)


def _role_of(character: str, role: str, *, is_other: bool) -> str:
    if character in FRAMES and role in " mf":
        mark = " "
    elif character == " " or role == " ":
        mark = "_" if is_other else " "
    else:
        mark = role.upper() if is_other else role
    return mark * cell_len(character)


def _distance(one: Color, other: Color) -> int:
    return sum((a - b) ** 2 for a, b in zip(one.rgb, other.rgb, strict=True))
