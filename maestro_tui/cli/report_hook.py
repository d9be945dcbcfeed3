"""``maestro-tui report hook``: what an agent's own hooks run. It never fails, and never prints.

Agents take what a hook prints for an answer, its exit code 2 for a veto, and every other failure for something
to bother the user with. A report that does not get through costs a line in the log, and nothing else.
"""

from __future__ import annotations

import os
import sys
from typing import Final

import click
import msgspec

from maestro_tui.cli.hook_events import Payload, Wish, wish_of
from maestro_tui.cli.reporting import REPORTS, Reporter, reporter_for
from maestro_tui.errors import MaestroError

PATIENCE: Final = 3.0
"""Seconds: the agent waits meanwhile, and at its end it waits hardly at all."""
LONGEST_PAYLOAD: Final = 16 * 1024 * 1024


@click.command("hook")
@click.argument("agent", metavar="AGENT")
@click.argument("payload", required=False)
def report_hook(agent: str, payload: str | None) -> None:
    """Report an event of AGENT's own hooks, read from standard input. Made by `maestro-tui hooks`."""
    session_id = os.environ.get("MAESTRO_SESSION_ID")
    if not session_id:
        return  # an agent that nobody spawned
    octets = sys.stdin.buffer.read(LONGEST_PAYLOAD) if payload is None else os.fsencode(payload)
    try:
        wish = wish_of(msgspec.json.decode(octets, type=Payload))
        if wish is not None:
            fulfil(wish, reporter_for(session_id, os.environ.get("MAESTRO_SERVER_URL"), patience=PATIENCE))
    except (MaestroError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        _log(agent, error)


def fulfil(wish: Wish, reporter: Reporter) -> None:
    """Make the session what it shall be; ask first, since most events change nothing that anybody sees."""
    present = reporter.state()
    if wish.question is not None:
        if not present.waits_for(wish.question):
            reporter.send(REPORTS["needs-input"], wish.question)
        return
    members: dict[str, object] = {}
    if wish.status is not None and present.status not in {wish.status, *wish.spares}:
        members["status"] = wish.status
    if present.is_waiting:
        members["needsInput"] = {"active": False}
    if members:
        reporter.patch(members)


def _log(agent: str, error: Exception) -> None:
    import logging

    from maestro_tui import logs
    from maestro_tui.protocol.described import printable

    try:
        logs.log_to_file("report")
    except (MaestroError, OSError):
        return  # there is nobody left to tell
    logging.getLogger("maestro_tui.report").warning(
        "A hook of %s: %s", printable(agent), printable(str(error))
    )
