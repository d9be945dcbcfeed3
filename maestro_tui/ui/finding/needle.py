"""What is looked for: a text as it was typed. Upper and lower case are the same, unless a capital was typed. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from maestro_tui.ui.text.plain import ELLIPSIS, clean

BEFORE: Final = 120
"""Characters of a line that are kept before a match; a line can be a megabyte."""
AFTER: Final = 240


class Excerpt(NamedTuple):
    """A line around a match, fit to be shown."""

    before: str
    found: str
    """Empty if the match is not in the text."""
    after: str


class Needle:
    """A text that is looked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.is_exact = any(character.isupper() for character in text)
        """Whether upper and lower case count."""
        self.folded = text if self.is_exact else text.casefold()
        """What is looked for in folded texts."""

    def __bool__(self) -> bool:
        return bool(self.text.strip())

    def fold(self, text: str) -> str:
        """Give a text in which it is looked for."""
        return text if self.is_exact else text.casefold()

    def is_in(self, text: str | None) -> bool:
        """Tell whether it stands in a text."""
        return bool(text) and self.folded in self.fold(text or "")

    @property
    def spellings(self) -> tuple[str, ...]:
        """How it may be written where only the plain letters a to z are alike in upper and lower case."""
        text = self.text
        if self.is_exact or text.isascii():
            return (text,)
        return tuple(dict.fromkeys((text, text.upper(), text.capitalize(), text.title())))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Tell from where to where it stands in a text, wherever it does."""
        return list(self._walk(text))

    def first(self, text: str) -> tuple[int, int] | None:
        """Tell from where to where it stands in a text for the first time."""
        return next(self._walk(text), None)

    def _walk(self, text: str) -> Iterator[tuple[int, int]]:
        hay = self.fold(text)
        places = None if len(hay) == len(text) else self._places(text)
        start = hay.find(self.folded) if self.folded else -1
        while start >= 0:
            end = start + len(self.folded)
            yield (start, end) if places is None else (places[start], places[end - 1] + 1)
            start = hay.find(self.folded, end)

    def _places(self, text: str) -> list[int]:
        """Tell for every character of the folded text which one it was made of: one may become several."""
        return [place for place, character in enumerate(text) for _ in self.fold(character)]

    def line_in(self, text: str) -> str | None:
        """Give the first line of a text in which it stands."""
        if not self.is_in(text):
            return None
        return next((line for line in text.splitlines() if self.is_in(line)), None)

    def excerpt(self, line: str) -> Excerpt:
        """Give a line around the first place where it stands; of a line without it, the beginning."""
        start, end = self.first(line) or (0, 0)
        begin = max(0, start - BEFORE)
        before = clean(line[begin:start]).lstrip()
        if begin:
            before = ELLIPSIS + before
        return Excerpt(before, clean(line[start:end]), clean(line[end:], AFTER))
