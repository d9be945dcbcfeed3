from __future__ import annotations

import gc
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from maestro_tui.errors import PaneError
from maestro_tui.terminal import engine as engine_module
from maestro_tui.terminal.cells import DEFAULT_STYLE, CellStyle, Cursor, CursorShape, Underline
from maestro_tui.terminal.engine import EngineOptions, Theme, open_engine
from maestro_tui.terminal.events import (
    BellRang,
    ClipboardWriteRequested,
    DirectoryChanged,
    NotificationRaised,
    PaneEvent,
    ProgressReported,
    ProgressState,
    TitleChanged,
)
from tests.terminal.support import make_engine, screen

if TYPE_CHECKING:
    from collections.abc import Callable

RED = CellStyle(fg=1)


def test_rows_are_runs_of_one_style_that_fill_the_width() -> None:
    row = make_engine(12, 2, fed=b"ab\x1b[31mcd\x1b[m ef").rows()[0]
    assert row.runs == (("ab", DEFAULT_STYLE), ("cd", RED), (" ef     ", DEFAULT_STYLE))
    assert row.width == 12
    assert row.text == "abcd ef     "


@pytest.mark.parametrize(
    ("sgr", "style"),
    [
        ("1", CellStyle(bold=True)),
        ("2", CellStyle(dim=True)),
        ("3", CellStyle(italic=True)),
        ("4", CellStyle(underline=Underline.SINGLE)),
        ("4:3", CellStyle(underline=Underline.CURLY)),
        ("21", CellStyle(underline=Underline.DOUBLE)),
        ("4;58;5;9", CellStyle(underline=Underline.SINGLE, underline_color=9)),
        ("5", CellStyle(blink=True)),
        ("7", CellStyle(reverse=True)),
        ("8", CellStyle(conceal=True)),
        ("9", CellStyle(strike=True)),
        ("53", CellStyle(overline=True)),
        ("97;44", CellStyle(fg=15, bg=4)),
        ("38;5;200;48;5;17", CellStyle(fg=200, bg=17)),
        ("38;2;1;2;3;48:2::4:5:6", CellStyle(fg=(1, 2, 3), bg=(4, 5, 6))),
        ("1;3;4;31;22;23;24;39", DEFAULT_STYLE),
    ],
)
def test_all_attributes_reach_the_row(sgr: str, style: CellStyle) -> None:
    row = make_engine(3, 1, fed=f"\x1b[{sgr}mx\x1b[m".encode()).rows()[0]
    assert row.runs[0][0][0] == "x"
    assert row.runs[0][1] == style


def test_equal_styles_are_the_same_object() -> None:
    one, other = (make_engine(3, 1, fed=b"\x1b[1;31mx").rows()[0].runs[0][1] for _ in range(2))
    assert one is other
    assert make_engine(3, 1, fed=b"\x1b[mx").rows()[0].runs[0][1] is DEFAULT_STYLE


def test_erased_cells_keep_the_background_they_were_erased_with() -> None:
    row = make_engine(6, 1, fed=b"\x1b[44mab\x1b[K").rows()[0]
    assert {style.bg for _, style in row.runs} == {4}
    row = make_engine(6, 1, fed=b"\x1b[48;2;1;2;3m\x1b[2K").rows()[0]
    assert row.runs == (("      ", CellStyle(bg=(1, 2, 3))),)


def test_wide_characters_stand_once_for_their_two_cells() -> None:
    engine = make_engine(8, 1, fed="a中b".encode())
    assert engine.rows()[0].text == "a中b    "
    assert engine.cursor().x == 4


def test_a_wide_character_that_does_not_fit_moves_to_the_next_line() -> None:
    engine = make_engine(4, 2, fed="abc中".encode())
    assert [row.text for row in engine.rows()] == ["abc ", "中  "]


def test_a_wide_cell_with_a_narrow_character_has_two_cells() -> None:
    assert make_engine(6, 1, fed=b"\x1b(0" + "👨".encode() + b"\x1b(B|").rows()[0].text == "  |   "


@pytest.mark.parametrize("cluster", ["👨‍👩‍👧", "🇩🇪", "❤️", "👍🏽", "é", "중"])
def test_clusters_stay_together_in_their_cells(cluster: str) -> None:
    engine = make_engine(8, 1, fed=f"{cluster}|".encode())
    text = engine.rows()[0].text
    assert text.startswith(cluster + "|")
    assert engine.cursor().x == 8 - (len(text) - len(cluster) - 1)


def test_a_million_marks_on_one_cell_are_cut_short() -> None:
    engine = make_engine(8, 1, fed=b"e" + "\u0301".encode() * 100_000 + b"x")
    assert len(engine.rows()[0].text) < 100


def narrow(text: str) -> int:
    """Measure like someone for whom each wide character has one cell, and marks of India none."""
    return sum(0 if "\u0900" <= character <= "\u0903" else 1 for character in text)


