"""What presentation needs beside the row itself: the rest of the state, the counts, and the time."""

from __future__ import annotations

from collections.abc import Callable

from maestro_tui.protocol.ids import TaskId
from maestro_tui.store.state import State
from maestro_tui.ui.attention import Attention
from maestro_tui.ui.census import Census
from maestro_tui.ui.event_log import EventLog
from maestro_tui.ui.plain import clean


class Scene:
    """What a widget may look at. Read only."""

    def __init__(self, state: State, clock: Callable[[], float]) -> None:
        self.state = state
        self.census = Census(state)
        self.log = EventLog(state, clock())
        self.attention = Attention(state, clock())
        self._clock = clock

    @property
    def now(self) -> float:
        """The time, in milliseconds since the epoch."""
        return self._clock()

    def task_title(self, task_id: TaskId | None) -> str:
        """Give the title of a task fit to be shown; of one that is not known, its id."""
        if not task_id:
            return ""
        task = self.state.tasks.get(task_id)
        return clean((task and task.title) or task_id)
