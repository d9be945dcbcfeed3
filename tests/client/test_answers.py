from __future__ import annotations

import tracemalloc
from contextlib import suppress

import msgspec
from hypothesis import given, strategies as st

from maestro_tui.client.answers import Health, decode_answer, decode_listing
from maestro_tui.errors import DecodeError
from maestro_tui.protocol.models import Session
from maestro_tui.protocol.timeline import decode_timeline


def test_an_undecoded_timeline_does_not_keep_the_list_alive() -> None:
    def body() -> bytes:
        sessions = [
            {"id": "ses_1", "timeline": [{"type": "progress"}]},
            {"id": "ses_2", "x": "y" * 2_000_000},
        ]
        return msgspec.json.encode(sessions)

    tracemalloc.start()
    try:
        kept = decode_listing(body(), Session, None, None).items[0]
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert decode_timeline(kept.timeline)[0].type == "progress"
    assert held < 1_000_000


@given(st.binary())
def test_any_bytes_are_a_listing_or_a_decode_error(body: bytes) -> None:
    with suppress(DecodeError):
        decode_listing(body, Session, None, None)


@given(st.lists(st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=5)))
def test_each_element_is_an_item_or_an_error(elements: list[object]) -> None:
    listing = decode_listing(msgspec.json.encode(elements), Session, None, None)
    assert len(listing.items) + len(listing.errors) == len(elements)


@given(st.binary())
def test_any_bytes_are_an_answer_or_a_decode_error(body: bytes) -> None:
    with suppress(DecodeError):
        decode_answer(body, Health)
