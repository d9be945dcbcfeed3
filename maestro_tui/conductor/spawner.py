"""From the wish that something be started here to a terminal, or to why there is none; each decision is written down.

Loaded with the first such wish: most dashboards begin without one. Draws nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from maestro_tui.conductor.decisions import DecisionLog, decision_on
from maestro_tui.conductor.pane_source import Elsewhere
from maestro_tui.conductor.panes import Panes
from maestro_tui.conductor.spawning import AskUser, SpawnPolicy, SpawnQuestion, Verdict, decide, question_for
from maestro_tui.errors import PaneError
from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.actions import Action, PaneClosed
from maestro_tui.store.effects import Notify, OpenPane
from maestro_tui.terminal.command import pane_environment, split_command

if TYPE_CHECKING:
    from maestro_tui.terminal.host.messages import TerminalInfo

_log = logging.getLogger("maestro_tui.conductor")

PATIENCE: Final = 2.0
"""Seconds another dashboard has to start what the policy of this one refuses."""


class Spawner:
    """Decides on spawns by a policy, and starts what may be started.

    Args:
        panes: Where terminals are opened.
        policy: What its user chose; None leaves it to `trust`, and asks until then.
        is_read_only: Start nothing.
        dispatch: Takes what became of a spawn into the store.
        notify: Tells the user something.
        log: Where decisions are written down.
        is_taken: Tells whether a session has been started somewhere, or needs to be no more.
    """

    def __init__(
        self,
        panes: Panes,
        *,
        policy: SpawnPolicy | None,
        is_read_only: bool,
        dispatch: Callable[[Action], None],
        notify: Callable[[Notify], None],
        log: DecisionLog,
        is_taken: Callable[[SessionId], bool],
    ) -> None:
        self.log = log
        self._policy = policy or SpawnPolicy.ASK
        self._why = f"--spawn {policy.value}" if policy else ""
        self._is_read_only = is_read_only
        self._panes = panes
        self._dispatch = dispatch
        self._notify = notify
        self._is_taken = is_taken

    def trust(self, *, is_own: bool) -> None:
        """Take the policy that goes with a server that is our own, or is not: nobody has chosen one."""
        self._policy = SpawnPolicy.ALLOW if is_own else SpawnPolicy.ASK
        self._why = "our own server" if is_own else "a server that is not our own"

    async def spawn(self, effect: OpenPane, *, server: str, ask: AskUser | None) -> None:
        """Decide on a spawn, and start it if that is the decision.

        Args:
            effect: What is to be started.
            server: Who asks for it, without a token.
            ask: Asks the user; None if there is nobody.
        """
        refused = pane_environment({}, effect.env_vars).refused
        question = question_for(effect, [effect.command], refused)
        if self._is_read_only:
            # Somebody else's to start: to report it as failed would change what this one only watches.
            self._note(question, Verdict.READ_ONLY, "This dashboard only watches.", server)
            self._dispatch(PaneClosed(effect.session_id))
            return
        try:
            question = question_for(effect, split_command(effect.command), refused)
        except PaneError as error:
            self._note(question, Verdict.REFUSED, str(error), server)
            self._panes.refuse(effect.session_id, str(error))
            return
        verdict = await decide(self._policy, question, ask)
        self._note(question, verdict, self._why, server)
        if verdict.is_allowed:
            await self._start(effect, question, server)
            return
        if verdict is Verdict.DENIED_BY_POLICY and not self._is_taken(effect.session_id):
            # Nobody was asked, and another dashboard may be about to start it: then it has not failed.
            await asyncio.sleep(PATIENCE)
        if effect.session_id in self._panes:
            return
        if verdict is Verdict.ELSEWHERE or self._is_taken(effect.session_id):
            self._dispatch(PaneClosed(effect.session_id))
        else:
            self._panes.refuse(effect.session_id, f"The spawn of '{question.command}' was refused here.")

    def note_found(self, info: TerminalInfo, *, server: str) -> None:
        """Write down that a terminal is shown again that had been started before."""
        question = SpawnQuestion(
            session_id=SessionId(info.session_id), argv=info.argv, cwd=info.cwd, env_vars={}, refused=()
        )
        self._note(question, Verdict.RESTORED, "The terminal host had it already.", server)

    async def _start(self, effect: OpenPane, question: SpawnQuestion, server: str) -> None:
        _log.info("Spawn of %s: %s in %s", effect.session_id, question.argv[0], effect.cwd)
        match await self._panes.open(effect):
            case Elsewhere(place=place):
                text = f"This session runs on {place}: it was not started here."
                self._note(question, Verdict.ELSEWHERE, text, server)
                self._notify(Notify(text=text, session_id=effect.session_id))
            case PaneError() as error:
                self._note(question, Verdict.REFUSED, str(error), server)
            case None:
                pass

    def _note(self, question: SpawnQuestion, verdict: Verdict, why: str, server: str) -> None:
        self.log.add(decision_on(question, verdict, at=self._panes.clock(), server=server, why=why))
