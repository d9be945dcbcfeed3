"""Screens of which only what changed is put together. Textual's own inside is touched here.

Textual asks every widget on a screen for every line it has, whatever changed, and throws away what it does not need:
one changed row costs as much as there is on the screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual._compositor import ChopsUpdate, Compositor
from textual.geometry import Region
from textual.screen import Screen, ScreenResultType
from textual.strip import Strip


class SparseCompositor(Compositor):
    """Asks only widgets something changed under, and these only for those lines."""

    def __init__(self) -> None:
        super().__init__()
        self._changed: tuple[Region, ...] | None = None
        """Where something changed; None is everywhere."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """Draw where something changed; None if nothing did."""
        self._changed = tuple(self._dirty_regions)
        try:
            return super().render_partial_update()
        finally:
            self._changed = None

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            for part in self._changed_parts(seen):
                yield part, clip, widget.render_lines(part.translate(-region.offset))

    def _changed_parts(self, seen: Region) -> Iterator[Region]:
        """Give those parts of a region, as wide as it is, in which something changed."""
        if self._changed is None:
            if seen:
                yield seen
            return
        parts = (changed.intersection(seen) for changed in self._changed)
        for top, bottom in runs({line for part in parts if part for line in part.line_range}):
            yield Region(seen.x, top, seen.width, bottom - top)


class SparseScreen(Screen[ScreenResultType]):
    """A screen that is drawn that way."""

    def __init__(
        self,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(name, id, classes)
        self._compositor = SparseCompositor()


def runs(lines: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Give the first and the one after the last of those that follow each other, from the lowest on."""
    begin = end = None
    for line in sorted(lines):
        if begin is None or end is None:
            begin = line
        elif line != end:
            yield begin, end
            begin = line
        end = line + 1
    if begin is not None and end is not None:
        yield begin, end
