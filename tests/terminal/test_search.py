from __future__ import annotations

import pytest

from maestro_tui.terminal.engine import Point, Span
from maestro_tui.terminal.search import Highlight, Search
from tests.terminal.support import make_engine

LINES = b"".join(
    b"line %d %s\r\n" % (number, b"Needle" if number % 10 == 0 else b"hay") for number in range(50)
)


def at(line: int, start: int, end: int) -> Span:
    return Span(Point(line, start), Point(line, end))


def test_matches_are_found_in_history_and_screen_oldest_first() -> None:
    search = Search(make_engine(20, 4, fed=LINES), "needle")
    assert search.matches == [at(0, 7, 12), *(at(number, 8, 13) for number in (10, 20, 30, 40))]
    assert search.current is None


@pytest.mark.parametrize(
    ("fed", "needle", "matches"),
    [
        ("abcabc", "bc", [at(0, 1, 2), at(0, 4, 5)]),
        ("ABC abc", "aBc", [at(0, 0, 2), at(0, 4, 6)]),
        ("中文x中文", "文x", [at(0, 2, 4)]),
        ("a" * 18 + "needle", "needle", [Span(Point(0, 18), Point(1, 3))]),
        ("\x1b[31mnee\x1b[32mdle", "needle", [at(0, 0, 5)]),
        ("nee\r\ndle", "needle", []),
        ("x", "", []),
        ("x.y", ".", [at(0, 1, 1)]),
    ],
)
def test_where_matches_are(fed: str, needle: str, matches: list[Span]) -> None:
    assert Search(make_engine(20, 4, fed=fed.encode()), needle).matches == matches


def test_walking_back_begins_at_the_end_of_the_view_and_goes_round() -> None:
    engine = make_engine(20, 4, fed=LINES)
    search = Search(engine, "needle")
    walked = [search.previous() for _ in range(6)]
    assert [match.start.line for match in walked if match] == [40, 30, 20, 10, 0, 40]
    assert engine.view().first <= 40 < engine.view().first + 4


def test_walking_on_begins_at_the_top_of_the_view_and_goes_round() -> None:
    engine = make_engine(20, 4, fed=LINES)
    engine.scroll_to_line(15)
    search = Search(engine, "needle")
    walked = [search.next() for _ in range(5)]
    assert [match.start.line for match in walked if match] == [20, 30, 40, 0, 10]
    assert search.next() == at(20, 8, 13)
    assert search.previous() == at(10, 8, 13)


def test_nothing_found_is_nowhere_to_walk() -> None:
    search = Search(make_engine(20, 4, fed=LINES), "nothing like it")
    assert search.matches == []
    assert search.next() is search.previous() is None
    assert search.highlights() == {}


def test_matches_in_the_view_are_lit_and_one_of_them_is_current() -> None:
    engine = make_engine(10, 3, fed=b"x ab\r\nab ab\r\n123456789ab")
    search = Search(engine, "ab")
    assert search.highlights() == {
        0: [Highlight(range(2, 4), False)],
        1: [Highlight(range(2), False), Highlight(range(3, 5), False)],
        2: [Highlight(range(9, 10), False)],
    } | ({} if engine.view().total == 3 else search.highlights())
    search.previous()
    assert sum(light.is_current for lights in search.highlights().values() for light in lights) >= 1


def test_a_search_is_refreshed_when_the_text_changed() -> None:
    engine = make_engine(20, 4, fed=LINES)
    search = Search(engine, "needle")
    search.previous()
    engine.feed(b"one more needle")
    search.refresh()
    assert len(search.matches) == 6
    assert search.matches[search.current or 0].start.line == 40
    engine.feed(b"\x1b[2J\x1b[3J")
    search.refresh()
    assert search.current is None
    assert search.matches == []


def test_very_many_matches_are_bounded() -> None:
    engine = make_engine(80, 4, scrollback_lines=2000, fed=b"a" * 160_000)
    search = Search(engine, "a")
    assert 0 < len(search.matches) <= 10_000
    assert search.matches == sorted(set(search.matches))


def test_walking_to_a_match_by_where_it_begins() -> None:
    engine = make_engine(20, 4, fed=LINES)
    search = Search(engine, "needle")
    assert search.walk_to(Point(20, 8)) == at(20, 8, 13)
    assert search.current == 2
    assert engine.view().first <= 20 < engine.view().first + 4
    assert search.walk_to(Point(21, 8)) is None
    assert search.current == 2


def test_a_search_in_pieces_finds_what_one_at_once_finds() -> None:
    engine = make_engine(20, 4, scrollback_lines=3000, fed=LINES * 60)
    finding = engine.begin_find("needle")
    pieces = 1
    while finding.step():
        pieces += 1
    assert pieces > 1
    found = engine.find("needle")
    assert finding.total == len(found)
    assert finding.newest(0, len(found)) == found[::-1]
    assert finding.newest(3, 2) == found[-4:-6:-1]
    assert finding.newest(len(found), 10) == []


def test_what_comes_between_two_pieces_is_found_where_it_is_then() -> None:
    engine = make_engine(20, 4, scrollback_lines=3000, fed=LINES * 60)
    finding = engine.begin_find("needle")
    finding.step()
    engine.feed(b"a new needle\r\n" * 3)
    engine.resize(9, 4)
    while finding.step():
        pass
    found = engine.find("needle")
    assert set(finding.newest(0, len(found))) == set(found)


def test_a_search_outlives_its_terminals_history_and_screen() -> None:
    engine = make_engine(20, 4, fed=LINES)
    finding = engine.begin_find("needle")
    while finding.step():
        pass
    engine.feed(b"\x1b[?1049h needle on the other screen")
    assert [match.start for match in finding.newest(0, 10)] == [engine.find("needle")[-1].start]
    engine.feed(b"\x1b[?1049l\x1b[2J\x1b[3J")
    assert finding.newest(0, 10) == []


@pytest.mark.parametrize("needle", ["", "\0", "\ud800", "中"])
def test_a_search_for_odd_things_ends(needle: str) -> None:
    finding = make_engine(20, 4, fed=LINES).begin_find(needle)
    for _ in range(1000):
        if not finding.step():
            break
    assert finding.newest(0, 10) == []
