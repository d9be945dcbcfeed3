"""The terminals of the host, by session: started once, ended whole, kept until they are put away.

A session has one program here, ever: whoever asks again, and however often, is given the terminal it has, also when
that has ended. Knows no socket and no server.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import NamedTuple

import msgspec

from maestro_tui.errors import PaneError
from maestro_tui.terminal.budget import HistoryBudget
from maestro_tui.terminal.engine import load_engine
from maestro_tui.terminal.host.ending import GRACE, end_marked, end_terminal
from maestro_tui.terminal.host.hosted import HostedTerminal
from maestro_tui.terminal.host.messages import ServerTarget, SpawnTerminal, TerminalInfo
from maestro_tui.terminal.host.records import Record, Records
from maestro_tui.terminal.listeners import Listeners

__all__ = ["Claim", "Elsewhere", "SpawnFailed", "Terminals"]

REMEMBERED = 10_000
"""Sessions that were put away, or could not be started, which are remembered lest their spawn comes once more."""

ENDED_KEPT = 50
"""Ended terminals that are kept with their screens; of more the oldest are put away."""

LOST = "\x1b[0m\r\n\x1b[1;31m── lost: the terminal host was killed; this is the text it had saved last ──\x1b[0m\r\n"

_log = logging.getLogger("maestro_tui.host")

Claim = Callable[[SpawnTerminal], Awaitable[str | None]]
"""Asks whether a session may start here; gives the name of the place where it runs already, if it does."""


class Elsewhere(NamedTuple):
    """The session runs on another host."""

    place: str


class SpawnFailed(NamedTuple):
    """The program of a session could not be started; its server is to be told."""

    session_id: str
    server: ServerTarget
    problem: str


class Terminals:
    """The table.

    Args:
        records: Where it is written down what runs.
        clock: Milliseconds since the epoch.
        claim: Asked before a program is started.
        grace: Seconds an ending program has before it is made to end.
    """

    def __init__(
        self,
        records: Records,
        *,
        clock: Callable[[], float],
        claim: Claim | None = None,
        grace: float = GRACE,
    ) -> None:
        self._budget = HistoryBudget()
        self._shares: dict[str, Callable[[], None]] = {}
        self.on_change: Listeners[[HostedTerminal]] = Listeners()
        """One was started, ended, or reported; it began to call for its user, or somebody came."""
        self.on_gone: Listeners[[HostedTerminal]] = Listeners()
        """One was put away."""
        self.on_exit: Listeners[[HostedTerminal]] = Listeners()
        """A program ended, or it turned out that it did."""
        self.on_failure: Listeners[[SpawnFailed]] = Listeners()
        """A program could not be started."""
        self._records = records
        self._clock = clock
        self._claim = claim
        self._grace = grace
        self._terminals: dict[str, HostedTerminal] = {}
        self._starting: dict[str, asyncio.Task[HostedTerminal | Elsewhere]] = {}
        self._refused: dict[str, str] = {}
        self._left_behind: set[str] = set()
        self._is_stopping = False

    def __iter__(self) -> Iterator[HostedTerminal]:
        return iter(tuple(self._terminals.values()))

    def __len__(self) -> int:
        return len(self._terminals)

    def get(self, session_id: str) -> HostedTerminal | None:
        """Give the terminal of a session, if it has one here."""
        return self._terminals.get(session_id)

    @property
    def are_idle(self) -> bool:
        """Whether nothing runs, nothing is about to, and every end is with its server."""
        return not self._starting and all(not each.is_live and each.is_reported for each in self)

    # ----------------------------------------------------------------------------------- start

    async def spawn(self, order: SpawnTerminal) -> tuple[HostedTerminal, bool] | Elsewhere:
        """Give the terminal of a session, started if it never was, and tell whether it is new.

        Raises:
            PaneError: It cannot be started, or was and has been put away.
        """
        known = self._terminals.get(order.session_id)
        if known is not None:
            return known, False
        if order.session_id in self._refused:
            raise PaneError(self._refused[order.session_id])
        if self._is_stopping:
            raise PaneError("The terminal host is being stopped: nothing is started in it any more.")
        starting = self._starting.get(order.session_id)
        is_first = starting is None
        if starting is None:
            starting = asyncio.create_task(self._start(order))
            self._starting[order.session_id] = starting
            starting.add_done_callback(lambda _: self._starting.pop(order.session_id, None))
        # Whoever asks may go away meanwhile; what was begun goes on.
        started = await asyncio.shield(starting)
        return started if isinstance(started, Elsewhere) else (started, is_first)

    async def _start(self, order: SpawnTerminal) -> HostedTerminal | Elsewhere:
        place = None if self._claim is None else await self._claim(order)
        if place is not None:
            return Elsewhere(place)
        try:
            await load_engine()
            hosted = HostedTerminal.start(
                order, clock=self._clock, on_exit=self._take_exit, on_call=self.on_change
            )
        except PaneError as error:
            self._refuse(order.session_id, str(error))
            self.on_failure(SpawnFailed(order.session_id, order.server, str(error)))
            raise
        _log.info("Started %s: process %d", order.session_id, hosted.info().pid)
        self._keep(hosted)
        self._write_down(hosted)
        self.on_change(hosted)
        return hosted

    def recover(self, record: Record) -> HostedTerminal:
        """Take in a terminal of the host before this one: what ran under it is lost."""
        info, was_live = record.info, record.info.is_live
        if was_live:
            info = _lost(info, self._clock())
        hosted = HostedTerminal(info, record.server, clock=self._clock, on_exit=self._take_exit)
        hosted.screen.feed(record.text.replace("\n", "\r\n").encode("utf-8", "replace"))
        if was_live:
            hosted.screen.feed(LOST.encode())
        self._keep(hosted)
        self._write_down(hosted)
        if not info.is_reported:
            self.on_exit(hosted)
        self.on_change(hosted)
        return hosted

    # ------------------------------------------------------------------------------------- end

    async def end(self, session_id: str, *, put_away: bool = False) -> None:
        """End a terminal with all that was started in it, and forget its screen if wanted.

        Raises:
            PaneError: There is none.
        """
        hosted = self._terminals.get(session_id)
        if hosted is None:
            raise PaneError(f"No terminal runs here for the session {session_id!r}: see `maestro-tui ps`.")
        hosted.is_stopped = hosted.is_stopped or hosted.is_live
        await end_terminal(hosted.process, hosted.terminal_id, self._grace)
        if put_away and self._terminals.get(session_id) is hosted:
            self._put_away(hosted)

    async def end_all(self) -> None:
        """End all of them at the same time, and start none any more."""
        self._is_stopping = True
        if self._starting:
            await asyncio.wait(list(self._starting.values()))
        async with asyncio.TaskGroup() as group:
            for hosted in self:
                group.create_task(self.end(hosted.session_id))
            for terminal_id in self._left_behind:
                group.create_task(end_marked(terminal_id, self._grace))

    def _take_exit(self, hosted: HostedTerminal) -> None:
        info = hosted.info()
        _log.info("Ended %s: code %s, signal %s", info.session_id, info.exit_code, info.signal)
        self._write_down(hosted)
        self.save_text(hosted)
        self.on_exit(hosted)
        self.on_change(hosted)
        ended = [each for each in self if not each.is_live and each.is_reported]
        for each in ended[: max(0, len(ended) - ENDED_KEPT)]:
            # What it may have left running goes on, until everything is ended.
            self._left_behind.add(each.terminal_id)
            self._put_away(each)

    def note_reported(self, info: TerminalInfo) -> None:
        """Take note that the server has the end of a session, and need not be told again."""
        hosted = self._terminals.get(info.session_id)
        if hosted is None or hosted.terminal_id != info.terminal_id:
            self._records.drop(info.terminal_id)
            return
        hosted.is_reported = True
        self._write_down(hosted)
        self.on_change(hosted)

    def _keep(self, hosted: HostedTerminal) -> None:
        """Take in a terminal; all histories together stay within one budget."""
        self._leave_budget(hosted.session_id)
        self._terminals[hosted.session_id] = hosted
        self._shares[hosted.session_id] = self._budget.add(hosted.screen.engine)

    def _leave_budget(self, session_id: str) -> None:
        leave = self._shares.pop(session_id, None)
        if leave is not None:
            leave()

    def _put_away(self, hosted: HostedTerminal) -> None:
        del self._terminals[hosted.session_id]
        self._leave_budget(hosted.session_id)
        self._refuse(hosted.session_id, "This session has had its terminal here, which was put away.")
        hosted.close()
        if hosted.is_reported:
            self._records.drop(hosted.terminal_id)
        self.on_gone(hosted)

    def _refuse(self, session_id: str, problem: str) -> None:
        self._refused[session_id] = problem
        while len(self._refused) > REMEMBERED:
            del self._refused[next(iter(self._refused))]

    # ------------------------------------------------------------------------------ on the disk

    def _write_down(self, hosted: HostedTerminal) -> None:
        self._records.put(hosted.info(), hosted.server)

    def save_text(self, hosted: HostedTerminal) -> None:
        """Keep the end of its text for the host after this one."""
        self._records.save_text(hosted.terminal_id, hosted.last_text())

    def forget_reported(self) -> None:
        """Leave nothing of what is done on the disk: what remains is for the next host to tell."""
        for hosted in self:
            hosted.close()
            if not hosted.is_live and hosted.is_reported:
                self._records.drop(hosted.terminal_id)


def _lost(info: TerminalInfo, now: float) -> TerminalInfo:
    return msgspec.structs.replace(info, is_lost=True, ended_at=now, exit_code=None, signal=None, attached=0)
