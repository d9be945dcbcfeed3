from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

import msgspec
import pytest

from maestro_tui.server.api_errors import RefusedError
from maestro_tui.server.bus import EventBus, Published
from maestro_tui.server.committer import Committer, Transaction
from maestro_tui.server.drafts import Concerns, Draft, Emitted
from maestro_tui.server.repositories.kinds import Key, Kind
from maestro_tui.server.repositories.tables import Tables

ONE = Key(Kind.PROJECT, "one")


class Disk:
    """Storage that is done when the test says so."""

    epoch = "e"

    def __init__(self) -> None:
        self.writes: list[tuple[Sequence[Transaction], Callable[[OSError | None], None]]] = []
        self.applied: list[int] = []

    def write(self, transactions: Sequence[Transaction], done: Callable[[OSError | None], None]) -> None:
        self.writes.append((tuple(transactions), done))

    def note_applied(self, changes: Mapping[Key, bytes | None], seq: int) -> None:
        assert changes
        self.applied.append(seq)


class World:
    def __init__(self) -> None:
        self.tables = Tables()
        self.disk = Disk()
        self.told: list[Published] = []
        bus = EventBus()
        bus.subscribe(self.told.extend)
        self.committer = Committer(self.tables, self.disk, bus, clock=lambda: 7)

    @property
    def count(self) -> int | None:
        octets = self.tables.octets(ONE)
        return None if octets is None else msgspec.json.decode(octets)["count"]


@pytest.fixture
def world() -> World:
    return World()


def add(draft: Draft) -> int:
    """Count one more, and tell."""
    document = draft.open(Kind.PROJECT, "one") or {"id": "one", "count": 0}
    document["count"] += 1
    octets = draft.put(Kind.PROJECT, "one", document)
    draft.emit(Emitted("project:updated", octets, Concerns(), ONE, octets))
    return int(document["count"])


def refuse(draft: Draft) -> None:
    add(draft)
    raise RefusedError("no")


async def turn() -> None:
    for _ in range(3):
        await asyncio.sleep(0)


async def test_nothing_is_answered_visible_or_told_before_it_is_durable(world: World) -> None:
    asked = asyncio.create_task(world.committer.submit(add))
    await turn()
    (_, done) = world.disk.writes[0]
    assert (asked.done(), world.count, world.told, world.tables.seq) == (False, None, [], 0)
    done(None)
    assert (world.count, len(world.told), world.tables.seq, world.disk.applied) == (1, 1, 1, [1])
    assert await asked == 1
    frame = msgspec.json.decode(world.told[0].frame)
    assert frame == {
        "type": "project:updated", "event": "project:updated", "data": {"id": "one", "count": 1},
        "timestamp": 7, "seq": 1, "epoch": "e",
    }  # fmt: skip


async def test_requests_that_come_together_or_while_it_writes_are_written_together(world: World) -> None:
    first = [asyncio.create_task(world.committer.submit(add)) for _ in range(3)]
    await turn()
    second = [asyncio.create_task(world.committer.submit(add)) for _ in range(4)]
    await turn()
    assert [len(transactions) for transactions, _ in world.disk.writes] == [3]
    world.disk.writes[0][1](None)
    await turn()
    assert [len(transactions) for transactions, _ in world.disk.writes] == [3, 4]
    assert world.count == 3
    world.disk.writes[1][1](None)
    # Each has seen what those before it did.
    assert await asyncio.gather(*first, *second) == [1, 2, 3, 4, 5, 6, 7]
    assert [event.seq for event in world.told] == [1, 2, 3, 4, 5, 6, 7]


async def test_a_refused_request_changes_nothing_and_the_others_of_its_batch_go_on(world: World) -> None:
    asked = [asyncio.create_task(world.committer.submit(case)) for case in (add, refuse, add)]
    await turn()
    world.disk.writes[0][1](None)
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert answers[0] == 1
    assert isinstance(answers[1], RefusedError)
    assert answers[2] == 2
    assert [event.seq for event in world.told] == [1, 2]


async def test_what_could_not_be_written_has_not_happened(world: World) -> None:
    asked = [asyncio.create_task(world.committer.submit(add)) for _ in range(2)]
    await turn()
    world.disk.writes[0][1](OSError(28, "No space left on device"))
    for answer in await asyncio.gather(*asked, return_exceptions=True):
        assert isinstance(answer, RefusedError)
        assert (answer.status, answer.code) == (507, "STORAGE_ERROR")
        assert "No space left on device" in str(answer)
    assert (world.count, world.told, world.tables.seq, world.disk.applied) == (None, [], 0, [])
    again = asyncio.create_task(world.committer.submit(add))
    await turn()
    world.disk.writes[1][1](None)
    assert await again == 1
    assert [event.seq for event in world.told] == [1]


async def test_what_changes_nothing_is_not_written(world: World) -> None:
    assert await world.committer.submit(lambda draft: draft.now) == 7
    with pytest.raises(RefusedError):
        await world.committer.submit(refuse)
    assert world.disk.writes == []


async def test_who_has_gone_before_it_began_has_changed_nothing(world: World) -> None:
    asked = asyncio.create_task(world.committer.submit(add))
    await asyncio.sleep(0)
    asked.cancel()
    await turn()
    assert world.disk.writes == []
    assert asked.cancelled()


async def test_a_defect_reaches_the_one_who_asked_and_nobody_else(world: World) -> None:
    def fail(_: Draft) -> None:
        raise ZeroDivisionError

    failing = asyncio.create_task(world.committer.submit(fail))
    asked = asyncio.create_task(world.committer.submit(add))
    await turn()
    world.disk.writes[0][1](None)
    assert await asked == 1
    with pytest.raises(ZeroDivisionError):
        await failing


async def test_a_defect_while_applying_is_heard_of_and_others_are_served(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(world.tables, "apply", fail)
    asked = asyncio.create_task(world.committer.submit(add))
    await turn()
    world.disk.writes[0][1](None)
    with pytest.raises(ZeroDivisionError):
        await asked
    assert "could not be applied" in caplog.text
    monkeypatch.undo()
    again = asyncio.create_task(world.committer.submit(add))
    await turn()
    world.disk.writes[1][1](None)
    assert await again == 1
