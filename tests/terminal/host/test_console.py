"""The plain terminal: what is drawn on it, what is typed, and that it is left as it was."""

from __future__ import annotations

import asyncio
import os
import pty
import signal
import termios
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from fcntl import ioctl
from struct import pack

import pytest

from maestro_tui.terminal.host.console import DETACH, Console, Outcome
from maestro_tui.terminal.pane import Terminal
from tests.support.waiting import LIMIT, until


@dataclass
class Outer:
    """The terminal one sits at, and the console that shows an inner one on it."""

    inner: Terminal
    screen: Terminal
    typed: bytearray
    drawn: bytearray
    master: int
    running: asyncio.Task[Outcome]

    def type(self, data: bytes) -> None:
        os.write(self.master, data)

    def resize(self, columns: int, lines: int) -> None:
        ioctl(self.master, termios.TIOCSWINSZ, pack("HHHH", lines, columns, 0, 0))
        self.screen.resize(columns, lines)
        os.kill(os.getpid(), signal.SIGWINCH)

    async def outcome(self) -> Outcome:
        return await asyncio.wait_for(self.running, LIMIT)


@asynccontextmanager
async def sitting(
    *, is_read_only: bool = False, before: bytes = b"", leave: Sequence[bytes] = DETACH
) -> AsyncIterator[Outer]:
    master, slave = pty.openpty()
    os.set_blocking(master, False)
    ioctl(master, termios.TIOCSWINSZ, pack("HHHH", 24, 80, 0, 0))
    attributes = termios.tcgetattr(slave)
    typed, drawn = bytearray(), bytearray()
    inner = Terminal(80, 24, send=typed.extend)
    inner.feed(before)
    screen = Terminal(80, 24)
    screen.feed(b"what was there before")
    loop = asyncio.get_running_loop()

    def read() -> None:
        data = os.read(master, 1 << 16)
        drawn.extend(data)
        screen.feed(data)

    loop.add_reader(master, read)
    console = Console(inner, is_read_only=is_read_only, leave=leave, source=slave, target=slave)
    outer = Outer(inner, screen, typed, drawn, master, asyncio.create_task(console.run()))
    try:
        await until(lambda: screen.engine.is_alternate)
        yield outer
        outer.running.cancel()
        await asyncio.wait([outer.running])
        await until(lambda: not screen.engine.is_alternate)
        assert screen.shows("what was there before")
        assert termios.tcgetattr(slave) == attributes
        assert not any(screen.engine.mode(mode) for mode in (1, 1000, 1002, 1003, 1004, 1006, 2004))
        assert screen.cursor.visible
    finally:
        loop.remove_reader(master)
        os.close(master)
        os.close(slave)


async def test_it_shows_the_cells_and_follows_them() -> None:
    async with sitting(before=b"\x1b[1;31mred\x1b[0m \xe7\x95\x8c there\r\n") as outer:
        await until(lambda: outer.screen.shows("there"))
        outer.inner.feed(b"\x1b[7mmore\x1b[0m" + b"x" * 80 + b"\x1b[24;80Hz\x1b[3;5H\x1b[4 q")
        await until(lambda: outer.screen.text() == outer.inner.text())
        await until(lambda: outer.screen.cursor == outer.inner.cursor)
        assert outer.screen.rows() == outer.inner.rows()


async def test_nothing_of_the_program_reaches_it_but_cells() -> None:
    async with sitting() as outer:
        await until(lambda: outer.drawn.endswith(b"\x1b[?2026l"))
        outer.drawn.clear()
        outer.inner.feed(
            b"\x1b]0;owned\x07\x1b]52;c;aGk=\x07\x1b]8;;http://evil\x07link\x1b]8;;\x07\x1bP+q544e\x1b\\"
            b"\x1b[21t\x1b[c\x1b[6n\x1b]9;note\x07\x1b]1337;File=:aGk=\x07\x1b_Gi=1;aGk=\x1b\\\x1b#8\x1bc end"
        )
        await until(lambda: outer.screen.shows("end"))
        for forbidden in (
            b"\x1b]",
            b"\x1bP",
            b"\x1b_",
            b"\x1b^",
            b"\x1bc",
            b"\x07",
            b"\x1b[c",
            b"t\x1b",
            b"owned",
        ):
            assert forbidden not in outer.drawn


async def test_what_is_typed_goes_to_the_program_until_the_key_that_leaves() -> None:
    async with sitting() as outer:
        outer.type(b"\x03\x1a\x1b[Aabc\r")
        await until(lambda: bytes(outer.typed) == b"\x03\x1a\x1b[Aabc\r")
        outer.type(b"last\x1dnot this")
        assert await outer.outcome() is Outcome.DETACHED
        assert outer.typed.endswith(b"last")


async def test_another_key_can_leave_and_then_the_first_one_is_typed() -> None:
    async with sitting(leave=(b"\x1b[24~", b"\x07")) as outer:
        outer.type(b"\x1d\x1b[23~a")
        await until(lambda: bytes(outer.typed) == b"\x1d\x1b[23~a")
        outer.type(b"b\x1b[24~\x07c")
        assert await outer.outcome() is Outcome.DETACHED
        assert outer.typed.endswith(b"ab")


@pytest.mark.parametrize("key", [b"\x1d", b"\x03"])
async def test_who_only_looks_types_nothing_and_can_leave_twice_as_easily(key: bytes) -> None:
    async with sitting(is_read_only=True, before=b"\x1b[?1003h\x1b[?1006hhere") as outer:
        outer.type(b"abc")
        await until(lambda: outer.screen.shows("here"))
        assert not outer.screen.engine.wants_mouse
        outer.type(key)
        assert await outer.outcome() is Outcome.DETACHED
        assert not outer.typed


async def test_its_keys_and_mouse_are_what_the_program_wants_them_to_be() -> None:
    async with sitting(before=b"\x1b[?1h\x1b[?2004h") as outer:
        await until(lambda: outer.screen.engine.mode(1) and outer.screen.engine.mode(2004))
        outer.inner.feed(b"\x1b[?1l\x1b[?1003h\x1b[?1006h\x1b[?25l")
        await until(lambda: outer.screen.engine.wants_mouse and not outer.screen.engine.mode(1))
        await until(lambda: not outer.screen.cursor.visible)


async def test_it_follows_the_size() -> None:
    async with sitting(before=b"top left") as outer:
        await until(lambda: outer.screen.shows("top left"))
        outer.resize(100, 30)
        await until(lambda: (outer.inner.columns, outer.inner.lines) == (100, 30))
        outer.inner.feed(b"\x1b[30;90Hbottom")
        await until(lambda: outer.screen.shows("bottom"))


async def test_of_a_terminal_that_is_higher_the_end_is_shown() -> None:
    async with sitting(is_read_only=True) as outer:
        outer.inner.resize(100, 40)
        outer.inner.feed(b"\x1b[1;1Htop\x1b[17;1Hfirst seen\x1b[40;1Hbottom" + b"y" * 90)
        await until(lambda: outer.screen.shows("bottom"))
        assert outer.screen.rows()[0].text.startswith("first seen")
        assert not outer.screen.shows("top")


async def test_the_end_of_the_program_ends_it() -> None:
    from maestro_tui.terminal.exit_status import ExitStatus

    async with sitting() as outer:
        outer.inner._exited(ExitStatus(0))
        assert await outer.outcome() is Outcome.ENDED


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
async def test_a_signal_ends_it_in_order(number: signal.Signals) -> None:
    async with sitting() as outer:
        os.kill(os.getpid(), number)
        assert await outer.outcome() is Outcome.SIGNALLED
