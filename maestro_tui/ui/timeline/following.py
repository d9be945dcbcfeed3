"""Whether a timeline follows what is new, and how much came while it did not. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from textual.content import Content

from maestro_tui.protocol.models import TimelineEvent
from maestro_tui.ui.timeline.layout import key_of


class Following:
    """Begins on; what came since it went off is new until it is on again."""

    def __init__(self) -> None:
        self.is_on = True
        """Whether what is new is brought into view."""
        self._last = ""

    def switch(self, events: Sequence[TimelineEvent], *, is_on: bool) -> None:
        """Follow from now on, or no longer."""
        self.is_on = is_on
        self._last = key_of(events[-1]) if events else ""

    def count_new(self, events: Sequence[TimelineEvent]) -> int:
        """Tell how many events came since it went off."""
        if self.is_on:
            return 0
        return sum(1 for _ in takewhile(lambda event: key_of(event) != self._last, reversed(events)))

    def describe(self, events: Sequence[TimelineEvent]) -> Content:
        """Say how many events there are, how many of them are new, and how one gets to them."""
        if not events:
            return Content("")
        if self.is_on:
            return Content(f"{len(events):,} ▼")
        new = self.count_new(events)
        news = Content.assemble(" · ", (f"▼ {new:,} new", "$primary bold")) if new else ""
        return Content.assemble(f"{len(events):,}", news, " · ", ("end", "$primary"), " follows")
