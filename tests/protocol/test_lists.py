"""What was there when a recording began."""

from __future__ import annotations

from hypothesis import given, strategies as st

from maestro_tui.protocol.events import UnknownEvent
from maestro_tui.protocol.frames import decode_frame
from maestro_tui.protocol.lists import Lists, decode_lists, encode_lists
from tests.support.factories import NOW, make_project, make_session, make_task

LISTS = Lists(
    projects=(make_project(),), tasks=(make_task(),), sessions=(make_session(), make_session("ses_2"))
)


def test_they_come_back_as_they_were() -> None:
    assert decode_lists(encode_lists(LISTS, NOW)) == LISTS
    assert decode_lists(encode_lists(LISTS, NOW) + b"\n") == LISTS


def test_who_does_not_know_them_sees_an_event_without_a_name() -> None:
    (received,) = decode_frame(encode_lists(LISTS, NOW)).received
    assert isinstance(received.event, UnknownEvent)
    assert received.timestamp == NOW


@given(st.binary(max_size=80))
def test_what_is_broken_or_something_else_is_none(rest: bytes) -> None:
    assert decode_lists(rest) is None
    assert decode_lists(encode_lists(Lists(), NOW)[:-1] + rest.strip()) in {None, Lists()}
