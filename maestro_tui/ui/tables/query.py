"""What one types after ``/``: words that must be there, ``-words`` that must not, ``field:value`` of one field. Pure.

A row is looked at as one text, its fields at the end of it, each behind a mark; so every term is one search in one
string, and a hundred thousand rows are searched between two key presses.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, repeat
from typing import Final

import msgspec

MARK: Final = "\0"
"""Stands before a field, with one more character that says which; no text from outside gets here with one in it.

Not the name of the field itself: who looks for ``task`` does not mean every row that has such a field.
"""


class Query(msgspec.Struct, frozen=True):
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

    def is_like(self, other: Query) -> bool:
        """Tell whether it looks for the same as another: a space more or less is nothing."""
        return (self.wanted, self.unwanted) == (other.wanted, other.unwanted)

    def narrows(self, other: Query) -> bool:
        """Tell whether all that matches this one surely matches the other: mostly it is one key shorter."""
        return all(any(known in needle for needle in self.wanted) for known in other.wanted) and all(
            any(needle in known for needle in self.unwanted) for known in other.unwanted
        )


def parse_query(text: str, fields: Sequence[str]) -> Query:
    """Read what was typed; a word before a colon that is no field of the table is a word like others."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for word in _words(_typed(text.casefold())):
        negated = word.startswith("-")
        needle = word[1:] if negated else word
        name, colon, value = needle.partition(":")
        if colon and name in fields:
            needle = _marked(fields.index(name), value)
        if needle:
            (unwanted if negated else wanted).append(needle)
    return Query(text, tuple(wanted), tuple(unwanted))


def _typed(text: str) -> str:
    """Leave out what nobody types: a mark would find fields without naming them."""
    return "".join([character for character in text if character.isprintable() or character.isspace()])


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


def haystack(words: str, values: Sequence[str], fields: int | None = None) -> str:
    """Give the text of a row that queries look into.

    Args:
        words: What is found by its own words.
        values: Those of the fields, in their order; if there are more, they are further ones of the first.
        fields: How many fields there are; None is as many as values.
    """
    count = fields or len(values)
    numbers = chain(range(count), repeat(0))
    text = words + "".join([_marked(number, value) for number, value in zip(numbers, values, strict=False)])
    if text.count(MARK) > len(values):
        # A value that pretends to be a field.
        return haystack(words.replace(MARK, ""), [value.replace(MARK, "") for value in values], fields)
    return text.casefold()


def _marked(number: int, value: str) -> str:
    return f"{MARK}{chr(number + 1)}{value}"
