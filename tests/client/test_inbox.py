from __future__ import annotations

import asyncio

import pytest

from maestro_tui.client import inbox
from maestro_tui.client.inbox import Inbox
from tests.client.servers import LIMIT


async def test_frames_between_notices_are_one_batch() -> None:
    box: Inbox[str] = Inbox()
    box.put_notice("open")
    for frame in (b"1", b"2", b"3"):
        await box.put_frame(frame)
    box.put_notice("closed")
    await box.put_frame(b"4")
    box.end()
    taken = [await box.take() for _ in range(5)]
    assert taken == ["open", (b"1", b"2", b"3"), "closed", (b"4",), None]


@pytest.mark.parametrize("frame", [b"x" * inbox.MAX_BYTES, b"x" * (inbox.MAX_BYTES * 2)])
async def test_a_frame_as_large_as_all_that_may_wait_gets_through(frame: bytes) -> None:
    box: Inbox[str] = Inbox()
    await box.put_frame(frame)
    blocked = asyncio.create_task(box.put_frame(b"next"))
    assert await box.take() == (frame,)
    await asyncio.wait_for(blocked, LIMIT)
    assert await box.take() == (b"next",)


async def test_a_writer_waits_while_too_many_frames_lie_here() -> None:
    box: Inbox[str] = Inbox()
    for _ in range(inbox.MAX_FRAMES):
        await box.put_frame(b"x")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(box.put_frame(b"x"), 0)
    box.put_notice("closed")
    assert len(await box.take() or ()) == inbox.MAX_FRAMES
    await asyncio.wait_for(box.put_frame(b"y"), LIMIT)
    assert [await box.take(), await box.take()] == ["closed", (b"y",)]


async def test_a_waiting_reader_is_woken_by_what_comes_and_by_the_end() -> None:
    box: Inbox[str] = Inbox()
    reader = asyncio.create_task(box.take())
    await asyncio.wait_for(box.read_through(), LIMIT)
    box.put_notice("a")
    assert await asyncio.wait_for(reader, LIMIT) == "a"
    reader = asyncio.create_task(box.take())
    await asyncio.wait_for(box.read_through(), LIMIT)
    box.end()
    assert await asyncio.wait_for(reader, LIMIT) is None


async def test_a_box_is_read_through_only_when_its_reader_comes_back() -> None:
    box: Inbox[str] = Inbox()
    box.put_notice("a")
    waiting = asyncio.create_task(box.read_through())
    assert await box.take() == "a"
    await asyncio.sleep(0)
    assert not waiting.done()
    reader = asyncio.create_task(box.take())
    await asyncio.wait_for(waiting, LIMIT)
    box.end()
    assert await reader is None
