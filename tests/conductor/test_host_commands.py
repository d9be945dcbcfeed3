"""``ps``, ``attach`` and ``stop``: the terminals of the host without a dashboard."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from websockets.asyncio.server import ServerConnection, serve

from maestro_tui.conductor.hosting.launching import start_host
from maestro_tui.terminal.host.control import HostConnection
from maestro_tui.terminal.host.messages import ServerTarget
from maestro_tui.terminal.host.place import HostPlace
from tests.conductor.hosting_support import order
from tests.support.processes import processes_of
from tests.support.program import Home, Program
from tests.support.waiting import LIMIT, until

pytestmark = pytest.mark.e2e


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    yield Home(tmp_path)
    for pid in processes_of(tmp_path):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@asynccontextmanager
async def host_of(home: Home) -> AsyncIterator[HostConnection]:
    place = HostPlace(Path(home.environ["XDG_RUNTIME_DIR"]) / "maestro-tui" / "host")
    async with await start_host(place, home.environ) as host:
        yield host


async def run(home: Home, *arguments: str) -> Any:
    return await asyncio.to_thread(home.run, *arguments)


def shell(home: Home, session_id: str = "ses_0123456789abcdef", **fields: Any) -> Any:
    argv = ("sh", "-c", "echo at-$((40 + 2)); while read x; do echo heard $x; done")
    return order(argv, session_id, env={**home.environ, "PS1": "$ "}, **fields)


async def test_without_a_host_there_is_nothing_to_list_to_attach_to_or_to_end(home: Home) -> None:
    listed = home.run("ps")
    assert (listed.returncode, listed.stdout) == (0, "")
    assert "No terminal runs here" in listed.stderr
    assert msgspec.json.decode(home.run("ps", "--json").stdout) == []
    stopped = home.run("stop", "ses_1")
    assert (stopped.returncode, "No terminal runs here" in stopped.stderr) == (1, True)
    assert not processes_of(home.directory)


async def test_ps_lists_what_runs(home: Home) -> None:
    async with host_of(home) as host:
        await host.spawn(shell(home, name="Striper", columns=90, lines=30))
        await host.spawn(order(("sh", "-c", "exit 3"), "ses_over"))
        completed = await run(home, "ps")
        head, *lines = completed.stdout.splitlines()
        assert head.split() == [
            "SESSION", "NAME", "STATE", "PID", "SIZE", "AGE", "OUTPUT", "ATTACHED", "MEM", "COMMAND",
        ]  # fmt: skip
        assert len(lines) == 2
        for part in ("ses_0123456789abcdef", "Striper", "running", "90x30", " MB", "sh -c"):
            assert part in lines[0]
        await until(lambda: "exit 3" in home.run("ps").stdout)
        document = msgspec.json.decode((await run(home, "ps", "--json")).stdout)
        assert [entry["sessionId"] for entry in document] == ["ses_0123456789abcdef", "ses_over"]
        assert document[0]["memory"] > 0
        assert document[1]["exitCode"] == 3


async def test_attach_shows_it_types_into_it_and_leaves_it_running(home: Home) -> None:
    async with host_of(home) as host:
        await host.spawn(shell(home, name="Striper"))
        for named in ("Striper", "0123456"):
            async with await Program.start(home, "attach", named, size=(100, 30)) as program:
                await program.sees("at-42")
                program.type(f"hello by {named}\n")
                await program.sees(f"heard hello by {named}")
                program.press("ctrl+right_square_bracket")
                assert (await asyncio.wait_for(program.terminal.wait(), LIMIT)).code == 0
                assert program.terminal.shows("it goes on")
                assert not program.terminal.engine.is_alternate
        (info,) = await host.list()
        assert (info.is_live, info.columns, info.lines) == (True, 100, 30)


async def test_attach_is_left_by_the_key_of_the_environment(home: Home) -> None:
    async with host_of(home) as host:
        await host.spawn(shell(home))
        environ = {"MAESTRO_LEAVE_KEY": "f12"}
        async with await Program.start(
            home, "attach", "ses_0123456789abcdef", environ=environ, size=(80, 24)
        ) as program:
            await program.sees("at-42")
            program.type("\x1dhello\n")
            await program.sees("hello")
            program.press("f12")
            assert (await asyncio.wait_for(program.terminal.wait(), LIMIT)).code == 0
            assert program.terminal.shows("it goes on")


async def test_attach_read_only_changes_nothing(home: Home) -> None:
    async with host_of(home) as host:
        await host.spawn(shell(home))
        async with await Program.start(home, "attach", "--read-only", "ses_0123456789abcdef") as program:
            await program.sees("at-42")
            program.type("nothing\n")
            program.press("ctrl+c")
            assert (await asyncio.wait_for(program.terminal.wait(), LIMIT)).code == 0
        (info,) = await host.list()
        assert (info.columns, info.lines) == (80, 24)


async def test_attach_ends_with_the_program(home: Home) -> None:
    async with host_of(home) as host:
        await host.spawn(order(("sh", "-c", "echo at-$((40 + 2)); read x; exit 4"), "ses_1"))
        async with await Program.start(home, "attach", "ses_1") as program:
            await program.sees("at-42")
            program.type("\n")
            assert (await asyncio.wait_for(program.terminal.wait(), LIMIT)).code == 0
            assert program.terminal.shows("[ses_1: exit 4]")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
async def test_attach_leaves_the_terminal_as_it_was_when_it_is_killed(
    home: Home, number: signal.Signals
) -> None:
    async with host_of(home) as host:
        await host.spawn(order(("sh", "-c", "printf '\\033[?1003h\\033[?25lat-%d' 42; cat"), "ses_1"))
        async with await Program.start(home, "attach", "ses_1") as program:
            await program.sees("at-42")
            await until(lambda: program.terminal.engine.wants_mouse)
            assert program.terminal.pid is not None
            os.kill(program.terminal.pid, number)
            await asyncio.wait_for(program.terminal.wait(), LIMIT)
            engine = program.terminal.engine
            assert (engine.wants_mouse, engine.is_alternate, engine.cursor().visible) == (False, False, True)
        assert (await host.list())[0].is_live


async def test_what_is_meant_must_be_clear(home: Home) -> None:
    async with host_of(home) as host:
        for name in ("ses_aaa1", "ses_aaa2"):
            await host.spawn(order(("cat",), name))
        for arguments, code, message in (
            (("attach", "ses_aaa1"), 2, "needs a terminal"),
            (("stop", "ses_aaa"), 2, "could be ses_aaa1, ses_aaa2: give the whole id"),
            (("stop", "ses_b"), 1, "No terminal is here for 'ses_b'"),
        ):
            completed = await run(home, *arguments)
            assert (completed.returncode, message in completed.stderr) == (code, True)
            assert "Traceback" not in completed.stderr


async def test_stop_of_one_leaves_the_others(home: Home) -> None:
    async with host_of(home) as host:
        await host.spawn(order(("cat",), "ses_1"))
        await host.spawn(order(("cat",), "ses_2"))
        completed = await run(home, "stop", "ses_1")
        assert completed.stdout == "The terminal of ses_1 has ended.\n"
        assert [(info.session_id, info.is_live) for info in await host.list()] == [
            ("ses_1", False),
            ("ses_2", True),
        ]


async def test_stop_ends_all_and_the_host(home: Home) -> None:
    async with host_of(home) as host:
        await host.spawn(order(("sh", "-c", "trap '' HUP; cat"), "ses_1", env=home.environ))
        await host.spawn(order(("cat",), "ses_2", env=home.environ))
        completed = await run(home, "stop")
        assert completed.stdout.startswith("The terminal host has ended, and 2 terminals.\n")
        await host.wait_closed()
    await until(lambda: not processes_of(home.directory))


async def test_stop_of_one_data_dir_leaves_the_terminals_of_others(home: Home, tmp_path: Path) -> None:
    async with host_of(home) as host:
        mine, other = (ServerTarget(name=str(tmp_path / name)) for name in ("mine", "other"))
        await host.spawn(order(("cat",), "ses_1", server=mine))
        await host.spawn(order(("cat",), "ses_2", server=other))
        completed = await run(home, "stop", "--data-dir", mine.name)
        assert completed.stdout.splitlines() == [
            f"Ended: 1 terminal of the sessions of {mine.name}.",
            f"No server runs for {mine.name}.",
        ]
        assert {info.session_id: info.is_live for info in await host.list()} == {
            "ses_1": False,
            "ses_2": True,
        }


@pytest.mark.parametrize(("answer", "is_ended"), [("n", False), ("y", True)])
async def test_stop_asks_first_if_there_is_somebody_to_ask(home: Home, answer: str, is_ended: bool) -> None:
    async with host_of(home) as host:
        await host.spawn(order(("cat",), "ses_1", name="Striper", env=home.environ))
        async with await Program.start(home, "stop") as program:
            await program.sees("This ends 1 terminal with all that runs in them: Striper. Go on?")
            program.type(f"{answer}\n")
            await program.terminal.wait()
        if is_ended:
            await host.wait_closed()
        else:
            (info,) = await host.list()
            assert info.is_live


async def test_stop_does_not_ask_who_said_yes(home: Home) -> None:
    async with host_of(home) as host:
        await host.spawn(order(("cat",), "ses_1", env=home.environ))
        async with await Program.start(home, "stop", "--yes") as program:
            assert (await asyncio.wait_for(program.terminal.wait(), LIMIT)).code == 0
        await host.wait_closed()


async def test_attach_to_a_server_that_hosts_its_ptys(home: Home) -> None:
    """As the original server does it: size, what it has kept, output; no snapshot, and nobody answers questions."""
    typed: list[bytes] = []

    async def host(connection: ServerConnection) -> None:
        assert connection.request is not None
        assert connection.request.path.startswith("/pty?sessionId=ses_far")
        await connection.send('{"type":"size","cols":80,"rows":24}')
        await connection.send(b"kept \x1b[31moutput\x1b[0m\r\n\x1b[6n")
        async for message in connection:
            if isinstance(message, bytes):
                typed.append(message)
                if b"\r" in message:
                    await connection.send(b"bye\r\n")
                    await connection.send('{"type":"exit","exitCode":0}')
                    return

    async with serve(host, "127.0.0.1", 0, compression=None) as server:
        port = server.sockets[0].getsockname()[1]
        arguments = ("attach", "--url", f"http://127.0.0.1:{port}", "ses_far")
        async with await Program.start(home, *arguments) as program:
            await program.sees("kept output")
            await until(lambda: b"\x1b[2;1R" in b"".join(typed))
            program.type("x\n")
            assert (await asyncio.wait_for(program.terminal.wait(), LIMIT)).code == 0
            assert program.terminal.shows("[ses_far: exit 0]")
    async with await Program.start(home, *arguments) as program:
        assert (await asyncio.wait_for(program.terminal.wait(), LIMIT)).code == 3
        assert program.terminal.shows("No terminal can be reached")
