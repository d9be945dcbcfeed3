"""``maestro-tui session timeline`` and ``note``: what a session did, and a line more of it."""

from __future__ import annotations

from typing import Final

import click
import msgspec

from maestro_tui.cli.choosing import argument_for, option_for
from maestro_tui.cli.naming import SESSION, TASK, find_id, find_optional_id
from maestro_tui.cli.output import Output
from maestro_tui.cli.requesting import Server, asks_server
from maestro_tui.cli.views import TIMELINE_COLUMNS
from maestro_tui.client.answers import decode_answer
from maestro_tui.protocol.models import EMPTY_LIST, Session
from maestro_tui.protocol.timeline import decode_timeline

_SESSION: Final = argument_for(SESSION)


class _Timeline(msgspec.Struct, frozen=True):
    timeline: msgspec.Raw = EMPTY_LIST


@click.command("timeline")
@_SESSION
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="Only the last N.")
@asks_server
def show_timeline(server: Server, output: Output, /, session: str, limit: int | None) -> None:
    """Show what SESSION did, oldest first."""
    document = server.get(SESSION.path_of(find_id(server, SESSION, session)))
    timeline = decode_answer(document, _Timeline).timeline
    if output.as_json:
        entries = decode_answer(timeline, list[msgspec.Raw])
        output.json(msgspec.json.encode(entries[-limit:] if limit else entries))
        return
    events = decode_timeline(timeline)
    output.table(TIMELINE_COLUMNS, events[-limit:] if limit else events, empty="Nothing has happened yet.")


@click.command("note")
@_SESSION
@click.argument("message")
@click.option("--type", "type_", metavar="TYPE", help="progress (the default), milestone, error ...")
@option_for(TASK, "--task", help="What it is about.")
@asks_server
def add_note(
    server: Server, output: Output, /, session: str, message: str, type_: str | None, task: str | None
) -> None:
    """Write MESSAGE into the timeline of SESSION."""
    body = {"message": message, "type": type_, "taskId": find_optional_id(server, TASK, task)}
    path = f"{SESSION.path_of(find_id(server, SESSION, session))}/timeline"
    document = server.send("POST", path, body)
    if output.as_json:
        output.json(document)
    else:
        # Decoded all the same: an answer that is no session is an error here as elsewhere.
        decode_answer(document, Session)
