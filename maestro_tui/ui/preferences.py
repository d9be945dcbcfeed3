"""What the dashboard remembers of its user's choices, and the file it keeps them in.

The file is small, the user's own, and of no worth to anybody else: one that cannot be read is set aside and said so.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

import msgspec

MOST_OCTETS: Final = 1_000_000
"""A file that is larger is none of ours."""


class TableView(msgspec.Struct, kw_only=True, forbid_unknown_fields=False):
    """How one table is looked at."""

    filter: str = ""
    """What is looked for in it."""
    sort: str | None = None
    """The column it is sorted by; None is its own order."""
    reversed: bool = False
    """Whether the other way round."""


class Preferences(msgspec.Struct, kw_only=True):
    """Everything that is remembered; without a file it is what a new user sees."""

    theme: str | None = None
    """The name of the theme; None is our own."""
    layout: str = "tables"
    sizes: dict[str, float | None] = {}
    """How large the parts of the screen are, each as a part of the room there is, by the name of its border."""
    tables: dict[str, TableView] = {}
    """By the name of the table."""
    project: str = ""
    """The project that is looked at; empty is all of them."""
    relative_times: bool = False
    """Whether the timeline says how long ago things happened, and not when."""
    told: frozenset[str] | None = None
    """By which ways the user is told outside the dashboard; None is by all of them."""

    put_aside: list[tuple[str, str]] = []
    """Which sessions call no more, by their ids, and what they called for. No table: who is gone shall not stay."""
    news_from: float | None = None
    """When a dashboard was last looked at, in milliseconds since the epoch: what ended later is news to the next."""

    def look(self) -> Preferences:
        """Give only what says how things look, and nothing of what is looked at."""
        return Preferences(
            theme=self.theme, layout=self.layout, sizes=self.sizes, relative_times=self.relative_times
        )


class PreferencesFile:
    """The file. Two dashboards at once may write it: the last one wins, and neither sees half of it.

    Args:
        path: Where it lies.
        is_kept: Whether it is written; else only the look of things is taken from it.
    """

    def __init__(self, path: Path, *, is_kept: bool = True) -> None:
        # A file that its user keeps elsewhere and has a link to stays there.
        self._path = Path(os.path.realpath(path))
        self._is_kept = is_kept
        self.problem = ""
        """What the user should know of the file, in a sentence."""

    def load(self) -> Preferences:
        """Read what is remembered; of a file that cannot be used, say so in `problem`, and begin anew."""
        try:
            preferences = msgspec.convert(self._read() or {}, Preferences)
        except msgspec.ValidationError as error:
            self._set_aside(str(error))
            preferences = Preferences()
        return preferences if self._is_kept else preferences.look()

    def save(self, preferences: Preferences) -> None:
        """Write what is to be remembered; fields of other versions stay in the file as they are."""
        kept = self._read() if self._is_kept else None
        if kept is None:
            return
        octets = msgspec.json.encode(_merge(kept, msgspec.to_builtins(preferences)))
        temporary = self._path.with_name(f".{self._path.name}.{os.getpid()}.tmp")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(msgspec.json.format(octets) + b"\n")
            temporary.replace(self._path)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            self._give_up(f"Choices are not remembered: {self._path} cannot be written: {error.strerror}.")

    def _read(self) -> dict[str, Any] | None:
        """Give what is in the file; None if it cannot be had, and must be left alone."""
        try:
            with self._path.open("rb") as file:
                octets = file.read(MOST_OCTETS)
            fields = msgspec.json.decode(octets)
        except FileNotFoundError:
            return {}
        except OSError as error:
            self._give_up(f"Choices are not remembered: {self._path} cannot be read: {error.strerror}.")
            return None
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            return self._set_aside(str(error))
        if not isinstance(fields, dict):
            return self._set_aside("it is no JSON object")
        return fields

    def _set_aside(self, reason: str) -> dict[str, Any] | None:
        """Keep a file that cannot be used under another name: its user may want to mend it. Begin with an empty one."""
        if not self._is_kept:
            return None
        number = 1
        while (aside := self._path.with_name(f"{self._path.name}.broken-{number}")).exists():
            number += 1
        try:
            self._path.replace(aside)
        except OSError as error:
            self._give_up(f"Choices are not remembered: {self._path} is broken, and stays: {error.strerror}.")
            return None
        self.problem = f"What was remembered could not be read ({reason}): it was set aside as {aside}."
        return {}

    def _give_up(self, problem: str) -> None:
        """Leave the file alone from now on."""
        self.problem = problem
        self._is_kept = False


def _merge(kept: dict[str, Any], fresh: dict[str, Any]) -> dict[str, Any]:
    """Put what is fresh over what is there already, level by level."""
    merged = dict(kept)
    for name, value in fresh.items():
        before = merged.get(name)
        merged[name] = (
            _merge(before, value) if isinstance(before, dict) and isinstance(value, dict) else value
        )
    return merged
