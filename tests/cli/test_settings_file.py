from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, strategies as st

from maestro_tui.cli.agent_hooks import AGENTS, hook_command
from maestro_tui.cli.settings_file import read_settings, with_hooks, without_hooks, write_settings
from maestro_tui.errors import ConfigurationError

values = st.none() | st.booleans() | st.integers(-1000, 1000) | st.text(max_size=8)
foreign_hooks = st.fixed_dictionaries({"type": st.just("command"), "command": st.text(max_size=8)})
groups = st.one_of(
    values,
    st.fixed_dictionaries(
        {"hooks": st.lists(foreign_hooks, max_size=3)}, optional={"matcher": st.text(max_size=4)}
    ),
)
settings = st.dictionaries(st.text(max_size=8), values, max_size=4).flatmap(
    lambda rest: st.one_of(
        st.just(rest),
        st.dictionaries(
            st.sampled_from(["Stop", "PreToolUse", "SessionStart"]),
            st.lists(groups, min_size=1, max_size=3),
            min_size=1,
        ).map(lambda hooks: {**rest, "hooks": hooks}),
    )
)
agents = st.sampled_from(sorted(AGENTS))


def our_hooks(agent: str, program: str = "maestro-tui") -> dict[str, Any]:
    return AGENTS[agent].hooks(hook_command(agent, program))


@given(settings, agents)
def test_what_was_put_in_comes_out_and_leaves_nothing(before: dict[str, Any], agent: str) -> None:
    after = with_hooks(before, agent, our_hooks(agent))
    assert without_hooks(after, agent) == before


@given(settings, agents)
def test_twice_is_once_wherever_the_program_is(before: dict[str, Any], agent: str) -> None:
    moved = with_hooks(before, agent, our_hooks(agent, "'/old place/maestro-tui'"))
    once = with_hooks(before, agent, our_hooks(agent))
    assert with_hooks(moved, agent, our_hooks(agent)) == with_hooks(once, agent, our_hooks(agent)) == once


@given(settings, agents)
def test_what_was_there_stays_where_it_was(before: dict[str, Any], agent: str) -> None:
    after = with_hooks(before, agent, our_hooks(agent))
    assert list(after)[: len(before)] == list(before)
    for event, present in before.get("hooks", {}).items():
        assert after["hooks"][event][: len(present)] == present


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not plain JSON"),
        ('{"a": 1 // why\n}', "is not plain JSON"),
        ("[]", "is not a settings file"),
        ("null", "is not a settings file"),
        ('{"hooks": []}', "is not a settings file"),
        ('{"hooks": {"Stop": {}}}', "is not a settings file"),
        ("[" * 100_000, "is not plain JSON"),
    ],
)
def test_what_cannot_be_understood_is_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content)
    with pytest.raises(ConfigurationError, match=message):
        read_settings(path)


@pytest.mark.parametrize("content", ["", "  \n", "{}", None])
def test_what_is_empty_is_empty(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "settings.json"
    if content is not None:
        path.write_text(content)
    assert read_settings(path) == {}


def test_a_file_is_written_where_it_really_is_and_for_whom_it_was(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "settings.json"
    real.parent.mkdir()
    real.write_text('{"a": 1}')
    real.chmod(0o640)
    link = tmp_path / "settings.json"
    link.symlink_to(real)
    copy = write_settings(link, {"a": 1, "b": "ä"})
    assert link.is_symlink()
    assert msgspec.json.decode(real.read_bytes()) == {"a": 1, "b": "ä"}
    assert real.stat().st_mode & 0o777 == 0o640
    assert copy is not None
    assert copy.parent == real.parent
    assert copy.read_text() == '{"a": 1}'


def test_a_new_file_is_private(tmp_path: Path) -> None:
    path = tmp_path / ".claude" / "settings.json"
    assert write_settings(path, {}) is None
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="Cannot write"):
        write_settings(tmp_path / "file" / "settings.json", {})
