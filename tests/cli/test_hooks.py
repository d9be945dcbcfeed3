from __future__ import annotations

import os
import subprocess
from pathlib import Path

import msgspec
import pytest

from tests.cli.commands import Commands

FILES = {"claude": ".claude/settings.json", "codex": ".codex/hooks.json", "gemini": ".gemini/settings.json"}
PRESENT = {
    "model": "opus",
    "hooks": {
        "Stop": [{"hooks": [{"type": "command", "command": "say done"}]}],
        "PreToolUse": [{"matcher": "Bash", "hooks": [{"type": "command", "command": "report hook claude"}]}],
    },
}


@pytest.mark.parametrize("agent", FILES)
def test_each_agent_gets_its_own_configuration(alone: Commands, agent: str) -> None:
    hooks = msgspec.json.decode(alone.ok("hooks", agent))["hooks"]
    assert {"SessionStart", "SessionEnd"} < set(hooks)
    for groups in hooks.values():
        (group,) = groups
        (hook,) = group["hooks"]
        assert hook["type"] == "command"
        assert hook["command"].endswith(f"report hook {agent}")
        assert hook["timeout"] in ({3000, 10000} if agent == "gemini" else {3, 10})
    assert hooks["SessionEnd"][0]["hooks"][0]["timeout"] in {3, 3000}


@pytest.mark.parametrize("agent", FILES)
def test_installed_twice_is_installed_once_and_removed_it_is_gone(alone: Commands, agent: str) -> None:
    path = alone.home.directory / FILES[agent]
    path.parent.mkdir()
    path.write_bytes(msgspec.json.encode(PRESENT))
    said = alone.ok("hooks", agent, "--install")
    assert f"reports from now on: {path} (before: {path}." in said
    assert ("/hooks" in said) == (agent == "codex")
    installed = msgspec.json.decode(path.read_bytes())
    assert installed["model"] == "opus"
    assert installed["hooks"]["PreToolUse"] == PRESENT["hooks"]["PreToolUse"]  # type: ignore[index]
    assert {"command": "say done", "type": "command"} in installed["hooks"]["Stop"][0]["hooks"]
    (copy,) = path.parent.glob("*.bak")
    assert msgspec.json.decode(copy.read_bytes()) == PRESENT

    assert alone.ok("hooks", agent, "--install") == f"{path} is as it should be.\n"
    assert msgspec.json.decode(path.read_bytes()) == installed
    assert f"reports no more: {path}" in alone.ok("hooks", agent, "--remove")
    assert msgspec.json.decode(path.read_bytes()) == PRESENT


@pytest.mark.parametrize(
    ("agent", "variable", "name"),
    [("claude", "CLAUDE_CONFIG_DIR", "settings.json"), ("codex", "CODEX_HOME", "hooks.json")],
)
def test_the_agents_own_variable_names_its_directory(
    alone: Commands, tmp_path: Path, agent: str, variable: str, name: str
) -> None:
    alone.ok("hooks", agent, "--install", **{variable: str(tmp_path / "elsewhere")})
    assert (tmp_path / "elsewhere" / name).exists()


def test_a_broken_file_is_not_touched(alone: Commands, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text("{ // mine\n}")
    completed = alone.run("hooks", "claude", "--install", "--file", str(path))
    assert completed.returncode == 2
    assert f"{path} is not plain JSON" in completed.stderr
    assert path.read_text() == "{ // mine\n}"
    assert list(tmp_path.glob("settings*")) == [path]


def test_what_is_installed_works_in_the_shell_of_the_agent(commands: Commands) -> None:
    commands.ok("project", "create", "Zebra")
    session = commands.json("session", "create", "--project", "Zebra", "--status", "spawning")["id"]
    hooks = msgspec.json.decode(commands.ok("hooks", "gemini"))["hooks"]
    shell_command = hooks["BeforeAgent"][0]["hooks"][0]["command"]

    def run(**environ: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            ["/bin/sh", "-c", shell_command],
            env={**commands.home.environ, **environ, "PYTHONPATH": os.pathsep.join(["."])},
            input=b'{"hook_event_name": "BeforeAgent"}',
            capture_output=True,
            check=True,
        )

    outside = run(PATH="/nowhere")
    inside = run(**commands.agent(session))
    assert {outside.stdout, outside.stderr, inside.stdout, inside.stderr} == {b""}
    assert commands.json("session", "show", session)["status"] == "working"
