from __future__ import annotations

import asyncio

from maestro_tui.conductor.spawning import SpawnQuestion
from maestro_tui.protocol.ids import SessionId
from tests.ui.driving import drive

QUESTION = SpawnQuestion(
    session_id=SessionId("ses_1"),
    argv=("claude", "--prompt", "paint the [b]stripes[/b]; rm -rf /\x1b[2J"),
    cwd="/home/ada/\u202eogzebra",
    env_vars={"MAESTRO_SESSION_ID": "ses_1", "EVIL\u200b": "x" * 5000},
    refused=("LD_PRELOAD",),
)


async def test_everything_that_would_be_done_is_shown_and_the_user_decides() -> None:
    async with drive() as driver:
        for key, answer in (("y", True), ("n", False), ("escape", False)):
            ask = driver.conductor.on_spawn_question
            assert ask is not None
            asked = asyncio.ensure_future(ask(QUESTION))
            await driver.sees("May 127.0.0.1:3000 run this on your machine?")
            await driver.sees("claude --prompt 'paint the [b]stripes[/b]; rm -rf /␛[2J'", "/home/ada/ogzebra")
            await driver.sees("MAESTRO_SESSION_ID=ses_1", "LD_PRELOAD")
            await driver.press(key)
            assert await asyncio.wait_for(asked, 5) is answer


async def test_two_questions_are_asked_one_over_the_other() -> None:
    async with drive((80, 24)) as driver:
        ask = driver.conductor.on_spawn_question
        assert ask is not None
        answers = [asyncio.ensure_future(ask(QUESTION)) for _ in range(2)]
        await driver.sees("May 127.0.0.1:3000 run this")
        await driver.press("y")
        await driver.sees("May 127.0.0.1:3000 run this")
        await driver.press("n")
        assert [await asyncio.wait_for(answer, 5) for answer in answers] == [False, True]
