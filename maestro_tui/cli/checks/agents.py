"""Which agents are installed, and whether they report what they do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping

from maestro_tui.cli.agent_hooks import AGENTS, Agent
from maestro_tui.cli.checks.finding import Finding, bad, ok, warn
from maestro_tui.cli.settings_file import read_settings, without_hooks
from maestro_tui.errors import ConfigurationError


def check_agents(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Look for the agents that are known, and for our hooks in their settings."""
    found = {name: agent for name, agent in AGENTS.items() if shutil.which(name)}
    if not found:
        yield warn(
            "agents", f"none of {', '.join(AGENTS)} is in PATH",
            "install one, or name what sessions run: MAESTRO_AGENT_COMMAND, or `session spawn --command`",
        )  # fmt: skip
    for name, agent in found.items():
        yield _hooks(name, agent, environ)


def _hooks(name: str, agent: Agent, environ: Mapping[str, str]) -> Finding:
    path = agent.settings_file(environ)
    try:
        has_hooks = without_hooks(settings := read_settings(path), name) != settings
    except ConfigurationError as error:
        return bad(name, str(error).rstrip("."), "mend the file")
    if has_hooks:
        return ok(name, f"{agent.title} reports what it does")
    return warn(
        name,
        f"{agent.title} does not report when it waits for you",
        f"run `maestro-tui hooks {name} --install`",
    )
