"""A server in memory for what the host tells, and host processes that end with their test."""

from __future__ import annotations

import os
from typing import Any

import httpx
import msgspec

from maestro_tui.client.address import parse_address
from maestro_tui.client.rest import MaestroClient
from maestro_tui.errors import UnreachableError
from maestro_tui.terminal.host.messages import ServerTarget, SpawnTerminal, TerminalInfo

SERVER = ServerTarget(name="there", url="http://127.0.0.1:1")


def info(session_id: str = "ses_1", **fields: Any) -> TerminalInfo:
    given = {"terminal_id": f"trm_{session_id}", "ended_at": 1.0, "exit_code": 0, **fields}
    return TerminalInfo(session_id=session_id, **given)


def order(argv: tuple[str, ...] = ("cat",), session_id: str = "ses_1", **fields: Any) -> SpawnTerminal:
    env = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    return SpawnTerminal(
        **{"id": 0, "session_id": session_id, "argv": argv, "cwd": "/", "env": env, **fields}
    )


class FakeServer:
    """Sessions, and what was asked of them, in the order in which it was asked."""

    def __init__(self, *sessions: str) -> None:
        self.sessions: dict[str, dict[str, Any]] = {
            name: {"id": name, "status": "working", "timeline": []} for name in sessions
        }
        self.asked: list[str] = []
        self.failures: list[int] = []
        """Statuses to answer with before anything is done; 0 breaks the connection."""

    def client(self, _: ServerTarget) -> MaestroClient:
        return MaestroClient(parse_address(SERVER.url), transport=httpx.MockTransport(self._answer))

    def gone(self, _: ServerTarget) -> MaestroClient:
        raise UnreachableError("No server runs.")

    def messages(self, session_id: str) -> list[str]:
        return [entry["message"] for entry in self.sessions[session_id]["timeline"]]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if self.failures:
            status = self.failures.pop(0)
            if status == 0:
                raise httpx.ConnectError("refused")
            return httpx.Response(status, json={"error": True, "code": "E", "message": "Not now."})
        parts = request.url.path.split("/")
        self.asked.append(f"{request.method} {'/'.join(parts[3:])}")
        session = self.sessions.get(parts[3])
        if session is None:
            return httpx.Response(404, json={"error": True, "code": "NOT_FOUND", "message": "No session."})
        body = msgspec.json.decode(request.content) if request.content else {}
        if parts[-1] == "timeline":
            session["timeline"].append({"type": "progress", **body})
        else:
            session.update(body)
        return httpx.Response(200, json=session)
