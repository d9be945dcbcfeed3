from __future__ import annotations

import os
from pathlib import Path

import pytest

from maestro_tui import paths
from maestro_tui.errors import ConfigurationError


@pytest.fixture(autouse=True)
def own_runtime_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))


def mode_of(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_the_data_dir_is_that_of_the_original_server() -> None:
    assert paths.default_data_dir({}) == Path.home() / ".maestro" / "data"
    assert paths.default_data_dir({"DATA_DIR": "~/elsewhere"}) == Path.home() / "elsewhere"


def test_manifests_lie_in_the_data_dir_unless_told_otherwise() -> None:
    assert paths.session_dir(Path("/d"), {}) == Path("/d/sessions")
    assert paths.session_dir(Path("/d"), {"SESSION_DIR": "/s"}) == Path("/s")


def test_every_data_dir_has_a_runtime_dir_of_its_own(tmp_path: Path) -> None:
    first, second = paths.runtime_dir(tmp_path / "a"), paths.runtime_dir(tmp_path / "b")
    assert first != second
    assert first == paths.runtime_dir(tmp_path / "a")
    paths.make_private(first)
    paths.make_private(second)
    assert paths.runtime_dirs() == sorted([first, second])


def test_without_a_runtime_dir_the_user_gets_one_among_the_temporary(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert paths.runtime_dir(Path("/d")).parent == tmp_path / f"maestro-tui-{os.getuid()}"


def test_a_private_directory_is_private_from_its_base_on(tmp_path: Path) -> None:
    directory = paths.make_private(paths.runtime_dir(tmp_path))
    assert (mode_of(directory), mode_of(directory.parent)) == (0o700, 0o700)
    directory.chmod(0o755)
    assert mode_of(paths.make_private(directory)) == 0o700


def test_a_directory_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "target")
    with pytest.raises(ConfigurationError, match="not this user's directory"):
        paths.make_private(link)


def test_a_directory_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="Cannot make the directory"):
        paths.make_private(tmp_path / "file" / "below")


def test_choices_are_kept_among_the_users_state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert paths.preferences_path().name == "dashboard.json"
    assert paths.preferences_path().parent.name == "maestro-tui"
