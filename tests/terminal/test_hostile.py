"""Bytes that mean harm: nothing crashes, hangs, grows without bound, or is answered with what was put in."""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

import pytest

from maestro_tui.terminal.engine import EngineOptions, open_engine
from tests.terminal.streams import soup
from tests.terminal.support import make_engine

MEGABYTE = 1_000_000


def memory() -> int:
    """Give the memory this process takes, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


FLOODS = {
    "random": random.Random(1).randbytes(5 * MEGABYTE),
    "soup": soup(MEGABYTE // 2, seed=2),
    "combining": b"e" + "\u0301".encode() * 500_000,
    "combining everywhere": ("e" + "\u0301\u0302\u0303" * 50).encode() * 5_000,
    "joiners": "\u200d👩".encode() * 100_000,
    "OSC without an end": b"\x1b]0;" + b"x" * 10 * MEGABYTE,
    "OSC 52 without an end": b"\x1b]52;c;" + b"QUFB" * 2 * MEGABYTE,
    "OSC 99 without an end": b"\x1b]99;;" + b"x" * 10 * MEGABYTE,
    "DCS without an end": b"\x1bP" + b"1;" * 5 * MEGABYTE,
    "APC without an end": b"\x1b_G" + b"x" * 10 * MEGABYTE,
    "CSI without an end": b"\x1b[" + b"1;" * 5 * MEGABYTE,
    "huge repeat": b"x\x1b[2147483647b" * 200,
    "huge counts": b"".join(b"\x1b[2147483647%c" % final for final in b"@ABCDEFGHILMPSTXZ`abdefr") * 200,
    "links": b"".join(b"\x1b]8;;http://x/%d\x1b\\l" % number for number in range(50_000)),
    "titles": b"\x1b]2;%s\x07\x1b[22t" % (b"t" * 1000) * 5_000,
    "questions": b"\x1b[c\x1b[6n\x1b[>q\x1b]11;?\x07" * 50_000,
    "soft resets": b"\x1b[!p" * 20_000,
    "tab clears": b"\x1b[g" * 50_000,
    "notifications": b"\x1b]99;i=%d:d=0;x\x1b\\" * 50_000,
    "keyboard stack": b"\x1b[>1u" * 200_000,
    "saved cursors": b"\x1b7" * 500_000,
    "colours": b"".join(b"\x1b[38;2;%d;%d;%dmx" % (n & 255, n >> 8 & 255, n >> 16) for n in range(300_000)),
    "screens": b"\x1b[?1049h\x1b[?1049l" * 20_000,
}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize("name", FLOODS)
def test_floods_are_survived_in_bounded_memory(name: str) -> None:
    flood = FLOODS[name]
    engine = make_engine(80, 24, scrollback_lines=2000)
    before = memory()
    for start in range(0, len(flood), 1 << 16):
        engine.feed(flood[start : start + (1 << 16)])
    engine.rows()
    assert memory() - before < 60 * MEGABYTE
    engine.feed(b"\x18\x1b\\\x1bcalive")
    assert engine.rows()[0].text.startswith("alive")
    assert len(engine.take_events()) <= 256
    assert len(engine.take_replies()) <= 1 << 16


def test_sizes_change_wildly() -> None:
    engine = make_engine(80, 24)
    source = random.Random(3)
    noise = soup(60_000, seed=4)
    extremes = [(1, 1), (1000, 1), (1, 1000), (1000, 1000), (2, 2), (0, 0), (65_535, 65_535)]
    for start in range(0, len(noise), 4000):
        engine.resize(*source.choice([*extremes, (80, 24), (132, 43)]))
        engine.feed(noise[start : start + 4000])
        assert len(engine.dirty_rows()) <= engine.lines <= 1000
    engine.resize(80, 24)
    assert len(engine.rows()) == 24


ANSWERED_WITH_INPUT = [
    b"\x1b]0;EVIL\x07\x1b[21t",
    b"\x1b]1;EVIL\x07\x1b[20t",
    b"\x1b]2;EVIL\x07\x1b[21t\x1b[22t\x1b[23t\x1b[21t",
    b"\x1bP$qEVIL\x1b\\",
    b"\x1bP$qm\nEVIL\n\x1b\\",
    b"\x1bP+q4556494c\x1b\\",
    b"\x1b]50;?EVIL\x07",
    b"\x1b]52;c;RVZJTA==\x07\x1b]52;c;?\x07",
    b"\x1b]10;EVIL\x07\x1b]10;?\x07",
    b"\x1b]4;1;EVIL\x07\x1b]4;EVIL;?\x07",
    b"\x1bGQEVIL\n",
    b"\x1b]7;file:///EVIL\x07\x1b]7;?\x07",
    b"\x1b]8;id=EVIL;http://EVIL/\x07\x1b]8;?\x07",
    b"\x1b_Gi=1,a=q;EVIL\x1b\\",
    b"\x1b]99;i=EVIL:p=?;EVIL\x1b\\",
    b"\x1b]1337;ReportCellSize\x07\x1b]1337;EVIL\x07",
    b"\x05EVIL",
]


@pytest.mark.parametrize("attack", ANSWERED_WITH_INPUT)
def test_no_answer_holds_what_the_program_put_in(attack: bytes) -> None:
    engine = make_engine(80, 24, fed=attack)
    reply = engine.take_replies()
    assert b"EVIL" not in reply
    assert b"\n" not in reply
    assert b"\r" not in reply


@pytest.mark.parametrize("damage", range(40))
def test_damaged_snapshots_are_refused_or_harmless(damage: int) -> None:
    source = random.Random(damage)
    snapshot = bytearray(make_engine(20, 5, fed=b"line\r\n" * 20 + b"\x1b[31mred").snapshot())
    for _ in range(3):
        snapshot[source.randrange(20, len(snapshot))] = source.randrange(256)
    damaged = bytes(snapshot[: source.randrange(20, len(snapshot) + 1)])
    try:
        engine = open_engine(EngineOptions(20, 5), damaged)
    except Exception as error:
        assert type(error).__name__ == "PaneError"  # noqa: PT017 - either way is right, a crash is not
    else:
        engine.feed(b"more\r\n")
        assert len(engine.rows()) == 5
