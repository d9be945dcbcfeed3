"""The rows of a timeline: its events and what stands between them, laid out for a width. Draws nothing.

What is laid out stays as long as it is true: an event that comes costs that event, however long the timeline is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from maestro_tui.protocol.ids import TaskId
from maestro_tui.protocol.models import Session, TimelineEvent
from maestro_tui.ui.timeline.event_lines import Line, TitleOf, has_more, lines_of, time_width
from maestro_tui.ui.timeline.spans import lines_after, lines_between, measure, running_lines


class Row(NamedTuple):
    """One line of a timeline."""

    cells: Line
    event: int | None = None
    """The index of the event it belongs to; None if it stands between events."""
    is_head: bool = False
    """Whether it is the first line of its event: the time stands before it."""
    has_more: bool = False
    """Whether the event says more than is shown of it; known of the first line."""
    since: float | None = None
    """When began what goes on still: how long ago that was is said behind it."""


def key_of(event: TimelineEvent) -> str:
    """Give what an event is known by while others come and go."""
    return event.id or f"{event.timestamp} {event.type}"


def find_event(events: Sequence[TimelineEvent], key: str, near: int = 0) -> int | None:
    """Give the index of the event that is known by a key, most likely `near`; None if it is not among these."""
    if near < len(events) and key_of(events[near]) == key:
        return near
    return next((at for at, event in enumerate(events) if key_of(event) == key), None)


class TimelineLayout:
    """The rows of one timeline.

    Args:
        title_of: Gives the title of a task.
        is_at_work: Tells whether a task that was begun may go on, whatever the timeline says of it.
    """

    def __init__(self, title_of: TitleOf, is_at_work: Callable[[TaskId], bool]) -> None:
        self._title_of = title_of
        self._is_at_work = is_at_work
        self.rows: list[Row] = []
        self.unfolded: set[str] = set()
        """The keys of the events that are shown as a whole."""
        self._events: tuple[TimelineEvent, ...] = ()
        self._heads: list[int] = []
        self._ends: list[int] = []

    def forget(self, index: int = 0) -> None:
        """Lay everything out anew the next time, from an event on."""
        self._events = self._events[:index]
        if not index:
            self.rows.clear()
            self._heads.clear()
            self._ends.clear()

    def unfold_all(self, events: Sequence[TimelineEvent]) -> None:
        """Show all there is of every event, or no longer if it is shown of any."""
        self.unfolded = set() if self.unfolded else {key_of(event) for event in events}

    def lay_out(
        self, events: tuple[TimelineEvent, ...], width: int, today: str, session: Session | None
    ) -> None:
        """Turn events into rows of `width` cells, keeping those of the events that are as they were."""
        same = _count_same(self._events, events)
        del self._heads[same:], self._ends[same:]
        del self.rows[self._ends[-1] if self._ends else 0 :]
        notes, running = measure(events)
        task = next((event.task_id for event in reversed(events[:same]) if event.task_id), None)
        for index in range(same, len(events)):
            event, before = events[index], events[index - 1] if index else None
            self.rows += [Row(line) for line in lines_between(before, event, width, today)]
            self._heads.append(len(self.rows))
            self.rows += self._rows_of(index, event, width, notes[index], task)
            self._ends.append(len(self.rows))
            task = event.task_id or task
        self._events = events
        if session is not None and events:
            self.rows += [Row(line) for line in lines_after(session, events[-1], width)]
            running = {task: since for task, since in running.items() if self._is_at_work(task)}
            self.rows += [
                Row(line, since=since)
                for line, since in running_lines(session, running, width, self._title_of)
            ]

    def _rows_of(
        self, index: int, event: TimelineEvent, width: int, note: str, task: TaskId | None
    ) -> list[Row]:
        room = width - time_width(width)
        if key_of(event) in self.unfolded:
            from maestro_tui.ui.timeline.detail import unfolded_lines

            lines = unfolded_lines(event, room, self._title_of, note)
            more = True
        else:
            lines = lines_of(event, room, self._title_of, task_before=task, note=note)
            more = has_more(event, lines)
        return [
            Row(line, index, is_head=number == 0, has_more=more and number == 0)
            for number, line in enumerate(lines)
        ]

    def span_of(self, index: int) -> tuple[int, int]:
        """Give the first row of an event, and the one after its last."""
        return self._heads[index], self._ends[index]

    def row_with(self, text: str, index: int) -> int | None:
        """Give the row of an event in which a text begins, though it may go on in the next one."""
        first, end = self.span_of(index)
        joined, starts = "", []
        for row in self.rows[first:end]:
            starts.append(len(joined))
            joined += "".join(cell.text for cell in row.cells).strip() + " "
        at = joined.find(text) if text else -1
        return first + bisect_right(starts, at) - 1 if at >= 0 else None

    def event_at(self, row: int) -> int:
        """Give the index of the event that a row belongs to; of one between two events, the later."""
        return min(bisect_right(self._ends, row), len(self._ends) - 1)


def _count_same(before: Sequence[TimelineEvent], after: Sequence[TimelineEvent]) -> int:
    same = 0
    for old, new in zip(before, after, strict=False):
        if old != new:
            break
        same += 1
    return same