@pytest.mark.parametrize(
    ("fed", "width"),
    [("a中b", 6), ("\u0903a", 6), ("a" * 5 + "\u0903", 6), ("ab", 6), ("é日本", 6)],
)
def test_rows_have_the_width_that_the_one_who_draws_measures(fed: str, width: int) -> None:
    engine = make_engine(width, 1, measure=narrow, fed=fed.encode())
    assert narrow(engine.rows()[0].text) == width


def test_links_are_marked_and_lead_somewhere() -> None:
    engine = make_engine(10, 2, fed=b"a\x1b]8;;https://example.org/\x1b\\li\x1b[31mnk\x1b]8;;\x1b\\b")
    assert [(text, style.link) for text, style in engine.rows()[0].runs][:3] == [
        ("a", False),
        ("li", True),
        ("nk", True),
    ]
    assert engine.link_at(1, 0) == engine.link_at(4, 0) == "https://example.org/"
    assert engine.link_at(0, 0) is engine.link_at(5, 0) is engine.link_at(99, 99) is None


@pytest.mark.parametrize(
    ("sequence", "shape", "blink"),
    [
        (b"", CursorShape.BLOCK, False),
        (b"\x1b[1 q", CursorShape.BLOCK, True),
        (b"\x1b[2 q", CursorShape.BLOCK, False),
        (b"\x1b[3 q", CursorShape.UNDERLINE, True),
        (b"\x1b[5 q", CursorShape.BAR, True),
        (b"\x1b[6 q", CursorShape.BAR, False),
    ],
)
def test_the_cursor_has_the_shape_the_program_asked_for(
    sequence: bytes, shape: CursorShape, blink: bool
) -> None:
    assert make_engine(fed=b"ab" + sequence).cursor() == Cursor(2, 0, True, shape, blink)


def test_the_cursor_hides_when_told_to_and_when_scrolled_away() -> None:
    engine = make_engine(10, 3, fed=b"\x1b[?25l")
    assert not engine.cursor().visible
    engine.feed(b"\x1b[?25h" + b"\r\n" * 20)
    assert engine.cursor().visible
    engine.scroll(-10)
    assert not engine.cursor().visible


@pytest.mark.parametrize(
    ("sequence", "events"),
    [
        (b"\x1b]0;one\x07", [TitleChanged("one")]),
        (b"\x1b]2;a\x07\x1b]2;b\x07", [TitleChanged("b")]),
        (b"\x1b]2;" + b"x" * 999 + b"\x07", [TitleChanged("x" * 255 + "…")]),
        ("\x1b]2;a\u202eb\u200bc\x07".encode(), [TitleChanged("a b c")]),
        (b"\x07\x07", [BellRang()]),
        (b"\x1b]7;file:///tmp/a%20b\x07", [DirectoryChanged("/tmp/a b")]),
        (b"\x1b]7;file://elsewhere.example/tmp\x07", [DirectoryChanged("")]),
        (b"\x1b]52;c;aGVsbG8=\x07", [ClipboardWriteRequested("hello")]),
        (b"\x1b]52;p;aGVsbG8=\x07", [ClipboardWriteRequested("hello", primary=True)]),
        (b"\x1b]52;c;?\x07", []),
        (b"\x1b]52;c;!!!\x07", []),
        (b"\x1b]9;done\x07", [NotificationRaised("", "done")]),
        (b"\x1b]777;notify;Title;Body\x07", [NotificationRaised("Title", "Body")]),
        (b"\x1b]9;4;1;50\x07", [ProgressReported(ProgressState.RUNNING, 50)]),
        (b"\x1b]9;4;2;7\x07", [ProgressReported(ProgressState.FAILED, 7)]),
        (b"\x1b]9;4;3\x07", [ProgressReported(ProgressState.INDETERMINATE, None)]),
        (b"\x1b]9;4;0\x07", [ProgressReported(ProgressState.DONE, None)]),
    ],
)
def test_what_a_program_tells_beside_its_text_is_an_event(sequence: bytes, events: list[PaneEvent]) -> None:
    engine = make_engine(fed=sequence)
    assert engine.take_events() == events
    assert engine.take_events() == []
    assert screen(engine) == [""] * 4


def test_events_and_answers_are_bounded() -> None:
    engine = make_engine()
    for _ in range(100):
        engine.feed(b"\x1b]9;x\x07" * 1000 + b"\x1b[c\x1b[6n" * 1000)
    assert len(engine.take_events()) <= 256
    assert 0 < len(engine.take_replies()) <= 1 << 16


def test_the_clipboard_is_never_read_and_titles_are_never_sent_back() -> None:
    engine = make_engine(fed=b"\x1b]2;evil\x07\x1b]52;c;?\x07\x1b[21t\x1b[20t\x05\x1b]50;?\x07")
    assert engine.take_replies() == b""


def test_pictures_are_not_promised() -> None:
    assert make_engine(fed=b"\x1b_Ga=q,i=31,s=1,v=1,t=d,f=24;AAAA\x1b\\").take_replies() == b""


