from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import Commands, serving
from tests.test_architecture import loaded_by

QUESTION = "Black or white?"


@pytest.fixture(scope="module")
def task(commands: Commands) -> Any:
    commands.ok("project", "create", "Zebra")
    return commands.json("task", "create", "Paint", "--project", "Zebra")


@pytest.fixture
def session(commands: Commands, task: Any) -> str:
    made = commands.json("session", "create", "--project", task["projectId"], "--task", task["id"])
    return str(made["id"])


def entries(session: Any) -> list[tuple[str, str]]:
    """The timeline after what the server itself wrote."""
    return [(entry["type"], entry["message"]) for entry in session["timeline"][2:]]


@pytest.mark.parametrize(
    ("words", "status", "entry"),
    [
        (["progress", "Head", "is", "black"], "working", ("progress", "Head is black")),
        (["milestone", "Head done"], "working", ("milestone", "Head done")),
        (["error", "No paint"], "idle", ("error", "No paint")),
        (["needs-input", QUESTION], "idle", ("needs_input", QUESTION)),
        (["done", "All done"], "completed", ("milestone", "All done")),
        (["failed", "It rained"], "failed", ("error", "It rained")),
        (["done"], "completed", None),
        (["failed"], "failed", None),
    ],
)
def test_what_is_reported_of_a_session(
    commands: Commands, session: str, words: list[str], status: str, entry: tuple[str, str] | None
) -> None:
    assert commands.ok("report", *words, **commands.agent(session)) == ""
    now = commands.json("session", "show", session)
    assert now["status"] == status
    assert entries(now) == ([entry] if entry else [])
    is_waiting = (now.get("needsInput") or {}).get("active", False)
    assert is_waiting == (words[0] == "needs-input")
    assert not is_waiting or now["needsInput"]["message"] == QUESTION


@pytest.mark.parametrize(
    ("kind", "task_status", "entry"),
    [
        ("progress", "working", "progress"),
        ("needs-input", "needs_input", "needs_input"),
        ("done", "completed", "task_completed"),
        ("failed", "failed", "task_failed"),
    ],
)
def test_what_is_reported_of_a_task_leaves_the_session_at_work(
    commands: Commands, session: str, task: Any, kind: str, task_status: str, entry: str
) -> None:
    commands.ok("report", kind, "So it is", "--task", task["id"], **commands.agent(session))
    now = commands.json("session", "show", session)
    assert now["status"] in {"idle", "working"}
    assert (now["timeline"][-1]["type"], now["timeline"][-1]["taskId"]) == (entry, task["id"])
    reported = commands.json("task", "show", task["id"])
    assert (reported["sessionStatus"], reported["status"]) == (task_status, "todo")


@pytest.mark.parametrize("how", ["report", "edit"])
@pytest.mark.parametrize("kind", ["progress", "milestone", "done"])
def test_who_goes_on_waits_no_more(commands: Commands, session: str, how: str, kind: str) -> None:
    if how == "report":
        commands.ok("report", "needs-input", QUESTION, **commands.agent(session))
    else:
        commands.ok("session", "edit", session, "--waiting", QUESTION)
    now = commands.json("report", kind, "Black it is", **commands.agent(session))
    assert now["needsInput"] == {"active": False}


def test_json_is_the_session_as_it_is_then(commands: Commands, session: str) -> None:
    answer = commands.json("report", "progress", "x", **commands.agent(session))
    assert answer == commands.json("session", "show", session)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--session", "ses_gone"], "Session with id 'ses_gone' not found."),
        (["--task", "tsk_gone"], "Task with id 'tsk_gone' not found."),
    ],
)
def test_what_the_server_refuses_is_not_tried_again(
    commands: Commands, session: str, arguments: list[str], message: str
) -> None:
    completed = commands.run("report", "progress", "x", *arguments, **commands.agent(session))
    assert (completed.returncode, completed.stderr) == (1, f"maestro-tui: {message}\n")


def test_a_report_waits_for_a_server_that_is_away(tmp_path: Path) -> None:
    with serving(tmp_path) as commands:
        commands.ok("project", "create", "Zebra")
        session = commands.json("session", "create", "--project", "Zebra")["id"]
        port = commands.url.partition("/t/")[0].rsplit(":", 1)[1]
    agent = commands.agent(session)
    completed = commands.run("report", "progress", "Nobody hears", "--wait", "0.3", **agent)
    assert completed.returncode == 3
    assert completed.stderr.startswith("maestro-tui: No answer from http://127.0.0.1:")
    assert completed.stderr.endswith("is the server running?\n")
    with (
        commands.running("report", "done", "While away", **agent) as reporting,
        serving(tmp_path, "--port", port),
    ):
        assert reporting.wait(20) == 0
        now = commands.json("session", "show", session)
    assert (now["status"], now["timeline"][-1]["message"]) == ("completed", "While away")


def test_a_server_that_asks_for_no_token(tmp_path: Path) -> None:
    with serving(tmp_path, "--port", "0", "--no-auth") as commands:
        commands.ok("project", "create", "Zebra")
        session = commands.json("session", "create", "--project", "Zebra")["id"]
        assert commands.ok("report", "progress", "x", **commands.agent(session)) == ""
        # Named by nobody, it is the one that runs for the data dir.
        assert commands.ok("report", "done", "--session", session) == ""
        assert commands.json("session", "show", session)["status"] == "completed"


def test_a_report_loads_next_to_nothing() -> None:
    statement = (
        f"import sys; sys.path[:] = {sys.path!r}; import maestro_tui.cli.report, maestro_tui.cli.outbox,"
        " maestro_tui.client.address"
    )
    slow = {"textual", "rich", "httpx", "websockets", "asyncio", "starlette", "platformdirs", "pexpect"}
    assert not loaded_by(statement) & slow
