from __future__ import annotations

import asyncio

import pytest

from maestro_tui.conductor import refetch
from maestro_tui.conductor.refetch import Refetch, Refetcher
from maestro_tui.protocol.ids import SessionId, TaskId
from maestro_tui.store.effects import RefetchSession, RefetchTask
from tests.support.waiting import until

ONE, TWO, TASK = RefetchSession(SessionId("1")), RefetchSession(SessionId("2")), RefetchTask(TaskId("1"))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refetch, "COALESCE", 0.02)
    monkeypatch.setattr(refetch, "QUIET", 0.05)


def recording() -> tuple[Refetcher, list[Refetch]]:
    read: list[Refetch] = []

    async def note(effect: Refetch) -> None:
        read.append(effect)

    return Refetcher(note), read


async def test_many_reasons_to_read_one_thing_make_one_read() -> None:
    refetcher, read = recording()
    for effect in (ONE, TWO, ONE, TASK, ONE, TASK):
        refetcher.request(effect)
    await until(lambda: len(read) == 3)
    assert sorted(read, key=repr) == sorted([ONE, TWO, TASK], key=repr)


async def test_a_thing_can_be_read_again_later() -> None:
    refetcher, read = recording()
    refetcher.request(ONE)
    await until(lambda: read == [ONE])
    refetcher.request(ONE)
    await until(lambda: read == [ONE, ONE])


async def test_quiet_begins_anew_with_every_change() -> None:
    refetcher, read = recording()
    quiet = RefetchSession(SessionId("1"), when_quiet=True)
    loop = asyncio.get_running_loop()
    last = loop.time()
    for _ in range(5):
        refetcher.request(quiet)
        last = loop.time()
        await asyncio.sleep(0.01)
    await until(lambda: bool(read))
    assert loop.time() - last >= 0.045
    assert read == [quiet]


async def test_what_was_asked_for_before_a_cut_is_forgotten() -> None:
    refetcher, read = recording()
    refetcher.request(ONE)
    refetcher.forget_all()
    refetcher.request(TWO)
    await until(lambda: bool(read))
    assert read == [TWO]
