"""What presentation needs beside the row itself: the rest of the state, the counts, and the time."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from maestro_tui.protocol.ids import SessionId, TaskId
from maestro_tui.store.state import Phase, State
from maestro_tui.ui.horizon import Horizon
from maestro_tui.ui.pending import Pending
from maestro_tui.ui.standing.attention import Attention
from maestro_tui.ui.standing.census import Census
from maestro_tui.ui.standing.status import OVER, TO_DO, look_of_task
from maestro_tui.ui.text.ages import age, long_age
from maestro_tui.ui.text.plain import clean

if TYPE_CHECKING:
    from maestro_tui.conductor.signs import Signs
    from maestro_tui.ui.standing.verdicts import Verdicts
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
        self.attention = Attention(state, clock())
        self.pending = Pending()
        self.horizon = Horizon()
        """Until when what is shown stays true by itself."""
        self.signs = signs
        """Gives what the terminal of a session did beside its text, if it has one here."""
        self._clock = clock
        # With nothing to count, what judges need not be loaded yet.
        self.census = Census(state, lambda session: self.verdicts.look_of(session))  # noqa: PLW0108

    @cached_property
    def verdicts(self) -> Verdicts:
        """What is shown of each session, since this was first asked for."""
        from maestro_tui.ui.standing.verdicts import Verdicts

        return Verdicts(self)

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

    def age(self, since: float | None) -> str:
        """Say how long ago something was, to be shown until that is said differently."""
        now = self._clock()
        self.horizon.note_age(since, now)
        return age(since, now)

    def long_age(self, since: float | None) -> str:
        """Say the same in two units."""
        now = self._clock()
        self.horizon.note_age(since, now, is_long=True)
        return long_age(since, now)

    def task_title(self, task_id: TaskId | None) -> str:
        """Give the title of a task fit to be shown; of one that is not known, its id."""
        if not task_id:
            return ""
        task = self.state.tasks.get(task_id)
        return clean((task and task.title) or task_id)

    def is_at_work(self, task_id: TaskId) -> bool:
        """Tell whether a task that was begun may be worked on: no status of it says otherwise."""
        task = self.state.tasks.get(task_id)
        return task is None or not (task.status in OVER or look_of_task(task) is TO_DO)
