"""A selection in the text of a terminal: its two ends, what lies between them, and how keys move it.

The ends are marks: the selection stays on its text when output arrives, when the view moves, and when lines are
wrapped anew. Nothing is copied here.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from maestro_tui.terminal.engine import Point, Span

if TYPE_CHECKING:
    from maestro_tui.terminal.engine import Engine

__all__ = ["Selection", "Step", "Unit"]


class Unit(Enum):
    """What a selection grows by."""

    CELL = "cell"
    WORD = "word"
    """After a double click."""
    LINE = "line"
    """After a triple click: whole lines, with all rows they are wrapped over."""
    BLOCK = "block"
    """With a modifier held: the same columns of every line."""


class Step(Enum):
    """How a key moves the free end."""

    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"
    LINE_START = "line start"
    LINE_END = "line end"
    PAGE_UP = "page up"
    PAGE_DOWN = "page down"
    TOP = "top"
    BOTTOM = "bottom"


class Selection:
    """A selection that begins in one cell."""

    def __init__(self, engine: Engine, anchor: Point, unit: Unit = Unit.CELL) -> None:
        """Begin a selection.

        Raises:
            PaneError: there is no such cell.
        """
        self.unit = unit
        self._engine = engine
        self._anchor = engine.mark(anchor)
        self._head = engine.mark(anchor)

    def extend(self, head: Point) -> None:
        """Move the free end to a cell; a place outside of the text is moved to its edge."""
        total = self._engine.view().total
        line = min(max(head.line, 0), total - 1)
        column = min(max(head.column, 0), self._engine.columns - 1)
        self._head = self._engine.mark(Point(line, column))

    def step(self, step: Step) -> None:
        """Move the free end by a key, and the view after it."""
        head = self._head.point()
        if head is None:
            return
        view = self._engine.view()
        self.extend(_stepped(head, step, self._engine.columns, view.height, view.total))
        moved = self._head.point() or head
        if moved.line < view.first:
            self._engine.scroll_to_line(moved.line)
        elif moved.line >= view.first + view.height:
            self._engine.scroll_to_line(moved.line - view.height + 1)

    @property
    def head(self) -> Point | None:
        """The free end, or ``None`` once its text is gone."""
        return self._head.point()

    def span(self) -> Span | None:
        """Give the first and the last selected cell, or ``None`` once the text is gone.

        Of a block these are its upper left and its lower right corner.
        """
        anchor, head = self._anchor.point(), self._head.point()
        if anchor is None or head is None:
            return None
        start, end = min(anchor, head), max(anchor, head)
        if self.unit is Unit.BLOCK:
            left, right = sorted((anchor.column, head.column))
            return Span(Point(start.line, left), Point(end.line, right))
        if self.unit is Unit.WORD:
            first, last = self._engine.word_at(start), self._engine.word_at(end)
            return Span(first.start if first else start, last.end if last else end)
        if self.unit is Unit.LINE:
            first, last = self._engine.line_at(start), self._engine.line_at(end)
            top = first.start.line if first else start.line
            bottom = last.end.line if last else end.line
            return Span(Point(top, 0), Point(bottom, self._engine.columns - 1))
        return Span(start, end)

    def text(self) -> str:
        """Give the selected text: lines that were only wrapped are one, blanks at the ends are left out."""
        span = self.span()
        if span is None:
            return ""
        is_block = self.unit is Unit.BLOCK
        return self._engine.text(span, unwrap=not is_block, block=is_block)

    def highlights(self) -> dict[int, range]:
        """Give the selected columns of each row of the view."""
        span = self.span()
        if span is None:
            return {}
        view = self._engine.view()
        first = max(span.start.line, view.first)
        last = min(span.end.line, view.first + view.height - 1)
        return {line - view.first: self._columns(span, line) for line in range(first, last + 1)}

    def _columns(self, span: Span, line: int) -> range:
        if self.unit is Unit.BLOCK:
            return range(span.start.column, span.end.column + 1)
        left = span.start.column if line == span.start.line else 0
        right = span.end.column if line == span.end.line else self._engine.columns - 1
        return range(left, right + 1)


def _stepped(point: Point, step: Step, columns: int, page: int, total: int) -> Point:
    """Tell where a step leads. Left and right go on over the ends of lines; the caller clamps."""
    line, column = point
    if step in {Step.LEFT, Step.RIGHT}:
        place = line * columns + column + (1 if step is Step.RIGHT else -1)
        return Point(*divmod(min(max(place, 0), total * columns - 1), columns))
    places = {
        Step.UP: Point(line - 1, column),
        Step.DOWN: Point(line + 1, column),
        Step.LINE_START: Point(line, 0),
        Step.LINE_END: Point(line, columns - 1),
        Step.PAGE_UP: Point(line - page, column),
        Step.PAGE_DOWN: Point(line + page, column),
        Step.TOP: Point(0, 0),
        Step.BOTTOM: Point(total - 1, columns - 1),
    }
    return places[step]
