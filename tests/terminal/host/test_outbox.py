from __future__ import annotations

import asyncio
from collections.abc import Callable

from maestro_tui.terminal.host import outbox as module
from maestro_tui.terminal.host.outbox import Outbox


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def begun(limit: int = module.LIMIT, clock: Clock | None = None) -> Outbox:
    """One whose first picture was sent."""
    outbox = Outbox(limit, clock or Clock())
    outbox.restart()
    return outbox


def test_at_first_a_picture_is_due_and_nothing_else() -> None:
    outbox = Outbox()
    outbox.add_output(b"before")
    outbox.add_message("before")
    assert outbox.is_behind
    assert outbox.take() is None


def test_output_is_joined_and_messages_keep_their_place_in_it() -> None:
    outbox = begun()
    for piece in (b"a", b"b"):
        outbox.add_output(piece)
    outbox.add_message("size")
    outbox.add_output(b"c")
    assert [outbox.take() for _ in range(4)] == [b"ab", "size", b"c", None]


def test_a_frame_is_not_much_longer_than_it_should_be() -> None:
    outbox = begun()
    for _ in range(10):
        outbox.add_output(b"x" * 100_000)
    frames = []
    while (frame := outbox.take()) is not None:
        frames.append(len(frame))
    assert sum(frames) == 1_000_000
    assert max(frames) < module.FRAME_BYTES + 100_000


def test_who_does_not_read_gets_a_picture_and_memory_stays_bounded() -> None:
    outbox = begun(limit=1000)
    outbox.add_output(b"x" * 600)
    outbox.add_output(b"x" * 600)
    assert outbox.is_behind
    outbox.add_output(b"y" * 600)
    assert outbox.take() is None
    outbox.restart()
    outbox.add_output(b"after")
    assert (outbox.take(), outbox.is_behind) == (b"after", False)


def test_what_was_taken_makes_room() -> None:
    outbox = begun(limit=1000)
    for _ in range(10):
        outbox.add_output(b"x" * 600)
        assert outbox.take() == b"x" * 600
    assert not outbox.is_behind


def test_more_than_anyone_can_read_becomes_pictures_until_it_is_over() -> None:
    clock = Clock()
    outbox = begun(clock=clock)
    outbox.add_output(b"x" * module.BURST)
    assert not outbox.is_behind
    assert outbox.take()
    outbox.add_output(b"x")
    assert outbox.take() is None
    outbox.restart()
    outbox.add_output(b"x" * 1000)
    assert outbox.take() is None
    outbox.restart()
    clock.now += 1
    outbox.add_output(b"calm again")
    assert outbox.take() == b"calm again"


async def test_waiting_ends_with_whatever_there_is_to_do() -> None:
    happenings: list[Callable[[Outbox], None]] = [
        lambda outbox: outbox.add_output(b"x"),
        lambda outbox: outbox.add_message("x"),
        lambda outbox: outbox.end(),
        lambda outbox: outbox.add_output(b"x" * 2000),
    ]
    for happen in happenings:
        outbox = begun(limit=1000)
        waiting = asyncio.ensure_future(outbox.wait())
        await asyncio.sleep(0)
        assert not waiting.done()
        happen(outbox)
        await asyncio.wait_for(waiting, 1)


def test_after_the_end_nothing_is_put_in_but_what_there_is_can_be_taken() -> None:
    outbox = begun()
    outbox.add_output(b"last")
    outbox.end()
    outbox.add_output(b"too late")
    outbox.add_message("too late")
    assert outbox.has_ended
    assert [outbox.take(), outbox.take()] == [b"last", None]


def test_a_call_is_kept_as_long_as_the_output_it_stands_in_may_be_dropped() -> None:
    outbox = begun(limit=1000)
    outbox.note_call(b"heard")
    outbox.add_output(b"with the output")
    assert outbox.take_missed_calls() == b""
    for number in range(20):
        outbox.note_call(b"%d " % number)
    outbox.add_output(b"x" * 2000)
    assert outbox.is_behind
    assert outbox.take_missed_calls() == b"12 13 14 15 16 17 18 19 "
    assert outbox.take_missed_calls() == b""
