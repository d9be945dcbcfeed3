"""Decoding of a ``session:updated`` of 5 KB, against ``json.loads`` of the same text."""

from __future__ import annotations

import json
from collections.abc import Iterator

import msgspec

from maestro_tui.protocol.events import SessionUpdated
from maestro_tui.protocol.frames import decode_frame
from maestro_tui.protocol.timeline import decode_timeline
from tests.benchmarks.figures import Figure, rate
from tests.support.factories import wire_session


def timeline_of_5_kb() -> list[dict[str, object]]:
    return [
        {
            "id": f"evt_{number}_bjtq03fvl",
            "type": "progress",
            "timestamp": 1707260400000 + number,
            "message": f"Wrote part {number} of the answer",
        }
        for number in range(38)
    ]


def frame_of_5_kb() -> bytes:
    session = wire_session(timeline=timeline_of_5_kb())
    return msgspec.json.encode(
        {"type": "session:updated", "event": "session:updated", "data": session, "timestamp": 1707260400000}
    )


def decode_with_timeline(octets: bytes) -> None:
    event = decode_frame(octets).received[0].event
    assert isinstance(event, SessionUpdated)
    decode_timeline(event.session.timeline)


def measure() -> Iterator[Figure]:
    octets = frame_of_5_kb()
    text = octets.decode()
    naive = rate(lambda: json.loads(text))  # noqa: TID251  # the other side of the comparison
    note = f"{len(octets)} bytes"
    yield Figure(
        what="decode session:updated, timeline left for later / json.loads",
        ours=rate(lambda: decode_frame(octets)),
        theirs=naive,
        goal="≥ 6 ×",
        note=note,
    )
    yield Figure(
        what="decode session:updated with its timeline / json.loads",
        ours=rate(lambda: decode_with_timeline(octets)),
        theirs=naive,
        goal="≥ 2 ×",
        note=note,
    )
