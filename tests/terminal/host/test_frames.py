"""The frames are those of the original server, word for word."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, strategies as st

from maestro_tui.errors import DecodeError
from maestro_tui.terminal.exit_status import ExitStatus
from maestro_tui.terminal.host.frames import (
    Away,
    Colours,
    Exit,
    Resize,
    Size,
    decode_client_frame,
    decode_host_frame,
)


def test_what_the_original_server_says_is_understood() -> None:
    assert decode_host_frame('{"type":"size","cols":200,"rows":50}') == Size(cols=200, rows=50)
    assert decode_host_frame('{"type":"exit","exitCode":3}') == Exit(exit_code=3)


def test_what_its_clients_say_is_understood() -> None:
    assert decode_client_frame('{"type":"resize","cols":80,"rows":24}') == Resize(cols=80, rows=24)
    assert decode_client_frame('{"type":"away"}') == Away()
    theme = decode_client_frame('{"type":"theme","foreground":[1,2,3],"background":[4,5,6]}')
    assert theme == Colours(foreground=(1, 2, 3), background=(4, 5, 6))


def test_what_is_said_to_its_clients_is_what_they_know() -> None:
    assert msgspec.json.decode(msgspec.json.encode(Size(cols=80, rows=24))) == {
        "type": "size",
        "cols": 80,
        "rows": 24,
    }
    assert msgspec.json.decode(msgspec.json.encode(Exit.of(ExitStatus(0)))) == {"type": "exit", "exitCode": 0}


def test_a_signal_is_told_both_ways() -> None:
    told = Exit.of(ExitStatus(None, 9))
    assert (told.exit_code, told.signal) == (137, 9)
    assert told.status == ExitStatus(None, 9)


def test_an_end_nobody_saw_has_no_code() -> None:
    lost = Exit.of(ExitStatus(None), lost=True)
    assert msgspec.json.decode(msgspec.json.encode(lost)) == {"type": "exit", "lost": True}
    assert lost.status == ExitStatus(None)


def test_a_kind_of_frame_that_is_not_known_is_none() -> None:
    assert decode_host_frame('{"type":"mood","value":3}') is None
    assert decode_client_frame('{"type":"mood"}') is None


@pytest.mark.parametrize(
    "text", ["", "[]", "3", '{"type":"size"}', '{"type":"size","cols":"x","rows":1}', "{"]
)
def test_what_is_no_frame_is_a_clear_error_from_a_server_and_nothing_from_a_client(text: str) -> None:
    assert decode_client_frame(text) is None
    with pytest.raises(DecodeError, match="cannot be understood"):
        decode_host_frame(text)


@given(st.one_of(st.binary(), st.text()))
def test_a_client_may_say_anything(octets: bytes | str) -> None:
    decode_client_frame(octets)
