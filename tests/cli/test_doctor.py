from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from maestro_tui.cli.checks.finding import Level
from tests.cli.commands import Commands, serving


def findings(commands: Commands, code: int, *arguments: str, **environ: str) -> dict[str, Any]:
    """What the doctor says, by what it is about."""
    completed = commands.run("doctor", "--json", *arguments, **environ)
    answer = msgspec.json.decode(completed.stdout)
    assert (completed.returncode, completed.stderr, answer["ok"]) == (code, "", code == 0), completed
    assert all(finding["level"] == Level.OK or finding["advice"] for finding in answer["findings"])
    return {finding["about"]: finding for finding in answer["findings"]}


def make_agent(directory: Path, name: str) -> str:
    directory.mkdir()
    (directory / name).write_text("#!/bin/sh\n")
    (directory / name).chmod(0o755)
    return str(directory)


def test_all_is_well_with_a_server_of_ours(commands: Commands, tmp_path: Path) -> None:
    path = make_agent(tmp_path / "bin", "codex")
    commands.ok("hooks", "codex", "--install")
    found = findings(commands, 0, PATH=path)
    wrong = {about: finding for about, finding in found.items() if finding["level"] != Level.OK}
    assert not wrong
    assert {"python", "packages", "terminal", "data dir", "privacy", "server", "token", "web pages"} < set(
        found
    )
    assert {"open files", "logout", "codex"} < set(found)
    text = commands.ok("doctor", PATH=path)
    assert [line.split()[0] for line in text.splitlines()] == ["ok"] * len(found)


def test_on_a_terminal_it_looks_at_the_terminal(commands: Commands) -> None:
    text = commands.on_terminal("doctor", columns=90, TMUX="/tmp/tmux", NO_COLOR="1", LC_ALL="C.UTF-8")
    assert "ok   terminal      xterm-256color" in text
    assert "ok   size          90 × 24" in text
    assert "warn multiplexer   this terminal is inside tmux" in text
    assert "→ in tmux.conf:" in text
    shown = commands.on_terminal("doctor", TERM="dumb", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert "bad  terminal" in shown
    assert "bad  encoding" in shown


@pytest.mark.parametrize(
    ("environ", "about", "level", "text"),
    [
        ({"MAESTRO_SERVER_URL": "http://127.0.0.1:9"}, "server", Level.BAD, "No server answers"),
        ({"MAESTRO_SERVER_URL": "gopher://x"}, "server", Level.BAD, "is not the URL of a server"),
        ({"DATA_DIR": "/dev/null/data"}, "data dir", Level.BAD, "cannot be written"),
        ({"DATA_DIR": "/dev/null"}, "data dir", Level.BAD, "is no directory"),
        ({"PATH": "/nowhere"}, "agents", Level.WARN, "none of claude, codex, gemini"),
        ({}, "server", Level.OK, "none runs for"),
    ],
)
def test_what_is_wrong_is_said(
    alone: Commands, environ: dict[str, str], about: str, level: Level, text: str
) -> None:
    alone.home.data_dir.chmod(0o700)
    found = findings(alone, int(level is Level.BAD), **environ)
    assert (found[about]["level"], text in found[about]["text"]) == (level, True), found[about]


def test_others_who_could_look_in_are_told_of(alone: Commands) -> None:
    data_dir = alone.home.data_dir
    data_dir.chmod(0o755)
    assert findings(alone, 0)["privacy"]["advice"] == f"chmod 700 {data_dir}"
    (data_dir / "token").write_text("secret")
    (data_dir / "token").chmod(0o644)
    assert findings(alone, 1)["token"]["text"] == f"others can read {data_dir}/token"


def test_hooks_that_are_missing_or_broken_are_told_of(alone: Commands, tmp_path: Path) -> None:
    alone.home.data_dir.chmod(0o700)
    path = make_agent(tmp_path / "bin", "claude")
    assert "maestro-tui hooks claude --install" in findings(alone, 0, PATH=path)["claude"]["advice"]
    settings = alone.home.directory / ".claude" / "settings.json"
    settings.parent.mkdir()
    for content, code in (('{"hooks": {"Stop": [{"hooks": 1}, 2, {}]}}', 0), ("{", 1)):
        settings.write_text(content)
        assert findings(alone, code, PATH=path)["claude"]["level"] == (Level.BAD if code else Level.WARN)


def test_a_server_that_asks_for_no_token_is_told_of(tmp_path: Path) -> None:
    with serving(tmp_path, "--port", "0", "--no-auth") as commands:
        found = findings(commands, 0)
    assert found["token"]["level"] == Level.WARN
    assert found["web pages"]["text"] == "none gets in"


def test_a_token_that_is_not_the_servers_is_told_of(commands: Commands) -> None:
    url = commands.url.partition("/t/")[0]
    found = findings(commands, 1, "--url", f"{url}/t/wrong")
    assert "401" in found["server"]["text"]
    assert "wrong" not in found["server"]["text"]
