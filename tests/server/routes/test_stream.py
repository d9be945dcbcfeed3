from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from maestro_tui.server.settings import Limits
from tests.server.support import Events, Running, running
from tests.server.test_access import UPGRADE, head
from tests.support.waiting import LIMIT, until


def masked(first: int, payload: bytes) -> bytes:
    """A frame as a client sends it, with any flags and any kind."""
    return bytes((first, 0x80 | len(payload))) + bytes(4) + payload


@pytest.mark.parametrize("path", ["/", "/ws"])
async def test_every_client_gets_every_event_in_order(server: Running, path: str) -> None:
    async with server.events(path) as one, server.events() as two, server.api() as api:
        project = await api.project()
        for number in range(20):
            await api.task(project, title=str(number))
        told = await one.until_now()
        assert await two.until_now() == [*told, await marker_of(one, told)]
        assert [event["event"] for event in told] == ["project:created"] + ["task:created"] * 20
        assert [event["data"]["task"]["title"] for event in told[1:]] == [str(number) for number in range(20)]
        assert all(event["type"] == event["event"] and event["timestamp"] > 0 for event in told)
        seqs = [event["seq"] for event in told]
        assert seqs == list(range(seqs[0], seqs[0] + 21))
        assert len({event["epoch"] for event in told}) == 1


async def marker_of(events: Events, told: list[Any]) -> Any:
    """The event that ended `told`, as the other client has it: it was made for the first one."""
    project = (await events._api.get("/api/projects")).json[-2]
    return {
        "type": "project:created",
        "event": "project:created",
        "data": {"project": project},
        "timestamp": project["createdAt"],
        "seq": told[-1]["seq"] + 1,
        "epoch": told[-1]["epoch"],
    }


async def test_nothing_is_said_to_a_client_that_only_listens(events: Events) -> None:
    assert await events.until_now() == []


async def test_ping_is_answered_to_the_one_who_asks(server: Running) -> None:
    async with server.events() as one, server.events() as two:
        await one.send({"type": "ping"})
        pong = await one.next()
        assert set(pong) == {"type", "timestamp"}
        assert pong["type"] == "pong"
        assert await two.until_now() == []


@pytest.mark.parametrize(
    "frame",
    ["", "x", "[]", "null", "1", '{"type": 5}', '{"type": "nonsense"}', "{" * 50_000, '"\\ud800"', b"\xff\x00",
     "[" * 90_000],
)  # fmt: skip
async def test_what_is_not_understood_is_passed_over_in_silence(events: Events, frame: Any) -> None:
    await events.socket.send(frame)
    assert await events.until_now() == []
    await events.send({"type": "ping"})
    assert (await events.next())["type"] == "pong"


async def test_too_large_a_frame_ends_the_connection_of_its_sender_only(data_dir: Any) -> None:
    async with (
        running(data_dir, limits=Limits(frame_bytes=10_000)) as server,
        server.events() as large,
        server.events() as other,
    ):
        await large.socket.send("x" * 10_001)
        with pytest.raises(ConnectionClosed) as closed:
            await asyncio.wait_for(large.socket.recv(), LIMIT)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009
        assert await other.until_now() == []


async def test_a_subscription_filters_as_the_original_of_2026_07(server: Running) -> None:
    async with server.events() as events, server.api() as api:
        project, other = await api.project(), await api.project()
        task, session = await api.task(project), await api.session(project)
        await events.until_now()
        wanted = {"sessionIds": [session["id"]], "projectId": project["id"]}
        await events.send({"type": "subscribe", **wanted, "more": 1})
        subscribed = await events.next()
        assert {**subscribed, "timestamp": 0} == {"type": "subscribed", **wanted, "timestamp": 0}
        await api.session(other)
        await api.task(other)
        await api.ok("PUT", f"/api/projects/{other['id']}", {})
        await api.ok("PATCH", f"/api/tasks/{task['id']}", {})
        await api.ok("POST", f"/api/sessions/{session['id']}/tasks/{task['id']}")
        await api.ok("PUT", f"/api/projects/{project['id']}", {})
        await events.send({"type": "unsubscribe"})
        names = []
        while "unsubscribed" not in names:
            names.append((await events.next())["type"])
        assert names == [
            "task:updated", "session:task_added", "task:session_added", "project:updated", "unsubscribed",
        ]  # fmt: skip
        assert await events.names() == []


async def test_a_subscription_to_tasks_goes_before_the_one_to_a_project(server: Running) -> None:
    async with server.events() as events, server.api() as api:
        project = await api.project()
        one, two = await api.task(project), await api.task(project)
        await events.until_now()
        await events.send({"type": "subscribe", "taskIds": [one["id"]], "sessionIds": "nonsense"})
        assert "sessionIds" not in await events.next()
        await api.ok("PATCH", f"/api/tasks/{two['id']}", {})
        await api.ok("PATCH", f"/api/tasks/{one['id']}", {})
        await api.session(project)
        assert [event["event"] for event in await events.until_now()] == ["task:updated", "session:created"]


