"""What survives what: a test for each row of the table in the README, with real processes and real signals."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from maestro_tui.terminal.host.channel import HostEndpoint
from maestro_tui.terminal.host.control import HostConnection
from maestro_tui.terminal.host.following import attach
from maestro_tui.terminal.host.messages import TerminalInfo
from maestro_tui.terminal.host.mirror import MirroredTerminal
from maestro_tui.terminal.host.place import HostPlace
from tests.support.processes import processes_of
from tests.support.program import Home, Program, Server
from tests.support.waiting import LIMIT, until, until_async

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

OPEN = ("--port", "0", "--no-auth")

AGENT = (
    "sh -c 'seq -f \"line %.0f of the work\" 400; echo at work as $$; while read x; do echo heard $x; done'"
)
"""Fills more than a screen, then answers what is typed."""


def place_of(home: Home) -> HostPlace:
    return HostPlace(Path(home.environ["XDG_RUNTIME_DIR"]) / "maestro-tui" / "host")


@asynccontextmanager
async def host_of(home: Home) -> AsyncIterator[HostConnection]:
    host = await HostConnection.find(place_of(home))
    assert host is not None
    async with host:
        yield host


async def terminals_of(home: Home) -> tuple[TerminalInfo, ...]:
    async with host_of(home) as host:
        return await host.list()


async def is_listed(home: Home, session: str) -> bool:
    return session in {info.session_id for info in await terminals_of(home)}


async def look(home: Home, session: str) -> MirroredTerminal:
    """Look at a terminal as one that was just opened does."""
    return await attach(HostEndpoint(place_of(home)), session, is_read_only=True)


async def all_text(home: Home, session: str) -> str:
    """History and screen of a terminal."""
    mirror = await look(home, session)
    text = mirror.engine.text()
    await mirror.detach()
    return text


async def spawn(server: Server, directory: Path, command: str = AGENT, name: str = "Striper") -> str:
    """Have a session made, in a project and with a task of its own."""
    project = await server.request("POST", "/api/projects", {"name": "Zebra", "workingDir": str(directory)})
    task = await server.request("POST", "/api/tasks", {"projectId": project["id"], "title": "Paint"})
    body = {"projectId": project["id"], "taskIds": [task["id"]], "command": command, "sessionName": name}
    return str((await server.request("POST", "/api/sessions/spawn", body))["sessionId"])


async def session_of(server: Server, session: str) -> dict[str, Any]:
    document: dict[str, Any] = await server.request("GET", f"/api/sessions/{session}")
    return document


async def until_status(server: Server, session: str, status: str, limit: float = LIMIT) -> None:
    async def has_status() -> bool:
        return bool((await session_of(server, session))["status"] == status)

    await until_async(has_status, limit=limit, what=f"status {status}")


async def type_into(program: Program, text: str) -> None:
    """Go to the terminal that is shown, type, and come back."""
    program.press("enter")
    await program.sees("ctrl+] leaves")
    program.type(text)
    program.press("ctrl+right_square_bracket")
    await until(lambda: "ctrl+] leaves" not in program.screen)


async def at_work(program: Program, home: Home, session: str) -> TerminalInfo:
    """Wait until the agent has said what it says, and give its terminal."""
    # The command, with these words in it, is shown as long as the terminal is being opened.
    await until(lambda: re.search(r"at work as \d", program.screen), what="the agent at work")
    (info,) = [each for each in await terminals_of(home) if each.session_id == session]
    return info


async def assert_nothing_happened(
    program: Program, home: Home, session: str, before: TerminalInfo, text: str
) -> None:
    """The same process runs, its screen and history are what they were, and it answers."""
    await program.sees("Striper", "at work as")
    (after,) = [each for each in await terminals_of(home) if each.session_id == session]
    assert (after.pid, after.started_at, after.is_live) == (before.pid, before.started_at, True)
    # A terminal of another size shows the same lines at other places.
    assert (await all_text(home, session)).split() == text.split()
    await type_into(program, "hello\n")
    await program.sees("heard hello")
    assert (await program.quit()).code == 0


# ------------------------------------------------------------------------------------- the table


@pytest.mark.parametrize("how", ["quit", "kill -9", "terminal closed"])
async def test_quit_kill_9_of_the_dashboard_its_terminal_closed(home: Home, tmp_path: Path, how: str) -> None:
    async with Server(home, *OPEN) as server:
        async with await Program.start(home, "--url", server.url) as program:
            await program.sees("● live")
            session = await spawn(server, tmp_path)
            before = await at_work(program, home, session)
            text = await all_text(home, session)
            assert program.terminal.pid is not None
            if how == "quit":
                assert (await program.quit()).code == 0
            elif how == "kill -9":
                os.kill(program.terminal.pid, signal.SIGKILL)
            else:
                # What a terminal emulator does, or a lost SSH connection.
                os.kill(program.terminal.pid, signal.SIGHUP)
            await asyncio.wait_for(program.terminal.wait(), LIMIT)
        async with await Program.start(home, "--url", server.url) as program:
            await assert_nothing_happened(program, home, session, before, text)
        assert (await session_of(server, session))["status"] not in {"stopped", "failed", "completed"}


@pytest.mark.parametrize("how", ["restart", "kill -9"])
async def test_restart_or_kill_9_of_the_server(home: Home, tmp_path: Path, how: str) -> None:
    async with (
        Server(home, *OPEN) as server,
        await Program.start(home, "--url", server.url) as program,
    ):
        await program.sees("● live")
        session = await spawn(server, tmp_path)
        before = await at_work(program, home, session)
        text = await all_text(home, session)
        answered = await server.request(
            "POST", "/api/projects", {"name": "Answered", "workingDir": str(tmp_path)}
        )
        port = server.port
        if how == "kill -9":
            server.kill()
        await server.stop()
        await program.sees("reconnecting")
        await server.start("--port", port, "--no-auth")
        program.press("r")
        await program.sees("● live", "Answered")
        assert (await server.request("GET", f"/api/projects/{answered['id']}"))["name"] == "Answered"
        await assert_nothing_happened(program, home, session, before, text)


class Network:
    """A way to the server that can be cut: connections are broken, and new ones lead nowhere."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self.is_cut = False

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Network:
        self._server = await asyncio.start_server(self._pass_on, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.cut()
        assert self._server is not None
        self._server.close()

    def cut(self) -> None:
        self.is_cut = True
        for writer in self._writers:
            writer.transport.abort()

    def mend(self) -> None:
        self.is_cut = False

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_cut:
            writer.transport.abort()
            return
        to_reader, to_writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writers |= {writer, to_writer}
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_copy(reader, to_writer))
                group.create_task(_copy(to_reader, writer))
        finally:
            self._writers -= {writer, to_writer}


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
    writer.transport.abort()


