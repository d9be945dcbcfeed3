"""Request bodies out of what a shell handed over. No I/O; it knows no route."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click
import msgspec

from maestro_tui.errors import ConfigurationError


def encode_body(members: Mapping[str, Any]) -> bytes:
    """Encode a body; members that are None are left out."""
    return msgspec.json.encode({name: _sound(value) for name, value in members.items() if value is not None})


def _sound(value: Any) -> Any:  # noqa: ANN401  # any JSON
    """Replace what is no text: a shell passes on octets that are not UTF-8, JSON cannot."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, Mapping):
        return {_sound(name): _sound(member) for name, member in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | msgspec.Raw):
        return [_sound(element) for element in value]
    return value


def read_variables(assignments: Sequence[str]) -> dict[str, str] | None:
    """Read ``NAME=value`` as given to an option; None if there are none.

    Raises:
        ConfigurationError: One has no name, or no ``=``.
    """
    variables = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not name or not equals:
            raise ConfigurationError(f"{assignment!r} sets no variable: write it as NAME=value.")
        variables[name] = value
    return variables or None


def read_json(text: str | None, option: str) -> Any:  # noqa: ANN401  # any JSON
    """Read JSON as given to an option; None if it was not given.

    Raises:
        ConfigurationError: It is not JSON.
    """
    if text is None:
        return None
    try:
        return msgspec.json.decode(text.encode("utf-8", "replace"))
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ConfigurationError(f"What {option} is given is not JSON: {error}.") from error


def require_change(members: Mapping[str, Any]) -> None:
    """Refuse a change that changes nothing.

    Raises:
        UsageError: All members are None.
    """
    if all(value is None for value in members.values()):
        raise click.UsageError("Nothing to change: give at least one of the options that --help lists.")
