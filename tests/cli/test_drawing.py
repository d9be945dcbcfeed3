"""What draws says so when there is nothing to draw on, and starts nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.support.films import afternoon, write
from tests.support.processes import processes_of
from tests.support.program import Home, Program
from tests.support.waiting import LIMIT

pytestmark = pytest.mark.e2e


def commands(directory: Path) -> list[tuple[str, ...]]:
    return [
        (),
        ("--url", "http://127.0.0.1:1"),
        ("demo",),
        ("replay", str(write(directory / "film", afternoon()))),
        ("attach", "ses_1"),
    ]


def test_redirected_it_says_that_it_needs_a_terminal(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for command in commands(tmp_path):
        completed = home.run(*command)
        assert (completed.returncode, completed.stdout) == (2, ""), command
        assert "needs a terminal" in completed.stderr
    assert not processes_of(tmp_path)


@pytest.mark.parametrize("name", ["dumb", "unknown"])
async def test_on_a_terminal_that_cannot_draw_it_says_so_and_what_to_do(tmp_path: Path, name: str) -> None:
    home = Home(tmp_path)
    for command in commands(tmp_path):
        async with await Program.start(home, *command, environ={"TERM": name}) as program:
            await program.sees(f"called '{name}' (TERM)", "TERM=xterm-256color")
            assert (await asyncio.wait_for(program.terminal.wait(), LIMIT)).code == 2
    assert not processes_of(tmp_path)
