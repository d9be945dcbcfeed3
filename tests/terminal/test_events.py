from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from maestro_tui.terminal.events import clean_text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain", "plain"),
        ("a\x1bb\x07c\nd", "a b c d"),
        ("  blanks  ", "blanks"),
        ("a\u202eb\u200b", "a b"),
        ("12345678901", "123456789…"),
        ("1234567890", "1234567890"),
        ("[@click=app.quit]x[/]"[:10], "[@click=ap"),
        ("", ""),
    ],
)
def test_what_cannot_be_shown_is_a_blank(text: str, cleaned: str) -> None:
    assert clean_text(text, 10) == cleaned


@given(st.text())
def test_it_is_printable_and_no_longer_than_it_may_be(text: str) -> None:
    cleaned = clean_text(text, 8)
    assert len(cleaned) <= 8
    assert cleaned.isprintable()
