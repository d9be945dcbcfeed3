"""Who needs the user: told at the terminal, answered in place, and remembered by the next dashboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from maestro_tui.terminal.events import BellRang, NotificationRaised
from tests.e2e.test_dashboard import OPEN, make_project, make_task, spawn
from tests.support.program import Home, Program, Server
from tests.support.waiting import until

pytestmark = pytest.mark.e2e

QUEUE = "Waiting for you"


async def ask(server: Server, session: str, question: str) -> None:
    """Have a session wait for its user, who has answered whatever it asked before."""
    for waits in ({"active": False}, {"active": True, "message": question}):
        await server.request("PATCH", f"/api/sessions/{session}", {"needsInput": waits})


async def test_who_waits_is_told_answered_in_place_and_put_aside(home: Home, tmp_path: Path) -> None:
    environ = {"MAESTRO_NOTIFY": "9"}
    async with Server(home, *OPEN) as server:
        options = ("--url", server.url, "--spawn", "allow")
        async with await Program.start(home, *options, environ=environ) as program:
            await program.sees("live")
            task = await make_task(server, project := await make_project(server, tmp_path))
            await spawn(server, project, task, "sh -i", "Looked at")
            session = await spawn(server, project, task, "sh -c 'echo can\"\"vas; exec sh -i'", "Striper")
            await program.sees("Striper")
            program.press("j")
            await program.sees("canvas")
            program.press("k")
            heard: list[object] = []
            program.terminal.on_event.connect(heard.append)

            await ask(server, session, "Overwrite?")
            await program.sees(QUEUE, "Overwrite?", "event")
            await until(lambda: any(isinstance(event, BellRang) for event in heard))
            told = [event.body for event in heard if isinstance(event, NotificationRaised)]
            assert told == ["maestro: Striper waits for you"]
            assert program.terminal.title == "maestro · 1 waiting"

            program.press("a")
            await program.sees("Answer Striper", "waiting since")
            program.type("echo $((6 * 7)) > answer\n")
            await until(
                lambda: (tmp_path / "answer").exists() and (tmp_path / "answer").read_text() == "42\n"
            )
            await until(lambda: QUEUE not in program.screen)
            await program.quit()

        async with await Program.start(home, *options, environ=environ) as program:
            await program.sees("? waiting")
            assert QUEUE not in program.screen
            await ask(server, session, "Really?")
            await program.sees(QUEUE, "Really?")