@pytest.mark.parametrize("how", ["network cut", "server gone"])
async def test_network_to_the_server_cut_or_the_server_gone_for_an_hour(
    home: Home, tmp_path: Path, how: str
) -> None:
    async with Server(home, *OPEN) as server, Network(int(server.port)) as network:
        async with await Program.start(home, "--url", network.url, "--spawn", "allow") as program:
            await program.sees("● live")
            session = await spawn(server, tmp_path)
            before = await at_work(program, home, session)
            leaving = await spawn(server, tmp_path, "sh -c 'read x; exit 3'", "Leaver")
            await until_async(lambda: is_listed(home, leaving))
            text = await all_text(home, session)
            port = server.port
            network.cut()
            if how == "server gone":
                await server.stop()
            await program.sees("reconnecting")
            # One ends while nobody can be told, and the dashboard ends too.
            async with host_of(home) as host:
                await host.end(leaving)
            assert (await program.quit()).code == 0
            if how == "server gone":
                await server.start("--port", port, "--no-auth")
            await server.request("POST", "/api/projects", {"name": "Meanwhile", "workingDir": str(tmp_path)})
            network.mend()
            await until_status(server, leaving, "stopped", limit=30)
        async with await Program.start(home, "--url", network.url, "--spawn", "allow") as program:
            await program.sees("● live", "Meanwhile", "stopped")
            async with host_of(home) as host:
                await host.end(leaving, put_away=True)
            await assert_nothing_happened(program, home, session, before, text)


