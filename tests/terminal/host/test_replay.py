"""A replay brings another terminal to show what this one shows."""

from __future__ import annotations

import pytest

from maestro_tui.terminal.host.replay import MODES, replay, sketch
from maestro_tui.terminal.pane import Terminal
from tests.terminal.host.support import all_rows


def replayed(terminal: Terminal) -> Terminal:
    other = Terminal(terminal.columns, terminal.lines)
    other.feed(b"what was there before\r\n" * 30)
    other.feed(replay(terminal))
    return other


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"one\r\n\x1b[1;31mtwo\x1b[0m\r\n\x1b[44m   \x1b[0m three",
        b"".join(b"line %d \x1b[3%dmcoloured\x1b[0m\r\n" % (number, number % 8) for number in range(100)),
        b"main\x1b[?1049h\x1b[5;7Halternate \x1b[7mscreen",
        b"x" * 80 * 24,
        "界語 ä\r\n".encode(),
        b"\x1b[?25l\x1b[?1h\x1b[?2004h\x1b[?1003h\x1b[?1006h\x1b]2;a title\x07\x1b[3;4H",
    ],
    ids=["empty", "styles", "history", "alternate", "full", "wide", "modes"],
)
def test_the_other_terminal_shows_the_same(written: bytes) -> None:
    terminal = Terminal(80, 24)
    terminal.feed(written)
    other = replayed(terminal)
    assert other.rows() == terminal.rows()
    assert other.cursor == terminal.cursor
    assert other.title == terminal.title
    assert other.engine.is_alternate == terminal.engine.is_alternate
    assert {mode: other.engine.mode(mode) for mode in MODES} == {
        mode: terminal.engine.mode(mode) for mode in MODES
    }


def test_of_a_long_history_the_end_is_replayed() -> None:
    terminal = Terminal(80, 24)
    terminal.feed(b"".join(b"line %d\r\n" % number for number in range(5000)))
    rows = [row.text.rstrip() for row in all_rows(replayed(terminal))]
    assert rows[-2] == "line 4999"
    assert 1000 <= len(rows) < 1100


@pytest.mark.parametrize(
    "state",
    [
        b"",
        b"\x1b]2;never ended",
        b"\x1b[?6h\x1b[5;10r\x1b[4h\x1b[7m\x1b(0\x1b[?69h\x1b[10;20s",
        b"\x1b[?1049h\x1b[5;5Hthere",
        b"\xe7\x95",
        b"\x1bP+q",
        b"\x1b[38;2;1;",
        b"x" * 2000,
    ],
    ids=["new", "string", "margins", "alternate", "half a character", "device string", "sequence", "text"],
)
@pytest.mark.parametrize("alternate", [b"", b"\x1b[?1049h"], ids=["main", "alternate"])
def test_a_sketch_shows_the_screen_whatever_state_the_other_is_in(state: bytes, alternate: bytes) -> None:
    terminal = Terminal(80, 24)
    terminal.feed(b"".join(b"\x1b[3%dmline %d\x1b[0m\r\n" % (number % 8, number) for number in range(60)))
    terminal.feed(alternate + b"\x1b[4;7H\x1b[44mhere\x1b[0m" + "界".encode() + b"z" * 90)
    other = Terminal(80, 24)
    other.feed(b"older\r\n" * 50 + state)
    other.feed(sketch(terminal))
    assert other.rows() == terminal.rows()
    assert other.cursor == terminal.cursor
