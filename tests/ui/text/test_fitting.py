from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from maestro_tui.ui.text.fitting import cut_end, cut_middle, pad, width_of, wrap, wrap_keeping_indent

WORDS = st.text("ab 日é", max_size=60)


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("short", 10, "short"),
        ("exactly ten", 11, "exactly ten"),
        ("a longer text", 8, "a longe…"),
        ("a longer text", 3, "a…"),
        ("日本語日本語", 6, "日本…"),
        ("日本語日本語", 5, "日本…"),
        ("text", 1, "…"),
        ("text", 0, ""),
    ],
)
def test_cutting_the_end(text: str, width: int, shown: str) -> None:
    assert cut_end(text, width) == shown


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("short", 10, "short"),
        ("feature/login-page-redesign", 13, "featur…design"),
        ("日本語日本語", 7, "日…語"),
        ("abcdef", 3, "ab…"),
    ],
)
def test_cutting_the_middle(text: str, width: int, shown: str) -> None:
    assert cut_middle(text, width) == shown


def test_padding() -> None:
    assert pad("ab", 4) == "ab  "
    assert pad("ab", 4, right=True) == "  ab"
    assert pad("日", 4) == "日  "


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, []),
        ("one line", 10, ["one line"]),
        ("one line and more", 8, ["one line", "and more"]),
        ("averyverylongword here", 6, ["averyv", "erylon", "gword", "here"]),
        ("a b c d e f g h", 1, ["a", "b", "c", "d", "e", "…"]),
        ("日本語 日本", 6, ["日本語", "日本"]),
    ],
)
def test_wrapping(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


def test_wrapping_keeps_an_indent() -> None:
    assert wrap_keeping_indent("  one two", 5) == ["  one", "  two"]
    assert wrap_keeping_indent("", 5) == [""]
    assert wrap_keeping_indent("1  one two", 6) == ["1  one", "   two"]
    assert wrap_keeping_indent("2fold one", 5) == ["2fold", "one"]


@given(WORDS, st.integers(2, 30))
def test_no_text_is_wider_than_asked(text: str, width: int) -> None:
    assert width_of(cut_end(text, width)) <= width
    assert width_of(cut_middle(text, width)) <= width
    assert all(width_of(line) <= width for line in wrap(text, width))


@given(WORDS, st.integers(2, 30))
def test_wrapping_loses_nothing_that_fits(text: str, width: int) -> None:
    lines = wrap(text, width, most_lines=1_000)
    assert "".join("".join(lines).split()) == "".join(text.split())
