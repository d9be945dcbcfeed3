"""A hook of an agent: the session becomes what it should, and the agent notices nothing."""

from __future__ import annotations

import io
from typing import Any
from unittest import mock

import msgspec
import pytest

from tests.cli.commands import Commands

QUESTION = {"hook_event_name": "Notification", "message": "May I?", "notification_type": "permission_prompt"}
ANSWER = {"hook_event_name": "PostToolUse", "tool_name": "Bash"}
PROMPT = {"hook_event_name": "UserPromptSubmit"}
TURN_OVER = {"hook_event_name": "Stop"}
END = {"hook_event_name": "SessionEnd", "reason": "other"}
START = {"hook_event_name": "SessionStart", "source": "startup"}


@pytest.fixture
def session(commands: Commands) -> str:
    project = commands.json("project", "create", "Zebra")["id"]
    return str(commands.json("session", "create", "--project", project, "--status", "spawning")["id"])


def hook(commands: Commands, session: str, payload: object) -> None:
    """Run the hook as an agent does; whatever comes of it, the agent hears nothing."""
    octets = payload if isinstance(payload, bytes) else msgspec.json.encode(payload)
    with mock.patch("sys.stdin", io.TextIOWrapper(io.BytesIO(octets))):
        completed = commands.run("report", "hook", "claude", **commands.agent(session))
    assert (completed.returncode, completed.stdout, completed.stderr) == (0, "", "")


def state(commands: Commands, session: str) -> tuple[str, bool]:
    now = commands.json("session", "show", session)
    return now["status"], (now.get("needsInput") or {}).get("active", False)


@pytest.mark.parametrize(
    ("events", "status", "is_waiting"),
    [
        ([START], "idle", False),
        ([START, PROMPT], "working", False),
        ([START, PROMPT, QUESTION], "working", True),
        ([START, PROMPT, QUESTION, ANSWER], "working", False),
        ([PROMPT, QUESTION, PROMPT], "working", False),
        ([PROMPT, TURN_OVER], "idle", False),
        ([PROMPT, QUESTION, TURN_OVER], "idle", False),
        ([PROMPT, QUESTION, END], "completed", False),
        ([END, TURN_OVER], "completed", False),
        ([END, QUESTION], "completed", False),
        ([END, START, PROMPT], "working", False),
    ],
)
def test_a_session_follows_its_agent(
    commands: Commands, session: str, events: list[Any], status: str, is_waiting: bool
) -> None:
    for event in events:
        hook(commands, session, event)
    assert state(commands, session) == (status, is_waiting)


def test_a_question_is_noted_once(commands: Commands, session: str) -> None:
    for event in (QUESTION, QUESTION, ANSWER, ANSWER):
        hook(commands, session, event)
    timeline = commands.json("session", "timeline", session)
    assert [entry["type"] for entry in timeline] == ["session_started", "needs_input"]


def test_what_an_agent_said_itself_stands(commands: Commands, session: str) -> None:
    commands.ok("report", "failed", "It rained", **commands.agent(session))
    hook(commands, session, TURN_OVER)
    hook(commands, session, END)
    assert state(commands, session) == ("failed", False)


@pytest.mark.parametrize(
    "payload", [b"", b"nonsense", b"[]", b'{"hook_event_name": 1}', b"[" * 100_000, b"\xff", {}]
)
def test_what_cannot_be_read_changes_nothing(commands: Commands, session: str, payload: object) -> None:
    hook(commands, session, payload)
    assert state(commands, session) == ("spawning", False)


def test_what_does_not_get_through_is_logged(commands: Commands) -> None:
    hook(commands, "ses_gone", PROMPT)
    (log,) = commands.home.directory.rglob("report.log")
    assert "A hook of claude: Session with id 'ses_gone' not found." in log.read_text()


def test_a_server_that_is_away_costs_an_answered_question_no_time(alone: Commands) -> None:
    alone.url = "http://127.0.0.1:9/t/x"
    with mock.patch("threading.Event.wait", side_effect=AssertionError("it waits")):
        hook(alone, "ses_1", ANSWER)


def test_an_agent_that_nobody_spawned_is_left_alone(alone: Commands) -> None:
    completed = alone.run("report", "hook", "claude")
    assert (completed.returncode, completed.stdout, completed.stderr) == (0, "", "")


def test_codex_tells_the_end_of_a_turn_as_an_argument(commands: Commands, session: str) -> None:
    commands.ok("report", "hook", "codex", '{"type": "agent-turn-complete"}', **commands.agent(session))
    assert state(commands, session) == ("idle", False)
