from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from maestro_tui.terminal.paste import encode_paste, is_risky
from tests.terminal.support import make_engine


@pytest.mark.parametrize(
    ("text", "plain", "bracketed"),
    [
        ("abc", b"abc", b"abc"),
        ("a\nb\r\nc\rd", b"a\rb\rc\rd", b"a\nb\r\nc\rd"),
        ("a\tb", b"a\tb", b"a\tb"),
        ("a\x1b[201~b", b"ab", b"ab"),
        ("a\x1b[20\x1b[201~1~rm", b"a[201~rm", b"a[201~rm"),
        ("\x1b]52;c;eA==\x07", b"]52;c;eA==", b"]52;c;eA=="),
        ("x\x03\x04\x7f\x9by", b"xy", b"xy"),
        ("中\ud800", "中?".encode(), "中?".encode()),
    ],
)
def test_pasted_text_cannot_do_more_than_be_text(text: str, plain: bytes, bracketed: bytes) -> None:
    assert encode_paste(text, bracketed=False) == plain
    assert encode_paste(text, bracketed=True) == b"\x1b[200~" + bracketed + b"\x1b[201~"


@given(
    st.text() | st.lists(st.sampled_from(["\x1b", "[201~", "\x1b[201~", "2", "0", "1~", "\x9b"])).map("".join)
)
def test_the_brackets_end_where_the_paste_ends(text: str) -> None:
    payload = encode_paste(text, bracketed=True)[len(b"\x1b[200~") : -len(b"\x1b[201~")]
    assert b"\x1b" not in payload
    assert "\x9b" not in payload.decode()


def test_the_program_decides_about_brackets() -> None:
    engine = make_engine()
    assert engine.encode_paste("a\nb") == b"a\rb"
    engine.feed(b"\x1b[?2004h")
    assert engine.encode_paste("a\nb") == b"\x1b[200~a\nb\x1b[201~"


@pytest.mark.parametrize(
    ("text", "risky"), [("ls", False), ("ls\n", False), ("a\nb", True), ("a\rb\n", True)]
)
def test_lines_that_would_run_at_once_are_told(text: str, risky: bool) -> None:
    assert is_risky(text, bracketed=False) is risky
    assert not is_risky(text, bracketed=True)
