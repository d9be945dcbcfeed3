"""Finding servers by the files they leave. Starting one is tested end to end."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from maestro_tui import paths
from maestro_tui.conductor import location


@pytest.fixture(autouse=True)
def private_runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    directory = tmp_path / "data"
    directory.mkdir()
    (directory / "token").write_text("secret\n")
    return directory


def leave_record(data_dir: Path, *, pid: int, url: str = "http://127.0.0.1:4000") -> None:
    directory = paths.make_private(paths.runtime_dir(data_dir))
    record = {"url": url, "pid": pid, "version": "0", "dataDir": str(data_dir)}
    (directory / "server.json").write_bytes(msgspec.json.encode(record))


def dead_pid() -> int:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return pid


def test_a_running_server_is_found_with_its_token(data_dir: Path) -> None:
    leave_record(data_dir, pid=os.getpid())
    assert location.running_server(data_dir) == location.ServerLocation(
        url="http://127.0.0.1:4000", token="secret", is_own=True
    )


def test_a_record_of_a_dead_server_is_none(data_dir: Path) -> None:
    leave_record(data_dir, pid=dead_pid())
    assert location.running_server(data_dir) is None


@pytest.mark.parametrize("octets", [b"", b"{", b"[]", b'{"url":1,"pid":1}'])
def test_a_broken_record_is_none(data_dir: Path, octets: bytes) -> None:
    directory = paths.make_private(paths.runtime_dir(data_dir))
    (directory / "server.json").write_bytes(octets)
    assert location.running_server(data_dir) is None


def test_a_named_server_is_our_own_only_if_this_user_runs_it(data_dir: Path) -> None:
    leave_record(data_dir, pid=os.getpid())
    assert location.server_at("http://127.0.0.1:4000/").is_own
    assert location.server_at("http://127.0.0.1:4000").token == "secret"
    other = location.server_at("http://127.0.0.1:4001")
    assert (other.is_own, other.token) == (False, None)


def test_the_flag_wins_over_the_variable() -> None:
    environ = {"MAESTRO_SERVER_URL": "http://variable:1"}
    assert location.given_url("http://flag:1", environ) == "http://flag:1"
    assert location.given_url(None, environ) == "http://variable:1"
    assert location.given_url(None, {"MAESTRO_SERVER_URL": ""}) is None


async def test_stopping_where_nothing_runs_says_so(data_dir: Path) -> None:
    assert not await location.stop_own_server(data_dir)
