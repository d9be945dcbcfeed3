from __future__ import annotations

from hypothesis import given, settings

from maestro_tui.terminal.cells import CellStyle
from maestro_tui.terminal.sgr import sgr
from tests.terminal.styles import styles
from tests.terminal.support import make_engine


@settings(max_examples=50)
@given(styles)
def test_a_style_is_set_again_by_its_sequence(style: CellStyle) -> None:
    engine = make_engine(3, 1, fed=b"\x1b[1;3;7;41m" + sgr(style).encode() + b"x")
    assert engine.rows()[0].runs[0][1] == style


def test_a_terminal_that_knows_no_coloured_underlines_shows_nothing_else_instead() -> None:
    style = CellStyle(fg=9, bg=(1, 2, 3), underline_color=5)
    assert sgr(style) == "\x1b[0;91;48;2;1;2;3m\x1b[58:5:5m"
