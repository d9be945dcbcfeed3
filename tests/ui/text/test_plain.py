from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, strategies as st
from rich.cells import cell_len

from maestro_tui.ui.text.plain import clean


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Paint the stripes", "Paint the stripes"),
        ("", ""),
        ("two\nlines\r\n  indented", "two lines indented"),
        ("tab\there", "tab here"),
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("nul\x00byte", "nul␀byte"),
        ("del\x7f", "del␡"),
        ("c1 \x9b31m", "c1 \ufffd31m"),
        ("\u202egnp.exe", "gnp.exe"),
        ("a\u2066b\u2069c", "abc"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
        ("filler\u3164\uffa0x", "fillerx"),
        ("no\u00a0break", "no break"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("Z" + "\u0301" * 50 + "algo", "Z\u0301\u0301algo"),
        ("\u0301starts with an accent", "starts with an accent"),
        ("[@click=app.quit]click[/]", "[@click=app.quit]click[/]"),
        ("日本語", "日本語"),
        ("naïve café", "naïve café"),
        ("\ue0a0 main", "\ue0a0 main"),
    ],
)
def test_what_is_shown_of_a_text(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_a_clean_text_is_the_same_object() -> None:
    text = "Paint the stripes"
    assert clean(text) is text


def test_a_huge_text_is_cut() -> None:
    assert clean("x" * 10_000_000, 20) == "x" * 19 + "…"
    assert len(clean("\u200b" * 1_000_000 + "x", 20)) <= 20


@given(st.text(st.characters(), max_size=300), st.integers(1, 100))
def test_whatever_comes_is_harmless(text: str, limit: int) -> None:
    shown = clean(text, limit)
    assert len(shown) <= limit
    for character in shown:
        assert unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert cell_len(shown) <= 2 * len(shown)
