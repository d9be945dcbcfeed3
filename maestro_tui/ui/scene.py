"""What presentation needs beside the row itself: the rest of the state, the counts, and the time."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from maestro_tui.protocol.ids import SessionId, TaskId
from maestro_tui.store.state import Phase, State
from maestro_tui.ui.pending import Pending
from maestro_tui.ui.standing.attention import Attention
from maestro_tui.ui.standing.census import Census
from maestro_tui.ui.text.plain import clean

if TYPE_CHECKING:
    from maestro_tui.conductor.signs import Signs
    from maestro_tui.ui.wire.event_log import EventLog
    from maestro_tui.ui.wire.outages import Outages


class Scene:
    """What a widget may look at. Read only."""

    def __init__(
        self,
        state: State,
        clock: Callable[[], float],
        signs: Callable[[SessionId], Signs | None] = lambda _: None,
    ) -> None:
        self.state = state
        self.census = Census(state)
        self.attention = Attention(state, clock())
        self.pending = Pending()
        self.signs = signs
        """Gives what the terminal of a session did beside its text, if it has one here."""
        self._clock = clock

    @cached_property
    def log(self) -> EventLog:
        """The latest of what came over the wire, since this was first asked for."""
        from maestro_tui.ui.wire.event_log import EventLog

        return EventLog(self.state, self._clock())

    @cached_property
    def outages(self) -> Outages:
        """When the connection was lost, since this was first asked for."""
        from maestro_tui.ui.wire.outages import Outages

        return Outages()

    @property
    def now(self) -> float:
        """The time, in milliseconds since the epoch."""
        return self._clock()

    @property
    def is_replay(self) -> bool:
        """Whether all of this is a recording: nothing in it can be reached or changed."""
        return self.state.connection.phase is Phase.REPLAYING

    def task_title(self, task_id: TaskId | None) -> str:
        """Give the title of a task fit to be shown; of one that is not known, its id."""
        if not task_id:
            return ""
        task = self.state.tasks.get(task_id)
        return clean((task and task.title) or task_id)
