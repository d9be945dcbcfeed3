"""What one types after ``/``: words that must be there, ``-words`` that must not, ``field:value`` of one field. Pure.

A row is looked at as one text, its fields at the end of it, each behind a mark; so every term is one search in one
string, and a hundred thousand rows are searched between two key presses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MARK: Final = "\0"
"""Stands before the name of a field; no text that comes from outside gets here with one in it."""


@dataclass(frozen=True)
class Query:
    """What is looked for."""

    text: str = ""
    """As it was typed."""
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)

    def matches(self, haystack: str) -> bool:
        """Tell whether a row is what is looked for."""
        for needle in self.wanted:
            if needle not in haystack:
                return False
        return not any(needle in haystack for needle in self.unwanted)


def parse_query(text: str, fields: frozenset[str]) -> Query:
    """Read what was typed; a word before a colon that is no field of the table is a word like others."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for word in _words(text.casefold().replace(MARK, "")):
        negated = word.startswith("-")
        needle = word[1:] if negated else word
        name, colon, value = needle.partition(":")
        if colon and name in fields:
            needle = f"{MARK}{name}:{value}"
        if needle:
            (unwanted if negated else wanted).append(needle)
    return Query(text, tuple(wanted), tuple(unwanted))


def _words(text: str) -> list[str]:
    """Split at spaces, except between quotation marks, which hold words together."""
    words = [""]
    is_quoted = False
    for character in text:
        if character == '"':
            is_quoted = not is_quoted
        elif character.isspace() and not is_quoted:
            words.append("")
        else:
            words[-1] += character
    return words


def haystack(words: str, fields: Mapping[str, str]) -> str:
    """Give the text of a row that queries look into."""
    text = words + "".join([f"{MARK}{name}:{value}" for name, value in fields.items()])
    if text.count(MARK) > len(fields):
        # A value that pretends to be a field.
        fields = {name: value.replace(MARK, "") for name, value in fields.items()}
        return haystack(words.replace(MARK, ""), fields)
    return text.casefold()
