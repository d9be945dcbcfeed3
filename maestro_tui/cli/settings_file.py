"""An agent's own settings file: hooks go in and out, and everything else in it stays as it is.

A file that cannot be understood is not touched. What was there before is kept beside it.
"""

from __future__ import annotations

import stat
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec

from maestro_tui.cli.agent_hooks import is_ours
from maestro_tui.errors import ConfigurationError
from maestro_tui.server.atomic_file import write_atomically

Settings = dict[str, Any]

_NEW_MODE: Final = 0o600


def read_settings(path: Path) -> Settings:
    """Read a settings file; one that is not there is empty.

    Raises:
        ConfigurationError: It cannot be read, or is not what it should be.
    """
    try:
        octets = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise ConfigurationError(f"Cannot read {path}: {error.strerror}.") from error
    try:
        settings = msgspec.json.decode(octets) if octets.strip() else {}
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigurationError(
            f"{path} is not plain JSON ({error}): mend it, or put in by hand what `maestro-tui hooks` prints."
        ) from error
    return _checked(settings, path)


def with_hooks(settings: Settings, agent: str, hooks: dict[str, list[Any]]) -> Settings:
    """Give settings with these hooks of ours, and no others of ours."""
    without = without_hooks(settings, agent)
    present = without.get("hooks", {})
    return {
        **without,
        "hooks": {**present, **{event: [*present.get(event, []), *hooks[event]] for event in hooks}},
    }


def without_hooks(settings: Settings, agent: str) -> Settings:
    """Give settings without any hook of ours; what is empty by that is left out."""
    if "hooks" not in settings:
        return settings
    events = {
        event: _others(groups, agent) if isinstance(groups, list) else groups
        for event, groups in settings["hooks"].items()
    }
    kept = {event: groups for event, groups in events.items() if groups or not settings["hooks"][event]}
    rest = {name: value for name, value in settings.items() if name != "hooks"}
    return {**settings, "hooks": kept} if kept or not settings["hooks"] else rest


def write_settings(path: Path, settings: Settings) -> Path | None:
    """Write a settings file, whole or not at all; give the copy of what was there, if anything was.

    Raises:
        ConfigurationError: It cannot be written; it is as it was.
    """
    # The file itself, where it is linked to: dotfiles are kept elsewhere.
    target = path.resolve()
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        copy = _copy(target)
        mode = stat.S_IMODE(target.stat().st_mode) if copy else _NEW_MODE
        write_atomically(target, msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n")
        target.chmod(mode)
    except OSError as error:
        raise ConfigurationError(f"Cannot write {target}: {error.strerror}.") from error
    return copy


def _copy(path: Path) -> Path | None:
    if not path.exists():
        return None
    copy = path.with_name(f"{path.name}.{datetime.now().astimezone():%Y%m%d-%H%M%S}.bak")
    write_atomically(copy, path.read_bytes())
    return copy


def _checked(settings: Any, path: Path) -> Settings:  # noqa: ANN401  # any JSON
    hooks = settings.get("hooks", {}) if isinstance(settings, dict) else None
    if (
        not isinstance(settings, dict)
        or not isinstance(hooks, dict)
        or not all(isinstance(groups, list) for groups in hooks.values())
    ):
        raise ConfigurationError(
            f'{path} is not a settings file with hooks as they should be: look at what is below "hooks" in it.'
        )
    return settings


def _others(groups: list[Any], agent: str) -> list[Any]:
    kept = []
    for group in groups:
        if not isinstance(group, dict) or not isinstance(group.get("hooks"), list):
            kept.append(group)
            continue
        hooks = [hook for hook in group["hooks"] if not is_ours(hook, agent)]
        if hooks or not group["hooks"]:
            kept.append({**group, "hooks": hooks})
    return kept
