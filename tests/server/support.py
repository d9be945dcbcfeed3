"""A real server on a free port, spoken to without our own client."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
from websockets.asyncio.client import ClientConnection, connect

from maestro_tui.server.runner import running_server
from maestro_tui.server.settings import ServerSettings
from tests.support.waiting import LIMIT

Json = dict[str, Any]


class Answer:
    """An answer of the server: status, headers, and the body as JSON."""

    def __init__(self, response: httpx.Response) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.text = response.text
        self.json: Any = msgspec.json.decode(response.content) if response.content else None

    @property
    def code(self) -> str:
        """The error code; checks that the body has the one shape of errors."""
        assert self.json["error"] is True
        assert self.json["statusCode"] == self.status
        assert isinstance(self.json["message"], str)
        assert self.json["message"]
        assert set(self.json) <= {"error", "statusCode", "code", "message", "details"}
        return str(self.json["code"])


class Api:
    """REST, as a client with nothing but HTTP has it."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def ask(self, method: str, path: str, body: object = None, **options: Any) -> Answer:
        if body is not None:
            options["json"] = body
        return Answer(await self.client.request(method, path, **options))

    async def get(self, path: str, **query: object) -> Answer:
        return await self.ask("GET", path, params=query)

    async def ok(self, method: str, path: str, body: object = None) -> Any:
        """Ask, and expect that it is granted."""
        answer = await self.ask(method, path, body)
        assert answer.status < 300, answer.text
        return answer.json

    async def project(self, **fields: object) -> Json:
        document: Json = await self.ok("POST", "/api/projects", {"name": "Project", **fields})
        return document

    async def task(self, project: Json, **fields: object) -> Json:
        body = {"title": "Task", "projectId": project["id"], **fields}
        document: Json = await self.ok("POST", "/api/tasks", body)
        return document

    async def session(self, project: Json, *tasks: Json, **fields: object) -> Json:
        body = {"projectId": project["id"], "taskIds": [task["id"] for task in tasks], **fields}
        document: Json = await self.ok("POST", "/api/sessions", body)
        return document


class Events:
    """An event stream, read frame by frame."""

    def __init__(self, socket: ClientConnection, api: Api) -> None:
        self.socket = socket
        self._api = api

    async def next(self) -> Json:
        async with asyncio.timeout(LIMIT):
            frame: Json = msgspec.json.decode(await self.socket.recv())
        return frame

    async def until_now(self) -> list[Json]:
        """All events so far: those up to one that is made for the purpose."""
        marker = await self._api.project(name="marker")
        events: list[Json] = []
        while True:
            event = await self.next()
            data = event.get("data", {})
            if data.get("project", {}).get("id") == marker["id"]:
                return events
            events.append(event)

    async def names(self) -> list[str]:
        return [event["event"] for event in await self.until_now()]

    async def send(self, message: object) -> None:
        await self.socket.send(msgspec.json.encode(message), text=True)


class Running:
    """A server that runs, and what to reach it by."""

    def __init__(self, settings: ServerSettings, url: str) -> None:
        self.settings = settings
        self.url = url

    @property
    def token(self) -> str:
        return (self.settings.data_dir / "token").read_text().strip()

    @property
    def secret_url(self) -> str:
        """The base URL that carries the token."""
        return f"{self.url}/t/{self.token}"

    @contextlib.asynccontextmanager
    async def api(self, **options: Any) -> AsyncIterator[Api]:
        base_url = options.pop("base_url", self.url)
        async with httpx.AsyncClient(
            base_url=base_url, trust_env=False, verify=False, timeout=LIMIT, **options
        ) as client:
            yield Api(client)

    @contextlib.asynccontextmanager
    async def events(self, path: str = "/", **options: Any) -> AsyncIterator[Events]:
        url = self.url.replace("http", "ws", 1) + path
        async with self.api() as api, connect(url, proxy=None, **options) as socket:
            yield Events(socket, api)


@contextlib.asynccontextmanager
async def running(data_dir: Path, *, auth: bool = False, **fields: Any) -> AsyncIterator[Running]:
    """Run a server in this event loop."""
    settings = ServerSettings(data_dir=data_dir, auth=auth, **{"port": 0, **fields})
    async with running_server(settings) as address:
        yield Running(settings, address.url)