async def test_kill_9_of_the_terminal_host(home: Home, tmp_path: Path) -> None:
    async with Server(home, *OPEN) as server:
        async with await Program.start(home, "--url", server.url) as program:
            await program.sees("● live")
            session = await spawn(server, tmp_path)
            before = await at_work(program, home, session)
            records = place_of(home).directory / "terminals"
            await until(lambda: any("at work" in path.read_text() for path in records.glob("*.txt")))
            async with host_of(home) as host:
                os.kill(host.hello.pid, signal.SIGKILL)
            # Shown as lost, with the last saved text; marked failed; and nothing runs on unseen.
            await program.sees("lost: the terminal host was killed", "line 400 of the work", "failed")
            await until_status(server, session, "failed")
            assert "lost" in (await session_of(server, session))["timeline"][-1]["message"]
            await until(lambda: before.pid not in processes_of(home.directory))
            assert (await program.quit()).code == 0
        async with await Program.start(home, "--url", server.url) as program:
            await program.sees("● live", "Striper", "lost: the terminal host was killed")
            assert (await program.quit()).code == 0
        # Whoever hears of the spawn again starts nothing.
        assert not [command for command in processes_of(home.directory).values() if "at work" in command]


async def test_kill_9_of_the_terminal_host_and_of_the_dashboard(home: Home, tmp_path: Path) -> None:
    async with Server(home, *OPEN) as server:
        async with await Program.start(home, "--url", server.url) as program:
            await program.sees("● live")
            session = await spawn(server, tmp_path)
            await at_work(program, home, session)
            assert program.terminal.pid is not None
            async with host_of(home) as host:
                os.kill(program.terminal.pid, signal.SIGKILL)
                await asyncio.wait_for(program.terminal.wait(), LIMIT)
                os.kill(host.hello.pid, signal.SIGKILL)
        # The next dashboard finds what the host has left.
        async with await Program.start(home, "--url", server.url) as program:
            await program.sees("● live", "Striper", "lost")
            await until_status(server, session, "failed")
            assert (await program.quit()).code == 0


