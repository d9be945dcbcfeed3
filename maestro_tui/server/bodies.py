"""Request bodies: read once at the border, every member checked for its type where it is taken.

Unknown members are ignored, as the original server of the seed does. No I/O.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from maestro_tui.errors import DecodeError
from maestro_tui.server.api_errors import RefusedError
from maestro_tui.server.documents import Document, decode_json

NAME_LENGTH: Final = 1_000
"""How long names, titles and statuses of clients may be, in characters."""

LARGEST_NUMBER: Final = 2**53
"""What every client can read as the number it is."""


class Body:
    """The members of a request body, taken one by one.

    Every method that takes a member gives None if it is absent.

    Raises:
        RefusedError: With 400, from every method, if the member is not of its type.
    """

    def __init__(self, members: Document) -> None:
        self._members = members

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def value(self, name: str) -> object:
        """Take a member as it is."""
        return self._members.get(name)

    def text(self, name: str, *, longest: int | None = None) -> str | None:
        """Take a text; ``null`` counts as absent."""
        value = self._members.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise RefusedError(f"{name} must be text")
        if longest is not None and len(value) > longest:
            raise RefusedError(f"{name} must not be longer than {longest} characters")
        return value

    def required_text(self, name: str, *, longest: int | None = NAME_LENGTH) -> str:
        """Take a text that must be there and not be blank."""
        value = self.text(name, longest=longest)
        if value is None or not value.strip():
            raise RefusedError(f"{name} is required")
        return value

    def number(self, name: str) -> float | None:
        """Take a number; ``null`` counts as absent."""
        value = self._members.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise RefusedError(f"{name} must be a number")
        if value is not None and abs(value) > LARGEST_NUMBER:
            raise RefusedError(f"{name} must not be beyond {LARGEST_NUMBER}")
        return value

    def texts(self, name: str) -> list[str] | None:
        """Take a list of texts."""
        value = self._members.get(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(element, str) for element in value):
            raise RefusedError(f"{name} must be a list of texts")
        return value

    def members(self, name: str) -> Document | None:
        """Take an object."""
        value = self._members.get(name)
        if value is not None and not isinstance(value, dict):
            raise RefusedError(f"{name} must be an object")
        return value

    def objects(self, name: str) -> list[Document]:
        """Take a list of objects; absent is empty."""
        value = self._members.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(element, dict) for element in value):
            raise RefusedError(f"{name} must be a list of objects")
        return value

    def environment(self, name: str) -> dict[str, str] | None:
        """Take environment variables: texts by name, without NUL, and no ``=`` in a name."""
        value = self.members(name)
        if value is None:
            return None
        for variable, content in value.items():
            if not isinstance(content, str) or "\0" in content:
                raise RefusedError(f"{name}.{variable} must be text without NUL")
            if not variable or "=" in variable or "\0" in variable:
                raise RefusedError(f"{name} has a variable that cannot be named '{variable}'")
        return value


def read_body(octets: bytes, *, deepest: int) -> Body:
    """Read a request body; an empty one is an empty object.

    Raises:
        RefusedError: It is not JSON, not an object, or nested deeper than allowed.
    """
    if not octets.strip():
        return Body({})
    try:
        members = decode_json(octets)
    except DecodeError as error:
        raise RefusedError(f"The request body is {error}") from error
    if not isinstance(members, dict):
        raise RefusedError("The request body must be a JSON object")
    # Nesting costs a bracket each, and most bodies have fewer brackets than levels are allowed.
    if octets.count(b"{") + octets.count(b"[") > deepest and not _is_within(members, deepest):
        raise RefusedError(f"The request body is nested deeper than {deepest} levels")
    return Body(members)


def _is_within(value: object, deepest: int) -> bool:
    level: list[Collection[Any]] = [value] if isinstance(value, dict | list) else []
    for _ in range(deepest):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return True
    return False
