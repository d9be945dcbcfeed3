"""The log of what was started here, and what was not: who decided, on what, and why. For its user only.

One JSON document a line, appended by every dashboard of this user; of what is secret only names. A file that has grown
is set aside once, and its predecessor forgotten: the log is bounded.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from maestro_tui import paths
from maestro_tui.conductor.spawning import SpawnQuestion, Verdict
from maestro_tui.errors import ConfigurationError

__all__ = ["Decision", "DecisionLog"]

MAX_BYTES: Final = 1 << 20
MOST: Final = 500
"""How many are read back: nobody scrolls further."""

LONGEST_TEXT: Final = 400
MOST_NAMES: Final = 64

_log = logging.getLogger("maestro_tui.conductor")


class Decision(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One decision. Texts come from outside: to be shown, never to be parsed."""

    at: float
    """Milliseconds since the epoch."""
    session_id: str
    verdict: Verdict
    server: str = ""
    """Who asked, without a token."""
    argv: tuple[str, ...] = ()
    cwd: str = ""
    variables: tuple[str, ...] = ()
    """The names of the variables that were to be set: never their values."""
    withheld: tuple[str, ...] = ()
    """The names of those that no event may set."""
    why: str = ""


def decision_on(question: SpawnQuestion, verdict: Verdict, *, at: float, server: str, why: str) -> Decision:
    """Put a decision into a value, without anything that should not be read by who finds the file."""
    from maestro_tui.conductor.masking import mask, mask_argv

    return Decision(
        at=at,
        session_id=question.session_id[:LONGEST_TEXT],
        verdict=verdict,
        server=server,
        argv=mask_argv(question.argv),
        cwd=mask(question.cwd),
        variables=_names(question.env_vars),
        withheld=_names(question.refused),
        why=mask(why),
    )


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name[:LONGEST_TEXT] for name in list(names)[:MOST_NAMES])


class DecisionLog:
    """The log.

    Args:
        path: Where it is kept; None keeps it only as long as this program runs.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._here: deque[Decision] = deque(maxlen=MOST)

    def add(self, decision: Decision) -> None:
        """Take a decision down. A disk that is full costs the line, not the decision."""
        self._here.append(decision)
        if self._path is None:
            return
        try:
            paths.make_private(self._path.parent)
            self._set_aside()
            self._append(msgspec.json.encode(decision) + b"\n")
        except (OSError, ConfigurationError) as error:
            _log.warning("A decision cannot be written to %s: %s", self._path, error)

    def latest(self) -> list[Decision]:
        """Give the latest, the newest first: those of other dashboards too. What cannot be read is left out."""
        if self._path is None:
            return list(reversed(self._here))
        found: list[Decision] = []
        for path in (self._path, self._old):
            found += [each for line in reversed(_lines_of(path)) if (each := _read(line)) is not None]
            if len(found) >= MOST:
                break
        return found[:MOST]

    @property
    def stamp(self) -> tuple[int, ...]:
        """Something that is another when there is more to be read."""
        try:
            status = self._path.stat() if self._path else None
        except OSError:
            status = None
        return (status.st_size, status.st_mtime_ns) if status else (len(self._here),)

    @property
    def _old(self) -> Path:
        assert self._path is not None
        return self._path.with_suffix(f"{self._path.suffix}.1")

    def _set_aside(self) -> None:
        assert self._path is not None
        if self._path.exists() and self._path.stat().st_size > MAX_BYTES:
            self._path.replace(self._old)

    def _append(self, line: bytes) -> None:
        assert self._path is not None
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
        file = os.open(self._path, flags, 0o600)
        try:
            os.fchmod(file, 0o600)
            # One write: lines of several dashboards do not run into each other.
            os.write(file, line)
        finally:
            os.close(file)


def _lines_of(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().splitlines()
    except OSError:
        return []


def _read(line: bytes) -> Decision | None:
    try:
        return msgspec.json.decode(line, type=Decision)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
