"""``maestro-tui ps``: the terminals that run here, whether a dashboard is open or not."""

from __future__ import annotations

import asyncio
import shlex

import click
import msgspec

from maestro_tui.cli.listing import ago
from maestro_tui.cli.output import Column, Output
from maestro_tui.cli.terminals import NOTHING_RUNS, reached_host
from maestro_tui.terminal.exit_status import ExitStatus
from maestro_tui.terminal.host.messages import TerminalInfo

MEGABYTE = 1_000_000
SHORT = 12


@click.command("ps")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
def command(as_json: bool) -> None:
    """List the terminals that are kept in the background, also those that have ended and can still be looked at.

    MEM is the memory of all processes that were started in a terminal.
    """
    output = Output(as_json=as_json)
    terminals = asyncio.run(_read())
    if as_json:
        output.json(msgspec.json.encode(terminals))
    else:
        output.table(COLUMNS, terminals, empty=NOTHING_RUNS)


async def _read() -> tuple[TerminalInfo, ...]:
    async with reached_host() as host:
        return () if host is None else await host.list(with_memory=True)


def _state(terminal: TerminalInfo) -> str:
    if terminal.is_live:
        return "running"
    if terminal.is_lost:
        return "lost"
    return ExitStatus(terminal.exit_code, terminal.signal).describe()


def _memory(terminal: TerminalInfo) -> str:
    return "—" if terminal.memory is None else f"{terminal.memory / MEGABYTE:.0f} MB"


COLUMNS = (
    Column[TerminalInfo](title="SESSION", text=lambda row: row.session_id, least=SHORT),
    Column[TerminalInfo](title="NAME", text=lambda row: row.name, least=SHORT),
    Column[TerminalInfo](title="STATE", text=_state, is_status=True),
    Column[TerminalInfo](title="PID", text=lambda row: str(row.pid or "—")),
    Column[TerminalInfo](title="SIZE", text=lambda row: f"{row.columns}x{row.lines}"),
    Column[TerminalInfo](title="AGE", text=lambda row: ago(row.started_at)),
    Column[TerminalInfo](title="OUTPUT", text=lambda row: ago(row.last_output_at)),
    Column[TerminalInfo](title="ATTACHED", text=lambda row: str(row.attached)),
    Column[TerminalInfo](title="MEM", text=_memory),
    Column[TerminalInfo](title="COMMAND", text=lambda row: shlex.join(row.argv), least=SHORT),
)
