"""Frames as a whole: shapes, numbers, what is broken, and arbitrary bytes."""

from __future__ import annotations

import tracemalloc
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, strategies as st

from maestro_tui.errors import DecodeError
from maestro_tui.protocol import events as e
from maestro_tui.protocol.frames import Frame, decode_frame, encode_frame

FRAMES = Path(__file__).parent / "frames"
NAMES = [*e.EVENT_NAMES.values(), *sorted(e.CONTROL_REPLIES), "team:created", ""]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=9,
)
payloads = st.dictionaries(
    st.sampled_from(["id", "session", "task", "project", "sessionId", "taskId", "status", "timeline", "x"]),
    json_values | st.just("ses_1") | st.fixed_dictionaries({"id": st.just("ses_1")}),
    max_size=5,
)
elements = st.fixed_dictionaries(
    {},
    optional={
        "event": st.sampled_from(NAMES) | json_values,
        "type": st.sampled_from(NAMES) | json_values,
        "data": payloads | json_values,
        "timestamp": json_values,
        "seq": json_values,
        "epoch": json_values,
    },
)


def check(octets: bytes | str) -> Frame | None:
    """A frame, or the one error that may come."""
    with suppress(DecodeError):
        frame = decode_frame(octets)
        for received in frame.received:
            assert isinstance(e.event_name(received.event), str)
        assert all(isinstance(error, DecodeError) for error in frame.errors)
        return frame
    return None


# ------------------------------------------------------------------------------------- properties


@given(st.binary())
@example(b"")
@example(b"\xef\xbb\xbf{}")
@example(b'{"event":"\xff"}')
@example(b'[{"event":"x","data":"\xff"}')
def test_any_bytes_give_a_frame_or_a_decode_error(octets: bytes) -> None:
    check(octets)


@given(st.text(alphabet=st.characters()))
@example('{"event":"\ud800"}')
@example("\u2028{}")
def test_any_text_gives_a_frame_or_a_decode_error(text: str) -> None:
    check(text)


@given(elements | json_values)
def test_any_json_document_gives_a_frame_or_a_decode_error(document: object) -> None:
    check(msgspec.json.encode(document))


@given(st.lists(elements | json_values))
def test_each_element_of_an_array_gives_an_event_or_an_error(array: list[object]) -> None:
    frame = decode_frame(msgspec.json.encode(array))
    assert len(frame.received) + len(frame.errors) == len(array)


@given(st.lists(elements))
def test_an_array_is_its_elements_one_by_one(array: list[object]) -> None:
    alone = [check(msgspec.json.encode(element)) for element in array]
    together = decode_frame(msgspec.json.encode(array))
    names = [e.event_name(frame.received[0].event) for frame in alone if frame is not None]
    assert [e.event_name(received.event) for received in together.received] == names


@given(st.integers(0, 400), st.binary(max_size=3))
def test_a_frame_that_is_cut_or_spoiled_gives_a_frame_or_a_decode_error(at: int, spoil: bytes) -> None:
    whole = (FRAMES / "document.jsonl").read_bytes().splitlines()[6]
    check(whole[:at])
    check(whole[:at] + spoil + whole[at + len(spoil) :])


@given(
    st.text(), json_values, st.integers(0, 2**53), st.none() | st.integers(0, 2**63), st.none() | st.text()
)
def test_encoding_then_decoding_is_the_identity(
    name: str, payload: object, timestamp: int, seq: int | None, epoch: str | None
) -> None:
    frame = encode_frame(f"x{name}", payload, timestamp=timestamp, seq=seq, epoch=epoch)
    (received,) = decode_frame(frame).received
    assert isinstance(received.event, e.UnknownEvent)
    assert received.event.name == f"x{name}"
    assert msgspec.json.decode(received.event.data) == payload
    assert (received.timestamp, received.seq, received.epoch) == (timestamp, seq, epoch)


# ----------------------------------------------------------------------------------------- shapes


def test_an_empty_array_is_a_frame_without_events() -> None:
    assert decode_frame(b"[]") == Frame(())


