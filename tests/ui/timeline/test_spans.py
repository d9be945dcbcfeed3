from __future__ import annotations

import pytest

from maestro_tui.protocol.ids import TaskId
from maestro_tui.protocol.models import TimelineEvent
from maestro_tui.ui.text.ages import HOUR, MINUTE
from maestro_tui.ui.timeline.event_lines import Line
from maestro_tui.ui.timeline.spans import lines_after, lines_between, measure, running_lines, so_far
from tests.support.factories import make_session
from tests.ui.scenario import NOW

TODAY = "Mon 2026-02-02"


def event(type_: str, ago: float, task: str | None = None) -> TimelineEvent:
    return TimelineEvent(type=type_, timestamp=NOW - ago, task_id=TaskId(task) if task else None)


def text(lines: list[Line]) -> list[str]:
    return ["".join(cell.text for cell in line).strip() for line in lines]


@pytest.mark.parametrize("end", ["task_completed", "task_failed", "task_skipped"])
def test_how_long_each_task_took(end: str) -> None:
    events = [
        event("task_started", 30 * MINUTE, "a"),
        event("task_started", 20 * MINUTE, "b"),
        event("progress", 19 * MINUTE, "a"),
        event(end, 18 * MINUTE, "a"),
        event(end, 15 * MINUTE, "b"),
    ]
    assert measure(events)[0] == ["", "", "", "took 12m00s", "took 5m00s"]


def test_a_task_that_is_taken_up_again_is_measured_anew() -> None:
    events = [
        event("task_started", 30 * MINUTE, "a"),
        event("task_failed", 20 * MINUTE, "a"),
        event("task_completed", 19 * MINUTE, "a"),
        event("task_started", 9 * MINUTE, "a"),
        event("task_completed", 8 * MINUTE, "a"),
    ]
    assert measure(events)[0] == ["", "took 10m00s", "", "", "took 1m00s"]


def test_how_long_the_session_was() -> None:
    events = [event("session_started", 65 * MINUTE), event("session_stopped", 0)]
    assert measure(events)[0] == ["", "after 1h05m"]
    assert measure(events[1:])[0] == [""]


def test_clocks_differ_and_times_may_be_nonsense() -> None:
    events = [event("session_started", 0), event("session_stopped", 5 * MINUTE)]
    assert measure(events)[0] == ["", "after 0s"]
    wild = [
        TimelineEvent(type="session_started", timestamp=-1e308),
        TimelineEvent(type="session_stopped", timestamp=1e308),
    ]
    assert measure(wild)[0] == ["", "after 999d00h"]
    assert text(lines_between(wild[0], wild[1], 40, TODAY)) == ["– 999d00h –"]


def test_a_long_silence_is_said() -> None:
    before = event("progress", 25 * MINUTE)
    assert text(lines_between(before, event("progress", 0), 40, TODAY)) == ["– 25m00s –"]
    assert lines_between(before, event("progress", 16 * MINUTE), 40, TODAY) == []


def test_another_day_is_named() -> None:
    yesterday, today = event("progress", 3 * HOUR), event("progress", 0)
    assert text(lines_between(None, yesterday, 30, TODAY)) == ["Sun 2026-02-01 ─────────────"]
    assert lines_between(None, today, 30, TODAY) == []
    assert text(lines_between(yesterday, today, 30, TODAY)) == ["– 3h00m –", "Mon 2026-02-02 ─────────────"]
    assert lines_between(None, TimelineEvent(type="progress"), 30, TODAY) == []


def test_how_a_session_ended() -> None:
    session = make_session(status="completed", started_at=NOW - 11 * MINUTE, completed_at=NOW)
    assert text(lines_after(session, event("milestone", 0), 60)) == ["– done after 11m00s –"]
    assert lines_after(session, event("session_stopped", 0), 60) == []
    assert lines_after(make_session(status="working", started_at=NOW), event("progress", 0), 60) == []


def test_what_goes_on_still_is_said_at_the_end() -> None:
    _, running = measure(
        [
            event("task_started", 30 * MINUTE, "a"),
            event("task_started", 20 * MINUTE, "b"),
            event("task_completed", 18 * MINUTE, "a"),
        ]
    )
    assert running == {TaskId("b"): NOW - 20 * MINUTE}
    lines = running_lines(make_session(status="working"), running, 60, lambda _: "Paint the stripes")
    assert [(text([line]), since) for line, since in lines] == [(["▷ Paint the stripes"], NOW - 20 * MINUTE)]
    assert running_lines(make_session(status="completed"), running, 60, lambda _: "Paint") == []


@pytest.mark.parametrize(("age", "said"), [("now", " just begun"), ("12m", " 12m so far")])
def test_how_long_it_has_gone_on_fits_behind_its_title(age: str, said: str) -> None:
    assert so_far(age).text == said
    running = {TaskId("a"): NOW}
    (line, _), *_ = running_lines(make_session(status="working"), running, 30, lambda _: "word " * 20)
    assert len("".join(cell.text for cell in line) + so_far("999d").text) <= 30
