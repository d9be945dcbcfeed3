"""Frames as they were received, from a real socket: exact bytes, exact numbers, before anything comes of them."""

from __future__ import annotations

from pathlib import Path

import msgspec
from websockets.asyncio.server import ServerConnection, serve

from maestro_tui.conductor.conductor import Conductor
from maestro_tui.conductor.location import ServerLocation
from maestro_tui.conductor.wire import Wire
from maestro_tui.protocol.elements import read_elements
from maestro_tui.store.state import Phase
from tests.conductor.test_conductor import conducting, make_task
from tests.support.films import line
from tests.support.program import Home, Server
from tests.support.waiting import until


async def test_every_frame_is_told_with_its_own_number_and_again_after_a_reconnect(tmp_path: Path) -> None:
    heard: list[bytes] = []
    async with Server(Home(tmp_path / "home"), "--port", "0", "--no-auth") as server:
        port = server.port
        async with conducting(server.url) as conductor:
            conductor.wire.on_frame.connect(lambda octets, _at: heard.append(octets))
            _, task = await make_task(server, tmp_path)
            await until(lambda: task in conductor.store.state.tasks)
            server.kill()
            await until(lambda: conductor.store.state.connection.phase is Phase.WAITING)
            await server.stop()
            await server.start("--port", port, "--no-auth")
            _, later = await make_task(server, tmp_path, "later")
            conductor.reconnect_now()
            await until(lambda: later in conductor.store.state.tasks)
        elements = [element for octets in heard for element in read_elements(octets)]
        told = [msgspec.json.decode(element.octets) for element in elements]
        names = [each.get("event") or each["type"] for each in told]
        numbers = [element.seq for element in elements if element.seq is not None]
    assert names.count("task:created") == 2
    assert "resumed" in names
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


async def test_bad_frames_are_told_as_they_came() -> None:
    frames = [b"not json", line("brand:new", {"x": 1}), line("session:updated", {"no": "id"})]

    async def send(connection: ServerConnection) -> None:
        for octets in frames:
            await connection.send(octets.decode())
        await connection.wait_closed()

    heard: list[tuple[bytes, float]] = []
    async with serve(send, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        conductor = Conductor(lambda: _located(f"http://127.0.0.1:{port}"), clock=lambda: 5.0)
        conductor.wire.on_frame.connect(lambda octets, at: heard.append((octets, at)))
        await conductor.start()
        await until(lambda: len(heard) == len(frames))
        assert conductor.store.state.tally.rejected == 2
        await conductor.stop()
    assert heard == [(octets, 5.0) for octets in frames]


async def _located(url: str) -> ServerLocation:
    return ServerLocation(url=url)


def test_who_takes_a_subscription_back_hears_nothing_more() -> None:
    wire = Wire()
    heard: list[bytes] = []
    stop = wire.on_frame.connect(lambda octets, _at: heard.append(octets))
    wire.on_frame(b"{}", 0)
    stop()
    wire.on_frame(b"[]", 0)
    assert heard == [b"{}"]
