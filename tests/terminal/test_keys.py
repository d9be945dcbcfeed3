from __future__ import annotations

import pytest

from maestro_tui.terminal.keys import (
    KeyPress,
    Modifier,
    MouseAction,
    MouseButton,
    MouseInput,
    Stroke,
    read_key,
)
from tests.terminal.support import make_engine

CLASSIC = [
    ("a", "a", b"a"),
    ("A", "A", b"A"),
    ("é", "é", "é".encode()),
    ("中", "中", "中".encode()),
    ("👨‍👩‍👧", "👨‍👩‍👧", "👨‍👩‍👧".encode()),
    ("question_mark", "?", b"?"),
    ("question_mark", None, b"?"),
    ("left_square_bracket", "[", b"["),
    ("plus", "+", b"+"),
    ("minus", None, b"-"),
    ("slash", None, b"/"),
    ("underscore", None, b"_"),
    ("less_than_sign", "<", b"<"),
    ("space", " ", b" "),
    ("shift+space", None, b" "),
    ("enter", "\r", b"\r"),
    ("shift+enter", None, b"\r"),
    ("ctrl+enter", None, b"\r"),
    ("alt+enter", None, b"\x1b\r"),
    ("ctrl+m", None, b"\r"),
    ("ctrl+j", "\n", b"\n"),
    ("tab", "\t", b"\t"),
    ("shift+tab", None, b"\x1b[Z"),
    ("ctrl+i", None, b"\t"),
    ("escape", "\x1b", b"\x1b"),
    ("alt+escape", None, b"\x1b\x1b"),
    ("ctrl+left_square_bracket", None, b"\x1b"),
    ("backspace", "\x7f", b"\x7f"),
    ("ctrl+backspace", None, b"\x08"),
    ("alt+backspace", None, b"\x1b\x7f"),
    ("ctrl+h", "\x08", b"\x08"),
    ("ctrl+c", "\x03", b"\x03"),
    ("ctrl+c", None, b"\x03"),
    ("ctrl+z", "\x1a", b"\x1a"),
    ("ctrl+shift+a", None, b"\x01"),
    ("alt+ctrl+a", None, b"\x1b\x01"),
    ("ctrl+@", "\x00", b"\x00"),
    ("ctrl+space", None, b"\x00"),
    ("ctrl+backslash", "\x1c", b"\x1c"),
    ("ctrl+right_square_bracket", "\x1d", b"\x1d"),
    ("ctrl+circumflex_accent", "\x1e", b"\x1e"),
    ("ctrl+underscore", "\x1f", b"\x1f"),
    ("ctrl+slash", None, b"\x1f"),
    ("\x05", "\x05", b"\x05"),
    ("alt+x", "x", b"\x1bx"),
    ("alt+x", None, b"\x1bx"),
    ("alt+shift+a", "A", b"\x1bA"),
    ("alt+shift+a", None, b"\x1bA"),
    ("alt+full_stop", None, b"\x1b."),
    ("up", None, b"\x1b[A"),
    ("down", None, b"\x1b[B"),
    ("right", None, b"\x1b[C"),
    ("left", None, b"\x1b[D"),
    ("ctrl+left", None, b"\x1b[1;5D"),
    ("alt+ctrl+shift+right", None, b"\x1b[1;8C"),
    ("shift+up", None, b"\x1b[1;2A"),
    ("home", None, b"\x1b[H"),
    ("end", None, b"\x1b[F"),
    ("insert", None, b"\x1b[2~"),
    ("delete", None, b"\x1b[3~"),
    ("ctrl+delete", None, b"\x1b[3;5~"),
    ("pageup", None, b"\x1b[5~"),
    ("pagedown", None, b"\x1b[6~"),
    ("f1", None, b"\x1bOP"),
    ("f4", None, b"\x1bOS"),
    ("f5", None, b"\x1b[15~"),
    ("shift+f5", None, b"\x1b[15;2~"),
    ("f12", None, b"\x1b[24~"),
]


@pytest.mark.parametrize(("key", "character", "sent"), CLASSIC)
def test_keys_are_sent_as_xterm_sends_them(key: str, character: str | None, sent: bytes) -> None:
    assert make_engine().encode_key(KeyPress(key, character)) == sent


