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

from maestro_tui.cli.hook_events import ENDED, Payload, Wish, wish_of
from maestro_tui.cli.reporting import Reporter, reporter_for
from maestro_tui.errors import MaestroError
from maestro_tui.protocol.reports import REPORTS

PATIENCE: Final = 3.0
"""Seconds to go on trying while the server is away, since the agent waits meanwhile."""
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
            # What only says that nothing is asked any more comes again, at the next tool call.
            patience = 0 if wish == Wish() else PATIENCE
            fulfil(wish, reporter_for(session_id, os.environ.get("MAESTRO_SERVER_URL"), patience=patience))
    except (MaestroError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        _log(agent, error)


def fulfil(wish: Wish, reporter: Reporter) -> None:
    """Make the session what it shall be; ask first, since most events change nothing that anybody sees."""
    present = reporter.state()
    if wish.question is not None:
        # What sits at its prompt after its work is done asks nothing that has to be answered.
        if present.status not in ENDED and not present.waits_for(wish.question):
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
