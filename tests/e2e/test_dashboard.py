"""The main job: a real server, a real socket, a real pty, a real screen."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.support.processes import processes_of
from tests.support.program import Home, Program, Server
from tests.support.waiting import until, until_async

pytestmark = pytest.mark.e2e

OPEN = ("--port", "0", "--no-auth")


async def make_project(server: Server, directory: Path, name: str = "Zebra") -> str:
    project = await server.request("POST", "/api/projects", {"name": name, "workingDir": str(directory)})
    return str(project["id"])


async def make_task(server: Server, project: str, title: str = "Paint the stripes") -> str:
    task = await server.request("POST", "/api/tasks", {"projectId": project, "title": title})
    return str(task["id"])


async def spawn(server: Server, project: str, task: str, command: str, name: str = "Striper") -> str:
    answer = await server.request(
        "POST",
        "/api/sessions/spawn",
        {"projectId": project, "taskIds": [task], "command": command, "sessionName": name},
    )
    return str(answer["sessionId"])


async def session_of(server: Server, session_id: str) -> dict[str, Any]:
    session: dict[str, Any] = await server.request("GET", f"/api/sessions/{session_id}")
    return session


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["120x40", "80x24"])
async def test_from_nothing_to_a_working_shell(home: Home, tmp_path: Path, size: tuple[int, int]) -> None:
    async with (
        Server(home, *OPEN) as server,
        await Program.start(home, "--url", server.url, size=size) as program,
    ):
        await program.sees("live", "No sessions yet")
        project = await make_project(server, tmp_path)
        task = await make_task(server, project)
        session = await spawn(server, project, task, "sh -i")
        await program.sees("Striper", "Paint the st")
        program.press("enter")
        await program.sees("ctrl+] leaves")
        program.type("echo $((6 * 7)) $MAESTRO_SESSION_ID; pwd\n")
        await program.sees(f"42 {session}", str(tmp_path)[:40])
        program.type("exit 3\n")
        await program.sees("exit 3", "failed")
        await until_status(server, session, "failed")
        timeline = (await session_of(server, session))["timeline"]
        assert timeline[-1]["type"] == "error"
        assert "exit 3" in timeline[-1]["message"]


async def until_status(server: Server, session_id: str, status: str) -> None:
    async def has_status() -> bool:
        return bool((await session_of(server, session_id))["status"] == status)

    await until_async(has_status, what=f"status {status}")


@pytest.mark.parametrize(
    ("command", "directory", "problem"),
    [
        ("no-such-agent --fast", "", "No such command: 'no-such-agent'"),
        ("sh 'unclosed", "", "no closing quotation"),
        ("sh", "/no/such/directory", "is not a directory"),
    ],
)
async def test_what_cannot_be_started_is_an_error_in_the_pane_and_on_the_session(
    home: Home, tmp_path: Path, command: str, directory: str, problem: str
) -> None:
    async with Server(home, *OPEN) as server, await Program.start(home, "--url", server.url) as program:
        await program.sees("live")
        project = await make_project(server, Path(directory or tmp_path))
        session = await spawn(server, project, await make_task(server, project), command)
        await program.sees("failed", problem[:20])
        await until_status(server, session, "failed")
        assert problem in (await session_of(server, session))["timeline"][-1]["message"]


async def test_a_killed_server_comes_back_and_the_dashboard_with_it(home: Home, tmp_path: Path) -> None:
    async with Server(home, *OPEN) as server, await Program.start(home, "--url", server.url) as program:
        await program.sees("live")
        project = await make_project(server, tmp_path)
        gone = await make_task(server, project, "Wash the brush")
        kept = await make_task(server, project, "Paint the stripes")
        session = await spawn(server, project, kept, "sh -i")
        await program.sees("Striper", "Wash the bru")
        port = server.port
        server.kill()
        await program.sees("reconnecting")
        await server.stop()
        await server.start("--port", port, "--no-auth")
        # Between the server's return and the dashboard's, so that only reading everything again shows it.
        await server.request("DELETE", f"/api/tasks/{gone}")
        await make_task(server, project, "Sign the picture")
        program.press("r")
        await program.sees("● live", "Sign the pi", "Striper")
        await until(lambda: "Wash the bru" not in program.screen)
        # The terminal never noticed.
        program.press("enter")
        await program.sees("ctrl+] leaves")
        program.type("echo still $((40 + 2))\n")
        await program.sees("still 42")
        assert (await session_of(server, session))["status"] not in {"failed", "stopped"}


async def test_without_a_url_a_server_is_started_and_found_again(home: Home) -> None:
    async with await Program.start(home) as first:
        await first.sees("● live")
        url = home.run("url").stdout.strip()
        async with await Program.start(home) as second:
            await second.sees("● live", url.removeprefix("http://"))
            assert (await second.quit()).code == 0
        assert (await first.quit()).code == 0
    servers = [command for command in processes_of(home.directory).values() if " serve " in command]
    assert len(servers) == 1
    assert "has ended" in home.run("stop").stdout
    await until(lambda: not processes_of(home.directory))


async def test_the_demo_shows_its_agents_and_leaves_nothing_behind(home: Home) -> None:
    temporary = home.directory / "tmp"
    temporary.mkdir()
    async with await Program.start(
        home, "demo", "--pace", "0.2", environ={"TMPDIR": str(temporary)}
    ) as program:
        await program.sees("Striper", "Brush 1", "Planner", "done")
        await program.sees("Counter", "failed")
        await program.sees("waiting", "Overwrite stripes.json? (y/N)")
        program.press("enter")
        await program.sees("ctrl+] leaves")
        program.type("y\n")
        await program.sees("Write stripes.json")
        program.press("ctrl+right_square_bracket")
        await until(lambda: "ctrl+] leaves" not in program.screen)
        assert (await program.quit()).code == 0
    await until(lambda: not processes_of(home.directory))
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_ends_the_demo_as_cleanly_as_a_key(home: Home, number: signal.Signals) -> None:
    temporary = home.directory / "tmp"
    temporary.mkdir()
    async with await Program.start(
        home, "demo", "--pace", "0.2", environ={"TMPDIR": str(temporary)}
    ) as program:
        await program.sees("Striper")
        assert program.terminal.pid is not None
        os.kill(program.terminal.pid, number)
        assert (await program.terminal.wait()).code == 0
    await until(lambda: not processes_of(home.directory))
    assert list(temporary.iterdir()) == []


async def test_a_server_that_is_not_ours_has_to_ask(home: Home, tmp_path: Path) -> None:
    elsewhere = Home(tmp_path / "other")
    proof = tmp_path / "was-started"
    async with (
        Server(elsewhere, *OPEN) as server,
        await Program.start(home, "--url", server.url, "--spawn", "deny") as program,
    ):
        await program.sees("live")
        project = await make_project(server, tmp_path)
        session = await spawn(server, project, await make_task(server, project), f"touch {proof}")
        await program.sees("refused")
        await until_status(server, session, "failed")
    assert not proof.exists()
