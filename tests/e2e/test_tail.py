"""``maestro-tui tail`` beside a real server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest

from tests.support.program import MAESTRO, Home, Server
from tests.support.waiting import LIMIT

pytestmark = pytest.mark.e2e


@asynccontextmanager
async def tailing(home: Home, server: Server, *arguments: str) -> AsyncIterator[asyncio.StreamReader]:
    """Run ``tail`` and give its output, from when it is connected."""
    process = await asyncio.create_subprocess_exec(
        *MAESTRO, "tail", "--url", server.url, *arguments,
        env=home.environ, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    await server.wait_for_clients()
    try:
        yield process.stdout
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), LIMIT)


async def read_line(output: asyncio.StreamReader) -> str:
    return (await asyncio.wait_for(output.readline(), LIMIT)).decode()


async def test_a_line_an_event_in_order(home: Home) -> None:
    async with Server(home, "--port", "0", "--no-auth") as server, tailing(home, server) as output:
        project = await server.request("POST", "/api/projects", {"name": "Zebra", "workingDir": "/tmp"})
        await server.request("POST", "/api/tasks", {"projectId": project["id"], "title": "Paint \x1b[31m it"})
        first, second = await read_line(output), await read_line(output)
        assert "project:created" in first
        assert first.rstrip().endswith(f"{project['id']}  Zebra")
        assert "task:created" in second
        assert "Paint ·[31m it" in second


async def test_as_json_and_filtered(home: Home) -> None:
    async with (
        Server(home, "--port", "0", "--no-auth") as server,
        tailing(home, server, "--json", "--filter", "task:*") as output,
    ):
        project = await server.request("POST", "/api/projects", {"name": "Zebra", "workingDir": "/tmp"})
        task = await server.request("POST", "/api/tasks", {"projectId": project["id"], "title": "Paint"})
        event = msgspec.json.decode(await read_line(output))
        assert (event["event"], event["data"]["task"]["id"]) == ("task:created", task["id"])


async def test_since_a_number_and_over_a_restart_no_event_is_missed(home: Home) -> None:
    async with Server(home, "--port", "0", "--no-auth") as server:
        project = await server.request("POST", "/api/projects", {"name": "Zebra", "workingDir": "/tmp"})
        for title in ("one", "two"):
            await server.request("POST", "/api/tasks", {"projectId": project["id"], "title": title})
        async with tailing(home, server, "--since", "1") as output:
            assert (await read_line(output)).rstrip().endswith("one")
            assert (await read_line(output)).rstrip().endswith("two")
            server.kill()
            await server.stop()
            await server.start("--port", server.port, "--no-auth")
            await server.request("POST", "/api/tasks", {"projectId": project["id"], "title": "three"})
            assert (await read_line(output)).rstrip().endswith("three")


async def test_what_the_server_no_longer_has_is_said(home: Home) -> None:
    async with Server(home, "--port", "0", "--no-auth") as server:
        process = await asyncio.create_subprocess_exec(
            *MAESTRO, "tail", "--url", server.url, "--since", "999",
            env=home.environ, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert process.stderr is not None
        assert "events are missing" in await read_line(process.stderr)
        process.terminate()
        await asyncio.wait_for(process.wait(), LIMIT)


async def test_it_ends_with_whoever_reads_it_though_nothing_happens_any_more(home: Home) -> None:
    async with Server(home, "--port", "0", "--no-auth") as server:
        await server.request("POST", "/api/projects", {"name": "Zebra", "workingDir": "/tmp"})
        process = await asyncio.create_subprocess_exec(
            "sh", "-c", '"$@" | head -1', "sh", *MAESTRO, "tail", "--url", server.url, "--since", "0",
            env=home.environ, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        output, _ = await asyncio.wait_for(process.communicate(), LIMIT)
        assert b"project:created" in output
