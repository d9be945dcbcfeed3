"""What one chose is there the next time; without colour there is none."""

from __future__ import annotations

import stat

import msgspec
import pytest

from tests.e2e.test_dashboard import OPEN, make_project, make_task, spawn
from tests.support.program import Home, Program, Server
from tests.support.waiting import until

pytestmark = pytest.mark.e2e


async def test_theme_size_filter_and_layout_are_there_the_next_time(home: Home) -> None:
    async with Server(home, *OPEN) as server:
        project = await make_project(server, home.directory)
        await make_task(server, project, "Paint the stripes")
        await make_task(server, project, "Count the legs")
        arguments = ("--url", server.url)
        async with await Program.start(home, *arguments) as program:
            await program.sees("Paint the st", "Count the le")
            program.press("2")
            program.type("/legs\n")
            await program.sees("/legs · 1 of 2")
            program.type(">>>")
            program.type(":choose another")
            await program.sees("theme: choose another")
            program.type("\n")
            await program.sees("catppuccin")
            program.type("contrast")
            await until(lambda: "catppuccin" not in program.screen)
            program.type("\n")
            await until(lambda: "Search for themes" not in program.screen)
            await program.quit()
        file = home.directory / "state" / "maestro-tui" / "dashboard.json"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        kept = msgspec.json.decode(file.read_bytes())
        assert kept["tables"]["tasks"]["filter"] == "legs"
        assert kept["sizes"]["left"] > 0.28
        assert kept["theme"] == "maestro-contrast"
        async with await Program.start(home, *arguments) as program:
            await program.sees("/legs · 1 of 2", "Count the le")
            assert "Paint the st" not in program.screen
            (ground,) = {style.bg for _, style in program.terminal.rows()[15].runs[-1:]}
            assert ground == (0, 0, 0)
            await program.quit()


async def test_without_colour_none_reaches_the_terminal(home: Home) -> None:
    async with Server(home, *OPEN) as server:
        project = await make_project(server, home.directory)
        task = await make_task(server, project)
        async with await Program.start(home, "--url", server.url, environ={"NO_COLOR": "1"}) as program:
            await program.sees("live")
            command = """sh -c 'printf "\\033[31mred\\033[0m"; sleep 60'"""
            await spawn(server, project, task, command)
            await program.sees("Striper", "red")
            colored = [
                text
                for row in program.terminal.rows()
                for text, style in row.runs
                if style.fg is not None or style.bg is not None
            ]
            assert not colored
            await program.quit()
