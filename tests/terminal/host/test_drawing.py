"""What is drawn of a row brings another terminal to show the same row."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from maestro_tui.terminal.cells import CellStyle, Row
from maestro_tui.terminal.host.drawing import RESET, draw_row
from tests.terminal.styles import styles
from tests.terminal.support import make_engine

texts = st.text(st.sampled_from("abc XYZ äß┃界語"), min_size=1, max_size=4)


def drawn(row: Row, width: int) -> Row:
    engine = make_engine(width, 2)
    engine.feed(draw_row(row).encode())
    return engine.rows()[0]


@given(st.lists(st.tuples(texts, styles), max_size=6))
def test_a_row_that_is_drawn_is_the_same_row(runs: list[tuple[str, CellStyle]]) -> None:
    engine = make_engine(60, 2)
    for text, style in runs:
        engine.feed(draw_row(Row(((text, style),), len(text))).encode())
    row = engine.rows()[0]
    assert drawn(row, 60) == row


def test_blanks_at_the_end_are_left_out_unless_they_show_something() -> None:
    plain, coloured = CellStyle(), CellStyle(bg=1)
    assert draw_row(Row((("ab   ", plain),), 5)) == f"\x1b[0mab{RESET}"
    assert draw_row(Row((("     ", plain),), 5)) == ""
    assert draw_row(Row((("  ", coloured),), 2)) == f"\x1b[0;41m  {RESET}"


@pytest.mark.parametrize(
    ("width", "shown"), [(10, "abc界def"), (4, "abc"), (5, "abc界"), (6, "abc界d"), (0, ""), (2, "ab")]
)
def test_a_row_that_is_too_long_is_cut_between_cells(width: int, shown: str) -> None:
    row = Row((("abc", CellStyle(bold=True)), ("界def", CellStyle())), 8)
    engine = make_engine(20, 1)
    engine.feed(draw_row(row, width).encode())
    assert engine.rows()[0].text.rstrip() == shown


def test_nothing_but_cells_and_colours_is_drawn() -> None:
    engine = make_engine(40, 2)
    engine.feed(b"\x1b]2;title\x07\x1b]52;c;aGk=\x07\x1b]8;;http://evil\x07link\x1b]8;;\x07\x1bPq#0\x1b\\ok")
    text = "".join(draw_row(row) for row in engine.rows())
    assert re.sub(r"\x1b\[[0-9;:]*m", "", text) == "linkok"
