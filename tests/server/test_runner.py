from __future__ import annotations

import asyncio
import signal
import socket
import stat
from pathlib import Path
from typing import Any

import msgspec
import pytest

from maestro_tui import paths
from maestro_tui.errors import ConfigurationError
from maestro_tui.server.listening import bind
from maestro_tui.server.runner import running_server
from maestro_tui.server.settings import ServerSettings
from tests.server.process import ServerProcess
from tests.server.support import running


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_server_says_where_it_listens_and_stops_cleanly(
    data_dir: Path, number: signal.Signals
) -> None:
    async with ServerProcess(data_dir) as server:
        assert server.running.url.startswith("http://127.0.0.1:")
        async with server.running.events() as events, server.running.api() as api:
            await api.project()
            assert await events.names() == ["project:created"]
            server.process.send_signal(number)
            code, rest, errors = await server.end()
    assert (code, rest) == (0, "")
    assert "Traceback" not in errors
    assert not (paths.runtime_dir(data_dir) / "server.json").exists()


async def test_everything_is_there_after_a_restart(data_dir: Path) -> None:
    async with running(data_dir) as server, server.api() as api:
        project = await api.project()
        tasks = [await api.task(project, title=str(number)) for number in range(3)]
        session = await api.session(project, tasks[0])
        lists = [(await api.get(f"/api/{name}")).json for name in ("projects", "tasks", "sessions")]
        await api.ok("DELETE", f"/api/tasks/{tasks[2]['id']}")
    async with running(data_dir) as server, server.api() as api:
        lists[1].pop()
        assert lists == [(await api.get(f"/api/{name}")).json for name in ("projects", "tasks", "sessions")]
        assert (await api.get(f"/api/sessions/{session['id']}")).json == session


async def test_where_it_listens_is_written_for_its_user_alone(data_dir: Path) -> None:
    async with running(data_dir, auth=True) as server:
        path = paths.runtime_dir(data_dir) / "server.json"
        written = msgspec.json.decode(path.read_bytes())
        assert set(written) == {"url", "pid", "version", "dataDir"}
        assert (written["url"], written["dataDir"]) == (server.url, str(data_dir))
        assert server.token not in path.read_text()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE((data_dir / "token").stat().st_mode) == 0o600
    assert not path.exists()


async def test_a_second_server_on_a_data_dir_is_told_who_has_it(data_dir: Path) -> None:
    async with running(data_dir) as server:
        second = ServerProcess(data_dir)
        await second.launch()
        code, out, errors = await second.end()
        assert (code, out) == (1, "")
        assert errors.startswith(f"Error: Another server uses the data dir {data_dir} (process ")
        assert server.url in errors
        async with server.api() as api:
            assert (await api.get("/health")).status == 200
    async with running(data_dir):
        pass


async def test_a_taken_port_is_told(data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigurationError, match=f"Port {port} on 127.0.0.1 is taken"):
            async with running(data_dir, port=port):
                pass
    async with running(data_dir, port=port) as server:
        assert server.url.endswith(f":{port}")


async def test_a_server_that_may_take_any_port_takes_the_one_it_had(data_dir: Path) -> None:
    """Agents that were started before a restart know the server by it."""
    async with running(data_dir) as server:
        first = server.url
    async with running(data_dir) as server:
        assert server.url == first
    with socket.create_server(("127.0.0.1", int(first.rsplit(":", 1)[1]))):
        async with running(data_dir) as server:
            assert server.url != first
    (paths.runtime_dir(data_dir) / "port").write_text("nonsense")
    async with running(data_dir):
        pass


async def test_answers_are_not_held_up_by_the_kernel(data_dir: Path) -> None:
    """asyncio switches Nagle's algorithm off only for sockets that say they speak TCP."""
    listener, _ = bind(ServerSettings(data_dir=data_dir, port=0))
    with listener:
        assert listener.proto == socket.IPPROTO_TCP


async def test_names_and_ipv6_can_be_listened_on(data_dir: Path) -> None:
    async with running(data_dir, host="localhost") as server:
        assert server.url.startswith("http://localhost:")
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("no IPv6 on this machine")
    async with running(data_dir, host="::1") as server, server.api() as api:
        assert server.url.startswith("http://[::1]:")
        assert (await api.get("/health")).status == 200


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"host": "0.0.0.0"}, "Without a token only a loopback address"),
        ({"host": "192.168.0.1"}, "Without a token only a loopback address"),
        ({"host": "box.example"}, "Without a token only a loopback address"),
        ({"port": 65_536}, "65536 is no port"),
        ({"host": "203.0.113.1", "auth": True}, "Cannot listen on 203.0.113.1"),
        ({"host": "no-such-machine.invalid", "auth": True}, "Cannot listen on no-such-machine.invalid"),
        ({"host": "a..b", "auth": True}, "a..b"),
    ],
)
async def test_settings_that_cannot_be_used_are_refused(
    data_dir: Path, fields: dict[str, Any], message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message):
        async with running(data_dir, **fields):
            pass
    assert not (paths.runtime_dir(data_dir) / "server.json").exists()


async def test_a_data_dir_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    for data_dir in (in_the_way, in_the_way / "below"):
        with pytest.raises(ConfigurationError, match="data dir"):
            async with running_server(ServerSettings(data_dir=data_dir, port=0)):
                pass


async def test_neither_log_nor_process_list_knows_the_token(data_dir: Path) -> None:
    async with ServerProcess(data_dir, auth=True) as server:
        token = server.running.token
        base_url = f"{server.running.url}/t/{token}"
        async with server.running.api(base_url=base_url) as api:
            await api.project()
            assert (await api.ask("POST", "/api/projects", {})).status == 400
            assert (await api.get("/nope")).status == 404
            body = await api.ask(
                "POST", "/api/projects", content=b"{", headers={"Content-Type": "application/json"}
            )
            assert body.status == 400
        async with server.running.events(f"/t/{token}/ws") as events:
            await events.socket.send("x")
        assert token not in command_line_of(server.process.pid)
        server.process.terminate()
        _, out, errors = await server.end()
    assert "project:created" in errors
    assert token not in out + errors


def command_line_of(pid: int) -> str:
    path = Path(f"/proc/{pid}/cmdline")
    return path.read_text() if path.exists() else ""


async def test_high_frequency_events_are_not_logged_one_by_one(data_dir: Path) -> None:
    async with ServerProcess(data_dir) as server:
        async with server.running.api() as api:
            project = await api.project()
            await api.ok("PUT", f"/api/projects/{project['id']}", {"name": "New"})
            await api.ok("DELETE", f"/api/projects/{project['id']}")
        server.process.terminate()
        _, _, errors = await server.end()
    logged = [line for line in errors.splitlines() if "Broadcast" in line]
    assert [line.split()[1] for line in logged] == ["project:created", "project:deleted"]


async def test_an_idle_connection_does_not_hold_up_the_end(data_dir: Path) -> None:
    async with ServerProcess(data_dir) as server:
        port = int(server.running.url.rsplit(":", 1)[1])
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        server.process.terminate()
        code, _, _ = await server.end()
        writer.close()
    assert code == 0
