"""What an agent reports of its session, as requests to the server. Decides nothing about when.

The requests are those of the original's own command line: a timeline entry by ``POST``, what the session is by
``PATCH``, and what the agent says of a task by ``PATCH`` with ``updateSource`` ``session``. Servers differ in
what an entry does to ``needsInput``, so the answer is looked at, and only what is still wrong is sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import msgspec

from maestro_tui.cli.outbox import Outbox
from maestro_tui.client.address import parse_address
from maestro_tui.errors import ConfigurationError, UnreachableError
from maestro_tui.protocol.reports import Report, members_after


class _NeedsInput(msgspec.Struct, frozen=True):
    active: bool = False
    message: str | None = None


class SessionState(msgspec.Struct, frozen=True, rename="camel"):
    """What a report looks at in a session."""

    status: str = ""
    needs_input: _NeedsInput | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether it is marked as waiting for its user."""
        return self.needs_input is not None and self.needs_input.active

    def waits_for(self, question: str) -> bool:
        """Whether it is marked as waiting for an answer to this."""
        return self.needs_input is not None and self.needs_input == _NeedsInput(True, question)


class Reporter:
    """Reports for one session.

    Args:
        outbox: Carries the requests.
        session_id: The session.
    """

    def __init__(self, outbox: Outbox, session_id: str) -> None:
        self._outbox = outbox
        self._session_id = session_id
        self._path = f"sessions/{quote(session_id, safe='')}"

    def send(self, report: Report, message: str, task_ids: Sequence[str] = ()) -> bytes:
        """Send a report, and give back the session as the server has it now."""
        for task_id in task_ids:
            self._change_task(task_id, report)
        answer = b""
        if message:
            answer = self._append(report, message, task_ids)
        return self._change(report, message, answer, names_tasks=bool(task_ids))

    def state(self) -> SessionState:
        """Ask what the session is now."""
        return _state_of(self._outbox.send("GET", self._path))

    def patch(self, members: Mapping[str, Any]) -> bytes:
        """Change the session."""
        return self._outbox.send("PATCH", self._path, members)

    def _change_task(self, task_id: str, report: Report) -> None:
        if report.task_status is not None:
            body = {
                "sessionStatus": report.task_status,
                "updateSource": "session",
                "sessionId": self._session_id,
            }
            self._outbox.send("PATCH", f"tasks/{quote(task_id, safe='')}", body)

    def _append(self, report: Report, message: str, task_ids: Sequence[str]) -> bytes:
        answer = b""
        for task_id in task_ids or (None,):
            type_ = (report.task_entry or report.entry) if task_id else report.entry
            body = {"type": type_, "message": message, "taskId": task_id}
            answer = self._outbox.send("POST", f"{self._path}/timeline", body)
        return answer

    def _change(self, report: Report, message: str, answer: bytes, *, names_tasks: bool) -> bytes:
        present = _state_of(answer) if answer else SessionState()
        members = members_after(
            report,
            message,
            status=present.status,
            is_waiting=present.is_waiting if answer else None,
            names_tasks=names_tasks,
        )
        return self.patch(members) if members or not answer else answer


def reporter_for(session_id: str | None, url: str | None, *, patience: float) -> Reporter:
    """Make what reports for a session.

    Raises:
        ConfigurationError: It is not known for which session.
    """
    if not session_id:
        raise ConfigurationError(
            "MAESTRO_SESSION_ID is not set: `report` is for agents that Maestro spawned; name another with --session."
        )
    named, token = _locate(url)
    return Reporter(Outbox(parse_address(named), token, patience=patience), session_id)


def _locate(url: str | None) -> tuple[str, str | None]:
    """Give where the server is, and a token if the URL has none."""
    if url and "/t/" in url:
        return url, None
    # What is imported here takes time, and a spawned agent's URL carries its token.
    from maestro_tui.cli.requesting import locate_server

    location = locate_server(url, None)
    return location.url, location.token


def _state_of(answer: bytes) -> SessionState:
    try:
        return msgspec.json.decode(answer, type=SessionState)
    except msgspec.MsgspecError as error:
        raise UnreachableError(f"The server's answer is no session: {error}.") from error
