"""What is said of sessions to the user's own terminal: nothing in it can be more than words."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from maestro_tui.ui.outside.spoken import LONGEST_NAME, spoken_name, who_calls
from maestro_tui.ui.standing.status import FAILED, RINGING, WAITING


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Brush 1", "Brush 1"),
        ("Pinselführer (2)", "Pinselführer (2)"),
        ("\x1b]52;c;aGk=\x07", "52 c aGk"),
        ("a\u202eb\u200bc\x9bd", "a b c d"),
        ("  ", "a session"),
        ("x" * 90, "x" * LONGEST_NAME),
    ],
)
def test_a_name_is_said_in_letters_and_digits(name: str, said: str) -> None:
    assert spoken_name(name) == said


@given(st.text())
def test_no_name_ends_or_begins_a_sequence(name: str) -> None:
    said = spoken_name(name)
    assert said.isprintable()
    assert not set(said) & set("\x1b\x07\x9c\x9d;\\")


def test_one_is_said_with_what_it_wants_and_many_by_their_names() -> None:
    assert who_calls([("Brush", WAITING)]) == "Brush waits for you"
    assert who_calls([("Brush", FAILED)]) == "Brush failed"
    assert who_calls([("Brush", RINGING)]) == "Brush rings"
    many = [(name, WAITING) for name in "abcde"]
    assert who_calls(many[:2]) == "2 sessions need you: a, b"
    assert who_calls(many) == "5 sessions need you: a, b, c and 2 more"
