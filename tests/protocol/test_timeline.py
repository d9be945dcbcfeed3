from __future__ import annotations

import msgspec
import pytest
from hypothesis import example, given, strategies as st

from maestro_tui.protocol.frames import decode_frame
from maestro_tui.protocol.models import EMPTY_LIST, TimelineEvent
from maestro_tui.protocol.timeline import decode_timeline


def types_of(timeline: bytes) -> list[str]:
    return [event.type for event in decode_timeline(msgspec.Raw(timeline))]


def test_a_timeline_is_read_in_its_order() -> None:
    timeline = b"""[
        {"id":"evt_1","type":"session_started","timestamp":1707260400000,"message":"Session created"},
        {"id":"evt_2","type":"progress","timestamp":1707260500000,"taskId":"tsk_1","metadata":{"a":[1]}}]"""
    first, second = decode_timeline(msgspec.Raw(timeline))
    assert (first.id, first.type, first.timestamp, first.message) == (
        "evt_1",
        "session_started",
        1707260400000,
        "Session created",
    )
    assert (second.task_id, second.message) == ("tsk_1", None)
    assert msgspec.json.decode(second.metadata) == {"a": [1]}


def test_an_absent_timeline_is_empty() -> None:
    assert decode_timeline(EMPTY_LIST) == ()


@pytest.mark.parametrize("timeline", [b"", b"null", b"{}", b'"text"', b"5", b"[", b"[1", b"\xff", b"[]]"])
def test_what_is_no_list_is_an_empty_timeline(timeline: bytes) -> None:
    assert types_of(timeline) == []


@pytest.mark.parametrize(
    "broken",
    [
        b"7",
        b"null",
        b"{}",
        b'{"id":"evt_1"}',
        b'{"type":5}',
        b'{"type":"x","timestamp":"soon"}',
        b'{"type":"x","timestamp":1e999}',
        b'{"type":"\xff"}',
        b'{"type":"x","message":{}}',
    ],
)
def test_a_broken_event_costs_that_event(broken: bytes) -> None:
    assert types_of(b'[{"type":"a"},' + broken + b',{"type":"b"}]') == ["a", "b"]


def test_an_event_type_nobody_knows_is_kept() -> None:
    assert types_of(b'[{"type":"doc_added","doc":{"id":1}}]') == ["doc_added"]


@pytest.mark.parametrize("depth", [100, 900, 5_000, 200_000])
def test_deep_nesting_raises_nothing(depth: int) -> None:
    nested = b"[" * depth + b"]" * depth
    types_of(nested)
    types_of(b'[{"type":"a","metadata":' + nested + b"}]")
    types_of(b'[{"type":"a","unknown":' + nested + b"}]")


def test_a_timeline_that_is_not_what_it_should_be_does_not_cost_its_session() -> None:
    for inside in (b"null", b"{}", b'"x"', b'[5,{"type":7}]'):
        frame = decode_frame(b'{"event":"session:updated","data":{"id":"ses_1","timeline":' + inside + b"}}")
        (received,) = frame.received
        assert types_of(bytes(received.event.session.timeline)) == []  # type: ignore[union-attr]


@given(st.binary())
@example(b'[{"type":"\xed\xa0\x80"}]')
def test_any_bytes_are_a_timeline(timeline: bytes) -> None:
    types_of(timeline)


@given(
    st.lists(
        st.builds(TimelineEvent, type=st.text(), id=st.text(), message=st.none() | st.text()), max_size=5
    )
)
def test_a_timeline_written_and_read_is_the_same(events: list[TimelineEvent]) -> None:
    again = decode_timeline(msgspec.Raw(msgspec.json.encode(events)))
    assert [(each.type, each.id, each.message) for each in again] == [
        (each.type, each.id, each.message) for each in events
    ]
