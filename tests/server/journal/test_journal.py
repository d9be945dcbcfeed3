from __future__ import annotations

import asyncio
import contextlib
import errno
import os
from collections.abc import Awaitable
from pathlib import Path

import pytest

from maestro_tui.errors import ConfigurationError
from maestro_tui.server.api_errors import RefusedError
from maestro_tui.server.journal import tail as tail_module
from tests.server.journal.support import numbers_in, opened, written_in
from tests.support.waiting import LIMIT, until


def journal_bytes(data_dir: Path) -> int:
    total = 0
    for path in (data_dir / "journal").glob("*.journal"):
        with contextlib.suppress(FileNotFoundError):  # it may be dropped while one looks
            total += written_in(path)
    return total


async def test_segments_are_rotated_and_the_oldest_are_dropped(data_dir: Path) -> None:
    async with opened(data_dir, journal_segment_bytes=4_000, journal_bytes=20_000) as data:
        session = await data.session(await data.project())
        for number in range(200):
            await data.patch(session, name=str(number))
        await until(lambda: journal_bytes(data_dir) < 28_000, what="old segments are dropped")
        state, seq = data.state, data.parts.tables.seq
    numbers = numbers_in(data_dir)
    assert numbers[0] > 2
    assert numbers[-1] == seq == 202
    async with opened(data_dir) as data:
        assert data.state == state
        assert data.parts.tables.seq == seq


async def test_one_segment_is_kept_whatever_its_size(data_dir: Path) -> None:
    async with opened(data_dir, journal_segment_bytes=1, journal_bytes=1) as data:
        await data.project()
        await data.project()
    async with opened(data_dir, journal_segment_bytes=1, journal_bytes=1) as data:
        assert data.parts.tables.seq == 2
        await data.project()
        assert data.parts.tables.seq == 3


class Disk:
    """A disk for the journal that fills up, or fails."""

    def __init__(self) -> None:
        self.room: int | None = None
        """How many bytes it still takes; None for any number."""
        self.syncs = True
        self._write = os.pwrite

    def write(self, descriptor: int, octets: bytes, at: int) -> int:
        if self.room is None:
            return self._write(descriptor, octets, at)
        if self.room == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = self._write(descriptor, octets[: self.room], at)
        self.room -= written
        return written

    def sync(self, descriptor: int) -> None:
        if not self.syncs:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        os.fsync(descriptor)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr(os, "pwrite", disk.write)
    monkeypatch.setattr(tail_module, "sync_file", disk.sync)
    return disk


@pytest.mark.parametrize("room", [0, 1, 100, 300])
async def test_on_a_full_disk_nothing_is_answered_and_nothing_has_happened(
    data_dir: Path, disk: Disk, room: int
) -> None:
    async with opened(data_dir) as data:
        project = await data.project()
        before = data.state
        told = len(data.parts.bridge._backlog._events)
        disk.room = room
        with pytest.raises(RefusedError, match="No space left on device") as refused:
            await data.project(description="x" * 500)
        assert (refused.value.status, refused.value.code) == (507, "STORAGE_ERROR")
        assert data.state == before
        assert data.parts.tables.seq == 1
        assert len(data.parts.bridge._backlog._events) == told
        disk.room = None
        task = await data.task(project)
        after = data.state
        assert list(after["tasks"]) == [task["id"]]
    async with opened(data_dir) as data:
        assert data.state == after
    assert numbers_in(data_dir) == [1, 2]


async def test_what_could_not_be_synced_is_taken_back(data_dir: Path, disk: Disk) -> None:
    async with opened(data_dir) as data:
        await data.project()
        disk.syncs = False
        with pytest.raises(RefusedError, match="Input/output error"):
            await data.project()
        disk.syncs = True
        # It could not even be cut off again: nothing more is taken before a restart.
        with pytest.raises(RefusedError):
            await data.project()
        before = data.state
    async with opened(data_dir) as data:
        assert data.state == before
        await data.project()


async def test_while_files_cannot_be_written_the_journal_keeps_everything_and_is_bounded(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = {"journal_segment_bytes": 2_000, "journal_bytes": 4_000}

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with opened(data_dir, **limits) as data:
        session = await data.session(await data.project())
        monkeypatch.setattr("maestro_tui.server.repositories.files.write_atomically", refuse)
        monkeypatch.setattr("maestro_tui.server.journal.write_behind.PAUSE", 0)
        refusal = None
        async with asyncio.timeout(LIMIT):
            while refusal is None:
                refusal = await refusal_of(data.patch(session, name="more"))
        assert "the journal is full" in str(refusal)
        state = data.state
        assert journal_bytes(data_dir) > 4 * 4_000
    monkeypatch.undo()
    async with opened(data_dir, **limits) as data:
        assert data.state == state
        await data.patch(session, name="room again")


async def refusal_of(change: Awaitable[object]) -> RefusedError | None:
    try:
        await change
    except RefusedError as error:
        return error
    return None


async def test_a_journal_that_cannot_be_begun_is_said_so(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tail_module, "write_all", refuse)
    with pytest.raises(ConfigurationError, match=r"Cannot write to the data dir .*: No space left on device"):
        async with opened(data_dir):
            pass
