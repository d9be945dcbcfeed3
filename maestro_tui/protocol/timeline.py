"""The timeline of a session, decoded when someone looks at it and not before."""

from __future__ import annotations

import msgspec

from maestro_tui.protocol.models import TimelineEvent

_BROKEN = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_ELEMENTS = msgspec.json.Decoder(list[msgspec.Raw])
_EVENT = msgspec.json.Decoder(TimelineEvent)
_EVENTS = msgspec.json.Decoder(tuple[TimelineEvent, ...])


def decode_timeline(timeline: msgspec.Raw) -> tuple[TimelineEvent, ...]:
    """Decode a timeline, oldest event first as the server sent it.

    A broken event costs that event; a timeline that is no list at all is an empty one. Never raises: what is
    shown here was accepted long ago, and there is nobody left to tell.
    """
    try:
        return _EVENTS.decode(timeline)
    except _BROKEN:
        return _decode_one_by_one(timeline)


def _decode_one_by_one(timeline: msgspec.Raw) -> tuple[TimelineEvent, ...]:
    try:
        elements = _ELEMENTS.decode(timeline)
    except _BROKEN:
        return ()
    events = []
    for element in elements:
        try:
            events.append(_EVENT.decode(element))
        except _BROKEN:
            continue
    return tuple(events)
