"""The kinds of reports of an agent, and what each does to its session and its tasks. Pure: a table and its reading."""

from __future__ import annotations

from typing import Any, Final

import msgspec


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of report."""

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
    "progress": Report(entry="progress", task_status="working", waits=False, is_work=True),
    "milestone": Report(entry="milestone", task_status="working", waits=False, is_work=True),
    "needs-input": Report(entry="needs_input", task_status="needs_input", waits=True),
    "error": Report(entry="error"),
    "done": Report(
        entry="milestone",
        task_entry="task_completed",
        task_status="completed",
        status="completed",
        waits=False,
        needs_message=False,
    ),
    "failed": Report(
        entry="error",
        task_entry="task_failed",
        task_status="failed",
        status="failed",
        waits=False,
        needs_message=False,
    ),
}
"""By the name of the command."""

BEFORE_WORK: Final = frozenset({"spawning", "idle"})


def members_after(
    report: Report, message: str, *, status: str, is_waiting: bool | None, names_tasks: bool = False
) -> dict[str, Any]:
    """Give what still has to be changed of a session once the entry of a report stands on its timeline.

    Servers differ in what an entry does to ``needsInput``: what it is by then is looked at.

    Args:
        report: What was reported.
        message: The text of it.
        status: The status of the session by then; empty if it is not known.
        is_waiting: Whether it is marked as waiting by then; None if it is not known.
        names_tasks: Whether the report is about tasks of it, and not about the session.
    """
    members: dict[str, Any] = {}
    if report.status is not None and not names_tasks:
        members["status"] = report.status
    elif report.is_work and status in BEFORE_WORK:
        members["status"] = "working"
    if report.waits is not None and report.waits != is_waiting:
        members["needsInput"] = {"active": True, "message": message} if report.waits else {"active": False}
    return members
