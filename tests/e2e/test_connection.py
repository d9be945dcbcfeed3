"""What cannot be used as a server says why, and what to do; what was cut says what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.support.program import Home, Program, Server

pytestmark = pytest.mark.e2e


@asynccontextmanager
async def web_server() -> AsyncIterator[str]:
    """A server of pages, as there are many."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nhello")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_what_is_no_maestro_server_is_called_so(home: Home) -> None:
    async with web_server() as url, await Program.start(home, "--url", url, size=(80, 24)) as program:
        await program.sees("reconnecting", "not a Maestro server at 127.0.0.1")
        program.type("C")
        await program.sees("Connection", "failed; the next", "check the URL")


async def test_a_server_that_wants_its_token_says_where_to_get_it(home: Home, tmp_path: Path) -> None:
    async with (
        Server(Home(tmp_path / "other"), "--port", "0") as server,
        await Program.start(home, "--url", server.url, size=(80, 24)) as program,
    ):
        await program.sees("reconnecting", "wants its token (401)")
        program.type("C")
        await program.sees("maestro-tui url --with-token")


async def test_a_cut_is_told_and_mended_by_hand(home: Home) -> None:
    async with Server(home, "--port", "0", "--no-auth") as server:
        port = server.port
        async with await Program.start(home, "--url", server.url, size=(80, 24)) as program:
            await program.sees("live")
            program.type("C")
            await program.sees("never since the dashboard was started")
            await server.stop()
            await program.sees("reconnecting", "still")
            await server.start("--port", port, "--no-auth")
            program.type("r")
            await program.sees("nothing was missed")
