"""What was asked of the server and is not answered yet: said at once, until it is confirmed or taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection


class Pending:
    """The deeds under way, in the order in which they began."""

    def __init__(self) -> None:
        self._deeds: dict[int, tuple[str, tuple[str, ...]]] = {}
        self._ids: Counter[str] = Counter()
        self._count = 0

    def __contains__(self, id_: object) -> bool:
        """Tell whether something is under way with a project, a task or a session."""
        return id_ in self._ids

    def begin(self, what: str, about: Collection[str]) -> int:
        """Note that something begins; gives the number it ends by."""
        self._count += 1
        self._deeds[self._count] = (what, tuple(about))
        self._ids.update(about)
        return self._count

    def end(self, number: int) -> None:
        """Note that it has been answered, one way or the other."""
        _, about = self._deeds.pop(number)
        self._ids -= Counter(about)

    @property
    def said(self) -> str:
        """What is under way, in as few words as say it; empty if nothing is."""
        if not self._deeds:
            return ""
        more = len(self._deeds) - 1
        what, _ = next(iter(self._deeds.values()))
        return f"… {what}, and {more} more" if more else f"… {what}"
