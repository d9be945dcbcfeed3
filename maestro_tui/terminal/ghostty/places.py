"""Places in the text of a terminal: points to the library's references and back, marks, spans, their text."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

from maestro_tui.terminal.engine import Point, Span
from maestro_tui.terminal.ghostty.binding import (
    FREE_MARK,
    C,
    CData,
    Handle,
    ensure,
    ffi,
    lib,
    point_function,
    sized,
)

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Places", "TrackedMark"]

LINK_LIMIT = 4096

SCREEN = C.GHOSTTY_POINT_TAG_SCREEN
"""Points are counted over history and screen together."""

_point_from_ref = lib.ghostty_terminal_point_from_grid_ref

_grid_ref = point_function("ghostty_terminal_grid_ref", "GhosttyGridRef *")
_track = point_function("ghostty_terminal_grid_ref_track", "GhosttyTrackedGridRef *")


def _point(tag: int, x: int, y: int) -> CData:
    point = ffi.new("GhosttyPointS *")
    point.tag = tag
    point.value.x, point.value.y = x, y
    return point[0]


class TrackedMark:
    """A place that stays with its text. Holds on to its engine, whose memory it lies in."""

    def __init__(self, owner: object, reference: Handle) -> None:
        self._owner = owner
        self._reference = reference
        self._coordinate = ffi.new("GhosttyPointCoordinate *")
        weakref.finalize(self, FREE_MARK, reference).atexit = False

    def point(self) -> Point | None:
        """Tell where it is now, or ``None`` once its text is gone."""
        if not lib.ghostty_tracked_grid_ref_has_value(self._reference):
            return None
        if lib.ghostty_tracked_grid_ref_point(self._reference, SCREEN, self._coordinate):
            return None
        return Point(int(self._coordinate.y), int(self._coordinate.x))


class Places:
    """Finds places in one terminal."""

    def __init__(self, terminal: Handle) -> None:
        self._terminal = terminal
        self._coordinate = ffi.new("GhosttyPointCoordinate *")

    def reference(self, point: Point, tag: int = SCREEN) -> CData | None:
        """Give the library's reference to a cell, or ``None`` if there is no such cell."""
        reference = sized("GhosttyGridRef")
        line, column = point
        if line < 0 or column < 0:
            return None
        return reference if not _grid_ref(self._terminal, _point(tag, column, line), reference) else None

    def point_of(self, reference: CData) -> Point | None:
        """Tell where a reference points."""
        coordinate = self._coordinate
        if _point_from_ref(self._terminal, reference, SCREEN, coordinate):
            return None
        return Point(coordinate.y, coordinate.x)

    def span_of(self, selection: CData) -> Span | None:
        """Tell where a selection of the library lies."""
        first, last = selection.start, selection.end
        start = self.point_of(ffi.addressof(first))
        if start is not None and first.node == last.node:
            # In one page of the library the distance is known; finding a place takes it through all pages.
            return Span(start, Point(start.line + last.y - first.y, last.x))
        end = self.point_of(ffi.addressof(last))
        return Span(start, end) if start is not None and end is not None else None

    def mark(self, owner: object, point: Point) -> TrackedMark:
        """Keep hold of a place.

        Raises:
            PaneError: there is no such place.
        """
        holder = ffi.new("GhosttyTrackedGridRef *")
        place = _point(SCREEN, point.column, point.line)
        ensure(_track(self._terminal, place, holder), f"keep hold of {point}")
        return TrackedMark(owner, holder[0])

    def word(self, point: Point) -> Span | None:
        """Find the word around a cell."""
        return self._select("GhosttyTerminalSelectWordOptions", lib.ghostty_terminal_select_word, point)

    def line(self, point: Point) -> Span | None:
        """Find the line around a cell."""
        return self._select("GhosttyTerminalSelectLineOptions", lib.ghostty_terminal_select_line, point)

    def _select(self, kind: str, select: Callable[..., int], point: Point) -> Span | None:
        reference = self.reference(point)
        if reference is None:
            return None
        options, selection = sized(kind), sized("GhosttySelection")
        options.ref = reference[0]
        return None if select(self._terminal, options, selection) else self.span_of(selection)

    def text(self, span: Span, *, unwrap: bool, block: bool) -> str:
        """Give the text of a span; empty if it does not exist."""
        start, end = self.reference(span.start), self.reference(span.end)
        if start is None or end is None:
            return ""
        selection = sized("GhosttySelection")
        selection.start, selection.end, selection.rectangle = start[0], end[0], block
        options = sized("GhosttyTerminalSelectionFormatOptions")
        options.emit = C.GHOSTTY_FORMATTER_FORMAT_PLAIN
        options.unwrap, options.trim, options.selection = unwrap, True, selection
        length = ffi.new("size_t *")
        format_text = lib.ghostty_terminal_selection_format_buf
        format_text(self._terminal, options[0], ffi.NULL, 0, length)
        buffer = ffi.new("uint8_t[]", max(1, length[0]))
        ensure(format_text(self._terminal, options[0], buffer, len(buffer), length), "read its text")
        raw: bytes = ffi.buffer(buffer, length[0])[:]
        return raw.decode("utf-8", "replace")

    def link(self, x: int, y: int) -> str | None:
        """Tell where the hyperlink in a cell of the view leads."""
        reference = self.reference(Point(y, x), C.GHOSTTY_POINT_TAG_VIEWPORT)
        if reference is None:
            return None
        length, buffer = ffi.new("size_t *"), ffi.new("uint8_t[]", LINK_LIMIT)
        if lib.ghostty_grid_ref_hyperlink_uri(reference, buffer, LINK_LIMIT, length) or not length[0]:
            return None
        raw: bytes = ffi.buffer(buffer, length[0])[:]
        return raw.decode("utf-8", "replace")
