from __future__ import annotations

from hypothesis import given, settings, strategies as st

from maestro_tui.terminal.cells import CellStyle
from maestro_tui.terminal.export import all_rows, as_ansi, as_text, screen_as_ansi
from maestro_tui.terminal.sgr import sgr
from tests.terminal.styles import styles
from tests.terminal.support import make_engine


def test_text_has_history_and_screen_with_wrapped_lines_joined() -> None:
    engine = make_engine(10, 3, fed=b"0123456789abc\r\n\r\n\x1b[31mred\x1b[m   \r\nend")
    assert as_text(engine) == "0123456789abc\n\nred\nend\n"


@settings(max_examples=50)
@given(st.lists(st.tuples(styles, st.sampled_from(["a", "bc ", "中", " ", "é"])), max_size=8))
def test_what_is_exported_draws_the_same_again(pieces: list[tuple[CellStyle, str]]) -> None:
    engine = make_engine(40, 6)
    for number, (style, text) in enumerate(pieces):
        engine.feed((sgr(style) + text + ("\x1b[m\r\n" if number % 3 == 2 else "")).encode())
    again = make_engine(40, 6, fed=as_ansi(engine.rows()).replace("\n", "\r\n").removesuffix("\r\n").encode())
    assert again.rows() == engine.rows()


def test_every_row_is_given_whatever_the_view_shows() -> None:
    engine = make_engine(20, 4, fed=b"".join(b"\x1b[3%dmline %d\r\n" % (n % 8, n) for n in range(103)))
    engine.scroll_to_line(17)
    texts = [row.text.rstrip() for row in all_rows(engine)]
    assert texts == [*(f"line {number}" for number in range(103)), ""]
    assert engine.view().first == 17
    assert [row.text.rstrip() for row in engine.history_rows(50, 3)] == ["line 50", "line 51", "line 52"]
    assert engine.history_rows(200, 3) == []
    engine.scroll_to_end()
    all_rows(engine)
    assert not engine.view().is_scrolled


def test_the_screen_draws_itself_on_an_empty_one() -> None:
    engine = make_engine(10, 3, fed=b"history\r\n" * 5 + b"0123456789\r\n\x1b[44mabcdefghij\x1b[2;4H")
    engine.scroll(-2)
    again = make_engine(10, 3, fed=screen_as_ansi(engine))
    engine.scroll_to_end()
    assert again.rows() == engine.rows()
    assert again.cursor() == engine.cursor()
