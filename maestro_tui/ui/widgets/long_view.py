"""What lists of lines have in common that draw what is seen of them. Draws nothing itself."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView


class LongView(ScrollView):
    """A list of lines that is longer at one time than at another, mostly in a room that stays as it is."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False, repaint=False)
    """How large all of it is, seen or not.

    Textual's own widgets have all of the screen arranged anew when this changes, and much of it drawn again: at every
    key of a filter, and for every row that comes. Here only what is as high as its lines has that done.
    """

    def watch_virtual_size(self, size: Size) -> None:
        """Fit the bar at the edge to it, and what is around it if the room is."""
        self._scroll_update(size)
        if self.styles.auto_dimensions:
            self.refresh(layout=True)
