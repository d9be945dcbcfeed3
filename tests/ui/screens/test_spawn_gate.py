"""The question before something is run here: all of it is seen, and nothing that was typed elsewhere answers it."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from maestro_tui.conductor.spawning import SpawnQuestion
from maestro_tui.protocol.events import SessionUpdated
from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.actions import EventReceived
from maestro_tui.ui.screens import spawn_gate
from maestro_tui.ui.screens.spawn_gate import MISSPELT, NOT_YET, SpawnGate, describe
from maestro_tui.ui.text.fitting import width_of
from tests.ui import scenario
from tests.ui.driving import drive

QUESTION = SpawnQuestion(
    session_id=SessionId("ses_1"),
    argv=("claude", "--prompt", "paint the [b]stripes[/b]; rm -rf /\x1b[2J"),
    cwd="/home/ada/\u202eogzebra",
    env_vars={"MAESTRO_SESSION_ID": "ses_1", "EVIL\u200b": "x" * 5000},
    refused=("LD_PRELOAD",),
)


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody was typing when the question came."""
    monkeypatch.setattr(spawn_gate, "QUIET", 0.0)


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


def shown(question: SpawnQuestion, width: int = 60) -> str:
    lines = ["".join(cell.text for cell in line) for line in describe(question, "Striper · ses_1", width)]
    assert all(width_of(line) <= width for line in lines)
    return "\n".join(lines)


@pytest.mark.parametrize("width", [40, 66, 100])
def test_no_end_of_a_command_is_out_of_sight(width: int) -> None:
    argv = ("claude", "--prompt", "paint " * 100, "--then", "rm -rf /")
    text = shown(msgspec.structs.replace(QUESTION, argv=argv), width)
    assert "--then 'rm -rf /'" in " ".join(text.split())
    assert "Striper · ses_1" in text


def test_a_long_variable_does_not_push_the_others_out_of_sight() -> None:
    env_vars = {"LONG": "x" * 9000, "SHORT": "1"} | {f"V{number}": "" for number in range(200)}
    lines = shown(msgspec.structs.replace(QUESTION, env_vars=env_vars)).splitlines()
    assert lines.index(next(line for line in lines if "SHORT=1" in line)) < 12
    assert "… and 102 more" in "\n".join(lines)


@pytest.mark.parametrize(
    ("argv", "is_said"),
    [
        (("echo", "a\u200bb"), True),
        (("echo", "\x1b[2J"), True),
        (("echo", "\u202etxt"), True),
        (("echo", "two\nlines\tand a  gap"), False),
        (("echo", "❤\ufe0f"), False),
        (("echo", "plain"), False),
    ],
)
def test_that_something_is_drawn_otherwise_is_said(argv: tuple[str, ...], is_said: bool) -> None:
    question = SpawnQuestion(session_id=SessionId("ses_1"), argv=argv, cwd="/", env_vars={}, refused=())
    assert (" ".join(MISSPELT.split()[:4]) in shown(question)) is is_said


async def test_what_was_typed_for_something_else_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spawn_gate, "QUIET", 1000.0)
    async with drive((80, 24)) as driver:
        ask = driver.conductor.on_spawn_question
        assert ask is not None
        asked = asyncio.ensure_future(ask(QUESTION))
        await driver.until(lambda: isinstance(driver.app.screen, SpawnGate))
        gate = driver.app.screen
        assert isinstance(gate, SpawnGate)
        for key in ("y", "n", "escape", "x"):
            typed_at = gate._typed_at
            await driver.press(key)
            assert gate._typed_at > typed_at
        await driver.sees(NOT_YET)
        assert not asked.done()
        monkeypatch.setattr(spawn_gate, "QUIET", 0.0)
        await driver.press("y")
        assert await asyncio.wait_for(asked, 5)


async def test_a_long_question_can_be_scrolled() -> None:
    async with drive((80, 24)) as driver:
        ask = driver.conductor.on_spawn_question
        assert ask is not None
        argv = ("claude", *(f"word-{number}" for number in range(200)))
        asked = asyncio.ensure_future(ask(msgspec.structs.replace(QUESTION, argv=argv)))
        await driver.sees("word-0")
        assert "never sets" not in driver.text
        await driver.press(*["j"] * 60)
        await driver.sees("never sets")
        await driver.press(*["k"] * 60)
        await driver.sees("word-0")
        await driver.press("n")
        assert await asyncio.wait_for(asked, 5) is False


async def test_the_name_of_the_session_is_shown() -> None:
    async with drive() as driver:
        ask = driver.conductor.on_spawn_question
        assert ask is not None
        question = msgspec.structs.replace(QUESTION, session_id=SessionId("ses_brush1"))
        asked = asyncio.ensure_future(ask(question))
        await driver.sees("Brush 1 · ses_brush1")
        await driver.press("n")
        assert await asyncio.wait_for(asked, 5) is False


@pytest.mark.parametrize("how", ["started", "refused"])
async def test_what_is_settled_elsewhere_is_asked_no_more(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spawn_gate, "EVERY", 0.01)
    async with drive() as driver:
        ask = driver.conductor.on_spawn_question
        assert ask is not None
        question = msgspec.structs.replace(QUESTION, session_id=SessionId("ses_brush1"))
        asked = asyncio.ensure_future(ask(question))
        await driver.sees("run this on your machine?")
        if how == "started":
            await driver.open_pane("ses_brush1")
        else:
            store = driver.conductor.store
            session = msgspec.structs.replace(store.state.sessions[question.session_id], status="failed")
            store.dispatch(EventReceived(event=SessionUpdated(session), at=scenario.NOW))
        assert await asyncio.wait_for(asked, 5) is None


async def test_what_opens_the_server_is_not_shown() -> None:
    async with drive() as driver:
        ask = driver.conductor.on_spawn_question
        assert ask is not None
        variables = {"MAESTRO_SERVER_URL": "http://127.0.0.1:3000/t/q7Zx9Lm2Vt4Rk8Wn1Yb6Hc3Df5Gj0Ps"}
        asked = asyncio.ensure_future(ask(msgspec.structs.replace(QUESTION, env_vars=variables)))
        await driver.sees("MAESTRO_SERVER_URL=http://127.0.0.1:3000/t/•••")
        await driver.press("n")
        assert not await asyncio.wait_for(asked, 5)
