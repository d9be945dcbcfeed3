from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, strategies as st

from maestro_tui.errors import DecodeError
from maestro_tui.server.documents import append_elements, close_document, decode_json, open_document

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
documents = st.dictionaries(st.text() | st.sampled_from(["timeline", "events"]), values)


@given(documents)
def test_what_is_not_changed_survives(document: dict[str, Any]) -> None:
    octets = msgspec.json.encode(document)
    assert msgspec.json.decode(close_document(open_document(octets))) == document
    opened = open_document(octets)
    opened["new"] = 1
    assert msgspec.json.decode(close_document(opened)) == {**document, "new": 1}


@given(present=values, added=st.lists(st.dictionaries(st.text(), values), max_size=3))
def test_elements_are_appended_to_what_is_a_list(present: Any, added: list[dict[str, Any]]) -> None:
    document = open_document(msgspec.json.encode({"timeline": present}))
    append_elements(document, "timeline", added, limit=2**30)
    kept = present if isinstance(present, list) else []
    expected = [*kept, *added] if added else present
    assert msgspec.json.decode(close_document(document))["timeline"] == expected


@given(sizes=st.lists(st.integers(0, 60), min_size=1, max_size=30), limit=st.integers(10, 400))
def test_a_list_that_grows_too_long_loses_its_oldest_and_counts_them(sizes: list[int], limit: int) -> None:
    document: dict[str, Any] = {}
    for number, size in enumerate(sizes):
        append_elements(document, "timeline", [{"n": number, "x": "x" * size}], limit=limit)
        octets = bytes(document["timeline"])
        elements = msgspec.json.decode(octets)
        assert [element["n"] for element in elements] == list(range(number + 1))[-len(elements) :]
        assert document.get("timelineDropped", 0) == number + 1 - len(elements)
        assert len(octets) <= limit or len(elements) == 1


@pytest.mark.parametrize(
    ("octets", "value"),
    [
        (rb'"\ud83d\ude00"', "\U0001f600"),
        (rb'"\ud83d"', "\ufffd"),
        (rb'"a\ude00b"', "a\ufffdb"),
        (rb'"\ud83d\ud83d\ude00"', "\ufffd\U0001f600"),
        (rb'"\\ud83d \ud83d"', "\\ud83d \ufffd"),
    ],
)
def test_half_a_surrogate_pair_becomes_the_replacement_sign(octets: bytes, value: str) -> None:
    assert decode_json(octets) == value


@given(st.binary())
def test_anything_is_json_or_a_decode_error(octets: bytes) -> None:
    try:
        value = decode_json(octets)
    except DecodeError:
        return
    msgspec.json.encode(value)
