from __future__ import annotations

from unicodedata import category

from hypothesis import given, strategies as st

from maestro_tui.store.store import Store
from maestro_tui.ui.details.facts import LONGEST, MOST_LINES, Details, Fact, lines_of, listed, text_of
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.text.fitting import width_of
from tests.support.factories import NOW
from tests.support.hostile import TEXTS

SCENE = Scene(Store().state, lambda: NOW)
TEXT = st.sampled_from(sorted(TEXTS.values())) | st.text(max_size=300)


def tell(*facts: Fact, name: str = "Paint", width: int = 60) -> list[str]:
    details = Details(kind="task", name=name, id="tsk_1", look=None, facts=facts)
    return ["".join(cell.text for cell in line).rstrip() for line in lines_of(details, SCENE, width)][3:]


def test_a_text_keeps_its_lines_and_is_wrapped_beside_its_label() -> None:
    assert tell(Fact(label="directory", text="/src/zebra crossing"), width=24) == [
        "directory   /src/zebra",
        "            crossing",
    ]
    assert tell(Fact(label="description", text="First.\n\n  Then.", stands_alone=True)) == [
        "",
        "description",
        "First.",
        "",
        "Then.",
    ]


def test_a_moment_is_told_as_a_time_and_as_an_age() -> None:
    (line,) = tell(Fact(label="made", at=NOW - 125_000))
    assert line.startswith("made        ")
    assert line.endswith(" · 2m05s ago")
    assert tell(Fact(label="made", at=NOW))[0].endswith(" · now")
    assert "??:??:??" in tell(Fact(label="made", at=1e300))[0]


def test_of_many_only_some_are_listed_and_it_is_said_how_many_more() -> None:
    facts = tuple(listed("tasks", [f"task {number}" for number in range(70)], most=3))
    assert tell(*facts) == [
        "tasks       task 0",
        "            task 1",
        "            task 2",
        "            … and 67 more",
    ]


def test_what_is_too_long_ends_and_says_so() -> None:
    for text in ("x\n" * LONGEST, "word " * LONGEST):
        lines = tell(Fact(label="description", text=text, stands_alone=True))
        assert lines[-1] == "…"
        assert len(lines) <= MOST_LINES + 2


@given(TEXT, TEXT, st.integers(20, 120), st.booleans())
def test_any_text_is_harmless_and_fits(name: str, text: str, width: int, stands_alone: bool) -> None:
    details = Details(
        kind="task",
        name=name,
        id=text,
        look=None,
        facts=(Fact(label="said", text=text, stands_alone=stands_alone),),
    )
    for line in lines_of(details, SCENE, width):
        shown = "".join(cell.text for cell in line)
        assert width_of(shown.rstrip()) <= width
        assert not {"Cc", "Cf", "Cs"} & {category(character) for character in shown}
    assert "\x1b" not in text_of(details, SCENE)
