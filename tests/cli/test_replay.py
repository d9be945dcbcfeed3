"""``maestro-tui replay``: what is refused, in a sentence and a number. The dashboard itself is in the e2e tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.commands import Commands
from tests.support.films import afternoon, write


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "holds no frames: it is empty."),
        (b"\x7fELF\0\1\2", "is no recording: its only line is not a frame."),
        (b"hello\nworld\n", "is no recording: none of its 2 lines is a frame."),
    ],
)
def test_a_file_that_is_no_recording_is_refused(
    alone: Commands, tmp_path: Path, content: bytes, message: str
) -> None:
    file = tmp_path / "film"
    file.write_bytes(content)
    completed = alone.run("replay", str(file))
    assert (completed.returncode, completed.stdout) == (2, "")
    assert completed.stderr == f"maestro-tui: {file} {message} `maestro-tui record FILE` makes one.\n"


def test_a_directory_and_nothing_at_all_are_refused(alone: Commands, tmp_path: Path) -> None:
    for path, why in ((tmp_path, "Is a directory"), (tmp_path / "nowhere", "No such file or directory")):
        completed = alone.run("replay", str(path))
        assert completed.returncode == 2
        assert completed.stderr == f"maestro-tui: Cannot read {path}: {why}.\n"


def test_only_known_speeds_are_taken(alone: Commands, tmp_path: Path) -> None:
    completed = alone.run("replay", "--speed", "3", str(tmp_path / "film"))
    assert completed.returncode == 2
    assert "'3' is not one of '1', '2', '4'" in completed.stderr


def test_without_a_terminal_it_says_what_works_without_one(alone: Commands, tmp_path: Path) -> None:
    completed = alone.run("replay", str(write(tmp_path / "film", afternoon())))
    assert completed.returncode == 2
    assert "needs a terminal" in completed.stderr
    assert "--summary" in completed.stderr
