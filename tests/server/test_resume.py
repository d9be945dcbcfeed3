"""Nothing is missed: clients that come back say where they were."""

from __future__ import annotations

import asyncio
import contextlib
import random
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from maestro_tui.server.settings import Limits
from tests.server.process import ServerProcess
from tests.server.support import Api, Events, Json, Running, running


def resuming(server: Running, since: object, epoch: str | None = None) -> Any:
    query = {"since": since} | ({} if epoch is None else {"epoch": epoch})
    return server.events(f"/?{urlencode(query)}")


async def position(api: Api) -> tuple[int, str]:
    headers = (await api.get("/api/sessions")).headers
    return int(headers["x-maestro-seq"]), headers["x-maestro-epoch"]


async def rename(api: Api, session: Json, *names: object) -> None:
    for name in names:
        await api.ok("PATCH", f"/api/sessions/{session['id']}", {"name": str(name)})


def names_in(events: list[Json]) -> list[str]:
    """The names a session got; what other clients made to mark a moment is left out."""
    return [event["data"]["name"] for event in events if event["event"] == "session:updated"]


async def test_everything_read_says_for_which_event_it_is_true(server: Running) -> None:
    async with server.events() as events, server.api() as api:
        session = await api.session(await api.project())
        last = (await events.until_now())[-1]
        for path in ("projects", "tasks", "sessions", "sessions?limit=1", f"sessions/{session['id']}"):
            headers = (await api.get(f"/api/{path}")).headers
            # The marker came after the last event.
            assert int(headers["x-maestro-seq"]) == last["seq"] + 1
            assert headers["x-maestro-epoch"] == last["epoch"]


async def test_what_was_missed_comes_and_then_what_is_new(server: Running) -> None:
    async with server.api() as api:
        session = await api.session(await api.project())
        seq, epoch = await position(api)
        await rename(api, session, *range(5))
        async with resuming(server, seq, epoch) as events:
            resumed = await events.next()
            assert {**resumed, "timestamp": 0} == {
                "type": "resumed",
                "seq": seq + 5,
                "epoch": epoch,
                "timestamp": 0,
            }
            await rename(api, session, 5, 6)
            told = await events.until_now()
            assert names_in(told) == [str(number) for number in range(7)]
            assert [event["seq"] for event in told] == list(range(seq + 1, seq + 8))


async def test_who_missed_nothing_is_told_so_and_gets_what_is_new(server: Running) -> None:
    async with server.api() as api:
        session = await api.session(await api.project())
        async with resuming(server, *await position(api)) as events:
            assert (await events.next())["type"] == "resumed"
            await rename(api, session, "new")
            assert names_in(await events.until_now()) == ["new"]


async def test_the_epoch_may_be_left_out(server: Running) -> None:
    async with server.api() as api:
        await api.project()
        async with resuming(server, 0) as events:
            assert (await events.next())["type"] == "resumed"
            assert [event["seq"] for event in await events.until_now()] == [1]


@pytest.mark.parametrize(
    ("since", "epoch"),
    [
        (1, "another"),
        (1, ""),
        (99, None),
        ("-1", None),
        ("x", None),
        ("", None),
        ("1.5", None),
        ("9" * 16, None),
    ],
)
async def test_who_cannot_be_told_is_told_to_read_again(
    server: Running, since: object, epoch: str | None
) -> None:
    async with server.api() as api:
        session = await api.session(await api.project())
        seq, own_epoch = await position(api)
        async with resuming(server, since, epoch) as events:
            resync = await events.next()
            assert {**resync, "timestamp": 0} == {
                "type": "resync", "seq": seq, "epoch": own_epoch, "timestamp": 0,
            }  # fmt: skip
            await rename(api, session, "new")
            assert names_in(await events.until_now()) == ["new"]


async def test_what_is_not_in_memory_any_more_comes_from_the_journal(data_dir: Path) -> None:
    limits = Limits(backlog_frames=5, journal_segment_bytes=5_000)
    async with running(data_dir, limits=limits) as server, server.api() as api:
        session = await api.session(await api.project())
        seq, epoch = await position(api)
        await rename(api, session, *range(100))
        assert len(list_segments(data_dir)) > 5
        async with resuming(server, seq, epoch) as events:
            assert (await events.next())["type"] == "resumed"
            assert names_in(await events.until_now()) == [str(number) for number in range(100)]
        async with resuming(server, seq + 40, epoch) as events:
            await events.next()
            assert names_in(await events.until_now())[0] == "40"


