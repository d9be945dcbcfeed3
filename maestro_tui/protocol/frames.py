"""Frames of the WebSocket: bytes to events and back.

A frame is one JSON object ``{"type", "event", "data", "timestamp"}`` (seed, "Event Types"), or an array of
them (the original server of 2026-07). One bad element costs that element, never the frame or the connection.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

import msgspec

from maestro_tui.errors import DecodeError
from maestro_tui.protocol import events as e
from maestro_tui.protocol.models import Project, Session, Task

Model = TypeVar("Model", Session, Task, Project)

_NOTHING: Final = msgspec.Raw(b"null")
_BROKEN = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class _Envelope(msgspec.Struct, frozen=True, gc=False):
    event: str = ""
    type: str = ""
    data: msgspec.Raw = _NOTHING
    timestamp: float = 0
    seq: int | None = None
    epoch: str | None = None


class _SessionEnvelope(msgspec.Struct, frozen=True):
    """An envelope around a bare session, for one pass over the event that comes most often and is largest."""

    data: Session
    event: str = ""
    type: str = ""
    timestamp: float = 0
    seq: int | None = None
    epoch: str | None = None


class Received(msgspec.Struct, frozen=True, gc=False):
    """An event as it came, with the number our own server gave it."""

    event: e.Event
    seq: int | None = None
    """The number of the event in the server's journal; our own server's addition."""
    epoch: str | None = None
    """The name of that journal: numbers of different epochs cannot be compared."""
    timestamp: float = 0
    """When the server sent it, in milliseconds since the epoch by the server's clock; 0 if it did not say."""


class Frame(msgspec.Struct, frozen=True):
    """The events of one frame in their order, and what was wrong with the elements that gave none."""

    received: tuple[Received, ...]
    errors: tuple[DecodeError, ...] = ()


_envelope = msgspec.json.Decoder(_Envelope).decode
_session_envelope = msgspec.json.Decoder(_SessionEnvelope).decode
_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode
_any_document = msgspec.json.Decoder().decode
_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode


def decode_frame(frame: bytes | str) -> Frame:
    """Decode a frame as received.

    Raises:
        DecodeError: It is no JSON document, neither an object nor an array, or one object that is no event.
    """
    octets = frame.encode("utf-8", "surrogatepass") if isinstance(frame, str) else frame
    if _first_octet(octets) == b"{":
        return Frame((decode_element(octets),))
    return _decode_elements(split_frame(octets))


def read_frame(octets: bytes) -> Frame:
    """Decode a frame whatever it is: of one that cannot be read as a whole, that is the only thing wrong with it."""
    try:
        return decode_frame(octets)
    except DecodeError as error:
        return Frame((), (error,))


def split_frame(octets: bytes) -> tuple[bytes, ...]:
    """Give the elements of a frame as they came: itself if it is one object.

    Raises:
        DecodeError: It is not one JSON document, or neither an object nor an array.
    """
    start = _first_octet(octets)
    if start == b"{":
        return (octets,)
    if start != b"[":
        _refuse_document(octets)
    try:
        # Copies: what is kept of one element would otherwise keep the bytes of the whole array alive.
        return tuple(bytes(element) for element in _elements(octets))
    except _BROKEN as error:
        raise DecodeError(f"A frame is not valid JSON: {error}") from error


def _first_octet(octets: bytes) -> bytes:
    return octets[:1] if octets[:1] in {b"{", b"["} else octets.lstrip()[:1]


def _refuse_document(octets: bytes) -> None:
    try:
        _any_document(octets)
    except _BROKEN as error:
        raise DecodeError(f"A frame is not valid JSON: {error}") from error
    raise DecodeError("A frame is neither a JSON object nor an array of objects.")


def _decode_elements(elements: tuple[bytes, ...]) -> Frame:
    received: list[Received] = []
    errors: list[DecodeError] = []
    for element in elements:
        try:
            received.append(decode_element(element))
        except DecodeError as error:
            errors.append(error)
    return Frame(tuple(received), tuple(errors))


