"""The terminals of this program, by session. Opens, feeds back what happens to them, and ends them.

What a terminal shows is between it and whoever draws it; only title and exit go on as actions.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from maestro_tui.errors import PaneError
from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.actions import Action, PaneExited, PaneFailed, PaneOpened, PaneRetitled
from maestro_tui.store.effects import OpenPane
from maestro_tui.terminal.command import pane_environment, split_command
from maestro_tui.terminal.engine import Theme
from maestro_tui.terminal.events import PaneEvent, TitleChanged
from maestro_tui.terminal.exit_status import ExitStatus
from maestro_tui.terminal.pane import Terminal

FIRST_SIZE: Final = (80, 24)
"""Columns and rows of a terminal that was opened before anybody could see it."""

Dispatch = Callable[[Action], None]


class Panes(Mapping[SessionId, Terminal]):
    """The terminals in the order in which they were opened, ended ones too until they are closed."""

    def __init__(self, dispatch: Dispatch, clock: Callable[[], float]) -> None:
        self._dispatch = dispatch
        self._clock = clock
        self._terminals: dict[SessionId, Terminal] = {}
        self._ending: set[asyncio.Task[ExitStatus]] = set()
        self.size = FIRST_SIZE
        """Columns and rows new terminals start with."""
        self.measure: Callable[[str], int] | None = None
        """How many cells the one who draws gives to a text, if somebody draws."""
        self.theme: Theme | None = None
        """The colours programs are told when they ask."""

    def __getitem__(self, session_id: SessionId) -> Terminal:
        return self._terminals[session_id]

    def __iter__(self) -> Iterator[SessionId]:
        return iter(self._terminals)

    def __len__(self) -> int:
        return len(self._terminals)

    async def open(self, effect: OpenPane) -> None:
        """Start the command in a new terminal; what goes wrong is told as an action."""
        try:
            argv = split_command(effect.command)
            environment = pane_environment(os.environ, effect.env_vars)
            columns, rows = self.size
            terminal = await Terminal.start(
                argv,
                cwd=effect.cwd,
                env=environment.variables,
                cols=columns,
                rows=rows,
                measure=self.measure,
                theme=self.theme,
            )
        except PaneError as error:
            self.refuse(effect.session_id, str(error))
            return
        self._dispatch(PaneOpened(session_id=effect.session_id, at=self._clock()))
        self.adopt(effect.session_id, terminal)

    def refuse(self, session_id: SessionId, problem: str) -> None:
        """Have no terminal for this session, and say why."""
        self._dispatch(PaneFailed(session_id=session_id, at=self._clock(), problem=problem))

    def adopt(self, session_id: SessionId, terminal: Terminal) -> None:
        """Take in a terminal that was started elsewhere, and listen to it."""
        old = self._terminals.pop(session_id, None)
        if old is not None:
            self._end(old)
        self._terminals[session_id] = terminal
        terminal.on_event.connect(lambda event: self._take_event(session_id, event))
        terminal.on_exit.connect(lambda status: self._take_exit(session_id, terminal, status))

    def close(self, session_id: SessionId) -> None:
        """Put a terminal away; a process that still runs in it is ended."""
        terminal = self._terminals.pop(session_id, None)
        if terminal is not None:
            self._end(terminal)

    async def close_all(self) -> None:
        """End everything, and wait for it."""
        for session_id in list(self._terminals):
            self.close(session_id)
        if self._ending:
            await asyncio.wait(self._ending)

    def _end(self, terminal: Terminal) -> None:
        task = asyncio.ensure_future(terminal.close())
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    def _take_event(self, session_id: SessionId, event: PaneEvent) -> None:
        if isinstance(event, TitleChanged):
            self._dispatch(PaneRetitled(session_id=session_id, title=event.title))

    def _take_exit(self, session_id: SessionId, terminal: Terminal, status: ExitStatus) -> None:
        if self._terminals.get(session_id) is terminal:
            self._dispatch(
                PaneExited(session_id=session_id, at=self._clock(), code=status.code, signal=status.signal)
            )
