"""The REST calls of a Maestro server, one typed method each, in the order project, task, session.

It keeps nothing of what it reads. Every method raises `NotFoundError`, `ApiError`, `UnreachableError` or
`DecodeError`, whose texts are fit for the user, and no other exception.
"""

from __future__ import annotations

from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import quote

import httpx
import msgspec

from maestro_tui.client.address import ServerAddress
from maestro_tui.client.answers import (
    Health,
    Listing,
    Model,
    SpawnAccepted,
    StreamStatus,
    decode_answer,
    decode_listing,
)
from maestro_tui.client.http import HttpConnection
from maestro_tui.errors import NotFoundError
from maestro_tui.protocol import requests
from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId
from maestro_tui.protocol.models import Project, Session, Task

Answer = TypeVar("Answer")


class MaestroClient:
    """A server's REST interface. An async context manager that closes its connections.

    Args:
        address: The server.
        token: Sent as ``Authorization: Bearer``, if given.
        transport: What carries requests instead of the network, for tests.
    """

    def __init__(
        self,
        address: ServerAddress,
        token: str | None = None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._address = address
        self._connection = HttpConnection(address, token, transport)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections; nothing can be asked afterwards."""
        await self._connection.close()

    async def health(self) -> Health:
        """Ask whether the server is well."""
        answer = await self._connection.request("GET", f"{self._address.base_url}/health")
        return decode_answer(answer.content, Health)

    async def audience(self) -> int:
        """Ask how many clients listen to the event stream (``GET /ws-status``)."""
        answer = await self._connection.request("GET", f"{self._address.base_url}/ws-status")
        return decode_answer(answer.content, StreamStatus).connected_clients

    # ----------------------------------------------------------------------------------- projects

    async def list_projects(self) -> Listing[Project]:
        """Read all projects."""
        return await self._list("projects", Project)

    async def get_project(self, project_id: ProjectId) -> Project:
        """Read one project."""
        return await self._ask("GET", f"projects/{_segment(project_id)}", Project)

    async def create_project(self, body: requests.CreateProject) -> Project:
        """Make a project."""
        return await self._ask("POST", "projects", Project, body)

    async def update_project(self, project_id: ProjectId, body: requests.UpdateProject) -> Project:
        """Change what is set in the body."""
        return await self._ask("PUT", f"projects/{_segment(project_id)}", Project, body)

    async def delete_project(self, project_id: ProjectId) -> None:
        """Delete a project; servers refuse while it has tasks or sessions."""
        await self._send("DELETE", f"projects/{_segment(project_id)}")

    # -------------------------------------------------------------------------------------- tasks

    async def list_tasks(
        self, *, project_id: ProjectId | None = None, status: str | None = None
    ) -> Listing[Task]:
        """Read all tasks, or those of one project or status."""
        return await self._list("tasks", Task, {"projectId": project_id, "status": status})

    async def get_task(self, task_id: TaskId) -> Task:
        """Read one task."""
        return await self._ask("GET", f"tasks/{_segment(task_id)}", Task)

    async def create_task(self, body: requests.CreateTask) -> Task:
        """Make a task."""
        return await self._ask("POST", "tasks", Task, body)

    async def update_task(self, task_id: TaskId, body: requests.UpdateTask) -> Task:
        """Change what is set in the body."""
        return await self._ask("PATCH", f"tasks/{_segment(task_id)}", Task, body)

    async def delete_task(self, task_id: TaskId) -> None:
        """Delete a task."""
        await self._send("DELETE", f"tasks/{_segment(task_id)}")

    # ----------------------------------------------------------------------------------- sessions

    async def list_sessions(
        self,
        *,
        project_id: ProjectId | None = None,
        task_id: TaskId | None = None,
        status: str | None = None,
    ) -> Listing[Session]:
        """Read all sessions, or those of one project, task or status."""
        # The original server of 2026-07 otherwise leaves out the timeline and more; others ignore it.
        query = {"fields": "full", "projectId": project_id, "taskId": task_id, "status": status}
        return await self._list("sessions", Session, query)

    async def get_session(self, session_id: SessionId) -> Session:
        """Read one session."""
        return await self._ask("GET", f"sessions/{_segment(session_id)}", Session)

    async def create_session(self, body: requests.CreateSession) -> Session:
        """Make a session without a terminal."""
        return await self._ask("POST", "sessions", Session, body)

    async def update_session(self, session_id: SessionId, body: requests.UpdateSession) -> Session:
        """Change what is set in the body."""
        return await self._ask("PATCH", f"sessions/{_segment(session_id)}", Session, body)

    async def delete_session(self, session_id: SessionId) -> None:
        """Delete a session."""
        await self._send("DELETE", f"sessions/{_segment(session_id)}")

    async def append_timeline(self, session_id: SessionId, body: requests.AppendTimeline) -> Session:
        """Add an event to a session's timeline."""
        return await self._ask("POST", f"sessions/{_segment(session_id)}/timeline", Session, body)

    async def add_task(self, session_id: SessionId, task_id: TaskId) -> Session:
        """Have a session work on one more task."""
        return await self._ask("POST", f"sessions/{_segment(session_id)}/tasks/{_segment(task_id)}", Session)

    async def remove_task(self, session_id: SessionId, task_id: TaskId) -> Session:
        """Have a session no longer work on a task."""
        path = f"sessions/{_segment(session_id)}/tasks/{_segment(task_id)}"
        return await self._ask("DELETE", path, Session)

    async def spawn(self, body: requests.SpawnSession) -> SpawnAccepted:
        """Make a session and ask for a terminal in which its agent runs."""
        return await self._ask("POST", "sessions/spawn", SpawnAccepted, body)

    # ------------------------------------------------------------------------------------- shared

    async def _list(
        self, path: str, model: type[Model], query: dict[str, str | None] | None = None
    ) -> Listing[Model]:
        given = {name: value for name, value in (query or {}).items() if value is not None}
        answer = await self._connection.request("GET", f"{self._address.rest_url}/{path}", query=given)
        headers = answer.headers
        return decode_listing(
            answer.content, model, headers.get("x-maestro-seq"), headers.get("x-maestro-epoch")
        )

    async def _ask(
        self, method: str, path: str, answer: type[Answer], body: msgspec.Struct | None = None
    ) -> Answer:
        return decode_answer(await self._send(method, path, body), answer)

    async def _send(self, method: str, path: str, body: msgspec.Struct | None = None) -> bytes:
        content = None if body is None else requests.encode_request(body)
        answer = await self._connection.request(method, f"{self._address.rest_url}/{path}", body=content)
        return answer.content


def _segment(name: str) -> str:
    """Give an id as one path segment, whatever it holds: ids come from servers too."""
    if not name or not name.strip("."):
        raise NotFoundError(f"{name!r} is not an id.", status=404, code="NOT_FOUND")
    return quote(name, safe="")
