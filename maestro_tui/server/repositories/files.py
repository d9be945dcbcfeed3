"""Documents as JSON files, in the layout of the original server (measured).

::

    projects/<id>.json    tasks/<projectId>/<id>.json    sessions/<id>.json      pretty JSON, 2 spaces

Files that are none of these are left alone, and so are directories beside them.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from maestro_tui.errors import ConfigurationError, DecodeError
from maestro_tui.server.atomic_file import TEMPORARY_SUFFIX, write_atomically
from maestro_tui.server.documents import Document, decode_json
from maestro_tui.server.identifiers import is_acceptable_id
from maestro_tui.server.repositories.kinds import Key, Kind

_log = logging.getLogger("maestro_tui.server")

_DIRECTORIES: Final = {Kind.PROJECT: "projects", Kind.TASK: "tasks", Kind.SESSION: "sessions"}
UNREADABLE_SUFFIX: Final = ".unreadable"
"""What is appended to the name of a file that cannot be read, so that it is never written over."""


class DocumentFiles:
    """The files of a data dir.

    Args:
        data_dir: The data dir, which is there.
    """

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._directory_of_task: dict[str, str] = {}
        self.unreadable: dict[Key, Path] = {}
        """Files that are no documents, by what they should have been."""

    def prepare(self) -> None:
        """Make the directories.

        Raises:
            ConfigurationError: They cannot be made.
        """
        for name in _DIRECTORIES.values():
            try:
                (self._data_dir / name).mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise ConfigurationError(
                    f"Cannot write to the data dir {self._data_dir}: {error.strerror}."
                ) from error

    def changed_at(self) -> int:
        """Say when a document was last written, made or deleted, in nanoseconds by the file system's clock."""
        tasks = self._data_dir / _DIRECTORIES[Kind.TASK]
        directories = [self._data_dir / name for name in _DIRECTORIES.values()]
        directories += [path for path in tasks.iterdir() if path.is_dir()]
        newest = 0
        for directory in directories:
            newest = max(newest, directory.stat().st_mtime_ns)
            with os.scandir(directory) as entries:
                for entry in entries:
                    if entry.name.endswith(".json"):
                        newest = max(newest, entry.stat().st_mtime_ns)
        return newest

    def load(self) -> Iterator[tuple[Key, bytes]]:
        """Read all documents, oldest first; what cannot be read is noted in `unreadable`."""
        for kind in Kind:
            found = [
                (_made_at(document), key, msgspec.json.encode(document))
                for key, document in self._read_kind(kind)
            ]
            found.sort(key=lambda entry: (entry[0], entry[1].id))
            yield from ((key, octets) for _, key, octets in found)

    def _read_kind(self, kind: Kind) -> Iterator[tuple[Key, Document]]:
        for path in self._files_of(kind):
            document = _read(path)
            key = Key(kind, path.stem)
            if kind is Kind.TASK:
                self._directory_of_task[path.stem] = path.parent.name
            if document is None:
                self.unreadable[key] = path
            else:
                yield key, document

    def _files_of(self, kind: Kind) -> list[Path]:
        directory = self._data_dir / _DIRECTORIES[kind]
        pattern = "*/*" if kind is Kind.TASK else "*"
        for left in directory.glob(f"{pattern}.json{TEMPORARY_SUFFIX}"):
            left.unlink(missing_ok=True)
        return [path for path in directory.glob(f"{pattern}.json") if path.is_file()]

    def path_of(self, key: Key, octets: bytes | None) -> Path | None:
        """Say where a document is, or will be; None for one that was deleted before it had a file."""
        directory = self._data_dir / _DIRECTORIES[key.kind]
        if key.kind is Kind.TASK:
            name = self._directory_of_task.get(key.id)
            if name is None:
                if octets is None:
                    return None
                name = msgspec.json.decode(octets, type=dict[str, Any]).get("projectId", "")
                self._directory_of_task[key.id] = name
            directory /= name
        return directory / f"{key.id}.json"

    def write(self, key: Key, octets: bytes | None) -> Path | None:
        """Write a document, or delete its file if there is none, and give the path; not synced.

        Raises:
            OSError: The file could not be written, and is as it was.
        """
        path = self.path_of(key, octets)
        if path is None:
            return None
        if octets is None:
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
            self._directory_of_task.pop(key.id, None)
            return path
        pretty = msgspec.json.format(octets, indent=2) + b"\n"
        try:
            write_atomically(path, pretty)
        except FileNotFoundError:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(path, pretty)
        return path


def _read(path: Path) -> Document | None:
    try:
        document = decode_json(path.read_bytes())
    except (OSError, DecodeError):
        return None
    if isinstance(document, dict) and document.get("id") == path.stem and is_acceptable_id(path.stem):
        return document
    return None


def put_aside(path: Path) -> None:
    """Rename a file that is no document, so that it is never written over, and say so in the log."""
    aside = path.with_name(path.name + UNREADABLE_SUFFIX)
    try:
        path.rename(aside)
    except OSError as error:
        _log.error("%s is not a readable document, and cannot be put aside: %s", path, error.strerror)
    else:
        _log.error("%s is not a readable document: it was put aside as %s", path, aside.name)


def _made_at(document: Document) -> float:
    for name in ("createdAt", "startedAt"):
        moment = document.get(name)
        if isinstance(moment, int | float):
            return moment
    return 0.0