def test_text_and_bytes_are_the_same() -> None:
    text = '{"event":"task:deleted","data":{"id":"tsk_é"}}'
    assert decode_frame(text) == decode_frame(text.encode())


@pytest.mark.parametrize("space", [b" ", b"\n\t ", b" " * 100])
def test_space_around_a_frame_means_nothing(space: bytes) -> None:
    octets = space + b'[{"event":"task:deleted","data":{"id":"tsk_1"}}]' + space
    assert len(decode_frame(octets).received) == 1


@pytest.mark.parametrize("document", [b"5", b'"text"', b"null", b"true", b" -1.5 "])
def test_a_document_that_is_neither_object_nor_array_is_an_error(document: bytes) -> None:
    with pytest.raises(DecodeError, match="neither a JSON object nor an array"):
        decode_frame(document)


@pytest.mark.parametrize("octets", [b"", b"  ", b"{", b"[", b"[1,", b"nul", b"{}{}", b"[][]", b"NaN", b"'a'"])
def test_what_is_not_json_is_an_error(octets: bytes) -> None:
    with pytest.raises(DecodeError):
        decode_frame(octets)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ({"type": "task:deleted"}, "task:deleted"),
        ({"event": "task:deleted"}, "task:deleted"),
        ({"type": "other", "event": "task:deleted"}, "task:deleted"),
        ({"event": "other", "type": "task:deleted"}, "other"),
        ({"event": "", "type": "task:deleted"}, "task:deleted"),
        ({"type": "session:updated", "event": "other"}, "other"),
    ],
)
def test_the_name_stands_in_event_or_else_in_type(head: dict[str, str], name: str) -> None:
    (received,) = decode_frame(msgspec.json.encode({**head, "data": {"id": "a"}})).received
    assert e.event_name(received.event) == name


@pytest.mark.parametrize("element", [{}, {"data": {"id": "a"}}, {"event": "", "type": ""}])
def test_an_element_without_a_name_is_an_error(element: dict[str, Any]) -> None:
    with pytest.raises(DecodeError, match="neither 'event' nor 'type'"):
        decode_frame(msgspec.json.encode(element))


@pytest.mark.parametrize("name", ["session:updated", "task:updated"])
def test_the_order_of_keys_means_nothing(name: str) -> None:
    expected = decode_frame(msgspec.json.encode({"event": name, "data": {"id": "a"}, "seq": 4, "epoch": "e"}))
    for keys in (["seq", "data", "event", "epoch"], ["data", "epoch", "seq", "event"]):
        fields = {"event": name, "data": {"id": "a"}, "seq": 4, "epoch": "e"}
        assert decode_frame(msgspec.json.encode({key: fields[key] for key in keys})) == expected


def test_a_session_whose_text_quotes_an_event_is_what_it_says_it_is() -> None:
    """The way for the frequent event looks at the first bytes only."""
    data = {"id": "tsk_1", "title": '"session:updated"'}
    (received,) = decode_frame(msgspec.json.encode({"data": data, "event": "task:updated"})).received
    assert isinstance(received.event, e.TaskUpdated)
    head = b'{"x":"session:updated","event":"session:created","data":{"id":"ses_1"}}'
    (received,) = decode_frame(head).received
    assert isinstance(received.event, e.SessionCreated)


def test_what_is_kept_of_an_array_does_not_hold_the_array() -> None:
    def array() -> bytes:
        small = {"event": "session:updated", "data": {"id": "a", "timeline": [{"type": "progress"}]}}
        return msgspec.json.encode([small, {"event": "pong", "data": "y" * 2_000_000}])

    tracemalloc.start()
    try:
        kept = decode_frame(array()).received[0].event
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert isinstance(kept, e.SessionUpdated)
    assert bytes(kept.session.timeline) == b'[{"type":"progress"}]'
    assert held < 1_000_000


# ------------------------------------------------------------------------- numbers and deep nesting


