"""What a user marks in the text of a terminal: a selection, the matches of a search, the caret of the copy mode.

Knows neither the keyboard nor the mouse nor how it is drawn: it is told what to mark, and tells which cells are lit.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

from maestro_tui.terminal.engine import Engine, Point, Span
from maestro_tui.terminal.search import Search
from maestro_tui.terminal.selection import Selection, Step, Unit

FAR: Final = 400
"""Cells over which the next word is looked for: a line or two of nothing are the end of the search."""


class Light(Enum):
    """Why a cell is lit. Of two lights on a cell, the later one of these is seen."""

    FOUND = "found"
    SELECTED = "selected"
    FOUND_HERE = "found here"
    """The match one has walked to."""
    CARET = "caret"


_ORDER: Final = {light: rank for rank, light in enumerate(Light)}


class Lit(NamedTuple):
    """Some cells of a row that are lit."""

    columns: range
    light: Light


class Reading:
    """The marks of one reader in one terminal. They stay with their text when output arrives."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.selection: Selection | None = None
        self.search: Search | None = None
        self._caret: Selection | None = None

    @property
    def is_marked(self) -> bool:
        """Whether anything is to be lit."""
        return bool(self.selection or self.search or self._caret)

    def forget(self) -> None:
        """Take all marks away."""
        self.selection = self.search = self._caret = None

    def lights(self) -> dict[int, list[Lit]]:
        """Give what is lit in the rows of the view, what lies on top last."""
        lit: dict[int, list[Lit]] = {}
        if self.search is not None:
            for y, found in self.search.highlights().items():
                lit[y] = [
                    Lit(columns, Light.FOUND_HERE if is_current else Light.FOUND)
                    for columns, is_current in found
                ]
        if self.selection is not None:
            for y, columns in self.selection.highlights().items():
                lit.setdefault(y, []).append(Lit(columns, Light.SELECTED))
        if self._caret is not None:
            for y, columns in self._caret.highlights().items():
                lit.setdefault(y, []).append(Lit(columns, Light.CARET))
        for row in lit.values():
            row.sort(key=lambda piece: _ORDER[piece.light])
        return lit

    # ------------------------------------------------------------------------------ selecting

    def select(self, anchor: Point, unit: Unit) -> None:
        """Begin a selection in a cell; one outside of the text is moved to its edge."""
        self.selection = Selection(self.engine, self.clamped(anchor), unit)

    def clamped(self, point: Point) -> Point:
        """Give the cell of the text that is nearest to a point."""
        line = min(max(point.line, 0), self.engine.view().total - 1)
        return Point(line, min(max(point.column, 0), self.engine.columns - 1))

    def selected_text(self) -> str:
        """Give the text that is selected."""
        return self.selection.text() if self.selection is not None else ""

    def swap_ends(self) -> None:
        """Have the other end of the selection move from now on."""
        before, here = self.selection, self.caret
        span = before.span() if before is not None else None
        if before is None or span is None or here is None:
            return
        other = span.start if here != span.start else span.end
        self.select(here, before.unit)
        self.place_caret(other)
        self._took_step()

    # ---------------------------------------------------------------------------------- caret

    @property
    def caret(self) -> Point | None:
        """Where the caret stands, or ``None`` without one."""
        return self._caret.head if self._caret is not None else None

    def place_caret(self, point: Point) -> None:
        """Put the caret into a cell, and bring that into view."""
        self._caret = Selection(self.engine, self.clamped(point))
        self._follow()

    def step(self, step: Step) -> None:
        """Move the caret, and what is selected with it."""
        if self._caret is None:
            return
        self._caret.step(step)
        self._took_step()

    def step_word(self, direction: int) -> None:
        """Move the caret to the beginning of the next word, or of the one before."""
        here = self.caret
        if here is not None:
            self.place_caret(self._word_after(here) if direction > 0 else self._word_before(here))
            self._took_step()

    def _took_step(self) -> None:
        """Keep the caret one cell wide, and stretch the selection to it."""
        here = self.caret
        if here is None:
            return
        self._caret = Selection(self.engine, here)
        if self.selection is not None:
            self.selection.extend(here)

    def _follow(self) -> None:
        here, view = self.caret, self.engine.view()
        if here is not None and not view.first <= here.line < view.first + view.height:
            self.engine.scroll_to_line(here.line - view.height // 2)

    def _word_after(self, here: Point) -> Point:
        word = self.engine.word_at(here)
        at = word.end if word is not None and not self._is_blank(here) else here
        for _ in range(FAR):
            at = self._neighbour(at, +1)
            if not self._is_blank(at):
                break
        return at

    def _word_before(self, here: Point) -> Point:
        at = here
        for _ in range(FAR):
            at = self._neighbour(at, -1)
            if not self._is_blank(at):
                break
        word = self.engine.word_at(at)
        return word.start if word is not None else at

    def _is_blank(self, point: Point) -> bool:
        return not self.engine.text(Span(point, point)).strip()

    def _neighbour(self, point: Point, step: int) -> Point:
        columns, total = self.engine.columns, self.engine.view().total
        place = point.line * columns + point.column + step
        return Point(*divmod(min(max(place, 0), total * columns - 1), columns))

    # -------------------------------------------------------------------------------- finding

    def find(self, needle: str) -> None:
        """Look for a text; an empty one ends the search."""
        self.search = Search(self.engine, needle) if needle else None

    def walk(self, direction: int) -> bool:
        """Walk to the next newer match for +1, the next older one for -1; false if there is none."""
        if self.search is None:
            return False
        self.search.refresh()
        match = self.search.next() if direction > 0 else self.search.previous()
        if match is None:
            return False
        if self._caret is not None:
            self.place_caret(match.start)
            self._took_step()
        return True

    def walk_to(self, place: Point) -> None:
        """Put the caret on the match that begins in a cell, or if there is none on that cell."""
        match = self.search.walk_to(place) if self.search is not None else None
        self.place_caret(match.start if match is not None else place)
        self._took_step()

    def link(self) -> str | None:
        """Tell where the hyperlink under the caret leads."""
        here, view = self.caret, self.engine.view()
        if here is None or not view.first <= here.line < view.first + view.height:
            return None
        return self.engine.link_at(here.column, here.line - view.first)
