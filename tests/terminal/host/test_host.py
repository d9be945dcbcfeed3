"""The host over its socket: the original's protocol word for word, ours beside it, and when it ends."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from websockets.asyncio.client import ClientConnection, unix_connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from maestro_tui.errors import ConfigurationError, PaneError, UnreachableError
from maestro_tui.terminal.host import host as module, messages as m
from maestro_tui.terminal.host.control import HostConnection
from maestro_tui.terminal.host.place import HostPlace
from maestro_tui.terminal.host.records import Records
from maestro_tui.terminal.pane import Terminal
from tests.support.waiting import until
from tests.terminal.host.support import Hosting, hosting, python

LIMIT = 10


@asynccontextmanager
async def plainly(hosted: Hosting, query: str, path: str = "/pty") -> AsyncIterator[ClientConnection]:
    """Connect as a client that knows nothing of ours."""
    async with unix_connect(
        str(hosted.place.address), f"ws://localhost{path}{query}", max_size=None
    ) as connection:
        yield connection


async def received(connection: ClientConnection) -> object:
    message = await asyncio.wait_for(connection.recv(), LIMIT)
    return message if isinstance(message, bytes) else msgspec.json.decode(message)


async def test_a_client_of_the_original_server_is_served() -> None:
    async with hosting() as hosted:
        info = await hosted.spawn("sh", "-c", 'printf "hello\\r\\n"; read x; echo "got $x"; read y; exit 3')
        await until(lambda: hosted.screen(info.session_id).shows("hello"))
        async with plainly(hosted, f"?sessionId={info.session_id}") as connection:
            assert await received(connection) == {"type": "size", "cols": 80, "rows": 24}
            screen = Terminal(80, 24)
            picture = await received(connection)
            assert isinstance(picture, bytes)
            screen.feed(picture)
            assert screen.shows("hello")
            await connection.send(b"this\r")
            while not screen.shows("got this"):
                output = await received(connection)
                assert isinstance(output, bytes)
                screen.feed(output)
            await connection.send('{"type":"resize","cols":100,"rows":30}')
            assert await received(connection) == {"type": "size", "cols": 100, "rows": 30}
            await connection.send(b"\r")
            rest = [message async for message in connection]
            assert msgspec.json.decode(rest[-1]) == {"type": "exit", "exitCode": 3}
            assert connection.close_code in {1000, 1005}


@pytest.mark.parametrize(
    ("query", "path", "code", "reason"),
    [
        ("?sessionId=ses_nobody", "/pty", 1011, "no live PTY for session"),
        ("", "/pty", 1008, "sessionId is required"),
        ("", "/elsewhere", 1008, "no such path"),
    ],
)
async def test_what_is_not_there_is_refused_as_the_original_server_does(
    query: str, path: str, code: int, reason: str
) -> None:
    async with hosting() as hosted, plainly(hosted, query, path) as connection:
        with pytest.raises(ConnectionClosed):
            await asyncio.wait_for(connection.recv(), LIMIT)
        assert (connection.close_code, connection.close_reason) == (code, reason)


async def test_a_web_page_is_refused() -> None:
    async with hosting() as hosted:
        with pytest.raises(InvalidStatus, match="403"):
            async with unix_connect(
                str(hosted.place.address), "ws://localhost/control", origin="http://evil.example"
            ):
                pass


@pytest.mark.parametrize("message", ["", "nonsense", "[]", '{"type":"fly","id":3}', b"\xff\x00"])
async def test_what_cannot_be_asked_is_answered_with_one_sentence(message: str | bytes) -> None:
    async with hosting() as hosted, plainly(hosted, "", "/control") as connection:
        hello = await received(connection)
        assert isinstance(hello, dict)
        assert hello["type"] == "hello"
        await connection.send(message)
        answer = await received(connection)
        assert isinstance(answer, dict)
        assert (answer["type"], "does not understand" in answer["message"]) == ("refused", True)
        assert await hosted.client.list() == ()


@pytest.mark.parametrize(
    "message", ["", "nonsense", '{"type":"fly"}', '{"type":"resize","cols":"x","rows":2}']
)
async def test_a_message_on_a_terminal_that_is_not_known_changes_nothing(message: str) -> None:
    async with hosting() as hosted:
        info = await hosted.spawn("cat")
        async with plainly(hosted, f"?sessionId={info.session_id}") as connection:
            await connection.send(message)
            await connection.send(b"still here")
            await until(lambda: hosted.screen(info.session_id).shows("still here"))


async def test_any_size_can_be_wished_for() -> None:
    async with hosting() as hosted:
        info = await hosted.spawn("cat")
        async with plainly(hosted, f"?sessionId={info.session_id}") as connection:
            for cols, rows in ((0, 0), (-5, 70_000), (1_000_000_000_000, 1), (80, 24)):
                await connection.send(f'{{"type":"resize","cols":{cols},"rows":{rows}}}')
            await connection.send(b"still here")
            await until(lambda: hosted.screen(info.session_id).shows("still here"))


async def test_changes_are_told_to_everybody_who_asks() -> None:
    async with hosting() as hosted:
        other = await HostConnection.find(hosted.place)
        assert other is not None
        changes: list[m.TerminalInfo] = []
        gone: list[str] = []
        other.on_change.connect(changes.append)
        other.on_gone.connect(gone.append)
        async with other:
            info = await hosted.spawn("sh", "-c", "read x; exit 4")
            await until(lambda: changes)
            hosted.terminals.get(info.session_id).write(b"\r")  # type: ignore[union-attr]
            await until(lambda: changes[-1].exit_code == 4)
            await hosted.client.end(info.session_id, put_away=True)
            await until(lambda: gone == [info.session_id])


async def test_who_is_listed_is_described() -> None:
    async with hosting() as hosted:
        info = await hosted.spawn(
            *python("print('\\033]2;a title\\007ready'); input()"), name="Striper", columns=90, lines=20
        )
        mirror = await hosted.attach(info.session_id)
        await mirror.wait_for_text("ready")
        (listed,) = await hosted.client.list(with_memory=True)
        assert (listed.name, listed.title, listed.columns, listed.lines) == ("Striper", "a title", 90, 20)
        assert (listed.attached, listed.pid, listed.is_live) == (1, info.pid, True)
        assert listed.memory is not None
        assert listed.memory > 1_000_000
        assert info.started_at <= listed.last_output_at


async def test_a_host_that_goes_is_noticed_by_those_who_wait_for_an_answer() -> None:
    gate = asyncio.Event()

    async def claim(_: m.SpawnTerminal) -> None:
        await gate.wait()

    async with hosting(claim=claim) as hosted:
        client = await HostConnection.find(hosted.place)
        assert client is not None
        asking = asyncio.create_task(client.end("ses_nobody"))
        with pytest.raises(PaneError, match="No terminal runs here"):
            await asking
        await client.close()
        with pytest.raises(UnreachableError, match="has gone"):
            await client.list()
        gate.set()


async def test_a_host_of_another_version_is_a_clear_error_and_can_be_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with hosting() as hosted:
        monkeypatch.setattr(m, "PROTOCOL", 2)
        with pytest.raises(ConfigurationError, match="another version: end it with `maestro-tui stop`"):
            await HostConnection.find(hosted.place)
        client = await HostConnection.find(hosted.place, any_version=True)
        assert client is not None
        async with client:
            await client.stop()
        assert hosted.host.done.is_set()


async def test_nobody_listens_where_there_is_no_host(tmp_path: Path) -> None:
    place = HostPlace(tmp_path)
    assert await HostConnection.find(place) is None
    place.listen().close()
    assert await HostConnection.find(place) is None


async def test_something_else_on_the_socket_is_a_clear_error(tmp_path: Path) -> None:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example ESMTP\r\n")
        writer.close()

    place = HostPlace(tmp_path)
    server = await asyncio.start_unix_server(answer, place.address)
    async with server:
        with pytest.raises(UnreachableError, match="No terminal host answers at"):
            await HostConnection.find(place)


async def test_with_nothing_to_do_and_nobody_there_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    async with hosting(linger=0.1) as hosted:
        info = await hosted.spawn("cat")
        hosted.terminals.on_exit.connect(lambda each: hosted.terminals.note_reported(each.info()))
        await asyncio.sleep(0.3)
        assert not hosted.host.done.is_set()
        await hosted.client.end(info.session_id)
        await asyncio.sleep(0.3)
        # Somebody is connected still.
        assert not hosted.host.done.is_set()
        await hosted.client.close()
        await asyncio.wait_for(hosted.host.done.wait(), LIMIT)


async def test_it_stays_for_an_end_that_no_server_has_yet() -> None:
    async with hosting(linger=0.1) as hosted:
        await hosted.spawn("true")
        await until(lambda: not any(each.is_live for each in hosted.terminals))
        await hosted.client.close()
        await asyncio.sleep(0.3)
        assert not hosted.host.done.is_set()
        for each in hosted.terminals:
            hosted.terminals.note_reported(each.info())
        await asyncio.wait_for(hosted.host.done.wait(), LIMIT)


async def test_the_last_text_is_saved_now_and_then(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "ROUND", 0.05)
    async with hosting(tmp_path / "host") as hosted:
        await hosted.spawn("sh", "-c", "seq 3000; exec cat")
        records = Records(tmp_path / "host")
        with contextlib.suppress(IndexError):
            await until(lambda: records.read()[0].text.rstrip().endswith("3000"))
        text = records.read()[0].text.rstrip()
        assert text.endswith("2999\n3000")
        assert 300 < len(text.split("\n")) <= 400


async def test_a_socket_that_was_cleaned_away_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROUND", 0.02)
    async with hosting() as hosted:
        info = await hosted.spawn("cat")
        hosted.place.address.unlink()
        await until(hosted.place.address.exists)
        mirror = await hosted.attach(info.session_id)
        assert hosted.place.address.stat().st_mode & 0o777 == 0o600
        mirror.write(b"still here")
        await mirror.wait_for_text("still here")
