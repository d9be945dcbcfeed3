from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.cli.commands import Commands
from tests.support.waiting import LIMIT


@pytest.fixture(scope="module")
def project(commands: Commands) -> Any:
    return commands.json("project", "create", "Zebra")


@pytest.fixture(scope="module")
def task(commands: Commands, project: Any) -> Any:
    return commands.json("task", "create", "Paint", "--project", project["id"])


def test_a_session_is_made_shown_changed_and_deleted(commands: Commands, project: Any, task: Any) -> None:
    made = commands.json(
        "session", "create", "--project", "Zebra", "--task", "Paint", "--name", "Painter",
        "--id", "my-own", "--status", "running", "--env", "COLOUR=black=white",
    )  # fmt: skip
    assert (made["id"], made["status"], made["taskIds"]) == ("my-own", "running", [task["id"]])
    assert made["env"] == {"COLOUR": "black=white"}
    changed = commands.json("session", "edit", "Painter", "--name", "Artist", "--status", "working")
    assert (changed["name"], changed["status"]) == ("Artist", "working")
    assert commands.json("session", "show", "Artist") == changed
    assert commands.ok("session", "show", "my-own").startswith("id        my-own\nname      Artist\n")
    assert commands.json("session", "delete", "my-own") == {"success": True, "id": "my-own"}
    assert project["id"] == made["projectId"]


def test_who_waits_is_seen_at_once(commands: Commands, project: Any) -> None:
    session = commands.json("session", "create", "--project", project["id"], "--name", "Asker")["id"]
    assert commands.ok("session", "edit", session, "--waiting", "Black or white?").split()[2] == "waiting"
    (row,) = commands.ok("session", "list", "--waiting").splitlines()[1:]
    assert row.split()[:3] == [session, "waiting", "Asker"]
    assert "Black or white?" in row
    commands.ok("session", "edit", session, "--not-waiting")
    assert commands.run("session", "list", "--waiting").stderr == "No sessions.\n"


def test_tasks_come_and_go(commands: Commands, project: Any, task: Any) -> None:
    session = commands.json("session", "create", "--project", project["id"])["id"]
    assert commands.json("session", "add-task", session, "Paint")["taskIds"] == [task["id"]]
    assert session in commands.json("task", "show", task["id"])["sessionIds"]
    assert [each["id"] for each in commands.json("session", "list", "--task", "Paint")] == [session]
    assert commands.json("session", "remove-task", session, task["id"])["taskIds"] == []


def test_the_timeline_is_written_and_read(commands: Commands, project: Any, task: Any) -> None:
    session = commands.json("session", "create", "--project", project["id"], "--name", "Writer")["id"]
    commands.ok("session", "note", session, "One")
    commands.ok("session", "note", "Writer", "Two", "--type", "milestone", "--task", "Paint")
    entries = commands.json("session", "timeline", session, "--limit", "2")
    assert [(entry["type"], entry["message"]) for entry in entries] == [
        ("progress", "One"),
        ("milestone", "Two"),
    ]
    assert entries[1]["taskId"] == task["id"]
    *_, last = commands.ok("session", "timeline", session).splitlines()
    assert last.split()[2:] == ["milestone", "Two", task["id"]]
    document = commands.json("session", "event", session, "file_modified", "--data", '{"path": "a.py"}')
    assert [(event["type"], event["data"]) for event in document["events"]] == [
        ("file_modified", {"path": "a.py"})
    ]


def test_lists_are_narrowed(commands: Commands) -> None:
    other = commands.json("project", "create", "Okapi")["id"]
    parent = commands.json("session", "create", "--project", other, "--name", "Parent")["id"]
    child = commands.json("session", "create", "--project", other, "--parent", "Parent", "--name", "Child")[
        "id"
    ]
    commands.ok("session", "edit", parent, "--status", "completed")

    def ids(*arguments: str) -> list[str]:
        return [each["id"] for each in commands.json("session", "list", "--project", "Okapi", *arguments)]

    assert ids() == [parent, child]
    assert ids("--active") == ids("--parent", "Parent") == ids("--status", "idle,working") == [child]
    assert ids("--limit", "1") == [parent]


def test_spawn_asks_for_a_terminal(commands: Commands, project: Any, task: Any) -> None:
    answer = commands.json(
        "session", "spawn", "Zebra", "--task", "Paint", "--command", "echo hi", "--name", "Worker",
        "--role", "orchestrator", "--skill", "a", "--skill", "b", "--context", '{"k": 1}',
    )  # fmt: skip
    session = commands.json("session", "show", answer["sessionId"])
    assert (session["status"], session["name"], session["taskIds"]) == ("spawning", "Worker", [task["id"]])
    metadata = session["metadata"]
    assert (metadata["role"], metadata["skills"], metadata["context"]) == (
        "orchestrator",
        ["a", "b"],
        {"k": 1},
    )
    assert (metadata["spawnSource"], metadata["spawnedBy"]) == ("ui", None)

    completed = commands.run("session", "spawn", project["id"], "--task", task["id"])
    assert completed.stdout.startswith("Spawned ses_")
    assert "no dashboard is connected" in completed.stderr


def test_an_agent_spawns_children_of_its_own(commands: Commands, project: Any, task: Any) -> None:
    parent = commands.json("session", "create", "--project", project["id"])["id"]
    spawn = ("session", "spawn", project["id"], "--task", task["id"])
    child = commands.json(*spawn, **commands.agent(parent))["session"]
    assert (child["parentSessionId"], child["metadata"]["spawnSource"]) == (parent, "session")
    orphan = commands.json(*spawn, "--parent", "", **commands.agent(parent))["session"]
    assert orphan["parentSessionId"] is None


@pytest.mark.parametrize(("status", "code"), [("completed", 0), ("failed", 1)])
def test_watch_tells_what_happens_until_the_session_ends(
    commands: Commands, project: Any, status: str, code: int
) -> None:
    session = commands.json("session", "create", "--project", project["id"])["id"]
    with commands.running("session", "watch", session, "--json") as watching:
        assert watching.stdout is not None
        assert msgspec.json.decode(watching.stdout.readline())["type"] == "session_started"
        commands.ok("session", "note", session, "Half")
        assert msgspec.json.decode(watching.stdout.readline())["message"] == "Half"
        commands.ok("session", "edit", session, "--status", status)
        rest, errors = watching.communicate(timeout=LIMIT)
    assert (rest, watching.returncode) == ("", code)
    assert (status in errors) == (code == 1)
