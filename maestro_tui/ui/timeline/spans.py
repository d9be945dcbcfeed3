"""How long things took, as a timeline tells it: its tasks, the session, and the silences between. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from maestro_tui.protocol.ids import TaskId
from maestro_tui.protocol.models import Session, TimelineEvent
from maestro_tui.store.statuses import has_ended
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.standing.status import look_of
from maestro_tui.ui.text.ages import MINUTE, day_of, span
from maestro_tui.ui.text.fitting import cut_end
from maestro_tui.ui.timeline.event_lines import KINDS, Line, TitleOf, time_width

LONG_SILENCE: Final = 10 * MINUTE
"""From which on it is said how long nothing was heard."""

TASK_ENDS: Final = frozenset({"task_completed", "task_failed", "task_skipped"})


AT_WORK: Final = KINDS["task_started"].glyph
MOST_RUNNING: Final = 3
"""Of how many tasks at most it is said that they go on: an agent may leave any number of them open."""
ROOM_FOR_AGE: Final = 12
"""Cells for `` 999m so far``."""


def measure(events: Sequence[TimelineEvent]) -> tuple[list[str], dict[TaskId, float]]:
    """Say of each event how long it took what ends with it, nothing of most; and since when what tasks go on."""
    started: dict[TaskId | None, float] = {}
    notes: list[str] = []
    for event in events:
        note = ""
        if event.type == "session_started":
            started[None] = event.timestamp
        elif event.type == "task_started" and event.task_id:
            started[event.task_id] = event.timestamp
        elif event.type == "session_stopped" and None in started:
            note = f"after {_length(started.pop(None), event.timestamp)}"
        elif event.type in TASK_ENDS and event.task_id in started:
            note = f"took {_length(started.pop(event.task_id), event.timestamp)}"
        notes.append(note)
    return notes, {task: since for task, since in started.items() if task and since}


def lines_between(before: TimelineEvent | None, event: TimelineEvent, width: int, today: str) -> list[Line]:
    """Give what stands between two events: how long nothing happened, and that another day begins.

    Args:
        before: The event before; None if this is the first.
        event: The event.
        width: Cells there are.
        today: The day that needs not be named at the beginning, as `day_of` writes it.
    """
    lines: list[Line] = []
    if before is not None and before.timestamp and event.timestamp - before.timestamp >= LONG_SILENCE:
        lines.append(_aside(_length(before.timestamp, event.timestamp), width))
    day = day_of(event.timestamp)
    if day and day != (day_of(before.timestamp) if before is not None else today):
        lines.append((Cell(f" {day} ", Tone.MUTED), Cell("─" * (width - len(day) - 3), Tone.FAINT)))
    return lines


def lines_after(session: Session, last: TimelineEvent, width: int) -> list[Line]:
    """Give what stands at the end of a session that has ended: as what, and after how long."""
    start = session.started_at or session.created_at
    if last.type == "session_stopped" or not (has_ended(session) and start and session.completed_at):
        return []
    return [_aside(f"{look_of(session.status).word} after {_length(start, session.completed_at)}", width)]


def running_lines(
    session: Session,
    running: Mapping[TaskId, float],
    width: int,
    title_of: TitleOf,
) -> list[tuple[Line, float]]:
    """Give what stands at the end of a session that goes on: the tasks it is at, and since when, to be said behind."""
    if has_ended(session):
        return []
    lines: list[tuple[Line, float]] = []
    for task, since in list(running.items())[-MOST_RUNNING:]:
        title = cut_end(f"{AT_WORK} {title_of(task)}", width - time_width(width) - ROOM_FOR_AGE)
        lines.append(((Cell(" " * time_width(width)), Cell(title, Tone.MUTED)), since))
    return lines


def so_far(age: str) -> Cell:
    """Say how long something has gone on."""
    return Cell(" just begun" if age == "now" else f" {age} so far", Tone.FAINT)


def _aside(text: str, width: int) -> Line:
    return (Cell(" " * time_width(width)), Cell(f"– {text} –", Tone.FAINT))


def _length(start: float, end: float) -> str:
    # Clocks of two machines differ.
    return span(max(0.0, end - start))
