from __future__ import annotations

import signal
import stat
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec
import pytest

from tests.cli.commands import Commands, serving, wait_for_text
from tests.support.waiting import LIMIT


@contextmanager
def recording(commands: Commands, file: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A recording that is connected."""
    with commands.running("record", str(file), *arguments, **commands.agent("x")) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("Recording http://127.0.0.1:")
        yield process


def names(file: Path) -> list[str]:
    """The events of a recording; what a server says to its client alone is none."""
    frames = [msgspec.json.decode(line) for line in file.read_bytes().splitlines()]
    return [frame["event"] for frame in frames if "event" in frame]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_frames_are_recorded_until_a_signal_comes(
    commands: Commands, tmp_path: Path, number: signal.Signals
) -> None:
    file = tmp_path / "frames.jsonl"
    with recording(commands, file) as process:
        project = commands.json("project", "create", "Zebra")["id"]
        commands.ok("task", "create", "Paint\nit", "--project", project)
        wait_for_text(file, "task:created")
        process.send_signal(number)
        _, said = process.communicate(timeout=LIMIT)
    assert (process.returncode, said) == (0, f"2 frames recorded in {file}.\n")
    assert names(file) == ["project:created", "task:created"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    summary = commands.ok("replay", "--summary", str(file))
    assert msgspec.json.decode(summary)["by_type"] == {"project:created": 1, "task:created": 1}


def test_what_is_recorded_is_there_if_the_recorder_is_killed(commands: Commands, tmp_path: Path) -> None:
    file = tmp_path / "frames.jsonl"
    with recording(commands, file) as process:
        commands.ok("project", "create", "Killed")
        wait_for_text(file, "Killed")
        process.kill()
    assert names(file) == ["project:created"]


def test_what_is_there_is_not_overwritten_unasked(commands: Commands, tmp_path: Path) -> None:
    file = tmp_path / "frames.jsonl"
    file.write_text("precious")
    file.chmod(0o644)
    completed = commands.run("record", str(file))
    assert completed.returncode == 2
    assert completed.stderr == f"maestro-tui: {file} is there already: name another file, or say --force.\n"
    with recording(commands, file, "--force") as process:
        process.send_signal(signal.SIGINT)
        process.wait(LIMIT)
    assert "precious" not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_nothing_is_made_where_nothing_is_recorded(alone: Commands, tmp_path: Path) -> None:
    file = tmp_path / "frames.jsonl"
    completed = alone.run("record", str(file), "--url", "http://127.0.0.1:9")
    assert (completed.returncode, "recorded" in completed.stderr) == (3, False)
    assert not file.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk here that is always full")
def test_a_full_disk_is_told(commands: Commands) -> None:
    mode = Path("/dev/full").stat().st_mode
    completed = commands.process("record", "/dev/full", "--force", **commands.agent("x"))
    assert completed.returncode == 1
    assert completed.stderr == (
        "0 frames recorded in /dev/full.\nmaestro-tui: Cannot write /dev/full any more: No space left on device.\n"
    )
    assert Path("/dev/full").stat().st_mode == mode


def test_what_was_there_before_is_in_the_recording(commands: Commands, tmp_path: Path) -> None:
    file = tmp_path / "frames.jsonl"
    project = commands.json("project", "create", "Zebra")["id"]
    commands.ok("task", "create", "Paint it", "--project", project)
    with recording(commands, file) as process:
        commands.ok("task", "create", "Dry it", "--project", project)
        wait_for_text(file, "task:created")
        process.send_signal(signal.SIGINT)
        process.wait(LIMIT)
    summary = msgspec.json.decode(commands.ok("replay", "--summary", str(file)))
    assert summary["projects"] >= 1
    assert summary["tasks"] >= 2
    assert (summary["by_type"], summary["unknown"]) == ({"task:created": 1}, {})


@pytest.mark.parametrize(("options", "is_hidden"), [((), True), (("--with-secrets",), False)])
def test_what_opens_a_door_is_hidden_unless_it_is_wanted(
    commands: Commands, tmp_path: Path, options: tuple[str, ...], is_hidden: bool
) -> None:
    file = tmp_path / "frames.jsonl"
    token = commands.url.rpartition("/t/")[2]
    project = commands.json("project", "create", "Zebra")["id"]
    task = commands.json("task", "create", "Paint it", "--project", project)["id"]
    with recording(commands, file, *options) as process:
        commands.ok("session", "spawn", project, "--task", task, "--command", "true")
        wait_for_text(file, "session:spawn")
        process.send_signal(signal.SIGINT)
        process.wait(LIMIT)
    recorded = file.read_text()
    assert "MAESTRO_SERVER_URL" in recorded
    assert (token in recorded) is not is_hidden
    assert msgspec.json.decode(commands.ok("replay", "--summary", str(file)))["errors"] == 0


def test_a_recording_survives_a_server_that_starts_anew(tmp_path: Path) -> None:
    file = tmp_path / "frames.jsonl"
    with ExitStack() as stack:
        with serving(tmp_path / "home") as commands:
            port = commands.url.partition("/t/")[0].rsplit(":", 1)[1]
            process = stack.enter_context(recording(commands, file))
            commands.ok("project", "create", "Before")
            wait_for_text(file, "Before")
        with serving(tmp_path / "home", "--port", port):
            # One before the recorder is back, one after: it says where it stopped, and misses neither.
            commands.ok("project", "create", "Meanwhile")
            wait_for_text(file, "Meanwhile")
            commands.ok("project", "create", "After")
            wait_for_text(file, "After")
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=LIMIT)
    assert "again in 1 s" in said
    assert names(file).count("project:created") == 3
