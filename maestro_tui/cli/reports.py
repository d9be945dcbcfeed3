"""The kinds of reports of an agent, and what each does to its session and its tasks. Pure: a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Report:
    """One kind of report."""

    help: str
    entry: str
    """The type of its timeline entry."""
    task_entry: str = ""
    """The type of an entry about a task, where it differs."""
    task_status: str | None = None
    """What becomes of the tasks that are named."""
    status: str | None = None
    """What becomes of the session, unless tasks are named: then it goes on with the others."""
    waits: bool | None = None
    """Whether the agent waits for its user from now on; None if the report says nothing of it."""
    is_work: bool = False
    """Whether a session that reports it is at work, whatever its status was."""
    needs_message: bool = True


REPORTS: Final = {
    "progress": Report(
        help="Tell how far the work is.", entry="progress", task_status="working", waits=False, is_work=True
    ),
    "milestone": Report(
        help="Tell that a part of the work is finished.",
        entry="milestone",
        task_status="working",
        waits=False,
        is_work=True,
    ),
    "needs-input": Report(
        help="Tell that the user has to answer before the work goes on.",
        entry="needs_input",
        task_status="needs_input",
        waits=True,
    ),
    "error": Report(help="Tell that something went wrong. The session goes on.", entry="error"),
    "done": Report(
        help="Tell that the work is done, and the session completed; with --task, that only the task is.",
        entry="milestone",
        task_entry="task_completed",
        task_status="completed",
        status="completed",
        waits=False,
        needs_message=False,
    ),
    "failed": Report(
        help="Tell that the work has failed, and the session with it; with --task, only the task.",
        entry="error",
        task_entry="task_failed",
        task_status="failed",
        status="failed",
        waits=False,
        needs_message=False,
    ),
}
"""By the name of the command."""
