"""``maestro-tui report``: how an agent tells what it does, in one short command. Says nothing if all is well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import click

from maestro_tui.cli.report_hook import report_hook
from maestro_tui.cli.reporting import reporter_for
from maestro_tui.protocol.reports import REPORTS, Report

PATIENCE: Final = 30.0
"""Seconds a report is tried for while the server is away, if not said otherwise."""

HELP: Final = {
    "progress": "Tell how far the work is.",
    "milestone": "Tell that a part of the work is finished.",
    "needs-input": "Tell that the user has to answer before the work goes on.",
    "error": "Tell that something went wrong. The session goes on.",
    "done": "Tell that the work is done, and the session completed; with --task, that only the task is.",
    "failed": "Tell that the work has failed, and the session with it; with --task, only the task.",
}
"""What each of them is for, by its name."""


@click.group("report")
def command() -> None:
    """Report what an agent does, from within its session.

    MAESTRO_SERVER_URL and MAESTRO_SESSION_ID say to whom and for which session; a spawned agent has them.
    """


def make_command(name: str, report: Report) -> click.Command:
    """Make the command for one kind of report."""

    @click.command(name, help=HELP[name])
    @click.argument("message", nargs=-1, required=report.needs_message)
    @click.option("--task", "task_ids", metavar="ID", multiple=True, help="The task it is about.")
    @click.option("--session", metavar="ID", envvar="MAESTRO_SESSION_ID", help="Default: MAESTRO_SESSION_ID.")
    @click.option("--url", metavar="URL", envvar="MAESTRO_SERVER_URL", help="Default: MAESTRO_SERVER_URL.")
    @click.option(
        "--wait", "patience", metavar="SECONDS", type=click.FloatRange(min=0), default=PATIENCE,
        show_default=True, help="How long to go on trying while the server is away.",
    )  # fmt: skip
    @click.option("--json", "as_json", is_flag=True, help="Print the session as it is then, as JSON.")
    def send(
        message: Sequence[str],
        task_ids: Sequence[str],
        session: str | None,
        url: str | None,
        patience: float,
        as_json: bool,
    ) -> None:
        reporter = reporter_for(session, url, patience=patience)
        answer = reporter.send(report, " ".join(message).strip(), task_ids)
        if as_json:
            from maestro_tui.cli.output import Output

            Output(as_json=True).json(answer)

    return send


for _name, _report in REPORTS.items():
    command.add_command(make_command(_name, _report))
command.add_command(report_hook)
