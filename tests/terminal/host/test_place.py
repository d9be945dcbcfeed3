from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from maestro_tui import paths
from maestro_tui.errors import ConfigurationError
from maestro_tui.terminal.host.place import HostPlace


def mode_of(path: Path) -> int:
    return path.lstat().st_mode & 0o777


def test_by_default_it_is_below_the_users_runtime_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert HostPlace().directory == paths.host_dir() == tmp_path / "maestro-tui" / "host"


def test_there_is_one_lock(tmp_path: Path) -> None:
    place = HostPlace(tmp_path / "host")
    lock = place.lock()
    assert lock is not None
    assert place.lock() is None
    os.close(lock)
    again = place.lock()
    assert again is not None
    os.close(again)
    assert mode_of(place.directory) == 0o700
    assert mode_of(place.directory / "host.lock") == 0o600


def test_the_socket_is_for_its_user_only_and_one_that_was_left_is_replaced(tmp_path: Path) -> None:
    place = HostPlace(paths.make_private(tmp_path / "host"))
    with place.listen():
        pass
    assert place.address.is_socket()
    with place.listen() as listening:
        listening.listen()
        assert mode_of(place.address) == 0o600
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(place.address))
    place.leave()
    place.leave()
    assert not place.address.exists()


def test_a_path_too_long_for_a_socket_is_a_clear_error(tmp_path: Path) -> None:
    place = HostPlace(tmp_path / ("x" * 120))
    with pytest.raises(ConfigurationError, match="too long for a socket: set XDG_RUNTIME_DIR"):
        place.listen()


def test_a_place_where_nothing_can_be_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="Cannot make the directory"):
        HostPlace(tmp_path / "file").lock()
    place = HostPlace(tmp_path / "host")
    place.address.mkdir(parents=True)
    with pytest.raises(ConfigurationError, match="Cannot listen on"):
        place.listen()
