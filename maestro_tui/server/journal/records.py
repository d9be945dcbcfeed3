"""One record of the journal: a transaction on a line, with a checksum. No I/O.

::

    1f2e3d4c {"seq":7,"frames":[…],"documents":[["task","tsk_1",{…}],["task","tsk_2",null]]}

``frames`` are the events as they went out, numbered from ``seq`` on; most of them hold the document they tell
of. ``documents`` are the changed ones that stand in no frame, null for deleted. A line that is cut short or
altered does not have its checksum and is no record.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final

import msgspec

from maestro_tui.server.committer import Transaction
from maestro_tui.server.repositories.kinds import Key, Kind

_CHECKSUM_LENGTH: Final = 8


class Record(msgspec.Struct, frozen=True, gc=False):
    """A transaction as it was written."""

    seq: int
    """The number of the first frame."""
    frames: list[msgspec.Raw]
    documents: list[tuple[Kind, str, msgspec.Raw]]

    @property
    def last_seq(self) -> int:
        """The number of the last frame."""
        return self.seq + len(self.frames) - 1


class Header(msgspec.Struct, frozen=True, rename="camel"):
    """The first line of a segment."""

    epoch: str
    first_seq: int
    """The number of the first event that may stand in the segment."""
    version: int = 1


class _Frame(msgspec.Struct, frozen=True, gc=False):
    type: str
    data: msgspec.Raw


class _Identified(msgspec.Struct, frozen=True, gc=False):
    id: str


_record = msgspec.json.Decoder(Record).decode
_header = msgspec.json.Decoder(Header).decode
_frame = msgspec.json.Decoder(_Frame).decode
_identified = msgspec.json.Decoder(_Identified).decode
_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode

_NULL: Final = b"null"


def seal(octets: bytes) -> bytes:
    """Make a line of JSON that has no line break in it."""
    return b"%08x %b\n" % (zlib.crc32(octets), octets)


def unseal(line: bytes) -> bytes | None:
    """Give back the JSON of a line; None if it is cut short or altered."""
    octets = line[_CHECKSUM_LENGTH + 1 : -1]
    if not line.endswith(b"\n") or line[: _CHECKSUM_LENGTH + 1] != b"%08x " % zlib.crc32(octets):
        return None
    return octets


def encode_record(transaction: Transaction) -> bytes:
    """Encode a transaction, which has at least one event, as a line."""
    frames = b",".join([event.frame for event in transaction.events])
    documents = b",".join(
        b'["%b",%b,%b]' % (key.kind.encode(), msgspec.json.encode(key.id), octets or _NULL)
        for key, octets in transaction.changes.items()
        if key not in transaction.carried
    )
    return seal(b'{"seq":%d,"frames":[%b],"documents":[%b]}' % (transaction.events[0].seq, frames, documents))


def encode_header(header: Header) -> bytes:
    """Encode the first line of a segment."""
    return seal(msgspec.json.encode(header))


def decode_record(line: bytes) -> Record | None:
    """Decode a line; None if it is no whole record."""
    octets = unseal(line)
    try:
        return None if octets is None else _record(octets)
    except msgspec.MsgspecError:
        return None


def decode_header(line: bytes) -> Header | None:
    """Decode the first line of a segment; None if it is none, or of a version that is not known."""
    octets = unseal(line)
    try:
        header = None if octets is None else _header(octets)
    except msgspec.MsgspecError:
        return None
    return header if header and header.version == 1 else None


def changes_of(record: Record) -> Iterator[tuple[Key, bytes | None]]:
    """Give the documents a record changed, as they were after it; None for deleted ones."""
    for frame in record.frames:
        change = _change_told_by(_frame(frame))
        if change is not None:
            yield change
    for kind, id_, document in record.documents:
        octets = bytes(document)
        yield Key(kind, id_), None if octets == _NULL else octets


def _change_told_by(frame: _Frame) -> tuple[Key, bytes | None] | None:
    name, _, what = frame.type.partition(":")
    if what == "updated":
        document = frame.data
    elif what in {"created", "spawn"}:
        document = _members(frame.data)[name]
    elif what == "deleted":
        return Key(Kind(name), _identified(frame.data).id), None
    else:
        return None
    return Key(Kind(name), _identified(document).id), bytes(document)
