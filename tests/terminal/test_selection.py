from __future__ import annotations

import pytest

from maestro_tui.terminal.engine import Point, Span
from maestro_tui.terminal.selection import Selection, Step, Unit
from tests.terminal.support import make_engine

TEXT = b"first line here\r\nsecond line\r\nthird one"


def selected(fed: bytes, anchor: tuple[int, int], head: tuple[int, int], unit: Unit = Unit.CELL) -> Selection:
    selection = Selection(make_engine(20, 4, fed=fed), Point(*anchor), unit)
    selection.extend(Point(*head))
    return selection


@pytest.mark.parametrize(
    ("anchor", "head", "unit", "text"),
    [
        ((0, 0), (0, 4), Unit.CELL, "first"),
        ((0, 4), (0, 0), Unit.CELL, "first"),
        ((0, 6), (1, 5), Unit.CELL, "line here\nsecond"),
        ((1, 5), (0, 6), Unit.CELL, "line here\nsecond"),
        ((0, 7), (0, 7), Unit.WORD, "line"),
        ((0, 7), (1, 1), Unit.WORD, "line here\nsecond"),
        ((1, 3), (1, 3), Unit.LINE, "second line"),
        ((1, 3), (0, 0), Unit.LINE, "first line here\nsecond line"),
        ((0, 0), (2, 2), Unit.BLOCK, "fir\nsec\nthi"),
        ((2, 2), (0, 0), Unit.BLOCK, "fir\nsec\nthi"),
        ((0, 2), (2, 0), Unit.BLOCK, "fir\nsec\nthi"),
        ((0, 0), (99, 99), Unit.CELL, "first line here\nsecond line\nthird one"),
        ((1, 0), (-5, -5), Unit.CELL, "first line here\ns"),
    ],
)
def test_text_between_the_ends(anchor: tuple[int, int], head: tuple[int, int], unit: Unit, text: str) -> None:
    assert selected(TEXT, anchor, head, unit).text().rstrip("\n") == text


def test_lines_that_were_only_wrapped_are_one() -> None:
    wrapped = b"0123456789" * 4 + b"\r\nnext"
    assert selected(wrapped, (0, 5), (1, 5)).text() == "567890123456789012345"
    assert selected(wrapped, (1, 5), (1, 5), Unit.LINE).text() == "0123456789" * 4
    assert selected(wrapped, (0, 0), (1, 1), Unit.BLOCK).text() == "01\n01"


def test_wide_characters_are_taken_whole() -> None:
    assert selected("a中文b".encode(), (0, 1), (0, 3)).text() == "中文"


def test_the_selected_columns_of_the_view() -> None:
    selection = selected(TEXT, (0, 6), (1, 5))
    assert selection.highlights() == {0: range(6, 20), 1: range(6)}
    assert selected(TEXT, (0, 1), (2, 3), Unit.BLOCK).highlights() == dict.fromkeys(range(3), range(1, 4))


def test_a_selection_stays_on_its_text() -> None:
    engine = make_engine(20, 4, fed=TEXT)
    selection = Selection(engine, Point(0, 0))
    selection.extend(Point(1, 5))
    engine.feed(b"\r\nmore" * 20)
    assert selection.text() == "first line here\nsecond"
    assert selection.highlights() == {}
    engine.scroll(-999)
    assert selection.highlights() == {0: range(20), 1: range(6)}
    engine.resize(8, 4)
    assert selection.text() == "first line here\nsecond"
    assert selection.span() == Span(Point(0, 0), Point(2, 5))


def test_a_selection_ends_with_its_text() -> None:
    engine = make_engine(20, 4, scrollback_lines=10, fed=TEXT)
    selection = Selection(engine, Point(0, 0))
    engine.feed(b"x\r\n" * 50_000)
    assert selection.span() is None
    assert selection.text() == ""
    assert selection.highlights() == {}
    selection.step(Step.LEFT)
    assert selection.head is None


@pytest.mark.parametrize(
    ("steps", "head"),
    [
        ([Step.RIGHT], (10, 6)),
        ([Step.LEFT], (10, 4)),
        ([Step.UP], (9, 5)),
        ([Step.DOWN], (11, 5)),
        ([Step.LINE_START], (10, 0)),
        ([Step.LINE_START, Step.LEFT], (9, 19)),
        ([Step.LINE_END], (10, 19)),
        ([Step.LINE_END, Step.RIGHT], (11, 0)),
        ([Step.PAGE_UP], (6, 5)),
        ([Step.PAGE_DOWN], (14, 5)),
        ([Step.TOP], (0, 0)),
        ([Step.TOP, Step.UP, Step.LEFT], (0, 0)),
        ([Step.BOTTOM], (20, 19)),
        ([Step.BOTTOM, Step.DOWN, Step.RIGHT], (20, 19)),
    ],
)
def test_keys_move_the_free_end_and_the_view_follows(steps: list[Step], head: tuple[int, int]) -> None:
    engine = make_engine(20, 4, fed=b"".join(b"line %d\r\n" % number for number in range(20)))
    selection = Selection(engine, Point(10, 5))
    for step in steps:
        selection.step(step)
    assert selection.head == Point(*head)
    view = engine.view()
    assert view.first <= head[0] < view.first + view.height
