"""The two servers that are measured: ours, and one on Node in the manner of the seed document."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import httpx
import msgspec

HERE = Path(__file__).parent
SESSIONS = 32
ENTRIES = 36
"""Entries of a timeline, so that a session is about as long as the seed says: 5 KB."""


def timeline() -> list[dict[str, Any]]:
    return [
        {
            "id": f"evt_{number}",
            "type": "progress",
            "timestamp": 1_770_726_040_000 + number,
            "message": f"did something useful number {number} in the repository",
        }
        for number in range(ENTRIES)
    ]


class Side(Protocol):
    """A server that runs, with sessions in it."""

    url: str
    paths: list[str]
    """The paths of the sessions."""


class Server:
    """A server process."""

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.process = process
        self.url = url
        self.paths = [f"/api/sessions/ses_{number}" for number in range(SESSIONS)]
        self.client = httpx.Client(base_url=url, trust_env=False, timeout=60)

    def ask(self, method: str, path: str, body: object) -> Any:
        answer = self.client.request(method, path, json=body)
        answer.raise_for_status()
        return answer.json()

    def load(self, *arguments: object) -> Any:
        """Run a load of `load.py` to its end, and give its figures."""
        output = subprocess.run(load_command(*arguments), capture_output=True, text=True, check=True).stdout
        return msgspec.json.decode(output.splitlines()[-1])


def load_command(*arguments: object) -> list[str]:
    return [sys.executable, str(HERE / "load.py"), *map(str, arguments)]


@contextlib.contextmanager
def ours() -> Iterator[Server]:
    program = (
        "import sys; from pathlib import Path; from maestro_tui.server.runner import run_server; "
        "from maestro_tui.server.settings import ServerSettings; "
        "run_server(ServerSettings(data_dir=Path(sys.argv[1]), port=0, auth=False))"
    )
    with (
        tempfile.TemporaryDirectory() as directory,
        started([sys.executable, "-c", program, directory]) as server,
    ):
        server.url = server.url.split()[-1]
        server.client.base_url = httpx.URL(server.url)
        project = server.ask("POST", "/api/projects", {"name": "x"})
        for path in server.paths:
            body = {"projectId": project["id"], "taskIds": [], "id": path.rsplit("/", 1)[1]}
            server.ask("POST", "/api/sessions", body)
            server.ask("PATCH", path, {"timeline": timeline()})
        yield server


@contextlib.contextmanager
def original() -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as modules, tempfile.TemporaryDirectory() as directory:
        npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", modules, "express", "ws"]
        subprocess.run(npm, check=True, capture_output=True)
        with started(["node", str(HERE / "original.mjs"), modules, directory]) as server:
            for path in server.paths:
                id_ = path.rsplit("/", 1)[1]
                server.ask("POST", "/api/sessions", {
                    "id": id_, "projectId": "p", "taskIds": [], "name": "n", "env": {}, "strategy": "simple",
                    "status": "idle", "startedAt": 1, "lastActivity": 1, "completedAt": None, "hostname": "h",
                    "platform": "linux", "events": [], "timeline": timeline(),
                })  # fmt: skip
            yield server


def has_node() -> bool:
    return bool(shutil.which("node") and shutil.which("npm"))


@contextlib.contextmanager
def started(command: list[str]) -> Iterator[Server]:
    """Start a server; its first line says where it listens."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            server = Server(process, process.stdout.readline().strip())
            with server.client:
                yield server
        finally:
            process.terminate()
