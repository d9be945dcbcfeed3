from __future__ import annotations

from typing import Any

import pytest

from tests.cli.commands import Commands


@pytest.fixture(scope="module", autouse=True)
def project(commands: Commands) -> Any:
    return commands.json("project", "create", "Zebra")


def test_a_task_is_made_shown_changed_and_deleted(commands: Commands, project: Any) -> None:
    made = commands.json(
        "task", "create", "Paint", "--project", "Zebra",
        "--description", "# Stripes\nblack", "--priority", "high", "--prompt", "Begin at the head",
    )  # fmt: skip
    assert made["projectId"] == project["id"]
    assert (made["description"], made["priority"]) == ("# Stripes\nblack", "high")
    assert made["initialPrompt"] == "Begin at the head"
    changed = commands.json("task", "edit", "Paint", "--status", "in_progress", "--title", "Paint it")
    assert (changed["status"], changed["title"], changed["priority"]) == ("in_progress", "Paint it", "high")
    assert commands.json("task", "show", made["id"]) == changed
    assert "description  # Stripes\n             black\n" in commands.ok("task", "show", made["id"])
    assert commands.json("task", "delete", made["id"]) == {"success": True, "id": made["id"]}
    assert commands.run("task", "show", made["id"]).returncode == 1


def test_lists_are_narrowed(commands: Commands, project: Any) -> None:
    of_zebra = {"MAESTRO_PROJECT_ID": project["id"]}
    root = commands.json("task", "create", "Root", **of_zebra)["id"]
    child = commands.json("task", "create", "Child", "--parent", "Root", **of_zebra)["id"]
    commands.ok("task", "edit", child, "--status", "completed")
    commands.ok("project", "create", "Other")

    def ids(*arguments: str) -> list[str]:
        return [task["id"] for task in commands.json("task", *arguments)]

    assert ids("list") == ids("list", "--project", "Zebra") == [root, child]
    assert ids("list", "--project", "Other") == []
    assert (
        ids("list", "--status", "completed")
        == ids("list", "--parent", root)
        == ids("children", root)
        == [child]
    )
    assert ids("list", "--roots") == ids("list", "--limit", "1") == [root]
    assert ids("list", "--limit", "5", "--offset", "1") == [child]
    head, first, _ = commands.ok("task", "list").splitlines()
    assert head.split() == ["ID", "STATUS", "TITLE", "PRIORITY", "SESSIONS", "CHANGED"]
    assert first.split()[:3] == [root, "todo", "Root"]


def test_a_note_goes_into_the_timeline_of_a_session(commands: Commands, project: Any) -> None:
    task = commands.json("task", "create", "Noted", "--project", project["id"])["id"]
    session = commands.json("session", "create", "--project", project["id"], "--task", task)["id"]
    answer = commands.json(
        "task", "note", task, "Half of it", "--type", "milestone", MAESTRO_SESSION_ID=session
    )
    assert (answer["success"], answer["sessionId"]) == (True, session)
    last = commands.json("session", "timeline", session)[-1]
    assert (last["type"], last["message"], last["taskId"]) == ("milestone", "Half of it", task)


def test_nothing_of_a_title_reaches_the_terminal_as_a_command(commands: Commands, project: Any) -> None:
    title = "\x1b]0;pwned\x07\x1b[31mred \u202eevil \x9b2J"
    made = commands.json("task", "create", title, "--project", project["id"])
    assert made["title"] == title
    for output in (
        commands.ok("task", "list"),
        commands.ok("task", "show", made["id"]),
        commands.ok("task", "show", made["id"], "--json"),
        commands.on_terminal("task", "list", NO_COLOR="1"),
        commands.on_terminal("task", "show", made["id"], "--json"),
    ):
        assert all(character.isprintable() or character == "\n" for character in output), output


def test_text_that_is_not_utf_8_is_still_sent(commands: Commands, project: Any) -> None:
    made = commands.json(
        "task", "create", b"caf\xe9".decode("utf-8", "surrogateescape"), "--project", project["id"]
    )
    assert made["title"] == "caf\N{REPLACEMENT CHARACTER}"