def decode_element(element: bytes) -> Received:
    """Decode one element of a frame.

    Raises:
        DecodeError: It is no event.
    """
    if b'"session:updated"' in element[:48]:
        try:
            session = _session_envelope(element)
        except _BROKEN:
            pass  # wrapped, or broken: the general way finds out which
        else:
            if (session.event or session.type) == "session:updated":
                event = e.SessionUpdated(session.data)
                return Received(event, session.seq, session.epoch, session.timestamp)
    return _decode_any(element)


def _decode_any(element: bytes) -> Received:
    try:
        envelope = _envelope(element)
    except _BROKEN as error:
        raise DecodeError(f"An element of a frame is not an event: {error}") from error
    name = envelope.event or envelope.type
    if not name:
        raise DecodeError("An element of a frame has neither 'event' nor 'type'.")
    mark = _STREAM_MARKS.get(name)
    if mark is not None and envelope.seq is not None:
        # Its number is what it tells, not its own: a mark is no event of the journal.
        return Received(mark(envelope.seq), None, envelope.epoch, envelope.timestamp)
    decode = _PAYLOADS.get(name)
    try:
        event = decode(envelope.data) if decode else _name_only(name, envelope.data)
    except _BROKEN as error:
        raise DecodeError(f"The payload of '{name}' cannot be read: {error}") from error
    return Received(event, envelope.seq, envelope.epoch, envelope.timestamp)


def _name_only(name: str, data: msgspec.Raw) -> e.Event:
    return e.ControlReplied(name) if name in e.CONTROL_REPLIES else e.UnknownEvent(name, data.copy())


def _model_payload(
    event: Callable[[Model], e.Event], model: type[Model], key: str
) -> Callable[[msgspec.Raw], e.Event]:
    """Read the model bare, or wrapped under its key: the seed's document and the real servers differ."""
    decode_model = msgspec.json.Decoder(model).decode

    def decode(payload: msgspec.Raw) -> e.Event:
        try:
            return event(decode_model(payload))
        except msgspec.ValidationError:
            wrapped = _members(payload).get(key)
            if wrapped is None:
                raise
            return event(decode_model(wrapped))

    return decode


def _struct_payload(event: type[Any]) -> Callable[[msgspec.Raw], e.Event]:
    return msgspec.json.Decoder(event).decode


_STREAM_MARKS: Final[dict[str, Callable[[int], e.Event]]] = {
    "resumed": e.StreamResumed,
    "resync": e.ResyncDemanded,
}

_PAYLOADS: Final[dict[str, Callable[[msgspec.Raw], e.Event]]] = {
    "session:created": _model_payload(e.SessionCreated, Session, "session"),
    "session:spawn": _struct_payload(e.SessionSpawned),
    "session:updated": _model_payload(e.SessionUpdated, Session, "session"),
    "session:status_changed": _struct_payload(e.SessionStatusChanged),
    "session:deleted": _struct_payload(e.SessionDeleted),
    "session:task_added": _struct_payload(e.SessionTaskAdded),
    "session:task_removed": _struct_payload(e.SessionTaskRemoved),
    "task:created": _model_payload(e.TaskCreated, Task, "task"),
    "task:updated": _model_payload(e.TaskUpdated, Task, "task"),
    "task:deleted": _struct_payload(e.TaskDeleted),
    "task:session_added": _struct_payload(e.TaskSessionAdded),
    "task:session_removed": _struct_payload(e.TaskSessionRemoved),
    "project:created": _model_payload(e.ProjectCreated, Project, "project"),
    "project:updated": _model_payload(e.ProjectUpdated, Project, "project"),
    "project:deleted": _struct_payload(e.ProjectDeleted),
}


def encode_frame(
    name: str, payload: object, *, timestamp: int, seq: int | None = None, epoch: str | None = None
) -> bytes:
    """Encode one event as the seed sends it: an object with ``type``, ``event``, ``data``, ``timestamp``.

    Args:
        name: The wire name of the event.
        payload: The value of ``data``, already in wire spelling.
        timestamp: Milliseconds since the epoch.
        seq: The event's number in the journal, left out if there is none.
        epoch: The name of the journal, left out if there is none.
    """
    frame: dict[str, object] = {"type": name, "event": name, "data": payload, "timestamp": timestamp}
    if seq is not None:
        frame["seq"] = seq
    if epoch is not None:
        frame["epoch"] = epoch
    return msgspec.json.encode(frame)