@pytest.mark.parametrize(
    "member", [b'"timestamp":1e999', b'"timestamp":1' + b"0" * 400, b'"seq":1' + b"0" * 5000]
)
@pytest.mark.parametrize("name", [b"task:deleted", b"session:updated", b"unknown"])
def test_a_number_beyond_all_bounds_costs_the_element(member: bytes, name: bytes) -> None:
    element = b'{"event":"' + name + b'","data":{"id":"a"},' + member + b"}"
    assert len(decode_frame(b"[" + element + b',{"event":"pong"}]').received) == 1
    with pytest.raises(DecodeError):
        decode_frame(element)


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity", b"01", b".5", b"0x1"])
def test_what_json_does_not_know_as_a_number_costs_the_frame(number: bytes) -> None:
    element = b'{"event":"x","data":' + number + b"}"
    for octets in (element, b"[" + element + b',{"event":"pong"}]'):
        with pytest.raises(DecodeError):
            decode_frame(octets)


@pytest.mark.parametrize("seq", [b"1.5", b"true", b'"1"', b"{}"])
def test_a_number_of_an_event_is_a_whole_number(seq: bytes) -> None:
    with pytest.raises(DecodeError):
        decode_frame(b'{"event":"pong","seq":' + seq + b"}")


@pytest.mark.parametrize("depth", [500, 5_000, 200_000])
@pytest.mark.parametrize(
    ("before", "opening", "closing"),
    [
        (b"", b"[", b"]"),
        (b"", b'{"a":', b"}"),
        (b'{"event":"x","data":', b"[", b"]"),
        (b'{"event":"session:updated","data":{"id":"a","timeline":', b"[", b"]"),
        (b'[{"event":"session:spawn","data":{"session":{"id":"a"},"manifest":', b'{"a":', b"}"),
    ],
)
def test_deep_nesting_ends_in_a_frame_or_an_error(
    depth: int, before: bytes, opening: bytes, closing: bytes
) -> None:
    check(before + opening * depth)
    after = {b"": b"", b'{"event":"x","data":': b"}"}.get(before, b"}}" + b"]" * before.startswith(b"["))
    check(before + opening * depth + b"1" + closing * depth + after)


# ------------------------------------------------------------------------------- recorded in files


@pytest.mark.parametrize(
    ("file", "by_type", "errors"),
    [
        (
            "document.jsonl",
            {
                **dict.fromkeys(
                    set(e.EVENT_NAMES.values()) - {"session:status_changed", "resumed", "resync"}, 1
                ),
                "project:created": 2,
                "task:created": 2,
            },
            0,
        ),
        (
            "seed.jsonl",
            {
                "pong": 1,
                "project:created": 1,
                "project:updated": 1,
                "session:created": 1,
                "session:deleted": 1,
                "session:spawn": 1,
                "session:task_removed": 1,
                "session:updated": 2,
                "task:created": 1,
                "task:session_added": 1,
                "task:updated": 1,
            },
            0,
        ),
        (
            "head.jsonl",
            {
                "notify:needs_input": 1,
                "project:created": 1,
                "session:created": 1,
                "session:prompt_send": 1,
                "session:spawn": 1,
                "session:status_changed": 1,
                "session:updated": 1,
                "subscribed": 1,
                "task:created": 1,
                "task:deleted": 2,
                "task:session_added": 1,
                "team_member:created": 1,
            },
            0,
        ),
        ("broken.jsonl", {"session:created": 1, "session:updated": 1, "task:created": 1}, 7),
        ("gaps.jsonl", {"task:created": 1, "task:updated": 4}, 0),
    ],
)
def test_files_of_frames_give_their_events(file: str, by_type: dict[str, int], errors: int) -> None:
    counted: dict[str, int] = {}
    wrong = 0
    for line in (FRAMES / file).read_bytes().splitlines():
        try:
            frame = decode_frame(line)
        except DecodeError:
            wrong += 1
            continue
        wrong += len(frame.errors)
        for received in frame.received:
            name = e.event_name(received.event)
            counted[name] = counted.get(name, 0) + 1
    assert (counted, wrong) == (by_type, errors)


def test_our_server_numbers_its_events() -> None:
    lines = (FRAMES / "document.jsonl").read_bytes().splitlines()
    received = [each for line in lines for each in decode_frame(line).received]
    assert [each.seq for each in received] == list(range(1, len(lines) + 1))
    assert {each.epoch for each in received} == {"e1"}
