from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.cli.commands import Commands


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_takes_its_script(alone: Commands, shell: str) -> None:
    script = alone.ok("completion", shell)
    assert "_MAESTRO_TUI_COMPLETE" in script
    if shutil.which(shell) and shell != "zsh":  # zsh wants its completion system loaded first
        subprocess.run([shell, "-c", script], check=True, capture_output=True)


def complete(commands: Commands, words: str, **environ: str) -> list[str]:
    """What bash is told that may stand for the last word."""
    completed = commands.run(
        _MAESTRO_TUI_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(words.count(" ")), **environ
    )
    assert completed.stderr == ""
    return [line.partition(",")[2] for line in completed.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("maestro-tui proj", ["project"]),
        ("maestro-tui session s", ["show", "spawn"]),
        ("maestro-tui completion f", ["fish"]),
        ("maestro-tui hooks c", ["claude", "codex"]),
        ("maestro-tui session list --wai", ["--waiting"]),
        ("maestro-tui session show ses_", []),
    ],
)
def test_commands_and_options_are_offered(alone: Commands, words: str, offered: list[str]) -> None:
    assert complete(alone, words) == offered


def test_ids_are_offered(commands: Commands) -> None:
    project = commands.json("project", "create", "Zebra")["id"]
    session = commands.json("session", "create", "--project", project)["id"]
    assert complete(commands, "maestro-tui session show ses_") == [session]
    assert complete(commands, "maestro-tui project delete ses_") == []
    assert complete(commands, "maestro-tui task list --project ") == [project]