def list_segments(data_dir: Path) -> list[Path]:
    return sorted((data_dir / "journal").glob("*.journal"))


async def test_what_the_journal_has_dropped_is_answered_with_resync(data_dir: Path) -> None:
    limits = Limits(backlog_frames=5, journal_segment_bytes=2_000, journal_bytes=6_000)
    async with running(data_dir, limits=limits) as server, server.api() as api:
        session = await api.session(await api.project())
        seq, epoch = await position(api)
        first = list_segments(data_dir)[0]
        number = 0
        async with asyncio.timeout(15):
            while is_there(first):
                await rename(api, session, number)
                number += 1
        last, _ = await position(api)
        async with resuming(server, seq, epoch) as events:
            assert (await events.next())["type"] == "resumed"
            resync = await events.next()
            assert (resync["type"], resync["seq"], resync["missedAfter"]) == ("resync", last, seq)
            await rename(api, session, "new")
            assert names_in(await events.until_now()) == ["new"]


def is_there(path: Path) -> bool:
    return path.exists()


async def test_what_was_missed_comes_across_a_restart(data_dir: Path) -> None:
    async with running(data_dir) as server, server.api() as api:
        session = await api.session(await api.project())
        seq, epoch = await position(api)
        await rename(api, session, *range(3))
    async with running(data_dir) as server, server.api() as api:
        await rename(api, session, 3)
        async with resuming(server, seq, epoch) as events:
            assert (await events.next())["type"] == "resumed"
            assert names_in(await events.until_now()) == ["0", "1", "2", "3"]


async def test_what_was_missed_comes_after_kill_9(data_dir: Path) -> None:
    async with ServerProcess(data_dir) as process, process.running.api() as api:
        session = await api.session(await api.project())
        seq, epoch = await position(api)
        await rename(api, session, *range(3))
        process.process.kill()
        await process.process.wait()
    async with ServerProcess(data_dir) as process, process.running.api() as api:
        async with resuming(process.running, seq, epoch) as events:
            assert (await events.next())["type"] == "resumed"
            assert names_in(await events.until_now()) == ["0", "1", "2"]
        assert (await api.get(f"/api/sessions/{session['id']}")).json["name"] == "2"


async def test_a_connection_cut_at_random_misses_nothing_and_sees_nothing_twice(data_dir: Path) -> None:
    chance = random.Random(4)
    limits = Limits(backlog_frames=20, journal_segment_bytes=20_000)
    async with running(data_dir, limits=limits) as server, server.api() as api:
        session = await api.session(await api.project())
        seq, epoch = start = await position(api)
        count = 400
        renaming = asyncio.create_task(rename(api, session, *range(count)))
        seen: list[Json] = []
        while len(seen) < count:
            async with resuming(server, seq, epoch) as events:
                resumed = await events.next()
                assert resumed["type"] == "resumed"
                with contextlib.suppress(TimeoutError):
                    for _ in range(chance.randrange(1, 60)):
                        async with asyncio.timeout(0.5):
                            seen.append(await read_event(events))
                        seq = seen[-1]["seq"]
        await renaming
    assert names_in(seen) == [str(number) for number in range(count)]
    assert [event["seq"] for event in seen] == list(range(start[0] + 1, start[0] + count + 1))


async def read_event(events: Events) -> Json:
    return await events.next()


async def test_reading_lists_after_subscribing_and_applying_what_came_gives_the_truth(data_dir: Path) -> None:
    """The way of our own client: what the lists have already is told by their number."""
    async with running(data_dir) as server, server.events() as events, server.api() as api:
        project = await api.project()
        sessions = [await api.session(project) for _ in range(3)]
        changing = asyncio.create_task(rename(api, sessions[0], *range(50)))
        answer = await api.get("/api/sessions")
        await changing
        state = {session["id"]: session for session in answer.json}
        for event in await events.until_now():
            if event["seq"] > int(answer.headers["x-maestro-seq"]) and event["event"] == "session:updated":
                state[event["data"]["id"]] = event["data"]
        assert list(state.values()) == (await api.get("/api/sessions")).json
