"""Projects, tasks and sessions as JSON documents: kept as bytes, opened to be changed, closed again.

A document is open as a plain dict, so that fields this program does not know survive. The lists that grow
(``timeline``, ``events``) stay undecoded bytes in it: appending to them costs a copy, not a decoding. No I/O.
"""

from __future__ import annotations

import re
from typing import Any, Final, TypeAlias

import msgspec

from maestro_tui.errors import DecodeError

Document: TypeAlias = dict[str, Any]

GROWING_LISTS: Final = frozenset({"timeline", "events"})
"""Members of a session that are not decoded when it is opened."""

_members = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode
_value = msgspec.json.Decoder().decode
_BROKEN = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)

_ESCAPES: Final = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\."
)


def decode_json(octets: bytes) -> object:
    """Decode any JSON document.

    Half a surrogate pair, which JavaScript writes when it cuts a text in the middle of a sign, becomes U+FFFD.

    Raises:
        DecodeError: It is not JSON.
    """
    try:
        return _value(octets)
    except _BROKEN as error:
        whole = _without_lone_surrogates(octets)
        if whole == octets:
            raise DecodeError(f"not valid JSON: {error}") from error
    try:
        return _value(whole)
    except _BROKEN as error:
        raise DecodeError(f"not valid JSON: {error}") from error


def _without_lone_surrogates(octets: bytes) -> bytes:
    return _ESCAPES.sub(lambda found: rb"\ufffd" if found[1] else found[0], octets)


def open_document(octets: bytes) -> Document:
    """Open a document that was closed by `close_document`."""
    return {
        name: member if name in GROWING_LISTS else _value(member) for name, member in _members(octets).items()
    }


def close_document(document: Document) -> bytes:
    """Encode a document, compact."""
    return msgspec.json.encode(document)


def append_elements(document: Document, name: str, elements: list[Document], *, limit: int) -> None:
    """Append to a growing list of an open document.

    Args:
        document: The open document.
        name: The list's name; what stands there and is no list is replaced by one.
        elements: What to append.
        limit: How many bytes the list may have. When it has more, its oldest quarter is dropped, and
            ``<name>Dropped`` counts how many elements that were.
    """
    if not elements:
        return
    present = _list_bytes(document.get(name))
    added = msgspec.json.encode(elements)
    grown = added if present == b"[]" else b"%b,%b" % (present[:-1], added[1:])
    if len(grown) > limit:
        grown, dropped = _without_oldest(grown, limit)
        document[f"{name}Dropped"] = _count(document.get(f"{name}Dropped")) + dropped
    document[name] = msgspec.Raw(grown)


def _list_bytes(value: object) -> bytes:
    octets = bytes(value) if isinstance(value, msgspec.Raw) else msgspec.json.encode(value)
    octets = octets.strip()
    if not octets.startswith(b"["):
        return b"[]"
    return octets if octets[1:-1].strip() else b"[]"


def _without_oldest(octets: bytes, limit: int) -> tuple[bytes, int]:
    elements = _elements(octets)
    total, dropped = len(octets), 0
    # The newest element stays, however long it is: what was just said is not thrown away.
    while dropped < len(elements) - 1 and total > limit * 3 // 4:
        total -= len(bytes(elements[dropped])) + 1
        dropped += 1
    return msgspec.json.encode(elements[dropped:]), dropped


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0
