"""``maestro-tui doctor``: what is wrong here, and what to do about it. Looks, and changes nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from maestro_tui import paths
from maestro_tui.cli.checks.finding import Finding, Level
from maestro_tui.cli.output import Output
from maestro_tui.cli.requesting import server_options


@click.command("doctor")
@server_options
@click.option("--json", "as_json", is_flag=True, help="Print what is found as one JSON document.")
@click.pass_context
def command(ctx: click.Context, url: str | None, data_dir: str | None, as_json: bool) -> None:
    """Look at Python, the terminal, the data dir, the server, the system and the agents.

    Exit code 1 if something is bad.
    """
    before = ctx.find_root().params
    given = data_dir or before.get("data_dir")
    directory = (Path(given).expanduser() if given else paths.default_data_dir()).absolute()
    output = Output(as_json=as_json)
    findings = []
    for finding in examine(url or before.get("url"), directory):
        findings.append(finding)
        if not as_json:
            _print(output, finding)
    is_well = all(finding.level is not Level.BAD for finding in findings)
    if as_json:
        output.json(msgspec.json.encode({"ok": is_well, "findings": findings}))
    if not is_well:
        sys.exit(1)


def examine(url: str | None, data_dir: Path) -> Iterator[Finding]:
    """Give what there is to say, one after the other."""
    from maestro_tui.cli.checks.agents import check_agents
    from maestro_tui.cli.checks.installation import check_installation
    from maestro_tui.cli.checks.server import check_server
    from maestro_tui.cli.checks.storage import check_storage
    from maestro_tui.cli.checks.system import check_system
    from maestro_tui.cli.checks.terminal import check_terminal

    yield from check_installation()
    yield from check_terminal(os.environ)
    yield from check_storage(data_dir)
    yield from check_server(url, data_dir)
    yield from check_system()
    yield from check_agents(os.environ)


def _print(output: Output, finding: Finding) -> None:
    output.status(finding.level, f"{finding.about:<12}  {finding.text}")
    if finding.advice:
        output.line(f"{'':19}→ {finding.advice}")
