"""Keys of a real terminal: all of them arrive, and while there are none nobody looks for them."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

import pytest

from tests.support.program import Home, Program
from tests.support.waiting import LIMIT, until

pytestmark = pytest.mark.e2e

LONG = 0.5
"""Seconds in which what looks for keys by the clock has looked several times."""

NOBODY = ("--url", "http://127.0.0.1:1")


def wakings(pid: int) -> int:
    """Give how often the threads of a process beside its first have gone to sleep so far."""
    count = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        if task.name != str(pid):
            status = (task / "status").read_text().splitlines()
            count += next(
                int(line.split()[1]) for line in status if line.startswith("voluntary_ctxt_switches")
            )
    return count


async def test_escape_is_a_key_and_the_beginning_of_others(tmp_path: Path) -> None:
    async with await Program.start(Home(tmp_path), *NOBODY) as program:
        await program.sees("No server")
        program.type("?")
        await program.sees("Keys")
        program.terminal.write(b"\x1b")
        await until(lambda: "Keys" not in program.screen)
        # Ctrl+q as newer terminals send it, in pieces.
        for piece in (b"\x1b", b"[113", b";5u"):
            program.terminal.write(piece)
        assert (await asyncio.wait_for(program.terminal.wait(), LIMIT)).code == 0


async def test_what_is_no_text_is_passed_over(tmp_path: Path) -> None:
    async with await Program.start(Home(tmp_path), *NOBODY) as program:
        await program.sees("No server")
        program.terminal.write(b"\xff\xfe\xc3")
        program.type("?")
        await program.sees("Keys")


@pytest.mark.skipif(sys.platform != "linux", reason="threads are looked at in /proc")
async def test_while_nobody_types_nobody_looks_for_keys(tmp_path: Path) -> None:
    async with await Program.start(Home(tmp_path), *NOBODY) as program:
        await program.sees("No server")
        assert program.terminal.pid is not None
        count, since = -1, 0.0

        def is_at_rest() -> bool:
            nonlocal count, since
            now = wakings(program.terminal.pid or 0)
            if now != count:
                count, since = now, time.monotonic()
            return time.monotonic() - since > LONG

        await until(is_at_rest)
