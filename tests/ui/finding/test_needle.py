"""What is looked for: which texts hold it, and where."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from maestro_tui.ui.finding.needle import AFTER, BEFORE, Excerpt, Needle


@pytest.mark.parametrize(
    ("needle", "text", "found"),
    [
        ("error", "An ERROR", ["ERROR"]),
        ("Error", "An ERROR, an Error", ["Error"]),
        ("a b", "a b, a  b, A B", ["a b", "A B"]),
        ("strasse", "Große Straße", ["Straße"]),
        ("aa", "aaaa", ["aa", "aa"]),
        ("ü", "Übung", ["Ü"]),
        ("[red]", "a [RED] b", ["[RED]"]),
        ("x", "", []),
        ("", "text", []),
    ],
)
def test_where_it_stands(needle: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in Needle(needle).spans(text)] == found


def test_blanks_alone_are_nothing_to_look_for() -> None:
    assert not Needle("")
    assert not Needle("  ")
    assert Needle(" x")


def test_the_line_in_which_it_stands() -> None:
    assert Needle("two").line_in("one\nand TWO\nthree two") == "and TWO"
    assert Needle("one two").line_in("one\ntwo") is None
    assert not Needle("x").is_in(None)


def test_of_a_long_line_what_is_around_the_match_is_kept() -> None:
    line = "a" * 1_000_000 + " needle " + "b" * 1_000_000
    before, found, after = Needle("needle").excerpt(line)
    assert found == "needle"
    assert before.startswith("…a")
    assert len(before) <= BEFORE + 1
    assert after.startswith(" b")
    assert len(after) <= AFTER


def test_a_line_without_it_is_shown_from_its_beginning() -> None:
    assert Needle("zz").excerpt("some\ttext") == Excerpt("", "", "some text")


@given(st.text(max_size=40), st.text(min_size=1, max_size=4))
def test_a_match_is_there_exactly_if_it_has_a_place(text: str, sought: str) -> None:
    needle = Needle(sought)
    spans = needle.spans(text)
    assert bool(spans) == needle.is_in(text)
    for start, end in spans:
        assert needle.folded in needle.fold(text[start:end])


@given(st.text(max_size=20), st.text(min_size=1, max_size=6), st.text(max_size=20))
def test_what_was_put_into_a_text_is_found_in_it(before: str, sought: str, after: str) -> None:
    assert Needle(sought).is_in(before + sought + after)
