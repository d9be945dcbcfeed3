from __future__ import annotations

from hypothesis import given, strategies as st

from maestro_tui.ui.tables.narrowing import MOST_STEPS, Narrowing
from maestro_tui.ui.tables.query import parse_query
from maestro_tui.ui.tables.sorting import SortedIds

TEXTS = {"a": "fix login", "b": "fix logout", "c": "port parser", "d": "fix parser"}


def make(texts: dict[str, str] = TEXTS) -> Narrowing[str]:
    keys = {id_: (id_,) for id_ in texts}
    return Narrowing(SortedIds(keys, texts=[texts[id_] for id_ in sorted(texts)]), pinned=0)


def look(narrowing: Narrowing[str], text: str) -> list[str]:
    narrowing.look_for(parse_query(text, ()))
    return list(narrowing.left)


def test_a_key_taken_back_shows_what_was_there_and_looks_for_nothing() -> None:
    narrowing = make()
    looks = []
    for text in ("f", "fi", "fix", "fix p", "fix -", "fix -o"):
        look(narrowing, text)
        looks.append((text, narrowing.left))
    for text, left in reversed(looks):
        look(narrowing, text)
        assert narrowing.left is left


def test_a_word_that_is_left_out_goes_on_from_the_words_before_it() -> None:
    narrowing = make()
    assert look(narrowing, "fix") == ["a", "b", "d"]
    assert look(narrowing, "fix -l") == ["d"]
    # Shorter than what was left out before, and so more is left: not of that, but of what "fix" left.
    assert look(narrowing, "fix -lo") == ["d"]
    assert look(narrowing, "fix -logo") == ["a", "d"]


def test_what_changes_is_taken_in() -> None:
    narrowing = make()
    look(narrowing, "fix")
    look(narrowing, "fix login")
    assert narrowing.put("a", ("a",), ("a",), "fix logout", is_pinned=False) == (0, None)
    assert narrowing.put("e", None, ("e",), "fix login", is_pinned=False) == (None, 0)
    assert list(narrowing.left) == ["e"]
    assert look(narrowing, "fix") == ["a", "b", "d", "e"]
    assert look(narrowing, "") == ["a", "b", "c", "d", "e"]


def test_a_query_that_all_matched_is_no_longer_all_once_something_does_not() -> None:
    narrowing = make({"a": "fix login", "b": "fix logout"})
    assert look(narrowing, "fix") == ["a", "b"]
    assert narrowing.put("c", None, ("c",), "port parser", is_pinned=False) == (None, None)
    assert list(narrowing.left) == ["a", "b"]
    assert narrowing.put("d", None, ("d",), "fix parser", is_pinned=False) == (None, 2)
    assert look(narrowing, "") == ["a", "b", "c", "d"]


@given(st.lists(st.text("fixlogn -", max_size=6), max_size=3 * MOST_STEPS))
def test_whatever_was_looked_for_before(typed: list[str]) -> None:
    narrowing = make()
    for text in typed:
        query = parse_query(text, ())
        assert look(narrowing, text) == [id_ for id_, found in sorted(TEXTS.items()) if query.matches(found)]
