from __future__ import annotations

import pytest

from tests.cli.commands import Commands


@pytest.fixture(scope="module", autouse=True)
def sessions(commands: Commands) -> None:
    commands.ok("project", "create", "Zebra")
    for id_, name in (
        ("ses_aaaa1111", "Painter"),
        ("ses_aaaa2222", "Washer"),
        ("ses_bbbb1111", "Painter"),
        ("short", "ses_aaaa1111 no more"),
        ("ses_cc", "aaaa"),
    ):
        commands.ok("session", "create", "--project", "Zebra", "--id", id_, "--name", name)


@pytest.mark.parametrize(
    ("given", "id_"),
    [
        ("ses_aaaa1111", "ses_aaaa1111"),  # an id
        ("short", "short"),
        ("Washer", "ses_aaaa2222"),  # a name
        ("ses_aaaa1111 no more", "short"),
        ("aaaa", "ses_cc"),  # a name counts for more than the beginning of an id
        ("ses_bbbb", "ses_bbbb1111"),  # the beginning of an id
        ("bbbb1", "ses_bbbb1111"),  # without its kind
    ],
)
def test_what_is_meant_is_found(commands: Commands, given: str, id_: str) -> None:
    assert commands.json("session", "show", given)["id"] == id_


@pytest.mark.parametrize(
    ("given", "code", "message"),
    [
        ("Painter", 2, "'Painter' could be 2 sessions: name one of ses_aaaa1111, ses_bbbb1111."),
        ("ses_aaaa", 2, "could be 2 sessions: name one of ses_aaaa1111, ses_aaaa2222."),
        ("ses_b", 1, "No session is named 'ses_b'"),  # too short to be meant
        ("b", 1, "No session is named"),
        ("painter", 1, "No session is named"),
        ("", 1, "No session is named"),
        ("../projects", 1, "No session is named"),
        ("a\x1b[31m/b", 1, "No session is named 'a·[31m/b'"),
        ("ses_0123456789abcdef01", 1, "Session with id 'ses_0123456789abcdef01' not found"),
    ],
)
def test_what_is_not_clear_is_not_guessed(commands: Commands, given: str, code: int, message: str) -> None:
    completed = commands.run("session", "delete", given)
    assert (completed.returncode, completed.stdout) == (code, "")
    assert message in completed.stderr
    assert len(commands.json("session", "list")) == 5


def test_a_title_means_the_task_of_the_project_that_is_spoken_of(commands: Commands) -> None:
    made = {}
    for project in ("Harbour", "Lighthouse"):
        commands.ok("project", "create", project)
        made[project] = commands.json("task", "create", "Sweep", "--project", project)["id"]
        part = commands.json("task", "create", "Sweep the stairs", "--project", project, "--parent", "Sweep")
        assert part["parentId"] == made[project]
    for project, task in made.items():
        session = commands.json("session", "create", "--project", project, "--task", "Sweep")
        assert session["taskIds"] == [task]
    completed = commands.run("task", "show", "Sweep")
    assert (completed.returncode, "could be 2 tasks" in completed.stderr) == (2, True)
