"""What people are shown of projects, tasks, sessions and timelines: columns of lists, and fields of one. No I/O."""

from __future__ import annotations

from typing import Final

from maestro_tui.cli.listing import ago, moment_of
from maestro_tui.cli.output import Column
from maestro_tui.protocol.models import Project, Session, Task, TimelineEvent
from maestro_tui.store.statuses import needs_input

PROJECT_COLUMNS: Final = (
    Column[Project](title="ID", text=lambda project: project.id),
    Column[Project](title="NAME", text=lambda project: project.name, least=12),
    Column[Project](title="DIRECTORY", text=lambda project: project.working_dir, least=12),
    Column[Project](title="CHANGED", text=lambda project: ago(project.updated_at or project.created_at)),
)


def project_fields(project: Project) -> list[tuple[str, str | None]]:
    """Give all that is known of a project, by name."""
    return [
        ("id", project.id),
        ("name", project.name),
        ("directory", project.working_dir),
        ("created", moment_of(project.created_at)),
        ("changed", moment_of(project.updated_at)),
        ("description", project.description),
    ]


def task_status(task: Task) -> str:
    """Give its status; what its agent says of it is more exact while it is under way."""
    is_open = task.status in {"todo", "in_progress"}
    return task.session_status if is_open and task.session_status else task.status


TASK_COLUMNS: Final = (
    Column[Task](title="ID", text=lambda task: task.id),
    Column[Task](title="STATUS", text=task_status, is_status=True),
    Column[Task](title="TITLE", text=lambda task: task.title, least=16),
    Column[Task](title="PRIORITY", text=lambda task: task.priority, least=4),
    Column[Task](title="SESSIONS", text=lambda task: str(len(task.session_ids) or "")),
    Column[Task](title="CHANGED", text=lambda task: ago(task.updated_at or task.created_at)),
)


def task_fields(task: Task) -> list[tuple[str, str | None]]:
    """Give all that is known of a task, by name."""
    return [
        ("id", task.id),
        ("title", task.title),
        ("status", task.status),
        ("agent says", task.session_status),
        ("priority", task.priority),
        ("project", task.project_id),
        ("parent", task.parent_id),
        ("sessions", "\n".join(task.session_ids)),
        ("created", moment_of(task.created_at)),
        ("started", moment_of(task.started_at)),
        ("completed", moment_of(task.completed_at)),
        ("changed", moment_of(task.updated_at)),
        ("prompt", task.initial_prompt),
        ("description", task.description),
    ]


def session_status(session: Session) -> str:
    """Give its status; that it waits for its user counts for more."""
    return "waiting" if needs_input(session) else session.status


def question_of(session: Session) -> str:
    """Give what its agent asks, if it waits for an answer."""
    asked = session.needs_input
    return asked.message or "" if asked is not None and needs_input(session) else ""


SESSION_COLUMNS: Final = (
    Column[Session](title="ID", text=lambda session: session.id),
    Column[Session](title="STATUS", text=session_status, is_status=True),
    Column[Session](title="NAME", text=lambda session: session.name, least=12),
    Column[Session](title="TASKS", text=lambda session: str(len(session.task_ids) or "")),
    Column[Session](title="ASKS", text=question_of, least=8),
    Column[Session](title="STARTED", text=lambda session: ago(session.started_at or session.created_at)),
    Column[Session](title="HEARD", text=lambda session: ago(session.last_activity or session.updated_at)),
)


def session_fields(session: Session) -> list[tuple[str, str | None]]:
    """Give all that is known of a session, by name."""
    return [
        ("id", session.id),
        ("name", session.name),
        ("status", session.status),
        ("asks", question_of(session) or ("for input" if needs_input(session) else None)),
        ("project", session.project_id),
        ("tasks", "\n".join(session.task_ids)),
        ("parent", session.parent_session_id),
        ("strategy", session.strategy),
        ("agent", session.agent_id),
        ("machine", session.hostname),
        ("started", moment_of(session.started_at or session.created_at)),
        ("heard", moment_of(session.last_activity or session.updated_at)),
        ("completed", moment_of(session.completed_at)),
    ]


TIMELINE_COLUMNS: Final = (
    Column[TimelineEvent](title="TIME", text=lambda entry: moment_of(entry.timestamp) or ""),
    Column[TimelineEvent](title="TYPE", text=lambda entry: entry.type, is_status=True),
    Column[TimelineEvent](title="MESSAGE", text=lambda entry: entry.message or "", least=20),
    Column[TimelineEvent](title="TASK", text=lambda entry: entry.task_id or "", least=8),
)
