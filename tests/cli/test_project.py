from __future__ import annotations

from pathlib import Path

from tests.cli.commands import Commands


def test_a_project_is_made_shown_changed_and_deleted(commands: Commands, tmp_path: Path) -> None:
    made = commands.json("project", "create", "Zebra", "--dir", str(tmp_path), "--description", "Stripes")
    assert (made["name"], made["workingDir"], made["description"]) == ("Zebra", str(tmp_path), "Stripes")
    assert commands.json("project", "show", made["id"]) == made
    assert commands.json("project", "list") == [made]

    changed = commands.json("project", "edit", "Zebra", "--name", "Okapi")
    assert (changed["name"], changed["description"]) == ("Okapi", "Stripes")
    assert (
        commands.ok("project", "edit", made["id"], "--description", "Legs")
        == f"Changed {made['id']}  Okapi\n"
    )

    assert commands.json("project", "delete", "Okapi") == {"success": True, "id": made["id"]}
    completed = commands.run("project", "list")
    assert (completed.stdout, completed.stderr) == ("", "No projects.\n")


def test_people_read_columns_and_fields(commands: Commands, tmp_path: Path) -> None:
    assert commands.ok("project", "create", "Gnu", "--dir", str(tmp_path)).endswith("  Gnu\n")
    head, row = commands.ok("project", "list").splitlines()
    assert head.split() == ["ID", "NAME", "DIRECTORY", "CHANGED"]
    assert row.split()[1:] == ["Gnu", str(tmp_path), "now"]
    fields = dict(line.split(maxsplit=1) for line in commands.ok("project", "show", "Gnu").splitlines())
    assert fields["name"] == "Gnu"
    assert fields["directory"] == str(tmp_path)


def test_a_directory_is_what_the_user_means_by_it(commands: Commands) -> None:
    home = commands.home.environ["HOME"]
    assert commands.json("project", "create", "Tilde", "--dir", "~/x")["workingDir"] == f"{home}/x"
    assert commands.json("project", "create", "Here")["workingDir"] == str(Path.cwd())


def test_what_cannot_be_deleted_stays_and_the_server_says_why(commands: Commands) -> None:
    commands.ok("project", "create", "Busy")
    commands.ok("task", "create", "Work", "--project", "Busy")
    completed = commands.run("project", "delete", "Busy")
    assert completed.returncode == 1
    assert "Cannot delete project with existing tasks" in completed.stderr
    assert commands.json("project", "show", "Busy")["name"] == "Busy"
