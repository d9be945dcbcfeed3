"""What the host keeps on disk of its terminals, for the one after it if this one is killed.

One file for each terminal that says what ran, and one with the last of its text; both for their user only. They lie in
the runtime directory: after a restart of the machine there is nothing to be told of.
"""

from __future__ import annotations

import contextlib
import logging
import os
from pathlib import Path
from typing import NamedTuple

import msgspec

from maestro_tui import paths
from maestro_tui.errors import ConfigurationError
from maestro_tui.terminal.host.messages import ServerTarget, TerminalInfo

__all__ = ["Record", "Records"]

TEXT_BYTES = 1 << 18
"""How much of a terminal's text is kept: its end."""

_log = logging.getLogger("maestro_tui.host")


class Record(NamedTuple):
    """A terminal as it was last written down."""

    info: TerminalInfo
    server: ServerTarget
    text: str
    """The last of its text, as lines; empty if it was never saved."""


class _Kept(msgspec.Struct, frozen=True):
    info: TerminalInfo
    server: ServerTarget


class Records:
    """The records below a directory, which is made when there is something to keep."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory / "terminals"

    def put(self, info: TerminalInfo, server: ServerTarget) -> None:
        """Write down what a terminal is. A disk that is full costs the record, not the terminal."""
        self._write(f"{info.terminal_id}.json", msgspec.json.encode(_Kept(info, server)))

    def save_text(self, terminal_id: str, text: str) -> None:
        """Keep the end of a terminal's text."""
        self._write(f"{terminal_id}.txt", text.encode("utf-8", "replace")[-TEXT_BYTES:])

    def drop(self, terminal_id: str) -> None:
        """Forget a terminal."""
        for ending in ("json", "txt"):
            with contextlib.suppress(OSError):
                (self._directory / f"{terminal_id}.{ending}").unlink(missing_ok=True)

    def exist(self) -> bool:
        """Tell whether there are any."""
        return next(self._directory.glob("*.json"), None) is not None

    def read(self) -> list[Record]:
        """Read all of them, in the order in which the terminals were started; what cannot be read is left out."""
        records = [record for path in self._directory.glob("*.json") if (record := self._read_one(path))]
        return sorted(records, key=lambda record: record.info.started_at)

    def _read_one(self, path: Path) -> Record | None:
        try:
            kept = msgspec.json.decode(path.read_bytes(), type=_Kept)
        except (OSError, msgspec.MsgspecError) as error:
            _log.warning("The record %s cannot be read: %s", path, error)
            return None
        text = b""
        with contextlib.suppress(OSError):
            text = path.with_suffix(".txt").read_bytes()
        return Record(kept.info, kept.server, text.decode("utf-8", "replace"))

    def _write(self, name: str, octets: bytes) -> None:
        path = self._directory / name
        fresh = path.with_suffix(f"{path.suffix}.new")
        try:
            paths.make_private(self._directory)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(octets)
            # Whole or not at all: whoever reads it reads it after somebody was killed.
            fresh.replace(path)
        except (OSError, ConfigurationError) as error:
            _log.warning("The record %s cannot be written: %s", path, error)
