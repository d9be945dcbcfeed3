"""What a user may want of the server, by name. Each is one request; its outcome comes back over the stream as well.

Nothing here changes the store: the server says what became of it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from msgspec import UNSET

from maestro_tui.errors import ConfigurationError
from maestro_tui.protocol import requests as r
from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId
from maestro_tui.protocol.models import Project, Session, Task
from maestro_tui.protocol.reports import Report, members_after
from maestro_tui.store.statuses import needs_input

if TYPE_CHECKING:
    from maestro_tui.client.rest import MaestroClient


class Intents:
    """The requests of a dashboard. Every one raises `MaestroError` with a sentence for the user.

    Args:
        client: Gives the client of the present server, or raises `UnreachableError`.
        is_read_only: Tells whether anything may be asked for at all.
    """

    def __init__(
        self, client: Callable[[], Awaitable[MaestroClient]], is_read_only: Callable[[], bool]
    ) -> None:
        self._client = client
        self._is_read_only = is_read_only

    async def create_project(self, body: r.CreateProject) -> Project:
        """Make a project."""
        return await (await self._writer()).create_project(body)

    async def update_project(self, project_id: ProjectId, body: r.UpdateProject) -> Project:
        """Change a project."""
        return await (await self._writer()).update_project(project_id, body)

    async def delete_project(self, project_id: ProjectId) -> None:
        """Delete a project; the server refuses while it has tasks or sessions."""
        await (await self._writer()).delete_project(project_id)

    async def create_task(self, body: r.CreateTask) -> Task:
        """Make a task."""
        return await (await self._writer()).create_task(body)

    async def update_task(self, task_id: TaskId, body: r.UpdateTask) -> Task:
        """Change a task."""
        return await (await self._writer()).update_task(task_id, body)

    async def delete_task(self, task_id: TaskId) -> None:
        """Delete a task."""
        await (await self._writer()).delete_task(task_id)

    async def spawn(self, body: r.SpawnSession) -> SessionId:
        """Have a session made and its terminal asked for; gives the id of the session."""
        return (await (await self._writer()).spawn(body)).session_id

    async def update_session(self, session_id: SessionId, body: r.UpdateSession) -> Session:
        """Change a session."""
        return await (await self._writer()).update_session(session_id, body)

    async def delete_session(self, session_id: SessionId) -> None:
        """Delete a session."""
        await (await self._writer()).delete_session(session_id)

    async def add_task(self, session_id: SessionId, task_id: TaskId) -> Session:
        """Have a session work on one more task."""
        return await (await self._writer()).add_task(session_id, task_id)

    async def remove_task(self, session_id: SessionId, task_id: TaskId) -> Session:
        """Have a session no longer work on a task."""
        return await (await self._writer()).remove_task(session_id, task_id)

    async def append_timeline(self, session_id: SessionId, body: r.AppendTimeline) -> Session:
        """Put an event on a session's timeline."""
        return await (await self._writer()).append_timeline(session_id, body)

    async def report(self, session_id: SessionId, report: Report, message: str) -> None:
        """Report something for a session, as its agent would: an entry on its timeline, and what comes of that."""
        client = await self._writer()
        status, is_waiting = "", None
        if message:
            entry = r.AppendTimeline(message=message, type=report.entry)
            session = await client.append_timeline(session_id, entry)
            status, is_waiting = session.status, needs_input(session)
        members = members_after(report, message, status=status, is_waiting=is_waiting)
        if members:
            body = r.UpdateSession(
                status=members.get("status", UNSET), needs_input=members.get("needsInput", UNSET)
            )
            await client.update_session(session_id, body)

    async def _writer(self) -> MaestroClient:
        if self._is_read_only():
            raise ConfigurationError("This dashboard was started read-only: it changes nothing.")
        return await self._client()
