"""Searching a terminal where its text lies, at once or piece by piece, while output goes on."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Final

from maestro_tui.terminal.engine import Match
from maestro_tui.terminal.ghostty.binding import FREE_SEARCH, C, Handle, ensure, ffi, lib, sized

if TYPE_CHECKING:
    from maestro_tui.terminal.ghostty.places import Places

__all__ = ["GhosttyFinding", "find_all"]

MATCHES_KEPT: Final = 10_000
"""Matches that are placed; more of them nobody walks through, and placing each takes some microseconds."""


class GhosttyFinding:
    """A search of one terminal. Holds on to its engine, whose memory it reads."""

    def __init__(self, owner: object, terminal: Handle, places: Places, needle: str) -> None:
        self._owner = owner
        self._places = places
        holder = ffi.new("GhosttySearch *")
        ensure(lib.ghostty_search_new(ffi.NULL, holder, terminal), "search")
        self._search = holder[0]
        weakref.finalize(self, FREE_SEARCH, self._search).atexit = False
        self._status = ffi.new("GhosttySearchStatus *")
        self._count = ffi.new("size_t *")
        encoded = needle.encode("utf-8", "replace")
        kept = ffi.new("char[]", encoded)
        string = ffi.new("GhosttyString *")
        string.ptr, string.len = ffi.cast("uint8_t *", kept), len(encoded)
        ensure(lib.ghostty_search_set(self._search, C.GHOSTTY_SEARCH_OPT_NEEDLE, string), "search")

    def step(self) -> bool:
        """Look through one more piece; false when all has been looked through."""
        ensure(lib.ghostty_search_tick(self._search, self._status), "search")
        if self._status[0] == C.GHOSTTY_SEARCH_STATUS_FEED_REQUIRED:
            ensure(lib.ghostty_search_feed(self._search), "search")
        return bool(self._status[0] != C.GHOSTTY_SEARCH_STATUS_COMPLETE)

    def run(self) -> None:
        """Look through all of it."""
        ensure(lib.ghostty_search_run(self._search), "search")

    @property
    def total(self) -> int:
        """How many matches there are so far."""
        what = C.GHOSTTY_SEARCH_DATA_TOTAL_MATCHES
        ensure(lib.ghostty_search_get(self._search, what, self._count), "count its matches")
        return int(self._count[0])

    def newest(self, first: int, count: int) -> list[Match]:
        """Give some of the matches, newest first."""
        # What was found is true of the text as it was when the search last read it.
        ensure(lib.ghostty_search_feed(self._search), "search")
        total = self.total
        if not total:
            return []
        found = ffi.new("GhosttySelection[]", total)
        ffi.memmove(found, bytes(ffi.buffer(sized("GhosttySelection"))) * total, ffi.sizeof(found))
        buffer = ffi.new("GhosttySelectionBuffer *")
        buffer.ptr, buffer.cap = found, total
        ensure(
            lib.ghostty_search_get(self._search, C.GHOSTTY_SEARCH_DATA_MATCHES, buffer), "read its matches"
        )
        wanted = range(first, min(first + count, int(buffer.len)))
        spans = [self._places.span_of(found[index]) for index in wanted]
        return [span for span in spans if span is not None]


def find_all(finding: GhosttyFinding) -> list[Match]:
    """Search at once, and give the newest :data:`MATCHES_KEPT` matches, oldest first."""
    finding.run()
    # In a line of many pages the library gives some twice, and not in order.
    return sorted(set(finding.newest(0, MATCHES_KEPT)))
