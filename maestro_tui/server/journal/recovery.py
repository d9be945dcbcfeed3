"""The state of a data dir at start: its files, and on top what only the journal has yet."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from maestro_tui import paths
from maestro_tui.errors import ConfigurationError
from maestro_tui.server.journal.checkpoint import Checkpoint, checkpoint_time, read_checkpoint
from maestro_tui.server.journal.history import Damage, read_history
from maestro_tui.server.journal.records import changes_of
from maestro_tui.server.journal.segments import Segment, segments_in
from maestro_tui.server.repositories.files import DocumentFiles, put_aside
from maestro_tui.server.repositories.kinds import Key
from maestro_tui.server.repositories.tables import Tables

_log = logging.getLogger("maestro_tui.server")

JOURNAL_NAME: Final = "journal"
UNREADABLE_SUFFIX: Final = ".unreadable"


@dataclass(slots=True)
class Recovered:
    """What is there at start."""

    directory: Path
    """Where the journal is."""
    epoch: str
    tables: Tables
    segments: list[Segment]
    """The segments that clients can be given events from; none if a new epoch begins."""
    stored_seq: int
    """Up to which event the files are complete."""
    unstored: dict[Key, bytes | None] = field(default_factory=dict)
    """Documents that are newer than their files."""
    outdated: list[Path] = field(default_factory=list)
    """Segments of an epoch that is over: to be deleted once everything is stored."""


def recover(data_dir: Path, files: DocumentFiles) -> Recovered:
    """Read the files, then apply what the journal has beyond them.

    A new epoch begins, so that clients read everything again, where the journal does not tell all that
    happened: there is none yet, records of it are damaged, or somebody else has changed the files.

    Raises:
        ConfigurationError: The journal or the files cannot be read.
    """
    directory = paths.make_private(data_dir / JOURNAL_NAME)
    try:
        return _recover(directory, files)
    except OSError as error:
        raise ConfigurationError(f"Cannot read the data dir {data_dir}: {error.strerror}.") from error


def _recover(directory: Path, files: DocumentFiles) -> Recovered:
    checkpoint = read_checkpoint(directory)
    is_foreign = bool(checkpoint and checkpoint.clean and files.changed_at() > checkpoint_time(directory))
    segments, others = segments_in(directory)
    for path in others:
        _put_aside(path)
    present = [segment for segment in segments if segment.header.epoch == segments[-1].header.epoch]
    recovered = Recovered(
        directory=directory,
        epoch=present[-1].header.epoch if present else secrets.token_hex(8),
        tables=Tables(),
        segments=present,
        stored_seq=_stored_seq(checkpoint, present),
    )
    for key, octets in files.load():
        recovered.tables.apply(key, octets)
    is_whole = _replay(recovered)
    for key, path in files.unreadable.items():
        # Power loss may have spoilt a file that the journal has the document of.
        if key not in recovered.unstored:
            put_aside(path)
    if is_foreign:
        _log.warning("Files of the data dir were changed by another program: clients read everything again")
    if present and (is_foreign or not is_whole):
        recovered.epoch = secrets.token_hex(8)
        recovered.segments = []
        recovered.outdated = [segment.path for segment in segments]
    else:
        recovered.outdated = [segment.path for segment in segments if segment not in present]
    return recovered


def _stored_seq(checkpoint: Checkpoint | None, segments: list[Segment]) -> int:
    if checkpoint and segments and checkpoint.epoch == segments[-1].header.epoch:
        return checkpoint.seq
    return segments[0].first_seq - 1 if segments else 0


def _replay(recovered: Recovered) -> bool:
    """Apply the journal to the tables, and tell whether it is whole."""
    damaged = False
    recovered.tables.seq = recovered.stored_seq
    for found in read_history(recovered.segments, recovered.stored_seq):
        if isinstance(found, Damage):
            damaged = True
            _log.error("Events after number %d cannot be read from the journal", found.after_seq)
            continue
        for key, octets in changes_of(found):
            recovered.tables.apply(key, octets)
            recovered.unstored[key] = octets
        recovered.tables.seq = found.last_seq
    if recovered.unstored:
        _log.info("%d documents are brought up to date from the journal", len(recovered.unstored))
    return not damaged


def _put_aside(path: Path) -> None:
    if b"\n" not in path.read_bytes():
        path.unlink()  # a crash has cut its first line: nothing was ever answered from it
        return
    aside = path.with_name(path.name + UNREADABLE_SUFFIX)
    _log.error("%s is no readable segment of the journal: it was put aside as %s", path, aside.name)
    path.rename(aside)