async def test_status_counts_clients(server: Running) -> None:
    async with server.api() as api:
        assert (await api.get("/ws-status")).json == {"connectedClients": 0, "clients": []}
        async with server.events(), server.events():
            client = {"readyState": 1, "readyStateText": "OPEN"}
            assert (await api.get("/ws-status")).json == {"connectedClients": 2, "clients": [client] * 2}
        async with asyncio.timeout(LIMIT):
            while (await api.get("/ws-status")).json["connectedClients"]:
                pass


async def test_there_is_a_most_of_clients(data_dir: Any) -> None:
    async with running(data_dir, limits=Limits(clients=1)) as server, server.events() as events:
        with pytest.raises(InvalidStatus) as refused:
            async with server.events():
                pass
        assert refused.value.response.status_code == 503
        assert msgspec.json.decode(refused.value.response.body)["code"] == "TOO_MANY_CLIENTS"
        assert await events.until_now() == []


async def test_only_the_two_paths_are_streams(server: Running) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with server.events("/other"):
            pass
    assert refused.value.response.status_code in {403, 404}


async def test_a_client_that_does_not_read_costs_the_others_nothing_and_is_told_to_read_again(
    data_dir: Any,
) -> None:
    limits = Limits(backlog_frames=50)
    async with running(data_dir, limits=limits) as server, server.events() as quick, server.api() as api:
        url = server.url.replace("http", "ws")
        # Nothing is read from the socket beyond the one frame the library holds.
        async with connect(url, proxy=None, max_queue=1) as slow:
            session = await api.session(await api.project())
            path = f"/api/sessions/{session['id']}"
            reading = asyncio.create_task(frames_until_last(quick.socket))
            await api.ok("PATCH", path, {"env": {"LARGE": "x" * 200_000}})
            for number in range(150):
                await api.ok("PATCH", path, {"name": str(number)})
            frames = await frames_until(slow, lambda frame: frame["type"] == "resync")
            await api.ok("PATCH", path, {"env": {"LARGE": ""}, "name": "last"})
            told = await reading
            assert [event["seq"] for event in told] == list(range(1, 155))
            frames += await frames_until_last(slow)
            resync = next(frame for frame in frames if frame["type"] == "resync")
            assert resync["epoch"] == told[0]["epoch"]
            before, after = frames[: frames.index(resync)], frames[frames.index(resync) + 1 :]
            assert [event["seq"] for event in before] == list(range(1, resync["missedAfter"] + 1))
            assert [event["seq"] for event in after] == list(range(resync["seq"] + 1, after[-1]["seq"] + 1))
            assert len(before) + len(after) < 150


async def frames_until(socket: ClientConnection, is_last: Callable[[Any], bool]) -> list[Any]:
    frames: list[Any] = []
    async with asyncio.timeout(LIMIT):
        while not frames or not is_last(frames[-1]):
            frames.append(msgspec.json.decode(await socket.recv()))
    return frames


async def frames_until_last(socket: ClientConnection) -> list[Any]:
    """All frames up to the event that names a session "last"."""
    return await frames_until(socket, lambda frame: frame.get("data", {}).get("name") == "last")


async def test_a_client_that_breaks_off_costs_the_others_nothing(server: Running) -> None:
    async with server.events() as other, server.events() as broken, server.api() as api:
        broken.socket.transport.abort()
        await api.project()
        assert await other.names() == ["project:created"]

        def is_gone() -> bool:
            return (
                not broken.socket.transport.get_extra_info("socket") or broken.socket.state.name == "CLOSED"
            )

        await until(is_gone)
        assert len(await other.until_now()) == 0


async def test_a_server_that_stops_says_so(data_dir: Any) -> None:
    async with running(data_dir) as server:
        events = server.events()
        stream = await events.__aenter__()
    with pytest.raises(ConnectionClosed) as closed:
        await asyncio.wait_for(stream.socket.recv(), LIMIT)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1012
    await events.__aexit__(None, None, None)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    octets=st.binary(min_size=1, max_size=80) | st.builds(masked, st.integers(0, 255), st.binary(max_size=40))
)
async def test_broken_frames_end_no_connection_but_their_own(
    server: Running, caplog: pytest.LogCaptureFixture, octets: bytes
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", int(server.url.rsplit(":", 1)[1]))
    writer.write(head("GET", "/", [("Host", "127.0.0.1"), *UPGRADE]).encode())
    async with asyncio.timeout(LIMIT):
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101")
        writer.write(octets)
        writer.write_eof()
        await reader.read()
    writer.close()
    async with server.events() as other:
        assert await other.until_now() == []
    assert "Traceback" not in caplog.text
