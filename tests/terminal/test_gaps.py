from __future__ import annotations

from hypothesis import given, strategies as st

from maestro_tui.terminal.events import NotificationRaised
from maestro_tui.terminal.ghostty.gaps import NOTIFICATION_LIMIT, GapCutter, NotificationReader
from tests.terminal.support import make_engine

pieces = st.sampled_from([b"\x1b[!p", b"\x1b[!", b"p", b"\x1b", b"[", b"!", b"x", b"\x1b[g", b"g", b"\x1b["])
streams = st.lists(pieces).map(b"".join)


@given(streams, st.integers(1, 6))
def test_what_the_library_ignores_is_found_wherever_the_bytes_are_cut(stream: bytes, size: int) -> None:
    cutter = GapCutter()
    chunks = [stream[start : start + size] for start in range(0, len(stream), size)]
    cut = [piece for chunk in chunks for piece in cutter.cut(chunk)]
    assert b"".join(piece for piece, _ in cut) == stream
    for sequence in (b"\x1b[!p", b"\x1b[g"):
        assert sum(ignored == sequence for _, ignored in cut) == stream.count(sequence)
    fed = b""
    for piece, ignored in cut:
        fed += piece
        assert fed.endswith(ignored)


def test_a_soft_reset_leaves_text_and_cursor_and_takes_back_the_rest() -> None:
    engine = make_engine(
        10, 4, fed=b"ab\x1b[2;3r\x1b[?6h\x1b[4h\x1b[?25l\x1b[?1h\x1b(0\x1b[1;31m\x1b[2;4H\x1b[!p"
    )
    assert engine.rows()[0].text.startswith("ab")
    assert engine.cursor()[:3] == (3, 2, True)
    engine.feed(b"q\x1b[6n\x1b[?1$p\x1b[?6$p\x1b[4$p\x1bP$qr\x1b\\\x1bP$qm\x1b\\")
    assert engine.rows()[2].runs == ((" " * 3 + "q" + " " * 6, engine.rows()[0].runs[0][1]),)
    assert (
        engine.take_replies()
        == b"\x1b[3;5R\x1b[?1;2$y\x1b[?6;2$y\x1b[4;2$y\x1bP1$r1;4r\x1b\\\x1bP1$r0m\x1b\\"
    )


def test_a_soft_reset_takes_the_saved_cursor_home() -> None:
    engine = make_engine(10, 4, fed=b"\x1b[3;3H\x1b7\x1b[2;2H\x1b[!p\x1b8")
    assert engine.cursor()[:2] == (0, 0)


def test_delete_characters_draw_nothing() -> None:
    assert make_engine(fed=b"a\x7fb").rows()[0].text.rstrip() == "ab"


def read(*chunks: bytes) -> list[NotificationRaised]:
    reader = NotificationReader()
    return [notification for chunk in chunks for notification in reader.read(chunk)]


def test_notifications_of_kitty_are_read() -> None:
    assert read(b"x\x1b]99;;Hello world\x1b\\y\x1b]99;;two\x07") == [
        NotificationRaised("Hello world", ""),
        NotificationRaised("two", ""),
    ]
    assert read(b"\x1b]99;i=1:d=0;Hel\x1b\\\x1b]99;i=1:d=0;lo\x1b\\\x1b]99;i=1:p=body;text\x1b\\") == [
        NotificationRaised("Hello", "text")
    ]
    assert read(b"\x1b]99;e=1;SGk=\x07") == [NotificationRaised("Hi", "")]
    assert read(b"\x1b]99;e=1;S\x07\x1b]99;p=?;\x07\x1b]99;p=close;\x07") == []


@given(st.integers(1, 12))
def test_notifications_are_read_wherever_the_bytes_are_cut(size: int) -> None:
    stream = b"a\x1b]99;i=1:d=0;one\x1b\\b\x1b]99;i=1:p=body;two\x07c\x1b]99;;three\x07"
    chunks = [stream[start : start + size] for start in range(0, len(stream), size)]
    assert read(*chunks) == [NotificationRaised("one", "two"), NotificationRaised("three", "")]


def test_a_notification_without_an_end_is_given_up() -> None:
    reader = NotificationReader()
    assert list(reader.read(b"\x1b]99;;")) == []
    for _ in range(10):
        assert list(reader.read(b"x" * NOTIFICATION_LIMIT)) == []
    assert list(reader.read(b"\x07\x1b]99;;next\x07")) == [NotificationRaised("next", "")]


def test_a_notification_of_kitty_is_an_event_of_the_engine() -> None:
    assert make_engine(fed=b"\x1b]99;;hi\x07").take_events() == [NotificationRaised("hi", "")]
