"""A real server recorded by the real program, and its recording replayed in a pty: nothing is started by that."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from tests.support.program import MAESTRO, Home, Program, Server
from tests.support.waiting import LIMIT, until

pytestmark = pytest.mark.e2e


async def record(home: Home, server: Server, file: Path, directory: Path) -> None:
    """Record what happens when a session is spawned and says something."""
    process = await asyncio.create_subprocess_exec(
        *MAESTRO, "record", str(file), "--url", server.url,
        env=home.environ, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    await server.wait_for_clients()
    project = await server.request("POST", "/api/projects", {"name": "Zebra", "workingDir": str(directory)})
    task = await server.request("POST", "/api/tasks", {"projectId": project["id"], "title": "Paint it"})
    body = {
        "projectId": project["id"],
        "taskIds": [task["id"]],
        "command": f"touch {directory / 'started'}",
        "sessionName": "Striper",
    }
    answer = await server.request("POST", "/api/sessions/spawn", body)
    said = {"type": "progress", "message": "half of it"}
    await server.request("POST", f"/api/sessions/{answer['sessionId']}/timeline", said)
    await until(lambda: file.exists() and "half of it" in file.read_text())
    process.send_signal(signal.SIGINT)
    await asyncio.wait_for(process.wait(), LIMIT)


async def test_what_was_recorded_is_replayed(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "zebra.jsonl"
    async with Server(home, "--port", "0", "--no-auth") as server:
        await record(home, server, file, tmp_path)
    count = len(file.read_bytes().splitlines())
    # The server is gone, and nothing is left to ask.
    async with await Program.start(home, "replay", str(file), "--speed", "max") as program:
        await program.sees("▶ replay", "zebra.jsonl", "■ at end", f"{count} of {count} frames")
        await program.sees("Striper", "Paint it", "half of it")
        await program.sees("This program was started then", "touch")
        program.press("L")
        await program.sees("session:spawn", "project:created")
        program.press("escape", ",")
        await program.sees("‖ paused", f"{count - 1} of {count} frames")
        program.press(".")
        await program.sees(f"{count} of {count} frames")
        status = await program.quit()
    assert status.code == 0
    assert not (tmp_path / "started").exists()


async def test_it_can_be_paused_from_the_start(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "pong.jsonl"
    file.write_text('{"type": "pong", "timestamp": 1770000000000}\n')
    async with await Program.start(home, "replay", str(file), "--paused", size=(80, 24)) as program:
        await program.sees("‖ paused", "0 of 1", "No sessions in this recording")
        program.press("p")
        await program.sees("■ at end", "1 of 1")
        assert (await program.quit()).code == 0
