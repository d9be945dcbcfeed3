"""What is to be done, in the imperative: plain values, which the conductor performs.

What comes of it comes back as actions.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from maestro_tui.protocol.ids import SessionId, TaskId


class OpenPane(msgspec.Struct, frozen=True, kw_only=True):
    """Start the command of a spawned session in a terminal."""

    session_id: SessionId
    command: str
    cwd: str
    env_vars: dict[str, str]


class LoadSnapshot(msgspec.Struct, frozen=True):
    """Read all the lists."""


class RefetchSession(msgspec.Struct, frozen=True, gc=False):
    """Read one session again."""

    id: SessionId
    when_quiet: bool = False
    """Only once nothing has been heard of it for a while: the original server of 2026-07 can lose the last of
    several quick updates."""


class RefetchTask(msgspec.Struct, frozen=True, gc=False):
    """Read one task again."""

    id: TaskId
    when_quiet: bool = False
    """As with `RefetchSession`."""


class ReportEnd(msgspec.Struct, frozen=True, kw_only=True):
    """Tell the server how the terminal of a session ended."""

    session_id: SessionId
    status: str
    """``completed`` or ``failed``; empty to leave the status as it is."""
    message: str = ""
    """What to put on the session's timeline as an error; empty for nothing."""


class Notify(msgspec.Struct, frozen=True, kw_only=True):
    """Tell the user something they would want to know wherever they look."""

    text: str
    is_problem: bool = False
    session_id: SessionId | None = None


Effect: TypeAlias = OpenPane | LoadSnapshot | RefetchSession | RefetchTask | ReportEnd | Notify
