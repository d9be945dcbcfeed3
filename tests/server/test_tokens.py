from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest

from maestro_tui.errors import ConfigurationError
from maestro_tui.server.tokens import is_same_token, read_or_make_token


def test_a_token_is_made_once_for_its_user_alone(tmp_path: Path) -> None:
    token = read_or_make_token(tmp_path)
    assert len(base64.urlsafe_b64decode(token + "=")) == 32
    assert stat.S_IMODE((tmp_path / "token").stat().st_mode) == 0o600
    assert read_or_make_token(tmp_path) == token
    other = tmp_path / "other"
    other.mkdir()
    assert read_or_make_token(other) != token


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_token_that_others_can_reach_is_refused(tmp_path: Path, mode: int) -> None:
    read_or_make_token(tmp_path)
    (tmp_path / "token").chmod(mode)
    with pytest.raises(ConfigurationError, match="Others can read or replace the token file"):
        read_or_make_token(tmp_path)


@pytest.mark.parametrize("content", ["", "short", "with a space in it, and long enough", "\0" * 40])
def test_a_file_without_a_token_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "token"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(ConfigurationError, match="holds no token"):
        read_or_make_token(tmp_path)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    read_or_make_token(tmp_path)
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / "token").symlink_to(tmp_path / "token")
    with pytest.raises(ConfigurationError):
        read_or_make_token(linked)


def test_comparing() -> None:
    assert is_same_token("abc", "abc")
    assert not is_same_token("abd", "abc")
    assert not is_same_token("\udce9", "abc")
