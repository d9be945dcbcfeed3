"""What REST answers say: lists whose bad elements cost only themselves, and the small replies.

It decodes and nothing else; requests are made in ``rest``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import msgspec

from maestro_tui.errors import DecodeError
from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import Project, Session, Task

Model = TypeVar("Model", Project, Task, Session)
Answer = TypeVar("Answer")

_BROKEN: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_MOST_DIGITS: Final = 19
_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode


@dataclass(frozen=True, slots=True)
class Listing(Generic[Model]):
    """A list as the server had it."""

    items: tuple[Model, ...]
    errors: tuple[DecodeError, ...] = ()
    """What was wrong with the elements that are missing from the items."""
    seq: int | None = None
    """The number of the last event the list contains, where the server says so."""
    epoch: str | None = None
    """The journal that number belongs to."""


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """``GET /health``."""

    status: str = ""
    timestamp: float | str | None = None
    uptime: float | None = None
    """Seconds."""


class StreamStatus(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """``GET /ws-status``."""

    connected_clients: int = 0


class SpawnAccepted(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """``POST /api/sessions/spawn``: the session is made and its terminal asked for."""

    session_id: SessionId
    manifest_path: str = ""
    session: Session | None = None


def decode_listing(body: bytes, model: type[Model], seq: str | None, epoch: str | None) -> Listing[Model]:
    """Decode a JSON array of models, element by element.

    Args:
        body: The array.
        model: What its elements are.
        seq: The header ``X-Maestro-Seq``, if there was one.
        epoch: The header ``X-Maestro-Epoch``, if there was one.

    Raises:
        DecodeError: It is no JSON array.
    """
    try:
        elements = _elements(body)
    except _BROKEN as error:
        raise DecodeError(f"The server's list of {_plural(model)} cannot be read: {error}.") from error
    decode = msgspec.json.Decoder(model).decode
    items: list[Model] = []
    errors: list[DecodeError] = []
    for element in elements:
        try:
            # A copy: an undecoded timeline would otherwise keep the bytes of the whole list alive.
            items.append(decode(bytes(element)))
        except _BROKEN as error:
            errors.append(DecodeError(f"One of the server's {_plural(model)} cannot be read: {error}."))
    number = _number(seq)
    return Listing(tuple(items), tuple(errors), number, epoch if number is not None else None)


def decode_answer(body: bytes, answer: type[Answer]) -> Answer:
    """Decode one JSON object.

    Raises:
        DecodeError: It is not what it should be.
    """
    try:
        return msgspec.json.decode(body, type=answer)
    except _BROKEN as error:
        raise DecodeError(f"The server's answer is no {answer.__name__}: {error}.") from error


def _number(header: str | None) -> int | None:
    # No more digits than a counter ever has: `int` refuses thousands of them with an error of its own.
    if header is None or not header.isascii() or not header.isdigit() or len(header) > _MOST_DIGITS:
        return None
    return int(header)


def _plural(model: type[Model]) -> str:
    return f"{model.__name__.lower()}s"
