"""Asks the server whether a session may start on this host: a session has one terminal, however many hosts heard of it.

Who starts one says so on the session's timeline. The server puts entries into one order, so the first who said it is
the same for everybody who reads it; and everybody sees where a session runs.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import socket
from collections.abc import Callable
from typing import Final

import msgspec

from maestro_tui.client.rest import MaestroClient
from maestro_tui.conductor.hosting.marks import Mark, first_mark
from maestro_tui.errors import MaestroError
from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.requests import AppendTimeline
from maestro_tui.terminal.host.messages import ServerTarget, SpawnTerminal

__all__ = ["Claims", "own_name"]

LIMIT: Final = 3.0
"""Seconds the server has to answer; after that it is started here, which is what almost always is right."""

_log = logging.getLogger("maestro_tui.host")


def own_name() -> str:
    """Give a name for a host, or for a dashboard that has terminals itself: one that no other has."""
    return f"{socket.gethostname()}-{secrets.token_hex(4)}"


class Claims:
    """Claims of one host.

    Args:
        host_id: The host.
        client: Gives a client for a server.
    """

    def __init__(self, host_id: str, client: Callable[[ServerTarget], MaestroClient]) -> None:
        self._mark = Mark(terminal_host=host_id, hostname=socket.gethostname())
        self._client = client

    async def claim(self, order: SpawnTerminal) -> str | None:
        """Say that the session starts here; give the name of the machine where it does instead, if it does."""
        if not order.server.name:
            return None
        try:
            async with asyncio.timeout(LIMIT):
                first = await self._say(order)
        except (MaestroError, TimeoutError) as error:
            _log.warning("The server was not told where %s runs: %s", order.session_id, error)
            return None
        return None if first is None or first.terminal_host == self._mark.terminal_host else first.hostname

    async def _say(self, order: SpawnTerminal) -> Mark | None:
        """Say it, unless it was said before, and give who said it first."""
        entry = AppendTimeline(
            message=f"Terminal opened on {self._mark.hostname}",
            metadata=msgspec.to_builtins(self._mark),
        )
        session_id = SessionId(order.session_id)
        async with self._client(order.server) as client:
            first = first_mark(await client.get_session(session_id))
            if first is None:
                first = first_mark(await client.append_timeline(session_id, entry))
        return first
