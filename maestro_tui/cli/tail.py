"""``maestro-tui tail``: events as they come, one a line."""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from datetime import datetime
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import click
import msgspec

from maestro_tui import logs
from maestro_tui.cli.requesting import locate_server
from maestro_tui.client.address import parse_address
from maestro_tui.conductor.location import ServerLocation
from maestro_tui.errors import DecodeError, UnreachableError
from maestro_tui.protocol.described import describe, printable
from maestro_tui.protocol.events import ResyncDemanded, StreamResumed, event_name
from maestro_tui.protocol.frames import Received, decode_frame, split_frame

if TYPE_CHECKING:
    from maestro_tui.client.stream import StreamItem


@click.command("tail")
@click.option("--url", metavar="URL", help="The server. Default: MAESTRO_SERVER_URL, else our own.")
@click.option("--data-dir", metavar="DIR", help="Whose server, if no URL is given.")
@click.option("--json", "as_json", is_flag=True, help="Print each event as it came, one JSON object a line.")
@click.option("--filter", "pattern", metavar="GLOB", default="*", help="Only names like this: 'session:*'.")
@click.option(
    "--since",
    metavar="SEQ",
    type=click.IntRange(0),
    help="Begin after the event of this number; 0: with the oldest.",
)
def command(url: str | None, data_dir: str | None, as_json: bool, pattern: str, since: int | None) -> None:
    """Print what the server tells, as it comes, until interrupted."""
    logs.log_to_file("tail")
    location = locate_server(url, data_dir)
    asyncio.run(_follow(Tail(as_json=as_json, pattern=pattern, since=since), location))


async def _follow(tail: Tail, location: ServerLocation) -> None:
    """Print until nobody reads any more: what a pipe leads to, as with ``| head -1``, may end between two events."""
    following = asyncio.ensure_future(tail.follow(location))
    if _is_pipe(sys.stdout.fileno()):
        # Nothing can be read where a pipe is written into, but that its other end was closed.
        asyncio.get_running_loop().add_reader(sys.stdout.fileno(), following.cancel)
    await asyncio.wait((following,))
    if not following.cancelled():
        following.result()


def _is_pipe(descriptor: int) -> bool:
    return stat.S_ISFIFO(os.fstat(descriptor).st_mode)


class Tail:
    """Prints events, and knows the number of the last one, so that none is missed over a reconnect."""

    def __init__(self, *, as_json: bool, pattern: str, since: int | None) -> None:
        self._as_json = as_json
        self._pattern = pattern
        self._position: tuple[int, str | None] | None = None if since is None else (since, None)
        self._has_connected = False

    async def follow(self, location: ServerLocation) -> None:
        """Print what this server tells, for ever.

        Raises:
            UnreachableError: It cannot be reached to begin with; later on it is tried again.
        """
        from maestro_tui.client.stream import EventStream

        address = parse_address(location.url)
        async with EventStream(address, location.token, resume=lambda: self._position) as stream:
            async for item in stream:
                self._take(item)

    def _take(self, item: StreamItem) -> None:
        from maestro_tui.client import stream as s

        match item:
            case s.Connected():
                self._has_connected = True
            case s.FramesReceived(frames):
                for frame in frames:
                    self._print_frame(frame)
            case s.Disconnected(reason=reason) if not self._has_connected:
                raise UnreachableError(f"{reason}.")
            case s.Disconnected(reason=reason, retry_in=retry_in):
                again = "" if retry_in is None else f"; again in {retry_in:.0f} s"
                _complain(f"{reason}{again}")
            case _:
                pass

    def _print_frame(self, frame: bytes) -> None:
        try:
            for element in split_frame(frame):
                self._print_element(element)
        except DecodeError as error:
            _complain(str(error))

    def _print_element(self, element: bytes) -> None:
        for received in decode_frame(element).received:
            if isinstance(received.event, StreamResumed | ResyncDemanded):
                self._take_mark(received.event, received.epoch)
                continue
            if received.seq is not None:
                self._position = (received.seq, received.epoch)
            if fnmatchcase(event_name(received.event), self._pattern):
                # Formatted anew: an element may be spread over several lines, and a line is an event here.
                click.echo(msgspec.json.format(element, indent=-1) if self._as_json else _line(received))

    def _take_mark(self, mark: StreamResumed | ResyncDemanded, epoch: str | None) -> None:
        if isinstance(mark, ResyncDemanded):
            # What is missing cannot be had any more: that has to be said, and later events follow this one.
            self._position = (mark.seq, epoch)
            _complain(f"events are missing: the server no longer has all up to number {mark.seq}")


def _complain(text: str) -> None:
    click.echo(f"maestro-tui: {printable(text)}", err=True)


def _line(received: Received) -> str:
    at = datetime.fromtimestamp(min(max(received.timestamp, 0), 4e12) / 1000).astimezone()
    number = "" if received.seq is None else f"{received.seq:>7}  "
    name = printable(event_name(received.event))
    return f"{at:%H:%M:%S}  {number}{name:<24} {describe(received.event)}".rstrip()
