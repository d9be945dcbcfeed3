"""Whether a spawn event may start a process here: the gate between the wire and the user's machine.

A spawn event is code execution. Towards our own server the user has already decided; another server is asked about,
or refused. Nothing is started in this module.
"""

from __future__ import annotations

import shlex
from collections.abc import Awaitable, Callable
from enum import Enum
from typing import TypeAlias

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


AskUser: TypeAlias = Callable[[SpawnQuestion], Awaitable[bool]]


async def is_allowed(policy: SpawnPolicy, question: SpawnQuestion, ask: AskUser | None) -> bool:
    """Decide by the policy; with nobody to ask, the answer is no."""
    match policy:
        case SpawnPolicy.ALLOW:
            return True
        case SpawnPolicy.DENY:
            return False
        case SpawnPolicy.ASK:
            return ask is not None and await ask(question)


def question_for(effect: OpenPane, argv: list[str], refused: tuple[str, ...]) -> SpawnQuestion:
    """Put what would be started into a question."""
    return SpawnQuestion(
        session_id=effect.session_id,
        argv=tuple(argv),
        cwd=effect.cwd,
        env_vars={name: value for name, value in effect.env_vars.items() if name not in refused},
        refused=refused,
    )
