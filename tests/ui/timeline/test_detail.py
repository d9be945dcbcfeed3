from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, strategies as st
from rich.cells import cell_len

from maestro_tui.protocol.ids import TaskId
from maestro_tui.protocol.models import TimelineEvent
from maestro_tui.ui.timeline.detail import MOST_LINES, as_text, message_lines, metadata_lines, unfolded_lines
from tests.ui.scenario import NOW

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=30,
)


def outline(value: object) -> list[str]:
    return metadata_lines(msgspec.Raw(msgspec.json.encode(value)))


def test_metadata_is_an_indented_outline() -> None:
    value = {
        "tool": "Bash",
        "ok": True,
        "exit": 0,
        "cost": 1.5,
        "nothing": None,
        "none": {},
        "files": ["a.py", {"name": "b.py", "lines": [1, 2]}],
        "output": "one\ntwo",
    }
    assert outline(value) == [
        "tool: Bash",
        "ok: yes",
        "exit: 0",
        "cost: 1.5",
        "nothing: none",
        "none: none",
        "files:",
        "  - a.py",
        "  -",
        "    name: b.py",
        "    lines:",
        "      - 1",
        "      - 2",
        "output:",
        "  one",
        "  two",
    ]


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        (b"null", []),
        (b"{}", []),
        (b"[]", ["none"]),
        (b"7", ["7"]),
        (b'"plain"', ["plain"]),
        (b'{"broken', ['{"broken']),
        (b'{"\\u001b[2J": "\\u202eevil"}', ["␛[2J: evil"]),
    ],
)
def test_metadata_of_any_kind(raw: bytes, lines: list[str]) -> None:
    assert metadata_lines(msgspec.Raw(raw)) == lines


def test_metadata_is_bounded() -> None:
    assert len(outline(list(range(100_000)))) == MOST_LINES + 1
    assert outline(list(range(100_000)))[-1] == "…"
    deep = msgspec.Raw(b'{"a":' * 200 + b"1" + b"}" * 200)
    assert len(metadata_lines(deep)) < 20
    bottomless = msgspec.Raw(b"[" * 100_000)
    assert len(metadata_lines(bottomless)) == 1
    assert sum(map(len, outline("x" * 10_000_000))) <= 2_000


def test_a_message_keeps_its_lines() -> None:
    event = TimelineEvent(type="progress", message="one\n\n  two\x1b[2J")
    assert message_lines(event) == ["one", "", "  two␛[2J"]


def test_the_whole_of_an_event() -> None:
    event = TimelineEvent(
        id="evt_1",
        type="error",
        timestamp=NOW,
        message="It broke.\nBadly.",
        task_id=TaskId("tsk_1"),
        metadata=msgspec.Raw(b'{"exit":1}'),
    )
    assert as_text(event, lambda _: "Paint") == "\n".join(
        [
            "Mon 2026-02-02 02:40:00 error",
            "It broke.",
            "Badly.",
            "at: Mon 2026-02-02 02:40:00",
            "type: error",
            "task: Paint (tsk_1)",
            "id: evt_1",
            "exit: 1",
        ]
    )
    lines = [
        "".join(cell.text for cell in line)
        for line in unfolded_lines(event, 40, lambda _: "tsk_1", "took 1m")
    ]
    assert lines[:3] == ["✗ error  took 1m", "  It broke.", "  Badly."]
    assert "  task: tsk_1" in lines


@pytest.mark.parametrize("width", [14, 40])
@given(value=JSON, message=st.text(max_size=300))
def test_no_line_is_wider_than_the_place(width: int, value: object, message: str) -> None:
    event = TimelineEvent(type="progress", message=message, metadata=msgspec.Raw(msgspec.json.encode(value)))
    for line in unfolded_lines(event, width, lambda _: ""):
        assert cell_len("".join(cell.text for cell in line).rstrip()) <= width
