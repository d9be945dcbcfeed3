"""The elements of a frame as they came, each in its place, readable or not: for who looks at the wire itself.

Costs more than decoding, and is done only for what somebody looks at.
"""

from __future__ import annotations

from typing import Final

import msgspec

from maestro_tui.errors import DecodeError
from maestro_tui.protocol.frames import Received, decode_element, split_frame

_BROKEN = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class Element(msgspec.Struct, frozen=True, kw_only=True):
    """One element of a frame."""

    octets: bytes
    """As it was received."""
    received: Received | None = None
    """What it tells; None if it cannot be decoded."""
    error: str = ""
    """What is wrong with it; empty if nothing is."""
    name: str = ""
    """The name it came with, if it cannot be decoded but says one."""
    seq: int | None = None
    epoch: str | None = None


def read_elements(octets: bytes) -> tuple[Element, ...]:
    """Give the elements of a frame in their order; one that is broken as a whole is one element."""
    try:
        elements = split_frame(octets)
    except DecodeError as error:
        return (Element(octets=octets, error=str(error)),)
    return tuple(_read_element(element) for element in elements)


def _read_element(octets: bytes) -> Element:
    try:
        received = decode_element(octets)
    except DecodeError as error:
        said = _Said.of(octets)
        return Element(octets=octets, error=str(error), name=said.name, seq=said.seq, epoch=said.epoch)
    return Element(octets=octets, received=received, seq=received.seq, epoch=received.epoch)


class _Said(msgspec.Struct, frozen=True):
    """What an element that is no event says of itself all the same."""

    name: str = ""
    seq: int | None = None
    epoch: str | None = None

    @classmethod
    def of(cls, octets: bytes) -> _Said:
        """Read what can be read: each member for itself."""
        try:
            members = msgspec.json.decode(octets, type=dict[str, msgspec.Raw])
        except _BROKEN:
            return cls()
        event, type_, epoch = (_text(members.get(key)) for key in ("event", "type", "epoch"))
        return cls(name=event or type_ or "", seq=_number(members.get("seq")), epoch=epoch)


def _text(member: msgspec.Raw | None) -> str | None:
    try:
        return None if member is None else msgspec.json.decode(member, type=str)
    except _BROKEN:
        return None


def _number(member: msgspec.Raw | None) -> int | None:
    try:
        return None if member is None else msgspec.json.decode(member, type=int)
    except _BROKEN:
        return None


# ------------------------------------------------------------------------------------ when it was sent

LATEST: Final = 4_102_444_800_000.0
"""A time after the year 2100 is none."""


class _Stamp(msgspec.Struct, frozen=True, gc=False):
    event: str = ""
    type: str = ""
    timestamp: float = 0


_stamp = msgspec.json.Decoder(_Stamp).decode


def sent_at(octets: bytes) -> float | None:
    """Tell when a frame was sent, in milliseconds since the epoch, without reading what it tells.

    Gives 0 if it does not say, and None if there is no event in it at all.
    """
    try:
        stamps = [stamp for element in split_frame(octets) if (stamp := _read_stamp(element)) is not None]
    except DecodeError:
        return None
    if not stamps:
        return None
    return next((stamp for stamp in stamps if stamp), 0)


def _read_stamp(element: bytes) -> float | None:
    try:
        stamp = _stamp(element)
    except _BROKEN:
        return None
    if not (stamp.event or stamp.type):
        return None
    return stamp.timestamp if 0 < stamp.timestamp < LATEST else 0
