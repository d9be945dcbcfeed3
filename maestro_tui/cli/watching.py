"""``maestro-tui session watch``: a session's timeline as it comes, until the session ends.

It follows one session over reconnects; what was missed is read again and told once.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

import click
import msgspec

from maestro_tui.cli.choosing import argument_for
from maestro_tui.cli.listing import moment_of
from maestro_tui.cli.naming import SESSION, find_id
from maestro_tui.cli.output import Output
from maestro_tui.cli.requesting import JSON_OPTION, Server, locate_server, server_options
from maestro_tui.client.address import parse_address
from maestro_tui.conductor.location import ServerLocation
from maestro_tui.errors import MaestroError, UnreachableError
from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import Session, TimelineEvent
from maestro_tui.protocol.timeline import decode_timeline
from maestro_tui.store.statuses import has_ended

DONE: Final = "completed"


class SessionFailedError(MaestroError):
    """The session that was watched did not complete."""


@click.command("watch")
@argument_for(SESSION)
@server_options
@JSON_OPTION
def watch_session(url: str | None, data_dir: str | None, session: str, as_json: bool) -> None:
    """Print what SESSION does, as it does it, until it ends. Fails unless it completes.

    With --json each entry of its timeline is one JSON document on a line.
    """
    location = locate_server(url, data_dir)
    with Server(location) as server:
        id_ = SessionId(find_id(server, SESSION, session))
    asyncio.run(_watch(location, id_, Output(as_json=as_json)))


async def _watch(location: ServerLocation, id_: SessionId, output: Output) -> None:
    from maestro_tui.client.rest import MaestroClient
    from maestro_tui.client.stream import Connected, Disconnected, EventStream, FramesReceived

    address = parse_address(location.url)
    telling = _Telling(output)
    has_connected = False
    async with (
        MaestroClient(address, location.token) as client,
        EventStream(address, location.token) as stream,
    ):
        async for item in stream:
            match item:
                case Disconnected(reason=reason) if not has_connected:
                    raise UnreachableError(f"{reason}.")
                case Connected():
                    has_connected = True
                case FramesReceived(frames) if any(id_.encode() in frame for frame in frames):
                    pass
                case _:
                    continue
            # Read rather than decoded: servers tell of a session in several ways, and this is one. If the
            # server is gone again by now, it is read once more when it is back.
            with contextlib.suppress(UnreachableError):
                telling.tell(await client.get_session(id_))
            if telling.is_over:
                return


class _Telling:
    """What has been told of a session already."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._told: set[tuple[str, float, str]] = set()
        self.is_over = False

    def tell(self, session: Session) -> None:
        """Print what is new.

        Raises:
            SessionFailedError: It has ended, and not as hoped.
        """
        for entry in decode_timeline(session.timeline):
            key = (entry.id, entry.timestamp, entry.message or "")
            if key not in self._told:
                self._told.add(key)
                self._print(entry)
        self.is_over = has_ended(session)
        if self.is_over and session.status != DONE:
            raise SessionFailedError(f"Session {session.id} is {session.status}: its timeline says why.")

    def _print(self, entry: TimelineEvent) -> None:
        if self._output.as_json:
            self._output.json_line(msgspec.json.encode(entry))
        else:
            self._output.line(
                f"{moment_of(entry.timestamp)}  {entry.type:<16}  {entry.message or ''}".rstrip()
            )
