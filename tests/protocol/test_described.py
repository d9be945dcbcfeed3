from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, strategies as st

from maestro_tui.protocol import events as e
from maestro_tui.protocol.described import LONGEST, describe, printable
from maestro_tui.protocol.frames import decode_frame
from tests.protocol.test_events import PAYLOADS, SPAWN


@pytest.mark.parametrize(("name", "data", "event"), PAYLOADS)
def test_an_event_is_described_with_the_id_it_is_about(name: str, data: object, event: e.Event) -> None:
    kind = name.split(":", maxsplit=1)[0]
    assert describe(event).startswith({"session": "ses_1", "task": "tsk_1", "project": "prj_1"}[kind])


def test_what_a_reader_wants_to_know_follows() -> None:
    octets = msgspec.json.encode({"event": "session:spawn", "data": SPAWN})
    (spawned,) = decode_frame(octets).received
    assert describe(spawned.event) == "ses_1  claude --model x  /srv"
    assert describe(e.UnknownEvent("x", msgspec.Raw(b'{"a":1}'))) == '{"a":1}'
    assert describe(e.ControlReplied("pong")) == ""


def test_an_unknown_event_of_any_size_and_spelling_is_one_short_line() -> None:
    (received,) = decode_frame(b'{"event":"x","data":"\xff\xfe' + b"y" * 100_000 + b'"}').received
    line = describe(received.event)
    assert len(line) <= LONGEST
    assert line.isprintable()


@given(st.text(), st.integers(1, 300))
def test_printable_text_is_one_line_of_bounded_length(text: str, limit: int) -> None:
    shown = printable(text, limit)
    assert shown.isprintable()
    assert len(shown) <= limit
    assert shown == text or len(text) > limit or not text.isprintable()
