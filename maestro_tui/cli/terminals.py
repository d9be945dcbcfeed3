"""What the commands about terminals share: the host, and which terminal the user means."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from maestro_tui.conductor.hosting.launching import find_host
from maestro_tui.errors import ConfigurationError, PaneError
from maestro_tui.protocol.described import printable
from maestro_tui.terminal.host.messages import TerminalInfo
from maestro_tui.terminal.host.place import HostPlace

if TYPE_CHECKING:
    from maestro_tui.terminal.host.control import HostConnection

__all__ = ["chosen_terminal", "reached_host"]

CUT = "…"
"""Stands in a narrow table for the rest of an id."""
NOTHING_RUNS = "No terminal runs here: the dashboard opens one when a session is spawned."


@asynccontextmanager
async def reached_host(*, any_version: bool = False) -> AsyncIterator[HostConnection | None]:
    """Connect to the terminal host of this user; ``None`` if none runs.

    Raises:
        UnreachableError: Somebody is there who does not answer as a host.
        ConfigurationError: It is a host of another version.
    """
    host = await find_host(HostPlace(), any_version=any_version)
    async with host or contextlib.nullcontext():
        yield host


def chosen_terminal(terminals: Sequence[TerminalInfo], given: str) -> TerminalInfo:
    """Find what the user means: a session's id, the beginning of it, or its name; or what `ps` shows of these.

    Raises:
        PaneError: There is no such terminal.
        ConfigurationError: It could be several.
    """
    for found in (
        [each for each in terminals if each.session_id == given],
        [each for each in terminals if given in {each.name, printable(each.name)}],
        [each for each in terminals if _begins(each.session_id, given.removesuffix(CUT))],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(each.session_id for each in found[:4])
            raise ConfigurationError(f"{printable(given)!r} could be {names}: give the whole id.")
    raise PaneError(f"No terminal is here for {printable(given)!r}: see `maestro-tui ps`.")


def _begins(session_id: str, given: str) -> bool:
    return bool(given) and session_id.startswith((given, f"ses_{given}"))
