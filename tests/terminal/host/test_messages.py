from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from maestro_tui.errors import DecodeError
from maestro_tui.terminal.host import messages as m
from tests.terminal.host.support import order

INFO = m.TerminalInfo(session_id="ses_1", terminal_id="trm_1", argv=("sh",), ended_at=1.5, exit_code=3)


@pytest.mark.parametrize(
    "request_",
    [
        m.ListTerminals(id=1, with_memory=True),
        order(server=m.ServerTarget(name="here", data_dir="/d"), foreground=(1, 2, 3)),
        m.SignalTerminal(id=2, session_id="ses_1", number=15),
        m.EndTerminal(id=3, session_id="ses_1", put_away=True),
        m.StopHost(id=4),
    ],
)
def test_a_request_is_understood_as_it_was_meant(request_: m.Request) -> None:
    assert m.decode_request(m.encode_message(request_)) == request_


@pytest.mark.parametrize(
    "message",
    [
        m.Hello(protocol=m.PROTOCOL, host_id="h", pid=1),
        m.Listed(id=1, terminals=(INFO,)),
        m.Spawned(id=1, terminal=INFO, is_new=True),
        m.RunsElsewhere(id=1, place="far"),
        m.Done(id=1),
        m.Refused(id=1, message="No."),
        m.TerminalChanged(terminal=INFO),
        m.TerminalGone(session_id="ses_1"),
    ],
)
def test_a_message_is_understood_as_it_was_meant(message: m.Message) -> None:
    assert m.decode_message(m.encode_message(message)) == message


def test_fields_of_a_later_version_are_ignored() -> None:
    assert m.decode_request('{"type":"stop","id":7,"gently":true}') == m.StopHost(id=7)


@given(st.one_of(st.binary(), st.text()))
def test_whatever_comes_is_a_request_or_a_clear_error(octets: bytes | str) -> None:
    for decode in (m.decode_request, m.decode_message):
        with pytest.raises(DecodeError, match="terminal host"):
            decode(octets)


def test_a_terminal_is_live_until_it_has_ended() -> None:
    assert not INFO.is_live
    assert m.TerminalInfo(session_id="ses_1", terminal_id="trm_1").is_live
