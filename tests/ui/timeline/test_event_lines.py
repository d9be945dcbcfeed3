from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, strategies as st
from rich.cells import cell_len

from maestro_tui.protocol.ids import TaskId
from maestro_tui.protocol.models import TimelineEvent
from maestro_tui.ui.text.ages import MINUTE
from maestro_tui.ui.timeline.event_lines import (
    KINDS,
    NO_SESSION,
    WORD_WIDTH,
    Line,
    has_more,
    kind_of,
    lines_instead,
    lines_of,
    time_of,
    time_width,
)
from tests.ui.scenario import NOW


def title_of(task_id: TaskId | None) -> str:
    return "Paint" if task_id else ""


def text_of(line: Line) -> str:
    return "".join(cell.text for cell in line).rstrip()


def shown(event: TimelineEvent, width: int) -> list[str]:
    return [text_of(line) for line in lines_of(event, width, title_of)]


def test_an_event_on_one_line() -> None:
    event = TimelineEvent(type="milestone", message="first side done")
    assert shown(event, 50) == ["◆ milestone   first side done"]


def test_a_long_message_goes_on_below() -> None:
    event = TimelineEvent(type="progress", message="12 of 30 stripes, and then a break", task_id=TaskId("t"))
    assert shown(event, 44) == [
        "· progress    12 of 30 stripes, and then a",
        "              break",
        "              Paint",
    ]


def test_in_a_narrow_place_the_message_follows_the_word() -> None:
    event = TimelineEvent(type="progress", message="12 of 30 stripes", task_id=TaskId("t"))
    assert shown(event, 27) == ["· progress 12 of 30", "  stripes Paint"]


def test_a_title_that_is_the_message_is_said_once() -> None:
    event = TimelineEvent(type="task_started", message="Paint", task_id=TaskId("t"))
    assert shown(event, 50) == ["▷ task        Paint"]


def test_what_servers_write_by_themselves_is_left_to_the_word() -> None:
    begun = TimelineEvent(type="task_started", message="Started working on task", task_id=TaskId("t"))
    assert shown(begun, 50) == ["▷ task        Paint"]
    assert shown(TimelineEvent(type="session_started", message="Session created"), 50) == ["▶ started"]
    assert shown(TimelineEvent(type="progress", message="Session created"), 50) == [
        "· progress    Session created"
    ]


def test_the_task_is_named_where_it_is_another_one() -> None:
    event = TimelineEvent(type="progress", message="half", task_id=TaskId("t"))
    lines = lines_of(event, 60, title_of, task_before=TaskId("t"))
    assert [text_of(line) for line in lines] == ["· progress    half"]


def test_what_is_noted_of_it_stands_below() -> None:
    event = TimelineEvent(type="task_completed", message="Done")
    lines = [text_of(line) for line in lines_of(event, 50, title_of, note="took 12m")]
    assert lines == ["✓ task done   Done", "              took 12m"]


@pytest.mark.parametrize(
    ("ago", "long", "short"),
    [
        (0.0, "     now", "  now"),
        (2 * MINUTE, "  2m ago", "   2m"),
        (9_000 * 24 * 60 * MINUTE, "999d ago", " 999d"),
    ],
)
def test_how_long_ago_it_was(ago: float, long: str, short: str) -> None:
    event = TimelineEvent(type="progress", timestamp=NOW - ago)
    for room, shown in ((8, long), (5, short)):
        assert time_of(event, NOW, room, is_relative=True) == shown
        assert len(time_of(event, NOW, room, is_relative=False)) == room
        assert time_of(TimelineEvent(type="progress"), NOW, room, is_relative=True) == " " * room


def test_narrow_lines_have_short_times() -> None:
    assert [time_width(width) for width in (24, 39, 40, 200)] == [7, 7, 10, 10]


@pytest.mark.parametrize(
    ("message", "metadata", "more"),
    [
        ("short", b"null", False),
        ("short", b"{}", False),
        ("short", b'{"tool":1}', True),
        ("two\nlines", b"null", True),
        ("word " * 200, b"null", True),
    ],
)
def test_whether_there_is_more_of_it(message: str, metadata: bytes, more: bool) -> None:
    event = TimelineEvent(type="progress", message=message, metadata=msgspec.Raw(metadata))
    assert has_more(event, lines_of(event, 60, title_of)) == more


def test_an_event_without_words() -> None:
    assert shown(TimelineEvent(type="session_started"), 60) == ["▶ started"]
    assert shown(TimelineEvent(type="session_started"), 30) == ["▶ started"]


def test_a_type_nobody_heard_of_is_shown_as_it_came() -> None:
    assert kind_of("queue_reordered").word == "queue reor…"
    assert kind_of("").word == "event"


def test_types_differ_without_colour() -> None:
    assert all(cell_len(kind.glyph) == 1 and len(kind.word) <= WORD_WIDTH for kind in KINDS.values())
    assert len({kind.word for kind in KINDS.values()}) == len(KINDS)


def test_what_is_said_instead_is_wrapped() -> None:
    lines = [text_of(line) for line in lines_instead(NO_SESSION, 30)]
    assert lines[0] == ""
    assert len(lines) > 3


@pytest.mark.parametrize("width", [20, 36, 60, 200])
@given(message=st.text(max_size=400), type_=st.sampled_from([*KINDS, "other"]))
def test_no_line_is_wider_than_the_place(width: int, message: str, type_: str) -> None:
    event = TimelineEvent(type=type_, message=message, timestamp=1, task_id=TaskId("t"))
    lines = lines_of(event, width, title_of)
    assert lines
    assert all(cell_len(text_of(line)) <= max(width, 24) for line in lines)