async def test_machine_restart(home: Home, tmp_path: Path) -> None:
    async with Server(home, *OPEN) as server:
        async with await Program.start(home, "--url", server.url) as program:
            await program.sees("● live")
            session = await spawn(server, tmp_path)
            await at_work(program, home, session)
            for pid in processes_of(home.directory):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            await until(lambda: not processes_of(home.directory))
        await server.stop()
        # The runtime directory does not outlive the machine.
        for path in sorted(place_of(home).directory.parent.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        await server.start(*OPEN)
        assert (await session_of(server, session))["name"] == "Striper"
        async with await Program.start(home, "--url", server.url) as program:
            await program.sees("● live", "Striper")
            assert (await program.quit()).code == 0
        assert not [command for command in processes_of(home.directory).values() if "at work" in command]


# ------------------------------------------------------------------------------- beside the table


async def test_several_dashboards_start_a_session_once_and_all_show_it(home: Home, tmp_path: Path) -> None:
    starts = tmp_path / "starts"
    starts.mkdir()
    command = f"sh -c 'touch {starts}/$$; echo at-$((40 + 2)); exec cat'"
    async with (
        Server(home, *OPEN) as server,
        await Program.start(home, "--url", server.url) as first,
        await Program.start(home, "--url", server.url) as second,
        await Program.start(home, "--url", server.url, "--read-only") as watcher,
    ):
        for program in (first, second, watcher):
            await program.sees("● live")
        session = await spawn(server, tmp_path, command)
        for program in (first, second, watcher):
            await program.sees("at-42")
        await type_into(second, "typed in one\n")
        for program in (first, second, watcher):
            await program.sees("typed in one")
        async with host_of(home) as host:
            (info,) = await host.list()
            assert info.attached == 3
            await host.end(session, put_away=True)
        # Put away in one place is put away everywhere.
        for program in (first, second, watcher):
            await until(lambda: "typed in one" not in program.screen)  # noqa: B023 - awaited at once
        await until_status(server, session, "stopped")
        assert len(list(starts.iterdir())) == 1
        timeline = (await session_of(server, session))["timeline"]
        assert [entry["type"] for entry in timeline].count("error") == 0
        for program in (first, second, watcher):
            assert (await program.quit()).code == 0


async def test_a_session_that_another_host_has_is_shown_as_running_there(home: Home, tmp_path: Path) -> None:
    elsewhere = Home(tmp_path / "elsewhere")
    starts = tmp_path / "starts"
    starts.mkdir()
    try:
        async with (
            Server(home, *OPEN) as server,
            await Program.start(home, "--url", server.url) as here,
            await Program.start(elsewhere, "--url", server.url, "--spawn", "allow") as there,
        ):
            for program in (here, there):
                await program.sees("● live")
            session = await spawn(
                server, tmp_path, f"sh -c 'touch {starts}/$$; echo at-$((40 + 2)); exec cat'"
            )
            for program in (here, there):
                await program.sees("opened on")
            await until(lambda: ("at-42" in here.screen) != ("at-42" in there.screen))
            other = there if "at-42" in here.screen else here
            await other.sees("was not started here")
            assert len(list(starts.iterdir())) == 1
            assert (await session_of(server, session))["status"] not in {"failed", "stopped"}
            for program in (here, there):
                assert (await program.quit()).code == 0
    finally:
        for pid in processes_of(elsewhere.directory):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


async def test_an_end_is_reported_though_no_dashboard_is_there(home: Home, tmp_path: Path) -> None:
    async with Server(home, *OPEN) as server:
        async with await Program.start(home, "--url", server.url) as program:
            await program.sees("● live")
            session = await spawn(server, tmp_path, "sh -c 'echo at-$((40 + 2)); read x; exit 7'")
            await program.sees("at-42")
            assert (await program.quit()).code == 0
        mirror = await attach(HostEndpoint(place_of(home)), session)
        mirror.write(b"\r")
        await until_status(server, session, "failed")
        await mirror.detach()
        timeline = (await session_of(server, session))["timeline"]
        assert [entry["message"] for entry in timeline if entry["type"] == "error"] == [
            "The terminal ended: exit 7"
        ]


async def test_after_stop_nothing_is_left(home: Home, tmp_path: Path) -> None:
    stubborn = "sh -c 'trap \"\" HUP TERM; setsid sleep 600 & echo at-$((40 + 2)); while :; do sleep 1; done'"
    async with await Program.start(home) as program:
        await program.sees("● live")
        server = Server(home)
        server.url = home.run("url", "--with-token").stdout.strip()
        session = await spawn(server, tmp_path, stubborn)
        await program.sees("at-42")
        assert (await program.quit()).code == 0
    assert any("sleep 600" in command for command in processes_of(home.directory).values())
    stopped = home.run("stop")
    assert stopped.returncode == 0
    assert "The terminal host has ended, and 1 terminal." in stopped.stdout
    assert "The server for" in stopped.stdout
    assert processes_of(home.directory) == {}
    # The server was told before it ended.
    saved = (home.data_dir / "sessions" / f"{session}.json").read_text()
    assert '"stopped"' in saved


async def test_where_no_host_can_be_the_terminal_runs_in_the_dashboard_and_says_so(
    home: Home, tmp_path: Path
) -> None:
    home.environ["XDG_RUNTIME_DIR"] = str(tmp_path / ("x" * 90))
    async with Server(home, *OPEN) as server, await Program.start(home, "--url", server.url) as program:
        await program.sees("● live")
        session = await spawn(server, tmp_path, "sh -c 'echo at-$((40 + 2)); read x; exit 5'")
        await program.sees("at-42", "runs in the dashboard and ends with it")
        await type_into(program, "\n")
        await until_status(server, session, "failed")
        assert (await program.quit()).code == 0
        assert not [command for command in processes_of(home.directory).values() if "hosting" in command]
