from __future__ import annotations

from hypothesis import given, settings, strategies as st

from maestro_tui.terminal.cells import CellStyle, Underline
from maestro_tui.terminal.export import all_rows, as_ansi, as_text, screen_as_ansi, sgr
from tests.terminal.support import make_engine

colors = st.none() | st.integers(0, 255) | st.tuples(*[st.integers(0, 255)] * 3)
styles = st.builds(
    CellStyle,
    fg=colors,
    bg=colors,
    bold=st.booleans(),
    italic=st.booleans(),
    dim=st.booleans(),
    underline=st.sampled_from(Underline),
    blink=st.booleans(),
    reverse=st.booleans(),
    conceal=st.booleans(),
    strike=st.booleans(),
    overline=st.booleans(),
    underline_color=colors,
    link=st.just(False),
)


def test_text_has_history_and_screen_with_wrapped_lines_joined() -> None:
    engine = make_engine(10, 3, fed=b"0123456789abc\r\n\r\n\x1b[31mred\x1b[m   \r\nend")
    assert as_text(engine) == "0123456789abc\n\nred\nend\n"


@settings(max_examples=50)
@given(styles)
def test_a_style_is_set_again_by_its_sequence(style: CellStyle) -> None:
    engine = make_engine(3, 1, fed=b"\x1b[1;3;7;41m" + sgr(style).encode() + b"x")
    assert engine.rows()[0].runs[0][1] == style


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
