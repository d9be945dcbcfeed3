from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from maestro_tui.server.journal import filing as filing_module, write_behind as write_behind_module
from maestro_tui.server.journal.checkpoint import read_checkpoint
from maestro_tui.server.journal.filing import Filing
from maestro_tui.server.journal.write_behind import WriteBehind
from maestro_tui.server.repositories.files import DocumentFiles
from maestro_tui.server.repositories.kinds import Key, Kind
from tests.server.journal.support import opened
from tests.support.waiting import until

ONE, TWO = Key(Kind.PROJECT, "one"), Key(Kind.PROJECT, "two")


class Recorder:
    """Takes what is written, or fails."""

    def __init__(self) -> None:
        self.rounds: list[dict[Key, bytes | None]] = []
        self.checkpoints: list[int] = []
        self.tried: list[int | None] = []
        self.fails = False
        self.is_urgent = False

    def write(self, changes: Mapping[Key, bytes | None]) -> None:
        if self.fails:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.rounds.append(dict(changes))

    def checkpoint(self, seq: int) -> None:
        self.checkpoints.append(seq)


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    monkeypatch.setattr(write_behind_module, "PAUSE", 0.01)
    monkeypatch.setattr(write_behind_module, "PAUSE_AFTER_FAILURE", 0.01)
    return Recorder()


def writing(recorder: Recorder) -> WriteBehind:
    filing: Any = recorder
    write_behind = WriteBehind(filing, recorder.tried.append, lambda: recorder.is_urgent)
    write_behind.start()
    return write_behind


async def test_of_a_document_that_changes_often_only_the_last_state_is_written(recorder: Recorder) -> None:
    write_behind = writing(recorder)
    for number in range(100):
        write_behind.note({ONE: str(number).encode()}, number)
    write_behind.note({TWO: None}, 100)
    await until(lambda: recorder.rounds)
    assert recorder.rounds == [{ONE: b"99", TWO: None}]
    write_behind.note({ONE: b"at the end"}, 101)
    assert await write_behind.stop()
    assert recorder.rounds[-1] == {ONE: b"at the end"}


async def test_what_could_not_be_written_is_tried_again_and_newer_states_go_first(
    recorder: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    recorder.fails = True
    write_behind = writing(recorder)
    write_behind.note({ONE: b"old", TWO: b"kept"}, 1)
    await until(lambda: None in recorder.tried)
    assert "the journal keeps them" in caplog.text
    write_behind.note({ONE: b"new"}, 2)
    recorder.fails = False
    await until(lambda: recorder.rounds)
    assert recorder.rounds[0] == {ONE: b"new", TWO: b"kept"}
    assert await write_behind.stop()


async def test_that_not_all_could_be_written_at_the_end_is_told(recorder: Recorder) -> None:
    write_behind = writing(recorder)
    recorder.fails = True
    write_behind.note({ONE: b"x"}, 1)
    assert not await write_behind.stop()


async def test_a_checkpoint_is_made_when_it_is_time_or_urgent(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_behind = writing(recorder)
    write_behind.note({ONE: b"x"}, 1)
    await until(lambda: len(recorder.rounds) == 1)
    assert recorder.checkpoints == []
    recorder.is_urgent = True
    write_behind.note({ONE: b"y"}, 2)
    await until(lambda: recorder.tried == [2])
    assert recorder.checkpoints == [2]
    recorder.is_urgent = False
    monkeypatch.setattr(write_behind, "_checkpoint_at", 0.0)
    write_behind.note({ONE: b"z"}, 3)
    await until(lambda: recorder.checkpoints == [2, 3])
    await write_behind.stop()


def test_a_checkpoint_is_not_noted_before_everything_is_synced(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = DocumentFiles(data_dir)
    files.prepare()
    journal = data_dir / "journal"
    journal.mkdir()
    filing = Filing(files, journal, "e")
    filing.write({ONE: b'{"id":"one"}', TWO: b'{"id":"two"}'})
    filing.write({TWO: None})

    def refuse(_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patched:
        patched.setattr(filing_module, "sync_directory", refuse)
        with pytest.raises(OSError, match="Input/output"):
            filing.checkpoint(7)
    assert read_checkpoint(journal) is None
    filing.checkpoint(7)
    checkpoint = read_checkpoint(journal)
    assert checkpoint is not None
    assert (checkpoint.epoch, checkpoint.seq, checkpoint.clean) == ("e", 7, False)


async def test_files_are_there_while_the_server_runs(data_dir: Path) -> None:
    async with opened(data_dir) as data:
        project = await data.project()
        task = await data.task(project)
        path = data_dir / "tasks" / project["id"] / f"{task['id']}.json"
        await until(path.exists)
        assert msgspec.json.decode(path.read_bytes()) == task
        await data.delete_task(task)
        await until(lambda: not path.exists())
