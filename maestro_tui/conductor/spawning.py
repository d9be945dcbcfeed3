"""Whether a spawn event may start a process here: the gate between the wire and the user's machine.

A spawn event is code execution. Towards our own server the user has already decided; another server is asked about,
or refused. Nothing is started in this module.
"""

from __future__ import annotations

import shlex
from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Final, TypeAlias

import msgspec

from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.effects import OpenPane


class SpawnPolicy(Enum):
    """What is done when a server asks for a terminal."""

    ASK = "ask"
    """The user sees command, directory and variables, and decides."""
    ALLOW = "allow"
    """It is started."""
    DENY = "deny"
    """It is refused, and the session fails."""


class SpawnQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What the user decides on. All of it comes from outside, and is text to be shown, never markup."""

    session_id: SessionId
    argv: tuple[str, ...]
    cwd: str
    env_vars: dict[str, str]
    """The variables that would be set, over the user's own environment."""
    refused: tuple[str, ...]
    """The names of variables that are not taken from an event, whatever is decided."""

    @property
    def command(self) -> str:
        """The command as one line that a shell would read the same way."""
        return shlex.join(self.argv)


class Verdict(Enum):
    """What became of the wish to start something here."""

    ALLOWED_BY_POLICY = "allowed by policy"
    ALLOWED_BY_USER = "allowed by user"
    DENIED_BY_POLICY = "denied by policy"
    DENIED_BY_USER = "denied by user"
    REFUSED = "refused"
    """It cannot be started as it was asked for: no such program, no such directory."""
    READ_ONLY = "read-only"
    """A dashboard that changes nothing starts nothing either."""
    ELSEWHERE = "runs elsewhere"
    """Another host, or another dashboard, has it, or has refused it."""
    RESTORED = "found running"
    """It had been started before, and is shown again."""

    @property
    def is_allowed(self) -> bool:
        """Whether something is started because of it."""
        return self in {Verdict.ALLOWED_BY_POLICY, Verdict.ALLOWED_BY_USER}


AskUser: TypeAlias = Callable[[SpawnQuestion], Awaitable[bool | None]]
"""Gives the user's answer; None if it was settled elsewhere before there was one."""


_ANSWERS: Final = {
    True: Verdict.ALLOWED_BY_USER,
    False: Verdict.DENIED_BY_USER,
    None: Verdict.ELSEWHERE,
}


async def decide(policy: SpawnPolicy, question: SpawnQuestion, ask: AskUser | None) -> Verdict:
    """Decide by the policy; with nobody to ask, the answer is no."""
    match policy:
        case SpawnPolicy.ALLOW:
            return Verdict.ALLOWED_BY_POLICY
        case SpawnPolicy.ASK if ask is not None:
            return _ANSWERS[await ask(question)]
        case _:
            return Verdict.DENIED_BY_POLICY


def question_for(effect: OpenPane, argv: list[str], refused: tuple[str, ...]) -> SpawnQuestion:
    """Put what would be started into a question."""
    return SpawnQuestion(
        session_id=effect.session_id,
        argv=tuple(argv),
        cwd=effect.cwd,
        env_vars={name: value for name, value in effect.env_vars.items() if name not in refused},
        refused=refused,
    )
