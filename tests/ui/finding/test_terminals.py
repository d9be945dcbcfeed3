"""Searching terminals: history and screen, the newest line first, wherever a line is wrapped."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings, strategies as st

from maestro_tui.protocol.ids import SessionId
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.finding.hits import Hit, InTerminal
from maestro_tui.ui.finding.needle import Needle
from maestro_tui.ui.finding.terminals import MOST_LINES, place_of, search_terminals
from maestro_tui.ui.scene import Scene
from tests.ui import scenario

STRIPER = SessionId("ses_striper")


def scene() -> Scene:
    conductor = scenario.make_conductor()
    scenario.load(conductor)
    return Scene(conductor.store.state, conductor.clock)


def terminal(output: bytes, columns: int = 40, lines: int = 5) -> Terminal:
    made = Terminal(columns, lines)
    made.feed(output)
    return made


def search(
    sought: str, *terminals: Terminal, between: Callable[[], object] = lambda: None
) -> tuple[list[Hit], bool]:
    """Search, and do something between the pieces."""
    ids = [session.id for session in scenario.SESSIONS]
    hits: list[Hit] = []
    is_cut = False
    for batch in search_terminals(Needle(sought), scene(), dict(zip(ids, terminals, strict=False))):
        hits += batch.hits
        is_cut |= batch.is_cut
        between()
    return hits, is_cut


def lines(hits: list[Hit]) -> list[str]:
    return ["".join(hit.excerpt) for hit in hits]


def places(hits: list[Hit]) -> list[tuple[int, int] | None]:
    return [place_of(hit.place) for hit in hits if isinstance(hit.place, InTerminal)]


def test_history_and_screen_newest_first() -> None:
    hits, is_cut = search(
        "entry 1", terminal(b"".join(b"entry %d here\r\n" % number for number in range(20)))
    )
    assert lines(hits) == [f"entry {number} here" for number in (*range(19, 9, -1), 1)]
    assert places(hits) == [(number, 0) for number in (*range(19, 9, -1), 1)]
    assert not is_cut
    assert {hit.whose for hit in hits} == {"Striper"}
    assert [hit.rank for hit in hits] == sorted(hit.rank for hit in hits)


def test_a_line_is_given_once_and_whole_though_it_is_wrapped() -> None:
    hits, _ = search("needle", terminal(b"x" * 35 + b" a needle and a needle \r\nnee\r\ndle"))
    assert lines(hits) == ["x" * 35 + " a needle and a needle"]
    assert hits[0].excerpt.found == "needle"


def test_a_capital_makes_case_count() -> None:
    output = b"error one\r\nError two\r\nERROR three\r\n"
    assert lines(search("error", terminal(output))[0]) == ["ERROR three", "Error two", "error one"]
    assert lines(search("Error", terminal(output))[0]) == ["Error two"]
    assert lines(search("eRror", terminal(output))[0]) == []


def test_letters_of_other_alphabets_are_alike_as_well() -> None:
    output = "Übung eins\r\nübung ZWEI\r\nÜBUNG drei\r\nUbung vier\r\n".encode()
    assert lines(search("übung", terminal(output))[0]) == ["ÜBUNG drei", "übung ZWEI", "Übung eins"]
    assert lines(search("Übung", terminal(output))[0]) == ["Übung eins"]


def test_a_capital_is_found_behind_very_many_of_the_other_case() -> None:
    output = b"Error at first\r\n" + b"error error error\r\n" * 2_000
    assert lines(search("Error", terminal(output))[0]) == ["Error at first"]
    wrapped = b"-" * 38 + b"Error wrapped\r\n" + b"error\r\n" * 1_500
    assert lines(search("Error", terminal(wrapped))[0])[0].endswith("Error wrapped")


def test_of_very_many_lines_the_newest_are_given_and_that_is_said() -> None:
    hits, is_cut = search("entry", terminal(b"".join(b"entry %d\r\n" % number for number in range(500))))
    assert len(hits) == MOST_LINES
    assert lines(hits)[0] == "entry 499"
    assert is_cut
    exact, is_cut = search("entry", terminal(b"entry\r\n" * MOST_LINES))
    assert len(exact) == MOST_LINES
    assert not is_cut


def test_of_a_program_that_has_the_whole_screen_what_is_on_it_is_searched() -> None:
    hits, _ = search("needle", terminal(b"needle below\r\n\x1b[?1049h\x1b[Hneedle above"))
    assert lines(hits) == ["needle above"]


def test_every_terminal_is_searched() -> None:
    hits, _ = search("needle", terminal(b"needle 1"), terminal(b"hay"), terminal(b"needle 2"))
    assert [(hit.whose, "".join(hit.excerpt)) for hit in hits] == [
        ("Striper", "needle 1"),
        ("Brush 2", "needle 2"),
    ]


def test_output_that_comes_meanwhile_moves_the_places_with_their_text() -> None:
    made = Terminal(40, 5, scrollback_lines=200)
    made.feed(b"hay\r\n" * 100 + b"needle\r\n")
    hits, _ = search("needle", made, between=lambda: made.feed(b"more\r\n" * 7))
    (place,) = places(hits)
    assert place is not None
    assert made.text() != "needle"
    assert "needle" in made.engine.text().splitlines()[place[0]]
    made.feed(b"\x1b[2J\x1b[3J" + b"x\r\n" * 2_000)
    assert places(hits) == [None]


@pytest.mark.parametrize("output", [b"", b"\x1b[31", b"\xff\xfe needle", "中文needle中".encode()])
def test_odd_output(output: bytes) -> None:
    hits, _ = search("needle", terminal(output))
    assert len(hits) == (b"needle" in output)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(alphabet="abAB -", max_size=50), max_size=30),
    st.text(alphabet="abAB", min_size=1, max_size=3),
)
def test_all_lines_that_hold_it_are_found(texts: list[str], sought: str) -> None:
    hits, is_cut = search(sought, terminal("\r\n".join(texts).encode(), columns=30, lines=4))
    needle = Needle(sought)
    wanted = [text for text in reversed(texts) if needle.is_in(text)]
    assert not is_cut
    assert len(hits) == len(wanted)
    for hit, text in zip(hits, wanted, strict=True):
        assert needle.is_in(hit.excerpt.found)
        assert hit.excerpt.found in text
