"""Finding a text in history and screen, and walking from match to match."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from maestro_tui.terminal.engine import Point

if TYPE_CHECKING:
    from maestro_tui.terminal.engine import Engine, Match

__all__ = ["Highlight", "Search"]


class Highlight(NamedTuple):
    """A piece of a match in a row of the view."""

    columns: range
    is_current: bool


class Search:
    """A text that is looked for. Upper and lower case are the same.

    The matches are those of the last :meth:`refresh`; when output has arrived since, they may have moved.
    """

    def __init__(self, engine: Engine, needle: str) -> None:
        self.needle = needle
        self.matches: list[Match] = []
        """Oldest first; of very many, the newest."""
        self.current: int | None = None
        """Which of them was walked to last."""
        self._engine = engine
        self.refresh()

    def refresh(self) -> None:
        """Look again, for a text that has changed. The current match stays the current one while it is there."""
        before = None if self.current is None else self.matches[self.current]
        self.matches = self._engine.find(self.needle)
        self.current = None
        if before is not None and self.matches:
            self.current = min(bisect_left(self.matches, before), len(self.matches) - 1)

    def next(self) -> Match | None:
        """Walk to the next newer match, after the newest to the oldest, and show it."""
        if not self.matches:
            return None
        if self.current is None:
            self.current = bisect_left(self.matches, (self._top(),)) - 1
        return self._walk_to(self.current + 1)

    def previous(self) -> Match | None:
        """Walk to the next older match, after the oldest to the newest, and show it.

        The first step leads to the newest match that is above the end of the view.
        """
        if not self.matches:
            return None
        if self.current is None:
            view = self._engine.view()
            end = Point(view.first + view.height, 0)
            self.current = bisect_right(self.matches, (end,))
        return self._walk_to(self.current - 1)

    def walk_to(self, start: Point) -> Match | None:
        """Walk to the match that begins in a cell, and show it; ``None`` if there is none."""
        index = bisect_left(self.matches, (start,))
        is_there = index < len(self.matches) and self.matches[index].start == start
        return self._walk_to(index) if is_there else None

    def _top(self) -> Point:
        return Point(self._engine.view().first, 0)

    def _walk_to(self, index: int) -> Match:
        self.current = index % len(self.matches)
        match = self.matches[self.current]
        view = self._engine.view()
        if not view.first <= match.start.line < view.first + view.height:
            self._engine.scroll_to_line(match.start.line - view.height // 2)
        return match

    def highlights(self) -> dict[int, list[Highlight]]:
        """Give the columns to light up in the rows of the view, for the matches that are in it."""
        view = self._engine.view()
        last = view.first + view.height - 1
        found: dict[int, list[Highlight]] = {}
        # A match that begins above the view may reach into it; it is seldom longer than a line or two.
        start = bisect_left(self.matches, (Point(view.first - 2, 0),))
        for index in range(start, len(self.matches)):
            match = self.matches[index]
            if match.start.line > last:
                break
            for line in range(max(match.start.line, view.first), min(match.end.line, last) + 1):
                columns = self._columns(match, line)
                found.setdefault(line - view.first, []).append(Highlight(columns, index == self.current))
        return found

    def _columns(self, match: Match, line: int) -> range:
        left = match.start.column if line == match.start.line else 0
        right = match.end.column if line == match.end.line else self._engine.columns - 1
        return range(left, right + 1)
