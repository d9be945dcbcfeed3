"""Which server is asked, and how errors are told: one sentence, one number, never a traceback."""

from __future__ import annotations

import pytest

from tests.cli.commands import Commands

NOWHERE = "http://127.0.0.1:9"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["project", "list"], 3, "No server runs for"),
        (["session", "watch", "x"], 3, "No server runs for"),
        (["record", "x.jsonl"], 3, "No server runs for"),
        (["report", "done", "--session", "x"], 3, "No server runs for"),
        (["task", "list", "--url", NOWHERE], 3, "No server answers at http://127.0.0.1:9"),
        (["--url", NOWHERE, "task", "list"], 3, "No server answers at http://127.0.0.1:9"),
        (["record", "x.jsonl", "--url", NOWHERE], 3, "refused"),
        (
            ["report", "done", "--session", "x", "--url", NOWHERE, "--wait", "0"],
            3,
            "No answer from http://127.0.0.1:9",
        ),
        (["project", "list", "--url", "ftp://x"], 2, "is not the URL of a server"),
        (["project", "list", "--url", f"{NOWHERE}/t/secret?x"], 2, "is not the URL of a server"),
        (["report", "progress", "hello"], 2, "MAESTRO_SESSION_ID is not set"),
        (["report", "progress"], 2, "Missing argument 'MESSAGE...'"),
        (["report", "nonsense"], 2, "No such command 'nonsense'"),
        (["task", "create", "x"], 2, "Missing option '--project'"),
        (["task", "edit", "x"], 3, "No server runs for"),
        (["session", "spawn", "x"], 2, "Missing option '--task'"),
        (["hooks", "emacs"], 2, "'emacs' is not one of"),
        (["hooks", "claude", "--install", "--remove"], 2, "Either --install or --remove"),
        (["completion", "tcsh"], 2, "'tcsh' is not one of"),
    ],
)
def test_errors_are_a_sentence_and_a_number(
    alone: Commands, arguments: list[str], code: int, message: str
) -> None:
    completed = alone.run(*arguments)
    assert (completed.returncode, completed.stdout) == (code, "")
    assert message in completed.stderr
    assert "secret" not in completed.stderr
    assert "Traceback" not in completed.stderr


def test_a_server_is_named_in_any_of_three_ways(commands: Commands, alone: Commands) -> None:
    made = commands.json("project", "create", "Zebra")
    data_dir = str(commands.home.data_dir)
    assert alone.run("project", "list").returncode == 3
    for arguments, environ in (
        (["project", "list", "--url", commands.url], {}),
        (["--url", commands.url, "project", "list"], {"MAESTRO_SERVER_URL": NOWHERE}),
        (["project", "list"], {"MAESTRO_SERVER_URL": commands.url}),
    ):
        assert alone.json(*arguments, **environ) == [made]
    # Whose server it is shows in the runtime directory, which is the user's.
    assert commands.json("--data-dir", data_dir, "project", "list", DATA_DIR="/nowhere") == [made]
    assert commands.json("project", "list", "--data-dir", data_dir, DATA_DIR="/nowhere") == [made]


@pytest.mark.parametrize("command", [["project", "list"], ["report", "progress", "x", "--session", "x"]])
def test_a_wrong_token_is_told_and_not_shown(commands: Commands, command: list[str]) -> None:
    url = commands.url.partition("/t/")[0]
    completed = commands.run(*command, "--url", f"{url}/t/wrong-token")
    assert completed.returncode == 1
    assert "401" in completed.stderr
    assert "wrong-token" not in completed.stderr


def test_every_command_has_help(alone: Commands) -> None:
    groups = {
        "project": "list show create edit delete",
        "task": "list show children create edit delete note",
        "session": "list show create edit delete spawn timeline note watch add-task remove-task event",
        "report": "progress milestone needs-input error done failed hook",
    }
    for group, names in groups.items():
        for name in names.split():
            assert f"maestro-tui {group} {name}" in alone.ok(group, name, "--help")


def test_one_command_in_a_process_of_its_own(commands: Commands, alone: Commands) -> None:
    assert commands.process("project", "list").returncode == 0
    completed = alone.process("project", "list")
    assert (completed.returncode, completed.stderr.count("\n")) == (3, 1)
