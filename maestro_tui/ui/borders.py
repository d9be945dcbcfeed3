"""The borders between the parts of the dashboard, and how far each of them can be moved. Pure."""

from __future__ import annotations

from typing import Final

import msgspec

TABLES: Final = "tables"
SESSION: Final = "session"
NARROW: Final = "narrow"

LAYOUTS: Final = (TABLES, SESSION)
"""The layouts of a screen that has room to show parts side by side. A narrow one has no choice."""

SHARES: Final = (0.1, 0.8)
"""The least and the most of its room a part takes, whatever a file says."""


class Border(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be moved: one part grows by it, and its neighbour gives."""

    name: str
    """What its place is remembered by; stable."""
    sized: str
    """The part whose size is set, by its name on the screen."""
    giver: str
    """The part beside it that takes what is left."""
    is_upright: bool
    """Whether it moves sideways; else it moves up and down."""
    is_after: bool
    """Whether it is at the right of the sized part, or below it."""
    lit: str
    """The part on whose edge it is seen that it can be moved."""
    least: int
    """The fewest cells of the sized part."""
    giver_least: int
    """The fewest cells of its neighbour."""
    is_docked: bool = False
    """Whether the sized part is beside all others, and not only beside its neighbour."""

    @property
    def edge(self) -> str:
        """The edge of the lit part: left, right, top or bottom."""
        is_far = self.is_after == (self.lit == self.sized)
        if self.is_upright:
            return "right" if is_far else "left"
        return "bottom" if is_far else "top"

    def size_within(self, wanted: int, now: int, giver: int) -> int:
        """Give the size nearest to the wanted one that leaves enough to both; `now` and `giver` are as things stand."""
        most = now + giver - self.giver_least
        return max(min(self.least, now), min(wanted, most))


def _upright(name: str, sized: str, giver: str, *, is_after: bool, lit: str) -> Border:
    return Border(
        name=name,
        sized=sized,
        giver=giver,
        is_upright=True,
        is_after=is_after,
        lit=lit,
        least=20,
        giver_least=24,
    )


def _level(name: str, sized: str, giver: str, *, is_after: bool, lit: str, giver_least: int = 5) -> Border:
    return Border(
        name=name,
        sized=sized,
        giver=giver,
        is_upright=False,
        is_after=is_after,
        lit=lit,
        least=5,
        giver_least=giver_least,
    )


BORDERS: Final[dict[str, tuple[Border, ...]]] = {
    TABLES: (
        _upright("timeline", "timeline", "sessions", is_after=False, lit="timeline"),
        _upright("left", "left", "sessions", is_after=True, lit="sessions"),
        Border(
            name="beside",
            sized="beside",
            giver="terminals",
            is_upright=True,
            is_after=False,
            lit="terminals",
            least=20,
            giver_least=100,
            is_docked=True,
        ),
        _level("projects", "projects", "tasks", is_after=True, lit="projects"),
        _level("terminal", "terminals", "tables", is_after=False, lit="terminals", giver_least=10),
    ),
    SESSION: (
        _upright("session", "tables", "terminals", is_after=True, lit="terminals"),
        _level("session-tasks", "left", "timeline", is_after=True, lit="timeline"),
    ),
    NARROW: (_level("list", "sessions", "timeline", is_after=True, lit="sessions"),),
}
"""The borders of each layout; of two that could be meant by a key, the first is."""

NAMES: Final = frozenset(border.name for borders in BORDERS.values() for border in borders)


def share(value: object) -> float | None:
    """Read how much of its room a part takes, as it was remembered; None is as it is by itself."""
    return min(max(float(value), SHARES[0]), SHARES[1]) if isinstance(value, int | float) else None
