from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from maestro_tui.errors import PaneError
from maestro_tui.terminal.spawn import find_command, spawn
from tests.support.processes import children

if TYPE_CHECKING:
    from collections.abc import Iterator

PATH = "/usr/bin:/bin"


def open_files() -> int:
    return len(os.listdir("/dev/fd"))


@pytest.fixture(autouse=True)
def _leaves_nothing() -> Iterator[None]:
    before = open_files()
    children_before = children()  # another test may have left one to end by itself
    yield
    gc.collect()
    assert open_files() == before
    assert children() <= children_before


def make_program(path: Path, content: str, mode: int = 0o755) -> Path:
    path.write_text(content)
    path.chmod(mode)
    return path


def refused(argv: list[str], cwd: str = "/", env: dict[str, str] | None = None) -> str:
    with pytest.raises(PaneError) as raised:
        spawn(argv, cwd, env or {"PATH": PATH}, 80, 24)
    return str(raised.value)


def test_a_missing_command_is_told_and_nothing_else_is_tried() -> None:
    assert refused(["no-such-program"]).startswith("No such command: 'no-such-program'.")
    assert refused(["/no/such/program"]).startswith("No such command: '/no/such/program'.")
    assert refused(["sh"], env={"PATH": "/nowhere"}).startswith("No such command: 'sh'.")
    assert "is empty" in refused([])
    assert "is empty" in refused([""])


def test_what_is_no_program_is_told(tmp_path: Path) -> None:
    text = make_program(tmp_path / "text", "hello", 0o644)
    assert "is not executable" in refused([str(text)])
    assert "is not executable" in refused([str(tmp_path)])
    broken = make_program(tmp_path / "broken", "\0\0\0")
    assert refused([str(broken)]) == f"{str(broken)!r} cannot be run: exec format error."
    lost = make_program(tmp_path / "lost", "#!/no/such/interpreter\n")
    assert refused([str(lost)]) == f"{str(lost)!r} cannot be run: no such file or directory."


def test_a_directory_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert refused(["sh"], cwd=str(tmp_path / "gone")).endswith(
        "is not a directory: the terminal cannot start there."
    )
    assert "is not a directory" in refused(["sh"], cwd=str(tmp_path / "file"))
    assert "is not a directory" in refused(["sh"], cwd="a\0b")


def test_a_directory_that_vanishes_at_the_last_moment_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maestro_tui.terminal.spawn.check_directory", lambda cwd: None)
    assert "No such file or directory" in refused(["sh"], cwd=str(tmp_path / "gone"))


@pytest.mark.parametrize(
    ("argv", "env", "complaint"),
    [
        (["sh", "a\0b"], {}, "NUL"),
        (["sh"], {"A": "\0"}, "NUL"),
        (["sh", "\ud83d"], {}, "cannot be encoded"),
        (["sh"], {"A": "\ud83d"}, "cannot be encoded"),
        (["sh"], {"A=B": "x"}, "no name of a variable"),
        (["sh"], {"": "x"}, "no name of a variable"),
        (["sh", "x" * (1 << 20)], {}, "argument list too long"),
    ],
)
def test_words_the_system_cannot_take_are_told(argv: list[str], env: dict[str, str], complaint: str) -> None:
    assert complaint in refused(argv, env={"PATH": PATH, **env})


def test_programs_are_found_as_in_the_directory_they_start_in(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    program = make_program(tmp_path / "bin" / "tool", "#!/bin/sh\n")
    assert find_command(["./bin/tool"], str(tmp_path), PATH) == str(program)
    assert find_command(["tool"], str(tmp_path), f"{PATH}:bin") == str(program)
    assert find_command(["tool"], str(tmp_path / "bin"), f"{PATH}:") == str(program)
    with pytest.raises(PaneError):
        find_command(["tool"], str(tmp_path), PATH)
