"""The commands as a shell sees them: output, errors in one sentence, exit codes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import msgspec
import pytest

from maestro_tui import __version__
from tests.support.program import MAESTRO, Home, Server
from tests.support.waiting import LIMIT

pytestmark = pytest.mark.e2e


def test_help_names_every_command(home: Home) -> None:
    completed = home.run("--help")
    assert completed.returncode == 0
    for command in ("demo", "serve", "tail", "replay", "stop", "url"):
        assert command in completed.stdout


def test_version(home: Home) -> None:
    assert home.run("--version").stdout.strip() == f"maestro-tui, version {__version__}"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nonsense"], 2, "No such command 'nonsense'. See `maestro-tui --help`."),
        (["task", "show"], 2, "Missing argument 'TASK'. See `maestro-tui task show --help`."),
        (["--url", "ftp://example", "--read-only"], 2, "is not the URL of a server"),
        (["serve", "--port", "many"], 2, "is not a valid integer"),
        (["serve", "--host", "0.0.0.0", "--no-auth"], 2, "only a loopback address"),
        (
            ["replay", "--summary", "nowhere.jsonl"],
            2,
            "Cannot read nowhere.jsonl: No such file or directory.",
        ),
        (["tail", "--url", "http://127.0.0.1:9"], 3, "refused"),
        (["tail"], 3, "No server runs for"),
        (["url"], 3, "No server runs for"),
        (["demo", "--agents", "0"], 2, "is not in the range"),
    ],
)
def test_errors_are_a_sentence_and_a_number(
    home: Home, arguments: list[str], code: int, message: str
) -> None:
    completed = home.run(*arguments)
    assert completed.returncode == code
    assert message in completed.stderr
    assert completed.stderr.startswith("maestro-tui: ")
    assert completed.stderr.count("\n") == 1
    assert completed.stdout == ""


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_a_command_does_its_work_where_the_shell_closed_its_streams(home: Home, closed: str) -> None:
    completed = subprocess.run(
        ["sh", "-c", f'"$@" {closed}', "sh", *MAESTRO, "hooks", "claude", "--install"],
        env=home.environ, capture_output=True, timeout=LIMIT, check=False,
    )  # fmt: skip
    assert (completed.returncode, completed.stderr) == (0, b"")
    assert (Path(home.environ["HOME"]) / ".claude" / "settings.json").exists()


def test_a_port_that_is_no_number_is_refused(home: Home) -> None:
    completed = home.run("serve", PORT="high")
    assert (completed.returncode, "no port" in completed.stderr) == (2, True)


def test_stop_says_when_there_is_nothing_to_stop(home: Home) -> None:
    completed = home.run("stop")
    assert (completed.returncode, completed.stdout) == (0, f"No server runs for {home.data_dir}.\n")


def test_replay_summary_counts_a_recording(home: Home, tmp_path: Path) -> None:
    recording = tmp_path / "frames.jsonl"
    recording.write_text(
        '{"type":"task:created","event":"task:created","data":{"task":{"id":"tsk_1"}},"timestamp":1}\n'
        '[{"event":"team:created","data":{}},{"event":"session:created","data":{"id":"ses_1"}}]\n'
        "not json\n"
    )
    completed = home.run("replay", "--summary", str(recording))
    assert completed.returncode == 0
    assert msgspec.json.decode(completed.stdout) == {
        "frames": 3,
        "events": 3,
        "by_type": {"session:created": 1, "task:created": 1},
        "unknown": {"team:created": 1},
        "errors": 1,
        "projects": 0,
        "tasks": 1,
        "sessions": 1,
        "spawned": [],
        "seq_gaps": 0,
    }


async def test_url_and_stop_of_a_running_server(home: Home) -> None:
    async with Server(home, "--port", "0") as server:
        assert home.run("url").stdout.strip() == server.url
        token = (home.data_dir / "token").read_text().strip()
        assert home.run("url", "--with-token").stdout.strip() == f"{server.url}/t/{token}"
        assert "has ended" in home.run("stop").stdout
    assert home.run("url").returncode == 3
