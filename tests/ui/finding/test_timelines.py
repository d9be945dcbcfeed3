"""Searching timelines: the sieve saves work, and never a hit."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings, strategies as st

from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import Session
from maestro_tui.ui.finding.needle import Needle
from maestro_tui.ui.finding.timelines import Sieve, events_with
from maestro_tui.ui.timeline.event_lines import KINDS

ODD = 'aAkKsSßéÉüÜſK…✓ "\\/_-\n\t\x01\x7f{}[]:,ﬁ中\U0001f600'
TEXTS = st.one_of(st.text(alphabet=ODD, max_size=12), st.text(max_size=12))
TYPES = st.one_of(st.sampled_from(sorted(KINDS)), st.text(alphabet='abAB_ é"/', max_size=8))


def raw(events: list[dict[str, Any]], *, as_numbers: bool = False) -> msgspec.Raw:
    """Write a timeline as one JSON library or another does."""
    if as_numbers:
        return msgspec.Raw(json.dumps(events).encode())
    return msgspec.Raw(msgspec.json.encode(events))


def found(timeline: msgspec.Raw, sought: str) -> list[str]:
    session = Session(id=SessionId("ses"), timeline=timeline)
    return [line for _, line in events_with(session, Needle(sought))]


@settings(max_examples=400)
@given(
    messages=st.lists(st.tuples(TYPES, TEXTS), max_size=4),
    sought=st.one_of(TEXTS.filter(bool), st.sampled_from(["needs input", "task d", "ARTED", "a b", "a_b"])),
    as_numbers=st.booleans(),
    cut=st.one_of(st.none(), st.tuples(st.integers(0, 40), st.integers(1, 8))),
)
@example(messages=[("progress", "Straße")], sought="strasse", as_numbers=False, cut=None)
@example(messages=[("progress", "K")], sought="k", as_numbers=False, cut=None)
@example(messages=[("my_own_type", "")], sought="own type", as_numbers=False, cut=None)
@example(messages=[("progress", 'say "yes"/no')], sought='"yes"/no', as_numbers=False, cut=None)
@example(messages=[("progress", "é")], sought="É", as_numbers=True, cut=None)
def test_the_sieve_lets_through_all_in_which_something_is_found(
    messages: list[tuple[str, str]], sought: str, as_numbers: bool, cut: tuple[int, int] | None
) -> None:
    if cut is not None and messages:
        # More often than by chance, look for something that is there.
        text = messages[-1][1]
        sought = text[cut[0] : cut[0] + cut[1]] or sought
    events: list[dict[str, Any]] = [{"type": type_, "message": message} for type_, message in messages]
    timeline = raw(events, as_numbers=as_numbers)
    if found(timeline, sought):
        assert Sieve(Needle(sought)).may_hold(timeline)


@given(st.text(alphabet='ab /"\\é中\n', min_size=1, max_size=6), st.data())
def test_json_may_write_any_character_by_its_number(message: str, data: st.DataObject) -> None:
    by_number = data.draw(st.lists(st.booleans(), min_size=len(message), max_size=len(message)))
    written = "".join(
        f"\\u{ord(character):04x}" if is_number else json.dumps(character, ensure_ascii=False)[1:-1]
        for character, is_number in zip(message, by_number, strict=True)
    )
    timeline = msgspec.Raw(f'[{{"type": "progress", "message": "{written}"}}]'.encode())
    sought = data.draw(
        st.sampled_from(message.split("\n")).filter(bool) if message.strip("\n") else st.just("a")
    )
    if found(timeline, sought):
        assert Sieve(Needle(sought)).may_hold(timeline)


def test_the_sieve_holds_back_what_cannot_be_found() -> None:
    timeline = raw([{"type": "progress", "message": "12 of 30 stripes"}])
    assert not Sieve(Needle("zebra")).may_hold(timeline)
    assert not Sieve(Needle("Stripes")).may_hold(timeline)
    assert not Sieve(Needle("of 31")).may_hold(timeline)
    assert not Sieve(Needle("zebra")).may_hold(raw([{"type": "progress", "message": "fertig ✓"}]))
    assert not Sieve(Needle("é")).may_hold(timeline)


@pytest.mark.parametrize(
    ("sought", "lines"),
    [
        ("stripes", ["12 of 30 stripes", "and stripes.json"]),
        ("needs input", ["Overwrite?"]),
        ("own kind", ["odd"]),
        ("PROGRESS", []),
        ("Overwrite", ["Overwrite?"]),
        ("overwrite?\nand", []),
    ],
)
def test_what_is_found_in_a_timeline(sought: str, lines: list[str]) -> None:
    timeline = raw(
        [
            {"type": "progress", "message": "12 of 30 stripes"},
            {"type": "needs_input", "message": "Overwrite?\nand stripes.json"},
            {"type": "my_own_kind", "message": "odd"},
            {"type": "milestone"},
        ]
    )
    assert found(timeline, sought) == lines


def test_a_timeline_that_is_none_has_nothing_in_it() -> None:
    assert found(msgspec.Raw(b'"stripes"'), "stripes") == []
    assert found(
        msgspec.Raw(b'[{"message": "stripes"}, {"type": "x", "message": "stripes"}]'), "stripes"
    ) == ["stripes"]