@pytest.mark.parametrize(
    ("mode", "key", "sent"),
    [
        (b"\x1b[?1h", "up", b"\x1bOA"),
        (b"\x1b[?1h", "home", b"\x1bOH"),
        (b"\x1b[?1h", "ctrl+up", b"\x1b[1;5A"),
        (b"\x1b[>1u", "shift+enter", b"\x1b[13;2u"),
        (b"\x1b[>1u", "enter", b"\r"),
        (b"\x1b[>1u", "escape", b"\x1b[27u"),
        (b"\x1b[>1u", "ctrl+c", b"\x1b[99;5u"),
        (b"\x1b[>1u", "ctrl+i", b"\x1b[105;5u"),
        (b"\x1b[>1u", "a", b"a"),
        (b"\x1b[>1u\x1b[<u", "escape", b"\x1b"),
        (b"\x1b[>4;2m", "shift+enter", b"\x1b[27;2;13~"),
        (b"\x1b[>4;2m", "ctrl+i", b"\x1b[27;5;105~"),
    ],
)
def test_keys_follow_the_modes_the_program_set(mode: bytes, key: str, sent: bytes) -> None:
    engine = make_engine()
    engine.feed(mode)
    assert engine.encode_key(KeyPress(key, key if len(key) == 1 else None)) == sent


def test_a_long_text_typed_at_once_arrives_whole() -> None:
    text = "語" * 500
    assert make_engine().encode_key(KeyPress("x", text)) == text.encode()


def test_names_are_taken_apart() -> None:
    assert read_key(KeyPress("ctrl+shift+pageup")) == Stroke("pageup", Modifier.CTRL | Modifier.SHIFT, "")
    assert read_key(KeyPress("plus", "+")) == Stroke("+", Modifier.NONE, "+")
    assert read_key(KeyPress("alt+plus")) == Stroke("+", Modifier.ALT, "+")
    assert read_key(KeyPress("+")) == Stroke("+", Modifier.NONE, "+")
    assert read_key(KeyPress("no_such_key")) == Stroke("no_such_key", Modifier.NONE, "")


def test_an_unknown_key_sends_nothing() -> None:
    assert make_engine().encode_key(KeyPress("no_such_key")) == b""


LEFT = MouseButton.LEFT
PRESS, RELEASE, MOVE = MouseAction.PRESS, MouseAction.RELEASE, MouseAction.MOVE


@pytest.mark.parametrize(
    ("modes", "inputs", "sent"),
    [
        (b"", [MouseInput(PRESS, 4, 2, LEFT)], b""),
        (b"\x1b[?1000h", [MouseInput(PRESS, 4, 2, LEFT)], b"\x1b[M %#"),
        (b"\x1b[?1000;1006h", [MouseInput(PRESS, 4, 2, LEFT)], b"\x1b[<0;5;3M"),
        (b"\x1b[?1000;1006h", [MouseInput(RELEASE, 4, 2, LEFT)], b"\x1b[<0;5;3m"),
        (b"\x1b[?1000;1006h", [MouseInput(PRESS, 0, 0, MouseButton.RIGHT)], b"\x1b[<2;1;1M"),
        (b"\x1b[?1000;1006h", [MouseInput(PRESS, 0, 0, MouseButton.MIDDLE)], b"\x1b[<1;1;1M"),
        (b"\x1b[?1000;1006h", [MouseInput(PRESS, 0, 0, MouseButton.WHEEL_UP)], b"\x1b[<64;1;1M"),
        (b"\x1b[?1000;1006h", [MouseInput(PRESS, 0, 0, MouseButton.WHEEL_DOWN)], b"\x1b[<65;1;1M"),
        (
            b"\x1b[?1000;1006h",
            [MouseInput(PRESS, 1, 1, LEFT, Modifier.CTRL | Modifier.SHIFT)],
            b"\x1b[<20;2;2M",
        ),
        (b"\x1b[?1000;1006h", [MouseInput(MOVE, 1, 1)], b""),
        (b"\x1b[?1000;1006h", [MouseInput(PRESS, 500, -3, LEFT)], b"\x1b[<0;20;1M"),
        (b"\x1b[?1002;1006h", [MouseInput(MOVE, 1, 1)], b""),
        (
            b"\x1b[?1002;1006h",
            [MouseInput(PRESS, 1, 1, LEFT), MouseInput(MOVE, 2, 1, LEFT), MouseInput(RELEASE, 2, 1, LEFT)],
            b"\x1b[<0;2;2M\x1b[<32;3;2M\x1b[<0;3;2m",
        ),
        (b"\x1b[?1003;1006h", [MouseInput(MOVE, 5, 3)], b"\x1b[<35;6;4M"),
        (b"\x1b[?1003;1016h", [MouseInput(PRESS, 5, 3, LEFT)], b"\x1b[<0;44;56M"),
    ],
)
def test_the_mouse_is_sent_as_the_program_asked_for_it(
    modes: bytes, inputs: list[MouseInput], sent: bytes
) -> None:
    engine = make_engine()
    engine.feed(modes)
    assert b"".join(engine.encode_mouse(one) for one in inputs) == sent


def test_focus_is_sent_when_it_was_asked_for() -> None:
    engine = make_engine()
    assert engine.encode_focus(gained=True) == b""
    engine.feed(b"\x1b[?1004h")
    assert engine.encode_focus(gained=True) + engine.encode_focus(gained=False) == b"\x1b[I\x1b[O"
