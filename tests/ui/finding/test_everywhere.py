"""One search over everything: what is found, in which order, and how it is drawn."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.actions import SnapshotLoaded
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.finding.everywhere import MOST, Findings, search_everywhere
from maestro_tui.ui.finding.hits import Batch, Group, Hit, InSession
from maestro_tui.ui.finding.needle import Excerpt, Needle
from maestro_tui.ui.finding.pieces import Pieces, fitted, heading, hit_pieces
from maestro_tui.ui.finding.surroundings import Row, surroundings
from maestro_tui.ui.look.tones import Cell
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.text.fitting import width_of
from tests.ui import scenario
from tests.ui.scenario import NOW


def make_scene() -> Scene:
    conductor = scenario.make_conductor()
    scenario.load(conductor)
    return Scene(conductor.store.state, conductor.clock)


def search(sought: str, scene: Scene | None = None, output: bytes | None = None) -> Findings:
    terminals = {}
    if output is not None:
        terminals[SessionId("ses_striper")] = terminal = Terminal(60, 10)
        terminal.feed(output)
    findings = Findings()
    for batch in search_everywhere(Needle(sought), scene or make_scene(), terminals):
        findings.add(batch)
    return findings


def said(findings: Findings) -> dict[str, list[str]]:
    return {
        group.value: [f"{hit.whose}: {''.join(hit.excerpt)}" for hit in hits]
        for group, hits in findings.groups.items()
    }


def text_of(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces)


def found_in(pieces: Pieces) -> list[str]:
    return [piece.text for piece in pieces if piece.is_found]


def make_hit(number: int, **fields: object) -> Hit:
    values = {
        "group": Group.SESSIONS,
        "key": (number,),
        "rank": -number,
        "kind": Cell("● working"),
        "whose": f"Session {number}",
        "at": NOW,
        "excerpt": Excerpt("before ", "found", " after"),
        "place": InSession(SessionId(str(number))),
        **fields,
    }
    return Hit(**values)  # type: ignore[arg-type]


def test_everything_is_searched_and_the_newest_comes_first() -> None:
    findings = search("stripes", output=b"$ paint stripes\r\n")
    assert said(findings) == {
        "Terminals": ["Striper: $ paint stripes"],
        "Timelines": [
            "Striper: Overwrite stripes.json? (y/N)",
            "Striper: stripes.json already exists",
            "Striper: 21 of 30 stripes; the left hind leg needs a second coat before it dries",
            "Striper: 12 of 30 stripes",
        ],
        "Tasks": ["Zebra: Paint the stripes"],
        "Sessions": ["Striper: Overwrite stripes.json? (y/N)"],
    }
    assert findings.total == "7 hits"


@pytest.mark.parametrize(
    ("sought", "group", "hits"),
    [
        ("yak", Group.PROJECTS, ["Yak shaving: Yak shaving"]),
        ("/home/ada/z", Group.PROJECTS, ["Zebra: /home/ada/zebra"]),
        ("prj_yak", Group.PROJECTS, ["Yak shaving: prj_yak"]),
        ("long-haired", Group.SESSIONS, ["Yak shaving: Shaver of very long-haired yaks"]),
        ("ses_idler", Group.SESSIONS, ["Idler: ses_idler"]),
        ("tsk_razor", Group.TASKS, ["Sharpen the razor: tsk_razor"]),
    ],
)
def test_what_is_searched_of_records(sought: str, group: Group, hits: list[str]) -> None:
    assert said(search(sought))[group.value] == hits


def test_only_the_first_of_a_group_are_kept_and_all_are_counted() -> None:
    findings = Findings()
    for number in range(MOST + 5):
        findings.add(Batch((make_hit(number),)))
    (hits,) = findings.groups.values()
    assert [hit.rank for hit in hits] == [-number for number in range(MOST + 4, 4, -1)]
    assert findings.said(Group.SESSIONS) == f"first {MOST:,} of {MOST + 5:,}"
    assert findings.total == f"{MOST + 5:,} hits"
    findings.add(Batch((make_hit(1, group=Group.TERMINALS),), is_cut=True))
    assert findings.said(Group.TERMINALS) == "1+"
    assert findings.total == f"{MOST + 6:,}+ hits"


@pytest.mark.parametrize("width", [30, 78, 98, 118, 248])
def test_the_line_of_a_hit_shows_the_match(width: int) -> None:
    excerpt = Excerpt("a long way before it " * 6, "the match", " and after it" * 9)
    pieces = hit_pieces(
        make_hit(1, whose="A name of great length and dignity", excerpt=excerpt),
        Needle("the match"),
        width,
        NOW,
    )
    assert width_of(text_of(pieces)) <= width
    assert found_in(pieces)[0].startswith("the mat"[: width // 8])
    assert ("working" in text_of(pieces)) == (width >= 100)
    assert "A name" in text_of(pieces) or width < 40


@given(st.text(max_size=90), st.text(max_size=20), st.text(max_size=90), st.integers(1, 60))
def test_a_line_is_cut_to_its_room_and_keeps_the_match(
    before: str, found: str, after: str, width: int
) -> None:
    texts = [Needle("").excerpt(text).after for text in (before, found, after)]
    cut = fitted(Excerpt(*texts), width)
    assert width_of("".join(cut)) <= width
    if width_of(texts[1]) <= width:
        assert cut.found == texts[1]


def test_a_heading_says_how_many() -> None:
    text = text_of(heading("Tasks", "12", 40))
    assert text.startswith(" Tasks ─")
    assert text.endswith("─ 12 ")
    assert width_of(text) <= 40


def around(
    findings: Findings, scene: Scene, sought: str, group: Group, *, height: int = 5
) -> tuple[str, list[Row]]:
    hit = findings.groups[group][0]
    title, rows = surroundings(hit, Needle(sought), scene, 70, height)
    assert len(rows) <= height
    assert all(width_of(text_of(row.pieces)) <= 70 for row in rows)
    return title, list(rows)


def test_what_stands_around_a_line_of_a_terminal() -> None:
    scene = make_scene()
    findings = search("line 20", scene, b"".join(b"line %d\r\n" % number for number in range(40)))
    title, rows = around(findings, scene, "line 20", Group.TERMINALS)
    assert title == "Striper · line 21 of 41"
    assert [text_of(row.pieces) for row in rows] == [f" line {number}" for number in range(18, 23)]
    assert [found_in(row.pieces) for row in rows] == [[], [], ["line 20"], [], []]
    assert [row.is_here for row in rows] == [False, False, True, False, False]


def test_blank_lines_around_a_line_of_a_terminal_stay() -> None:
    scene = make_scene()
    findings = search("needle", scene, b"\r\n\r\n\r\nneedle\r\n\r\n\r\nend")
    _, rows = around(findings, scene, "needle", Group.TERMINALS)
    assert [text_of(row.pieces).strip() for row in rows] == ["", "", "needle", "", ""]


def test_what_stands_around_an_event() -> None:
    scene = make_scene()
    title, rows = around(search("first side", scene), scene, "first side", Group.TIMELINES)
    assert title == "Striper · event 4 of 7"
    assert [text_of(row.pieces)[24:].strip() for row in rows] == [
        "",
        "12 of 30 stripes",
        "first side done",
        "21 of 30 stripes; the left hind leg needs a…",
        "stripes.json already exists",
    ]
    assert found_in(rows[2].pieces) == ["first side"]
    assert rows[2].is_here


def test_what_stands_around_a_record() -> None:
    scene = make_scene()
    title, rows = around(search("zebra", scene), scene, "zebra", Group.PROJECTS)
    assert title == "Projects · Zebra"
    assert [text_of(row.pieces).split() for row in rows] == [
        ["name", "Zebra"],
        ["directory", "/home/ada/zebra"],
        ["id", "prj_zebra"],
    ]
    _, rows = around(search("overwrite", scene), scene, "overwrite", Group.SESSIONS)
    assert [row.is_here for row in rows] == [False, True, False]
    assert around(search("razor", scene), scene, "razor", Group.TASKS)[0] == "Tasks · Sharpen the razor"


def test_of_a_long_text_what_is_around_the_match_is_shown() -> None:
    conductor = scenario.make_conductor()
    long = "word " * 3_000 + "needle" + " word" * 3_000
    tasks = (scenario.task("tsk", "Long", description=long),)
    sessions = (
        scenario.session("ses", "Long", "idle", timeline=scenario.timeline((1, "progress", long, None))),
    )
    conductor.store.dispatch(SnapshotLoaded(projects=(), tasks=tasks, sessions=sessions, at=NOW))
    scene = Scene(conductor.store.state, conductor.clock)
    findings = search("needle", scene)
    for group in (Group.TASKS, Group.TIMELINES):
        _, rows = around(findings, scene, "needle", group, height=9)
        assert "needle" in [text for row in rows for text in found_in(row.pieces)]


@pytest.mark.parametrize("group", [Group.TASKS, Group.SESSIONS, Group.TIMELINES])
def test_what_is_gone_says_so(group: Group) -> None:
    findings = search("stripes")
    empty = Scene(scenario.make_conductor().store.state, lambda: NOW)
    _, rows = around(findings, empty, "stripes", group)
    assert text_of(rows[0].pieces).strip() == "It is not there any more."
