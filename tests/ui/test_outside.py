"""Telling the user who does not look."""

from __future__ import annotations

import msgspec
import pytest

from maestro_tui.protocol import events as e
from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import NeedsInput
from maestro_tui.store.actions import EventReceived
from tests.ui import scenario
from tests.ui.driving import Driver, drive


def listen(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Take down what is written past Textual."""
    written: list[str] = []
    monkeypatch.setattr(driver.dashboard.feed.outside, "_write", written.append)
    monkeypatch.setattr(driver.app, "bell", lambda: written.append("bell"))
    return written


def ask(driver: Driver, message: str, *ids: str) -> None:
    """Have sessions wait for their user."""
    store = driver.conductor.store
    store.dispatch(
        *(
            EventReceived(
                event=e.SessionUpdated(
                    msgspec.structs.replace(
                        store.state.sessions[SessionId(id_)],
                        needs_input=NeedsInput(active=True, message=message),
                    )
                ),
                at=scenario.NOW,
            )
            for id_ in ids
        )
    )


async def test_who_needs_the_user_is_told_by_bell_notification_and_title(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with drive() as driver:
        written = listen(driver, monkeypatch)
        ask(driver, "which brush?\x1b]52;c;x\x07", "ses_brush1")
        await driver.sees("which brush?")
        assert written == [
            "bell",
            "\x1b]9;maestro: a session needs you\x07",
            "\x1b]0;maestro · 2 waiting\x07",
        ]


async def test_many_at_once_are_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive() as driver:
        written = listen(driver, monkeypatch)
        ask(driver, "?", "ses_brush1", "ses_brush2", "ses_idler")
        await driver.until(lambda: written)
        assert written[1] == "\x1b]9;maestro: 3 sessions need you\x07"
        assert written.count("bell") == 1


@pytest.mark.parametrize("what", ["bell", "notification", "title"])
async def test_each_can_be_switched_off_and_on(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive() as driver:
        written = listen(driver, monkeypatch)
        await driver.app.run_action(f"switch_outside('{what}')", driver.dashboard)
        await driver.sees(f"The {what} is off.")
        written.clear()
        ask(driver, "?", "ses_brush1")
        await driver.until(lambda: not driver.is_busy)
        marks = {"bell": "bell", "notification": "\x1b]9;", "title": "\x1b]0;"}
        assert not [each for each in written if each.startswith(marks[what])]
        assert len(written) == 2
        await driver.app.run_action(f"switch_outside('{what}')", driver.dashboard)
        await driver.sees(f"The {what} is on.")


async def test_the_driver_is_written_to() -> None:
    async with drive() as driver:
        driver.dashboard.feed.outside.retitle(1)
        driver.dashboard.feed.outside.retitle(1)
