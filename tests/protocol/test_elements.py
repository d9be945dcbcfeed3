"""Elements in their place, readable or not; and when a frame was sent."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, strategies as st

from maestro_tui.protocol.elements import read_elements, sent_at
from maestro_tui.protocol.frames import read_frame
from tests.support.factories import wire_session


def element(name: str = "x", **fields: object) -> bytes:
    return msgspec.json.encode({"event": name, "data": {}, **fields})


def test_elements_keep_their_place_and_their_bytes() -> None:
    good = element("session:updated", data=wire_session(), seq=7, epoch="a", surprise=[1])
    bad = element("session:updated", data={"no": "id"}, seq=8, epoch="a")
    elements = read_elements(b"[" + b" , ".join([good, bad, b"5", element()]) + b"]")
    assert [each.octets for each in elements] == [good, bad, b"5", element()]
    assert [each.received is None for each in elements] == [False, True, True, False]
    assert (elements[0].seq, elements[0].epoch, elements[0].error) == (7, "a", "")
    assert (elements[1].name, elements[1].seq, elements[1].epoch) == ("session:updated", 8, "a")
    assert "'session:updated' cannot be read" in elements[1].error
    assert (elements[2].name, elements[2].seq) == ("", None)


def test_one_object_is_kept_by_reference() -> None:
    octets = element()
    (only,) = read_elements(octets)
    assert only.octets is octets


@pytest.mark.parametrize("octets", [b"", b"not json", b'"text"', b"[1", b"\xff\xfe"])
def test_a_frame_that_is_broken_as_a_whole_is_one_bad_element(octets: bytes) -> None:
    (only,) = read_elements(octets)
    assert only.received is None
    assert only.error
    assert only.octets == octets


def test_what_a_bad_element_says_of_itself_is_read_member_by_member() -> None:
    (only,) = read_elements(b'{"event": 5, "type": "session:updated", "seq": "many", "epoch": "a"}')
    assert (only.name, only.seq, only.epoch) == ("session:updated", None, "a")


@given(st.binary(max_size=80) | st.from_regex(rb"\[?\{[a-z\":,0-9{}\[\]]*\}\]?", fullmatch=True))
def test_elements_are_those_of_the_frame(octets: bytes) -> None:
    frame, elements = read_frame(octets), read_elements(octets)
    assert tuple(each.received for each in elements if each.received) == frame.received
    assert sum(each.received is None for each in elements) == len(frame.errors)
    assert sent_at(octets) is not None or not frame.received


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        (element(timestamp=1_700_000_000_000), 1_700_000_000_000),
        (b"[" + element() + b"," + element(timestamp=12) + b"]", 12),
        (b"[5," + element(timestamp=12) + b"]", 12),
        (element(), 0),
        (element(timestamp=-5), 0),
        (element(timestamp=1e300), 0),
        (b'{"timestamp": 12}', None),
        (b'{"event": "x", "timestamp": "noon"}', None),
        (b"[]", None),
        (b"[5]", None),
        (b"not json", None),
    ],
)
def test_when_a_frame_was_sent(octets: bytes, expected: float | None) -> None:
    assert sent_at(octets) == expected
