"""The terminals of this program, by session. Opens, feeds back what happens to them, and ends them.

What a terminal shows is between it and whoever draws it; only title and exit go on as actions.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

from maestro_tui.errors import PaneError
from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.actions import Action, PaneClosed, PaneExited, PaneFailed, PaneOpened, PaneRetitled
from maestro_tui.store.effects import OpenPane

if TYPE_CHECKING:
    # Loaded with the first terminal: most of the time there is none at the start.
    from maestro_tui.conductor.pane_source import Elsewhere, PaneSource
    from maestro_tui.conductor.signs import Signs
    from maestro_tui.terminal.budget import HistoryBudget
    from maestro_tui.terminal.engine import Theme
    from maestro_tui.terminal.events import PaneEvent
    from maestro_tui.terminal.exit_status import ExitStatus
    from maestro_tui.terminal.pane import Terminal

FIRST_SIZE: Final = (80, 24)
"""Columns and rows of a terminal that was opened before anybody could see it."""

Dispatch = Callable[[Action], None]


class Panes(Mapping[SessionId, "Terminal"]):
    """The terminals in the order in which they were opened, ended ones too until they are closed."""

    def __init__(self, dispatch: Dispatch, clock: Callable[[], float]) -> None:
        self._dispatch = dispatch
        self.clock = clock
        """Milliseconds since the epoch."""
        self._terminals: dict[SessionId, Terminal] = {}
        self._ending: set[asyncio.Task[object]] = set()
        self.size = FIRST_SIZE
        """Columns and rows new terminals start with."""
        self._shares: dict[SessionId, Callable[[], None]] = {}
        self.signs: dict[SessionId, Signs] = {}
        """What they did beside their text, and when."""
        self.measure: Callable[[str], int] | None = None
        """How many cells the one who draws gives to a text, if somebody draws."""
        self.theme: Theme | None = None
        """The colours programs are told when they ask."""

    @cached_property
    def source(self) -> PaneSource:
        """Where terminals are opened: in this program, unless another place is given."""
        from maestro_tui.conductor.pane_source import LocalPanes

        return LocalPanes()

    @cached_property
    def _budget(self) -> HistoryBudget:
        from maestro_tui.terminal.budget import HistoryBudget

        return HistoryBudget()

    def __getitem__(self, session_id: SessionId) -> Terminal:
        return self._terminals[session_id]

    def __iter__(self) -> Iterator[SessionId]:
        return iter(self._terminals)

    def __len__(self) -> int:
        return len(self._terminals)

    async def open(self, effect: OpenPane) -> Elsewhere | PaneError | None:
        """Start the command in a new terminal; gives why there is none, which is told as an action as well."""
        from maestro_tui.conductor.pane_source import Elsewhere, PaneOrder
        from maestro_tui.terminal.command import pane_environment, split_command

        try:
            order = PaneOrder(
                session_id=effect.session_id,
                argv=split_command(effect.command),
                cwd=effect.cwd,
                env=pane_environment(os.environ, effect.env_vars).variables,
                size=self.size,
                measure=self.measure,
                theme=self.theme,
            )
            terminal = await self.source.open(order)
        except PaneError as error:
            self.refuse(effect.session_id, str(error))
            return error
        if isinstance(terminal, Elsewhere):
            self._dispatch(PaneClosed(effect.session_id))
            return terminal
        self._dispatch(PaneOpened(session_id=effect.session_id, at=self.clock()))
        self.adopt(effect.session_id, terminal)
        return None

    def refuse(self, session_id: SessionId, problem: str) -> None:
        """Have no terminal for this session, and say why."""
        self._dispatch(PaneFailed(session_id=session_id, at=self.clock(), problem=problem))

    def adopt(
        self,
        session_id: SessionId,
        terminal: Terminal,
        *,
        signs: Signs | None = None,
        ended_at: float | None = None,
    ) -> None:
        """Take in a terminal that was started elsewhere, and listen to it.

        Args:
            session_id: Whose terminal it is.
            terminal: The terminal.
            signs: What it did before.
            ended_at: When its program ended, if it did.
        """
        from maestro_tui.conductor.signs import Signs

        self.discard(session_id)
        self._terminals[session_id] = terminal
        self.signs[session_id] = signs = signs or Signs(output_at=self.clock())
        signs.listen(terminal, self.clock)
        self._shares[session_id] = self._budget.add(terminal.engine)
        terminal.on_event.connect(lambda event: self._take_event(session_id, event))
        # One that is found may be told only now that its program ended, and it did not end now.
        terminal.on_exit.connect(lambda status: self._take_exit(session_id, terminal, status, ended_at))
        if terminal.title:
            self._dispatch(PaneRetitled(session_id=session_id, title=terminal.title))
        if terminal.exit_status is not None:
            self._take_exit(session_id, terminal, terminal.exit_status, ended_at)

    def close(self, session_id: SessionId) -> None:
        """Put a terminal away; a process that still runs in it is ended."""
        terminal = self._take_out(session_id)
        if terminal is not None:
            self._see_through(terminal.close())

    def discard(self, session_id: SessionId) -> None:
        """Let go of a terminal, if there is one: what would end with us is ended, what would not goes on."""
        terminal = self._take_out(session_id)
        if terminal is not None:
            self._see_through(self.source.release(terminal))

    def _take_out(self, session_id: SessionId) -> Terminal | None:
        leave = self._shares.pop(session_id, None)
        if leave is not None:
            leave()
        self.signs.pop(session_id, None)
        return self._terminals.pop(session_id, None)

    async def discard_all(self) -> None:
        """Let go of everything, and wait until what ends with us has ended."""
        for session_id in list(self._terminals):
            self.discard(session_id)
        if self._ending:
            await asyncio.wait(self._ending)

    def _see_through(self, ending: Coroutine[None, None, object]) -> None:
        task = asyncio.ensure_future(ending)
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    def _take_event(self, session_id: SessionId, event: PaneEvent) -> None:
        from maestro_tui.terminal.events import TitleChanged

        if isinstance(event, TitleChanged):
            self._dispatch(PaneRetitled(session_id=session_id, title=event.title))

    def _take_exit(
        self, session_id: SessionId, terminal: Terminal, status: ExitStatus, at: float | None = None
    ) -> None:
        if self._terminals.get(session_id) is terminal:
            self._dispatch(
                PaneExited(
                    session_id=session_id, at=at or self.clock(), code=status.code, signal=status.signal
                )
            )
