from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from maestro_tui.ui.tables.query import MARK, haystack, parse_query

FIELDS = ("status", "project")
HAY = haystack("Striper ses_1 Paint the Stripes", ["waiting", "Zebra crossing"])


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("", True),
        ("striper", True),
        ("STRIP paint", True),
        ("strip missing", False),
        ("-missing", True),
        ("-paint", False),
        ("strip -paint", False),
        ("status:waiting", True),
        ("status:wait", True),
        ("status:working", False),
        ("-status:working", True),
        ("-status:waiting", False),
        ("project:zebra", True),
        ('project:"zebra c"', True),
        ('"paint the"', True),
        ('"the paint"', False),
        ("crossing", True),
        ("unknown:field", False),
        ("-", True),
        ("status:", True),
        (f"{MARK}\x01waiting", True),
        ("status", False),
        ("project", False),
    ],
)
def test_what_is_found(text: str, is_found: bool) -> None:
    assert parse_query(text, FIELDS).matches(HAY) is is_found


def test_a_word_is_not_found_across_a_field_and_the_next() -> None:
    assert not parse_query('"stripes waiting"', FIELDS).matches(HAY)


def test_a_field_has_further_values_and_no_other_has() -> None:
    hay = haystack("name", ["done", "Zebra", "completed", "over"], 2)
    for word in ("done", "completed", "over"):
        assert parse_query(f"status:{word}", FIELDS).matches(hay)
        assert not parse_query(f"project:{word}", FIELDS).matches(hay)
    forged = haystack("name", ["done", "Zebra", f"completed{MARK}\x02yak"], 2)
    assert not parse_query("project:yak", FIELDS).matches(forged)
    assert parse_query("status:completed", FIELDS).matches(forged)


def test_a_value_cannot_pretend_to_be_a_field() -> None:
    hay = haystack("name", ["idle", f"x{MARK}\x01waiting"])
    assert not parse_query("status:waiting", FIELDS).matches(hay)


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_breaks_it(text: str, words: str) -> None:
    query = parse_query(text, FIELDS)
    assert bool(query) == bool(query.wanted or query.unwanted)
    assert query.matches(haystack(words, [words, words])) in {True, False}
