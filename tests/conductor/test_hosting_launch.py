"""The host as a process: found or started, alone, by itself, and gone when told."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from maestro_tui.conductor.hosting.launching import find_host, host_environment, start_host
from maestro_tui.errors import ConfigurationError, UnreachableError
from maestro_tui.terminal.host.channel import HostEndpoint
from maestro_tui.terminal.host.control import HostConnection
from maestro_tui.terminal.host.following import attach
from maestro_tui.terminal.host.messages import Spawned
from maestro_tui.terminal.host.place import HostPlace
from tests.conductor.hosting_support import order
from tests.support.waiting import until


@pytest.fixture
def place() -> Iterator[HostPlace]:
    # Not below pytest's directory: the path of a socket may not be long.
    with tempfile.TemporaryDirectory(prefix="maestro-") as directory:
        yield HostPlace(Path(directory) / "host")


@asynccontextmanager
async def started(place: HostPlace, environ: dict[str, str] | None = None) -> AsyncIterator[HostConnection]:
    async with await start_host(place, os.environ if environ is None else environ) as host:
        try:
            yield host
        finally:
            if not host.is_closed:
                await host.stop()
                await host.wait_closed()
            await until(lambda: not is_alive(host.hello.pid))


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def status_of(pid: int) -> dict[str, str]:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    cwd = str(Path(f"/proc/{pid}/cwd").resolve())
    return {"group": fields[2], "session": fields[3], "tty": fields[4], "cwd": cwd}


def ignores(pid: int, number: int) -> bool:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    mask = int(next(line for line in lines if line.startswith("SigIgn")).split()[1], 16)
    return bool(mask & 1 << (number - 1))


def environment_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


async def test_it_stands_on_its_own(place: HostPlace) -> None:
    async with started(place) as host:
        pid = host.hello.pid
        assert status_of(pid) == {"group": str(pid), "session": str(pid), "tty": "0", "cwd": "/"}
        assert ignores(pid, signal.SIGHUP)
        assert place.address.stat().st_mode & 0o777 == 0o600
        assert place.directory.stat().st_mode & 0o777 == 0o700
        assert place.log.stat().st_mode & 0o777 == 0o600
        os.kill(pid, signal.SIGHUP)
        assert await host.list() == ()


async def test_a_second_start_finds_the_first(place: HostPlace) -> None:
    async with started(place) as host:
        others = await asyncio.gather(*[start_host(place, os.environ) for _ in range(3)])
        assert {other.hello.host_id for other in others} == {host.hello.host_id}
        for other in others:
            await other.close()


async def test_of_many_that_start_at_once_one_stays(place: HostPlace) -> None:
    hosts = await asyncio.gather(*[start_host(place, os.environ) for _ in range(4)])
    assert len({host.hello.pid for host in hosts}) == 1
    for host in hosts[1:]:
        await host.close()
    async with hosts[0] as host:
        await host.stop()
        await host.wait_closed()
    await until(lambda: not is_alive(hosts[0].hello.pid))


async def test_one_that_is_about_to_end_is_followed_by_another(place: HostPlace) -> None:
    async with started(place) as host:
        await host.stop()
        async with started(place) as again:
            assert again.hello.host_id != host.hello.host_id


async def test_what_a_killed_one_left_is_cleaned_up(place: HostPlace) -> None:
    async with started(place) as host:
        os.kill(host.hello.pid, signal.SIGKILL)
        await host.wait_closed()
        assert place.address.exists()
        await until(lambda: not is_alive(host.hello.pid))
        assert await find_host(place) is None
    async with started(place) as again:
        assert again.hello.host_id != host.hello.host_id


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_told_by_a_signal_it_ends_its_terminals_first(place: HostPlace, number: signal.Signals) -> None:
    async with started(place) as host:
        answer = await host.spawn(order(("sleep", "600")))
        assert isinstance(answer, Spawned)
        os.kill(host.hello.pid, number)
        await host.wait_closed()
        await until(lambda: not is_alive(answer.terminal.pid))
    assert not place.address.exists()


async def test_its_terminals_know_nothing_of_the_session_it_was_started_in(place: HostPlace) -> None:
    environ = {
        **os.environ,
        "MAESTRO_SESSION_ID": "ses_outer",
        "MAESTRO_TERMINAL_ID": "trm_outer",
        "KEPT": "1",
    }
    assert "KEPT" in host_environment(environ)
    async with started(place, environ) as host:
        variables = environment_of(host.hello.pid)
        assert b"KEPT=1" in variables
        assert b"MAESTRO_" not in variables
        await host.spawn(order(("sh", "-c", "env | grep MAESTRO_; echo done; cat")))
        mirror = await attach(HostEndpoint(place), "ses_1")
        await mirror.wait_for_text("done")
        assert "outer" not in mirror.text()
        await mirror.detach()


async def test_it_ends_by_itself_when_there_is_nothing_to_do(place: HostPlace) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "maestro_tui.conductor.hosting", "--directory", str(place.directory),
        "--linger", "0.1", stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    assert await asyncio.wait_for(process.wait(), 15) == 0
    assert not place.address.exists()


async def test_one_that_cannot_start_is_a_clear_error(
    place: HostPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(UnreachableError, match=r"The terminal host does not start: it said nothing \(log: "):
        await start_host(place, os.environ)
    too_long = HostPlace(place.directory / ("x" * 100))
    with pytest.raises(ConfigurationError, match="too long for a socket"):
        await start_host(too_long, os.environ)


@pytest.mark.parametrize("works", [True, False])
async def test_a_scope_of_the_users_own_manager_is_used_where_there_is_one(
    place: HostPlace, works: bool
) -> None:
    """A stand-in for systemd-run: it says what it was called with, and then does it, or fails as without a bus."""
    programs, runtime = place.directory.parent / "bin", place.directory.parent / "run"
    (runtime / "systemd").mkdir(parents=True)
    programs.mkdir()
    called = programs / "called"
    run = programs / "systemd-run"
    then = 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"' if works else "echo no bus >&2; exit 1"
    run.write_text(f'#!/bin/sh\necho "$@" > {called}\n{then}\n')
    run.chmod(0o755)
    environ = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "XDG_RUNTIME_DIR": str(runtime)}
    async with started(place, environ) as host:
        assert called.read_text().startswith("--user --scope --quiet --collect -- ")
        assert await host.list() == ()
