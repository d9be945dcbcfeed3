"""``maestro-tui tail``: events as they come, one a line."""

from __future__ import annotations

import asyncio
import os
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from maestro_tui import logs, paths
from maestro_tui.client.address import parse_address
from maestro_tui.conductor.location import ServerLocation, given_url, running_server, server_at
from maestro_tui.errors import DecodeError, UnreachableError
from maestro_tui.protocol.described import describe, printable
from maestro_tui.protocol.events import event_name
from maestro_tui.protocol.frames import Received, decode_frame, split_frame

if TYPE_CHECKING:
    from maestro_tui.client.stream import StreamItem


@click.command("tail")
@click.option("--url", metavar="URL", help="The server. Default: MAESTRO_SERVER_URL, else our own.")
@click.option("--data-dir", metavar="DIR", help="Whose server, if no URL is given.")
@click.option("--json", "as_json", is_flag=True, help="Print each event as it came, one JSON object a line.")
@click.option("--filter", "pattern", metavar="GLOB", default="*", help="Only names like this: 'session:*'.")
def command(url: str | None, data_dir: str | None, as_json: bool, pattern: str) -> None:
    """Print what the server tells, as it comes, until interrupted."""
    logs.log_to_file("tail")
    directory = Path(data_dir).expanduser() if data_dir else paths.default_data_dir()
    named = given_url(url, os.environ)
    location = server_at(named) if named is not None else running_server(directory)
    if location is None:
        raise UnreachableError(
            f"No server runs for {directory}: start one with `maestro-tui serve`, or name one with --url."
        )
    asyncio.run(_tail(location, as_json=as_json, pattern=pattern))


async def _tail(location: ServerLocation, *, as_json: bool, pattern: str) -> None:
    from maestro_tui.client.stream import EventStream

    address = parse_address(location.url)
    has_connected = False
    async with EventStream(address, location.token) as stream:
        async for item in stream:
            has_connected = has_connected or _is_connection(item)
            _print_item(item, has_connected=has_connected, as_json=as_json, pattern=pattern)


def _is_connection(item: StreamItem) -> bool:
    from maestro_tui.client.stream import Connected

    return isinstance(item, Connected)


def _print_item(item: StreamItem, *, has_connected: bool, as_json: bool, pattern: str) -> None:
    from maestro_tui.client import stream as s

    match item:
        case s.FramesReceived(frames):
            for frame in frames:
                _print_frame(frame, as_json=as_json, pattern=pattern)
        case s.Disconnected(reason=reason) if not has_connected:
            raise UnreachableError(f"{reason}.")
        case s.Disconnected(reason=reason, retry_in=retry_in):
            again = "" if retry_in is None else f"; again in {retry_in:.0f} s"
            click.echo(f"maestro-tui: {reason}{again}", err=True)
        case _:
            pass


def _print_frame(frame: bytes, *, as_json: bool, pattern: str) -> None:
    try:
        elements = split_frame(frame)
    except DecodeError as error:
        click.echo(f"maestro-tui: {printable(str(error))}", err=True)
        return
    for element in elements:
        _print_element(element, as_json=as_json, pattern=pattern)


def _print_element(element: bytes, *, as_json: bool, pattern: str) -> None:
    try:
        decoded = decode_frame(element)
    except DecodeError as error:
        click.echo(f"maestro-tui: {printable(str(error))}", err=True)
        return
    for received in decoded.received:
        if fnmatchcase(event_name(received.event), pattern):
            # Formatted anew: an element may be spread over several lines, and a line is an event here.
            click.echo(msgspec.json.format(element, indent=-1) if as_json else _line(received))


def _line(received: Received) -> str:
    at = datetime.fromtimestamp(min(max(received.timestamp, 0), 4e12) / 1000).astimezone()
    number = "" if received.seq is None else f"{received.seq:>7}  "
    name = printable(event_name(received.event))
    return f"{at:%H:%M:%S}  {number}{name:<24} {describe(received.event)}".rstrip()
