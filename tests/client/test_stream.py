"""The event stream against real servers on loopback; delays are handed in, so nothing waits."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import repeat

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection
from websockets.http11 import Request, Response

from maestro_tui.client import inbox
from maestro_tui.client.stream import (
    Connected,
    Disconnected,
    EventStream,
    FramesReceived,
    GaveUp,
    StreamLimits,
)
from tests.client.servers import (
    LIMIT,
    address_of,
    refusing_port,
    stay,
    take,
    take_rest,
    tcp_server,
    until,
    websocket_server,
)


def at_once() -> Iterator[float]:
    return repeat(0.0)


async def take_frames(stream: EventStream, count: int) -> list[bytes]:
    frames: list[bytes] = []
    while len(frames) < count:
        item = await take(stream)
        assert isinstance(item, FramesReceived)
        frames += item.frames
    return frames


async def test_frames_come_as_bytes_in_their_order_whether_sent_as_text_or_binary() -> None:
    async def handler(connection: ServerConnection) -> None:
        await connection.send('{"type":"pong"}')
        await connection.send(b"\xff\x00")
        await connection.send(["[", "]"])
        await stay(connection)

    async with websocket_server(handler) as port, EventStream(address_of(port)) as stream:
        assert await take(stream) == Connected(0)
        assert await take_frames(stream, 3) == [b'{"type":"pong"}', b"\xff\x00", b"[]"]


async def test_a_burst_is_one_batch() -> None:
    arrived = asyncio.Event()
    burst = tuple(str(number).encode() for number in range(200))

    async def handler(connection: ServerConnection) -> None:
        for frame in burst:
            await connection.send(frame)
        await (await connection.ping())
        arrived.set()
        await stay(connection)

    async with websocket_server(handler) as port, EventStream(address_of(port)) as stream:
        await asyncio.wait_for(arrived.wait(), LIMIT)
        assert await take(stream) == Connected(0)
        assert await take(stream) == FramesReceived(burst)


async def test_a_reader_that_falls_behind_bounds_what_waits_and_loses_nothing() -> None:
    total = inbox.MAX_FRAMES * 3

    async def handler(connection: ServerConnection) -> None:
        for number in range(total):
            await connection.send(str(number).encode())
        await stay(connection)

    async with websocket_server(handler) as port, EventStream(address_of(port)) as stream:
        await until(lambda: not stream._inbox._has_room.is_set())
        assert await take(stream) == Connected(0)
        first = await take(stream)
        assert isinstance(first, FramesReceived)
        assert len(first.frames) == inbox.MAX_FRAMES
        rest = await take_frames(stream, total - len(first.frames))
        assert [*first.frames, *rest] == [str(number).encode() for number in range(total)]


@pytest.mark.parametrize(
    ("code", "reason", "seen_code", "seen_reason"),
    [
        (1000, "going home", 1000, "going home"),
        (1001, "", 1001, "the server closed the connection (1001)"),
        (1011, "boom\n\x1b[31m", 1011, "boom [31m"),
    ],
)
async def test_a_close_by_the_server_is_clean(
    code: int, reason: str, seen_code: int, seen_reason: str
) -> None:
    async def handler(connection: ServerConnection) -> None:
        await connection.close(code, reason)

    async with websocket_server(handler) as port, EventStream(address_of(port)) as stream:
        assert await take(stream) == Connected(0)
        assert await take(stream) == Disconnected(True, seen_code, seen_reason, 1.0)


async def test_a_close_frame_without_a_code_is_clean() -> None:
    """The original server closes so when it is stopped."""

    async def handler(connection: ServerConnection) -> None:
        connection.transport.write(b"\x88\x00")
        await stay(connection)

    async with websocket_server(handler) as port, EventStream(address_of(port)) as stream:
        await take(stream)
        ended = await take(stream)
        assert isinstance(ended, Disconnected)
        assert (ended.clean, ended.code) == (True, 1005)


async def test_a_cut_is_not_clean_and_the_stream_connects_again() -> None:
    async def handler(connection: ServerConnection) -> None:
        await connection.send(b"1")
        await (await connection.ping())
        connection.transport.abort()

    async with websocket_server(handler) as port, EventStream(address_of(port), delays=at_once) as stream:
        for attempt in (0, 1, 1):
            assert await take(stream) == Connected(attempt)
            assert await take(stream) == FramesReceived((b"1",))
            assert await take(stream) == Disconnected(False, None, "the connection was cut", 0.0)


async def test_the_delays_are_those_of_the_seed_and_can_be_cut_short() -> None:
    with refusing_port() as port:
        async with EventStream(address_of(port)) as stream:
            for delay in (1, 2, 4, 8, 16, 30, 30, 30):
                ended = await take(stream)
                assert isinstance(ended, Disconnected)
                assert ended.reason.startswith(f"connection refused at 127.0.0.1:{port}")
                assert ended.retry_in == delay
                stream.reconnect_now()


async def test_delays_start_anew_after_a_connection() -> None:
    async with EventStream(address_of(await free_port())) as stream:
        for delay in (1, 2):
            ended = await take(stream)
            assert isinstance(ended, Disconnected)
            assert ended.retry_in == delay
            if delay == 1:
                stream.reconnect_now()

        async def handler(connection: ServerConnection) -> None:
            await connection.close()

        async with websocket_server(handler, port=stream._address.port):
            stream.reconnect_now()
            assert await take(stream) == Connected(2)
            ended = await take(stream)
            assert isinstance(ended, Disconnected)
            assert ended.retry_in == 1


async def test_after_the_maximum_of_attempts_it_gives_up_until_told_to_go_on() -> None:
    with refusing_port() as port:
        async with EventStream(address_of(port), max_attempts=2, delays=at_once) as stream:
            for _ in range(2):
                waits = [item.retry_in for item in await take_disconnected(stream, 3)]
                assert waits == [0.0, 0.0, None]
                assert await take(stream) == GaveUp(2)
                stream.reconnect_now()


async def test_a_maximum_of_no_attempts_connects_once() -> None:
    with refusing_port() as port:
        async with EventStream(address_of(port), max_attempts=0) as stream:
            (ended,) = await take_disconnected(stream, 1)
            assert ended.retry_in is None
            assert await take(stream) == GaveUp(0)


async def test_resume_says_what_was_dealt_with_before_the_connection_is_made() -> None:
    paths: list[str] = []

    def remember(_: ServerConnection, request: Request) -> Response | None:
        paths.append(request.path)
        return None

    async def handler(connection: ServerConnection) -> None:
        for frame in (b"1", b"2", b"3"):
            await connection.send(frame)
        await connection.close()

    seen = 0
    async with (
        websocket_server(handler, on_request=remember) as port,
        EventStream(
            address_of(port, "/t/abc"), delays=at_once, resume=lambda: (seen, "e/1") if seen else None
        ) as stream,
    ):
        while len(paths) < 3:
            if isinstance(item := await take(stream), FramesReceived):
                seen += len(item.frames)
    assert paths[:3] == ["/t/abc/", "/t/abc/?since=3&epoch=e%2F1", "/t/abc/?since=6&epoch=e%2F1"]


async def test_it_does_not_connect_again_while_frames_are_being_dealt_with() -> None:
    paths: list[str] = []

    def remember(_: ServerConnection, request: Request) -> Response | None:
        paths.append(request.path)
        return None

    async def handler(connection: ServerConnection) -> None:
        await connection.send(b"1")

    async with (
        websocket_server(handler, on_request=remember) as port,
        EventStream(address_of(port), delays=at_once) as stream,
    ):
        assert await take(stream) == Connected(0)
        assert await take(stream) == FramesReceived((b"1",))
        # The delay is over at once, and others connect meanwhile, which takes as long as it would have.
        await until(lambda: len(stream._inbox._entries) > 0)
        for _ in range(3):
            async with connect(f"ws://127.0.0.1:{port}/other", proxy=None):
                pass
        assert paths == ["/", "/other", "/other", "/other"]
        await take(stream)
        assert await take(stream) == Connected(1)


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "HTTPS_PROXY", "WS_PROXY", "SOCKS_PROXY", "ALL_PROXY"])
async def test_no_proxy_of_the_environment_comes_between(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with refusing_port() as proxy:
        monkeypatch.setenv(variable.lower(), f"http://127.0.0.1:{proxy}")
        async with websocket_server(stay) as port, EventStream(address_of(port)) as stream:
            assert await take(stream) == Connected(0)


async def test_nothing_logs_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    async with (
        tcp_server(hang_up) as port,
        EventStream(address_of(port, "/t/secret"), token="secret", delays=at_once) as stream,
    ):
        await take_disconnected(stream, 2)
    assert "secret" not in caplog.text


async def test_a_token_goes_into_the_header_and_nowhere_else() -> None:
    requests: list[Request] = []

    def remember(_: ServerConnection, request: Request) -> Response | None:
        requests.append(request)
        return None

    async with (
        websocket_server(stay, on_request=remember) as port,
        EventStream(address_of(port), token="secret") as stream,
    ):
        assert await take(stream) == Connected(0)
    (request,) = requests
    assert request.headers["Authorization"] == "Bearer secret"
    assert request.path == "/"
    assert "Origin" not in request.headers
    assert "Sec-WebSocket-Extensions" not in request.headers


async def test_a_message_that_is_too_large_ends_the_connection_and_says_so() -> None:
    async def handler(connection: ServerConnection) -> None:
        await connection.send(b"x" * 2000)
        await stay(connection)

    limits = StreamLimits(frame_bytes=1000)
    async with websocket_server(handler) as port, EventStream(address_of(port), limits=limits) as stream:
        await take(stream)
        ended = await take(stream)
        assert isinstance(ended, Disconnected)
        assert (ended.clean, ended.code) == (False, 1009)
        assert ended.reason == "the server sent a message that is too large to take"


async def test_a_server_that_answers_no_ping_is_given_up() -> None:
    async def handler(connection: ServerConnection) -> None:
        connection.transport.pause_reading()
        await released.wait()
        connection.transport.abort()

    released = asyncio.Event()
    limits = StreamLimits(ping_interval=0.05)
    async with websocket_server(handler) as port, EventStream(address_of(port), limits=limits) as stream:
        assert await take(stream) == Connected(0)
        ended = await take(stream)
        released.set()
        assert isinstance(ended, Disconnected)
        assert not ended.clean
        assert ended.reason == "the server no longer answers"


async def test_who_wants_to_know_hears_soon_that_a_server_no_longer_answers() -> None:
    async def handler(connection: ServerConnection) -> None:
        if not released.is_set():
            connection.transport.pause_reading()
            await released.wait()
            connection.transport.abort()
        await stay(connection)

    released = asyncio.Event()
    limits = StreamLimits(patience=0.05)
    async with websocket_server(handler) as port, EventStream(address_of(port), limits=limits) as stream:
        assert await take(stream) == Connected(0)
        stream.reconnect_now()
        stream.reconnect_now()
        ended = await take(stream)
        released.set()
        assert isinstance(ended, Disconnected)
        assert (ended.clean, ended.reason) == (False, "the server no longer answers")
        stream.reconnect_now()
        assert await take(stream) == Connected(1)


async def test_a_connection_on_which_the_server_answers_stays() -> None:
    async def handler(connection: ServerConnection) -> None:
        await asked.wait()
        await connection.send(b"1")
        await stay(connection)

    asked = asyncio.Event()
    async with websocket_server(handler) as port, EventStream(address_of(port)) as stream:
        await take(stream)
        stream.reconnect_now()
        assert stream._probe is not None
        await asyncio.wait_for(stream._probe, LIMIT)
        asked.set()
        assert await take(stream) == FramesReceived((b"1",))


async def test_a_server_that_never_answers_the_handshake_is_given_up() -> None:
    async def handler(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()

    limits = StreamLimits(open_timeout=0.05)
    async with tcp_server(handler) as port, EventStream(address_of(port), limits=limits) as stream:
        (ended,) = await take_disconnected(stream, 1)
        assert ended.reason.startswith(f"no answer from 127.0.0.1:{port} in time")


async def test_closing_ends_the_iteration_and_gives_what_had_arrived() -> None:
    async def handler(connection: ServerConnection) -> None:
        await connection.send(b"1")
        await (await connection.ping())
        arrived.set()
        await stay(connection)

    arrived = asyncio.Event()
    async with websocket_server(handler) as port, EventStream(address_of(port)) as stream:
        await asyncio.wait_for(arrived.wait(), LIMIT)
        await stream.close()
        assert await take_rest(stream) == [Connected(0), FramesReceived((b"1",))]
        assert await take_rest(stream) == []


@pytest.mark.parametrize("state", ["connecting", "connected", "waiting", "given up"])
async def test_cancelling_the_reader_leaves_no_task_and_no_connection(state: str) -> None:
    gone = asyncio.Event()

    async def hang(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        reached.set()
        await reader.read()
        gone.set()

    async def connected(connection: ServerConnection) -> None:
        await connection.wait_closed()
        gone.set()

    async def read(stream: EventStream) -> None:
        async with stream:
            async for _ in stream:
                reached.set()

    reached = asyncio.Event()
    with refusing_port() as refusing:
        async with tcp_server(hang) as hanging, websocket_server(connected) as serving:
            before = asyncio.all_tasks()
            port = {"connecting": hanging, "connected": serving}.get(state, refusing)
            reader = asyncio.create_task(
                read(EventStream(address_of(port), max_attempts=0 if state == "given up" else None))
            )
            await asyncio.wait_for(reached.wait(), LIMIT)
            reader.cancel()
            with pytest.raises(asyncio.CancelledError):
                await reader
            if port != refusing:
                await asyncio.wait_for(gone.wait(), LIMIT)
            assert not [task for task in asyncio.all_tasks() - before if task.get_name() == "event-stream"]


async def test_a_mistake_of_ours_is_raised_and_not_taken_for_the_network() -> None:
    def resume() -> tuple[int, str] | None:
        raise RuntimeError("mistake")

    async with EventStream(address_of(1), resume=resume) as stream:
        with pytest.raises(RuntimeError, match="mistake"):
            await take(stream)


async def test_a_stream_that_never_began_is_at_its_end_when_closed() -> None:
    stream = EventStream(address_of(1))
    await stream.close()
    assert await take_rest(stream) == []


async def hang_up(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")


async def take_disconnected(stream: EventStream, count: int) -> list[Disconnected]:
    items = [await take(stream) for _ in range(count)]
    assert all(isinstance(item, Disconnected) for item in items)
    return [item for item in items if isinstance(item, Disconnected)]


async def free_port() -> int:
    async with websocket_server(stay) as port:
        return port
