"""``maestro-tui attach``: a terminal of the host in the plain terminal, without the dashboard."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

import click

from maestro_tui.cli.drawing import demand_terminal
from maestro_tui.cli.terminals import NOTHING_RUNS, chosen_terminal, reached_host
from maestro_tui.client.address import parse_address
from maestro_tui.conductor.location import server_at
from maestro_tui.errors import PaneError
from maestro_tui.terminal.host.place import HostPlace
from maestro_tui.ui.actions.leave_key import VARIABLE, LeaveKey, read_leave_key

if TYPE_CHECKING:
    from maestro_tui.terminal.host.channel import Endpoint
    from maestro_tui.terminal.host.console import Outcome
    from maestro_tui.terminal.host.mirror import MirroredTerminal


@click.command("attach")
@click.argument("session")
@click.option("--read-only", is_flag=True, help="Look only: type nothing, and have no say in its size.")
@click.option(
    "--url", metavar="URL", help="A server that keeps its terminals itself, as the original one can."
)
def command(session: str, read_only: bool, url: str | None) -> None:
    """Show the terminal of SESSION here, and type into it. Ctrl+] leaves; the program goes on.

    SESSION is its id, the beginning of its id, or its name; `maestro-tui ps` lists them. The environment variable
    MAESTRO_LEAVE_KEY names another key that leaves, as on the dashboard.
    """
    demand_terminal("A terminal of an agent")
    leave = read_leave_key(os.environ.get(VARIABLE))
    outcome, mirror, session_id = asyncio.run(_attach(session, url, leave, is_read_only=read_only))
    _say(outcome, mirror, session_id)


async def _attach(
    session: str, url: str | None, leave: LeaveKey, *, is_read_only: bool
) -> tuple[Outcome, MirroredTerminal, str]:
    endpoint, session_id = await _find(session, url)
    from maestro_tui.terminal.host.console import Console
    from maestro_tui.terminal.host.following import attach

    mirror = await attach(endpoint, session_id, is_read_only=is_read_only)
    try:
        console = Console(mirror, is_read_only=is_read_only, leave=leave.sequences)
        return await console.run(), mirror, session_id
    finally:
        await mirror.detach()


async def _find(session: str, url: str | None) -> tuple[Endpoint, str]:
    from maestro_tui.terminal.host.channel import HostEndpoint, ServerEndpoint

    if url is not None:
        address = parse_address(url)
        return ServerEndpoint(address.base_url, address.display, server_at(url).token), session
    async with reached_host() as host:
        if host is None:
            raise PaneError(NOTHING_RUNS)
        return HostEndpoint(HostPlace()), chosen_terminal(await host.list(), session).session_id


def _say(outcome: Outcome, mirror: MirroredTerminal, session_id: str) -> None:
    from maestro_tui.terminal.host.console import Outcome

    if outcome is Outcome.DETACHED:
        click.echo(f"[left {session_id}: it goes on]")
    elif mirror.is_lost:
        raise PaneError("The terminal was lost: nothing more is known of it.")
    elif mirror.exit_status is not None:
        click.echo(f"[{session_id}: {mirror.exit_status.describe()}]")