def test_programs_are_told_the_theme() -> None:
    engine = open_engine(EngineOptions(10, 3, theme=Theme((1, 2, 3), (250, 250, 250))))
    engine.feed(b"\x1b]10;?\x1b\\\x1b]11;?\x1b\\\x1b[?996n")
    light = b"\x1b]10;rgb:0101/0202/0303\x1b\\\x1b]11;rgb:fafa/fafa/fafa\x1b\\\x1b[?997;2n"
    assert engine.take_replies() == light
    engine.set_theme(Theme())
    engine.feed(b"\x1b[?996n")
    assert engine.take_replies() == b"\x1b[?997;1n"


@pytest.mark.parametrize("size", [(1, 1), (1000, 1000), (0, -5), (100_000, 100_000), (2, 1000)])
def test_any_size_is_survived(size: tuple[int, int]) -> None:
    engine = make_engine(10, 4, fed=b"hello world\r\n" * 10)
    engine.resize(*size)
    engine.feed(("中" * 50).encode() + b"\x1b[999;999Hx")
    assert 1 <= engine.columns <= 1000
    rows = engine.rows()
    assert len(rows) == engine.lines
    assert {row.width for row in rows} == {engine.columns}


def test_lines_are_wrapped_anew_when_the_width_changes() -> None:
    engine = make_engine(10, 4, fed=b"abcdefghijklmno")
    assert screen(engine)[:2] == ["abcdefghij", "klmno"]
    engine.resize(5, 4)
    assert screen(engine)[:3] == ["abcde", "fghij", "klmno"]
    engine.resize(20, 4)
    assert screen(engine)[0] == "abcdefghijklmno"


def test_only_changed_rows_are_dirty() -> None:
    engine = make_engine(10, 4, fed=b"one\r\ntwo")
    assert set(engine.dirty_rows()) == {0, 1, 2, 3}
    assert engine.dirty_rows() == {}
    engine.feed(b"!")
    engine.cursor()
    changed = engine.dirty_rows()
    assert changed[1].text.rstrip() == "two!"
    assert 3 not in changed
    engine.feed(b"\x1b[4;1Hx")
    engine.rows()
    assert engine.dirty_rows() == {}


def test_snapshots_hold_everything_even_half_a_sequence() -> None:
    engine = make_engine(20, 4, fed=b"\r\n".join(b"line %d" % number for number in range(50)))
    engine.feed(b"\x1b[?2004h\x1b[31mred\x1b]2;half")
    copy = open_engine(EngineOptions(20, 4), engine.snapshot())
    for each in (engine, copy):
        each.feed(b" title\x07 more \xe4\xb8")
    copy = open_engine(EngineOptions(20, 4), copy.snapshot())
    for each in (engine, copy):
        each.feed(b"\xad\x1b[6n")
    assert copy.text() == engine.text()
    assert copy.rows() == engine.rows()
    assert copy.cursor() == engine.cursor()
    assert copy.mode(2004)
    assert copy.take_replies() == engine.take_replies() != b""
    assert engine.take_events() == [TitleChanged("half title")]


@pytest.mark.parametrize("is_set", [True, False])
def test_a_snapshot_keeps_how_clusters_are_measured(is_set: bool) -> None:
    engine = make_engine(20, 4, fed=b"" if is_set else b"\x1b[?2027l")
    copy = open_engine(EngineOptions(20, 4), engine.snapshot())
    assert copy.mode(2027) is engine.mode(2027) is is_set
    copy.feed(b"\x1bc")
    assert copy.mode(2027)


@pytest.mark.parametrize("snapshot", [b"", b"nonsense", b"\0" * 1000])
def test_what_is_no_snapshot_is_refused(snapshot: bytes) -> None:
    with pytest.raises(PaneError, match="snapshot"):
        open_engine(EngineOptions(20, 4), snapshot)


def test_engines_come_and_go() -> None:
    for _ in range(200):
        engine = make_engine(fed=b"x\x1b]8;;http://x/\x07y\x07")
        mark = engine.mark(engine.find("y")[0].start)
        engine.rows()
        del engine
        assert mark.point() is not None
        del mark
    gc.collect()


def test_a_machine_without_an_engine_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "IMPLEMENTATION", "maestro_tui.terminal.no_such_engine")
    with pytest.raises(PaneError, match="no terminal engine for this machine"):
        make_engine()


COLLECTED_UNDER_LOCK = """
import gc
import subprocess
import sys
from maestro_tui.terminal.engine import EngineOptions, Point, open_engine
from maestro_tui.terminal.ghostty.binding import ffi
gc.disable()
engine = open_engine(EngineOptions(20, 4))
cycle = [engine, engine.mark(Point(0, 0))]
cycle.append(cycle)
del engine, cycle
with ffi._lock:
    gc.collect()
print("collected")
"""


def test_engines_are_collected_even_while_cffi_holds_its_lock() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COLLECTED_UNDER_LOCK], capture_output=True, text=True, timeout=30, check=True
    )
    assert (done.stdout, done.stderr) == ("collected\n", "")


@pytest.mark.parametrize(
    "use",
    [
        lambda engine: engine.find(""),
        lambda engine: engine.history_rows(5, 0),
        lambda engine: engine.take_events(),
    ],
)
def test_nothing_gives_nothing(use: Callable[[object], list[object]]) -> None:
    assert use(make_engine()) == []
