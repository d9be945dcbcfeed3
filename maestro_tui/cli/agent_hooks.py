"""The hook configuration of Claude Code, Codex and Gemini CLI that reports what an agent does. Pure.

Each is an object ``{"hooks": {EVENT: [{"matcher"?, "hooks": [{"type": "command", "command", "timeout"}]}]}}`` in
a JSON file of the agent's own. They differ in their events, in the unit of ``timeout``, and in the file.

- Claude Code: ``~/.claude/settings.json``, or in ``CLAUDE_CONFIG_DIR``; seconds; ``async`` hooks hold nothing up;
  ``SessionEnd`` is given little time. Source: https://code.claude.com/docs/en/hooks ("Configuration").
- Codex: ``~/.codex/hooks.json``, or in ``CODEX_HOME``; seconds, at most 3 for ``SessionEnd``, which came in
  2026-07 and is passed over before. Source: https://developers.openai.com/codex/hooks ("Where Codex looks for
  hooks", "Config shape"), https://github.com/openai/codex/pull/33895.
- Gemini CLI: ``~/.gemini/settings.json``; milliseconds; a ``name`` for its ``/hooks`` panel. Source:
  https://github.com/google-gemini/gemini-cli/blob/main/docs/hooks/reference.md ("Configuration schema").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

TIMEOUT: Final = 10
"""Seconds a hook may take: far more than it does."""
TIMEOUT_AT_END: Final = 3
AT_END: Final = "SessionEnd"
AFTER_TOOL: Final = frozenset({"PostToolUse", "AfterTool"})


@dataclass(frozen=True, kw_only=True)
class Agent:
    """An agent with hooks."""

    title: str
    file: str
    """Its file for hooks, in its own directory."""
    home: str
    """That directory, below the user's home."""
    home_variable: str = ""
    """The variable that names another directory."""
    events: tuple[str, ...]
    extras: Mapping[str, Any]
    """What else each hook says."""
    extras_after_tool: Mapping[str, Any]
    second: int = 1
    """A second in the unit of its timeouts."""
    advice: str = ""
    """What its user has to do besides."""

    def settings_file(self, environ: Mapping[str, str]) -> Path:
        """Give the file the hooks of this user go into."""
        named = environ.get(self.home_variable) if self.home_variable else None
        return (Path(named) if named else Path("~") / self.home).expanduser() / self.file

    def hooks(self, command: str) -> dict[str, list[dict[str, Any]]]:
        """Give the hooks that run a command at every event, as they stand below ``hooks``."""
        return {event: [self._group(event, command)] for event in self.events}

    def _group(self, event: str, command: str) -> dict[str, Any]:
        timeout = (TIMEOUT_AT_END if event == AT_END else TIMEOUT) * self.second
        extras = {**self.extras, **(self.extras_after_tool if event in AFTER_TOOL else {})}
        hook = {"type": "command", "command": command, "timeout": timeout, **extras}
        return {"matcher": "*", "hooks": [hook]} if event in AFTER_TOOL else {"hooks": [hook]}


AGENTS: Final = {
    "claude": Agent(
        title="Claude Code",
        home=".claude",
        home_variable="CLAUDE_CONFIG_DIR",
        file="settings.json",
        events=("SessionStart", "UserPromptSubmit", "PostToolUse", "Notification", "Stop", AT_END),
        extras={},
        # It says that a question is answered, and no tool call need wait for that to be told.
        extras_after_tool={"async": True},
    ),
    "codex": Agent(
        title="Codex",
        home=".codex",
        home_variable="CODEX_HOME",
        file="hooks.json",
        events=("SessionStart", "UserPromptSubmit", "PermissionRequest", "PostToolUse", "Stop", AT_END),
        extras={},
        extras_after_tool={},
        advice="Codex runs no hook before you trust it: type /hooks in Codex. Versions before 2026-04 want"
        " `codex_hooks = true` under [features] in config.toml.",
    ),
    "gemini": Agent(
        title="Gemini CLI",
        home=".gemini",
        file="settings.json",
        events=("SessionStart", "BeforeAgent", "AfterTool", "Notification", "AfterAgent", AT_END),
        extras={"name": "maestro-tui"},
        extras_after_tool={},
        second=1000,
    ),
}
"""By the name of the program."""


def hook_command(agent: str, program: str) -> str:
    """Give what a hook runs: nothing at all in an agent that nobody spawned, so that it costs no time there."""
    return f'[ -z "$MAESTRO_SESSION_ID" ] || {program} {_marker(agent)}'


def is_ours(hook: object, agent: str) -> bool:
    """Tell whether a hook of a settings file was put there by us, wherever the program was then."""
    command = hook.get("command") if isinstance(hook, dict) else None
    return isinstance(command, str) and "maestro" in command and command.endswith(_marker(agent))


def _marker(agent: str) -> str:
    return f"report hook {agent}"
