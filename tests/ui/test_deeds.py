"""What is asked of the server is seen at once, and goes away when it is answered: done, or refused and why."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from maestro_tui.errors import ApiError, UnreachableError
from maestro_tui.store.actions import ConnectionChanged
from maestro_tui.store.state import Phase
from tests.ui import scenario
from tests.ui.driving import NARROW, WIDE, Driver, drive


class SlowServer:
    """Takes intents, and answers them when it is told to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer = asyncio.Event()
        self.problem: Exception | None = None

    def __getattr__(self, name: str) -> Any:
        async def intent(*_: Any) -> None:
            self.asked.append(name)
            await self.answer.wait()
            if self.problem is not None:
                raise self.problem

        return intent


def slow_server(driver: Driver) -> SlowServer:
    server = SlowServer()
    driver.conductor.intents = server  # type: ignore[assignment]
    return server


@pytest.mark.parametrize(
    ("keys", "said", "id_"),
    [
        (["2", "S", "enter"], "… set the status", "tsk_stripes"),
        (["2", "E", "enter"], "… change the task", "tsk_stripes"),
        (["2", "delete", "y"], "… delete the task", "tsk_stripes"),
        (["2", "plus"], "… add the task", "ses_striper"),
        (["2", "minus"], "… take the task off", "tsk_stripes"),
        (["3", "X", "y"], "… stop the session", "ses_striper"),
        (["3", "m", "h", "i", "enter"], "… report it", "ses_striper"),
        (["1", "N", "Q", "enter"], "… make the project", ""),
        (["2", "s", "enter"], "… start the session", ""),
    ],
)
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=str)
async def test_what_is_asked_is_shown_until_it_is_answered(
    size: tuple[int, int], keys: list[str], said: str, id_: str
) -> None:
    async with drive(size) as driver:
        server = slow_server(driver)
        await driver.press(*keys)
        if driver.app.screen is not driver.dashboard:
            await driver.press("escape")
        assert said[:6] in driver.lines[0]
        assert (id_ in driver.dashboard.scene.pending) == bool(id_)
        assert server.asked
        server.answer.set()
        await driver.until(lambda: "…" not in driver.lines[0])
        assert id_ not in driver.dashboard.scene.pending


async def test_the_row_says_that_something_is_under_way_with_it() -> None:
    async with drive() as driver:
        server = slow_server(driver)
        await driver.press("j", "S", "enter")
        await driver.sees("… say so")
        await driver.press("escape")
        assert "…● working  Brush 1" in driver.text
        server.answer.set()
        await driver.until(lambda: "…● working" not in driver.text)


async def test_nothing_is_shown_as_done_before_it_is() -> None:
    async with drive() as driver:
        server = slow_server(driver)
        tables = [line[:80] for line in driver.lines[4:23]]
        await driver.press("3", "delete", "y")
        assert [line[:80] for line in driver.lines[4:23]] == [line.replace("▌?", "…?") for line in tables]
        server.problem = ApiError("It is needed.", status=422)
        server.answer.set()
        await driver.sees("Could not delete the session: It is needed.")
        assert "Striper" in driver.text


async def test_a_form_keeps_what_was_written_until_the_server_has_taken_it() -> None:
    async with drive() as driver:
        server = slow_server(driver)
        server.problem = ApiError("There is a Quagga already.", status=409)
        await driver.press("1", "N", *"Quagga", "enter", "enter")
        await driver.sees("… make it")
        assert server.asked == ["create_project"]
        server.answer.set()
        await driver.sees("Could not make the project: There is a Quagga", "Quagga")
        assert not driver.app._notifications
        server.problem = None
        await driver.press("2", "enter")
        await driver.until(lambda: driver.app.screen is driver.dashboard)
        assert len(server.asked) == 2


async def test_who_leaves_a_form_while_it_is_under_way_hears_of_a_refusal_elsewhere() -> None:
    async with drive() as driver:
        server = slow_server(driver)
        server.problem = ApiError("It is needed.", status=422)
        await driver.press("1", "N", *"Quagga", "enter", "escape")
        assert driver.app.screen is driver.dashboard
        server.answer.set()
        await driver.sees("Could not make the project: It is needed.")
        assert driver.app.screen is driver.dashboard


async def test_a_form_goes_away_when_it_is_done_though_something_lies_over_it() -> None:
    async with drive() as driver:
        server = slow_server(driver)
        await driver.press("1", "N", *"Quagga", "enter")
        driver.dashboard.ask_whether("Really?", "It may be.", "do it", lambda: None)
        await driver.sees("Really?")
        server.answer.set()
        await driver.until(lambda: not driver.dashboard.scene.pending.said)
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is driver.dashboard)


async def test_of_many_that_fail_one_notice_tells() -> None:
    async with drive() as driver:
        server = slow_server(driver)
        server.problem = UnreachableError("The server did not answer in time.")
        server.answer.set()
        await driver.press("3", "space", "space", "space", "delete", "y")
        await driver.sees("Could not delete the session (3 of 3): The server did")
        assert len(driver.app._notifications) == 1


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        (Phase.CONNECTING, "There is no connection to the server yet"),
        (Phase.WAITING, "There is no connection to the server: connection refused. C says more."),
        (Phase.GAVE_UP, "There is no connection to the server: connection refused. C says more."),
        (Phase.REPLAYING, "This is a recording"),
    ],
)
async def test_without_a_server_a_key_says_why_it_does_nothing(phase: Phase, words: str) -> None:
    async with drive() as driver:
        server = slow_server(driver)
        driver.conductor.store.dispatch(
            ConnectionChanged(phase=phase, at=scenario.NOW, reason="connection refused")
        )
        await driver.press("delete")
        await driver.sees(words[:38])
        assert driver.app.screen is driver.dashboard
        assert server.asked == []


async def test_a_terminal_here_can_be_typed_into_without_a_server() -> None:
    async with drive() as driver:
        await driver.open_pane()
        driver.conductor.store.dispatch(
            ConnectionChanged(phase=Phase.WAITING, at=scenario.NOW, reason="connection refused")
        )
        await driver.press("t", *"go", "enter")
        assert driver.typed["ses_striper"] == b"go\r"


async def test_a_program_here_can_be_stopped_without_a_server() -> None:
    async with drive() as driver:
        server = slow_server(driver)
        await driver.open_pane()
        driver.conductor.store.dispatch(
            ConnectionChanged(phase=Phase.WAITING, at=scenario.NOW, reason="connection refused")
        )
        await driver.press("3", "X", "y")
        await driver.until(lambda: not driver.conductor.store.state.panes)
        await driver.press("j", "X")
        await driver.sees("There is no connection to the server")
        assert server.asked == []
