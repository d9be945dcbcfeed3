"""The log of decisions on the screen."""

from __future__ import annotations

import msgspec
import pytest

from maestro_tui.conductor.decisions import Decision
from maestro_tui.conductor.spawning import Verdict
from maestro_tui.store.store import Store
from maestro_tui.ui.columns.decisions import DECISIONS, LOOKS, Filed
from maestro_tui.ui.scene import Scene
from tests.ui import scenario
from tests.ui.driving import NARROW, WIDE, Driver, drive


def decide(
    driver: Driver, ago: float, verdict: Verdict, session_id: str = "ses_striper", **fields: object
) -> None:
    values = {
        "argv": ("claude", "--prompt", "paint [b]stripes[/b]\x1b[2J"),
        "cwd": "/home/ada/zebra",
        "variables": ("MAESTRO_SESSION_ID",),
        "withheld": ("LD_PRELOAD",),
        "server": "127.0.0.1:3000",
        "why": "our own server",
        **fields,
    }
    driver.conductor.decisions.add(
        Decision(at=scenario.NOW - ago, session_id=session_id, verdict=verdict, **values)  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=str)
async def test_a_key_shows_what_was_started_and_what_was_not(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        decide(driver, 2000, Verdict.ALLOWED_BY_POLICY)
        decide(driver, 1000, Verdict.DENIED_BY_USER, "ses_gone")
        await driver.press("D")
        await driver.sees("✗ you", "✓ policy", "Striper", "ses_gone")
        assert driver.text.index("✗ you") < driver.text.index("✓ policy")
        await driver.sees("denied by user", "MAESTRO_SESSION_ID", "LD_PRELOAD", "/home/ada/zebra")
        await driver.sees("[b]stripes[/b]␛[2J'")
        await driver.press("j")
        await driver.sees("allowed by policy")
        await driver.press("y")
        copied = msgspec.json.decode(driver.app.clipboard, type=Decision)
        assert copied.verdict is Verdict.ALLOWED_BY_POLICY
        await driver.press("D")
        await driver.until(lambda: driver.app.screen is driver.dashboard)


async def test_what_is_decided_meanwhile_comes_in_and_the_cursor_stays() -> None:
    async with drive() as driver:
        decide(driver, 2000, Verdict.ALLOWED_BY_POLICY)
        await driver.press("D")
        await driver.sees("✓ policy", "allowed by policy")
        decide(driver, 1000, Verdict.REFUSED, why="There is no such program.")
        await driver.sees("✗ refused")
        await driver.sees("allowed by policy")


async def test_it_can_be_filtered() -> None:
    async with drive() as driver:
        decide(driver, 2000, Verdict.ALLOWED_BY_POLICY)
        decide(driver, 1000, Verdict.READ_ONLY)
        await driver.press("D", "slash", *"by:read", "enter")
        await driver.until(lambda: "✓ policy" not in driver.text)
        await driver.sees("○ read-only")
        await driver.press("escape")
        await driver.sees("✓ policy")
        await driver.press("q")
        await driver.until(lambda: driver.app.screen is driver.dashboard)


async def test_a_long_decision_can_be_scrolled() -> None:
    async with drive(NARROW) as driver:
        decide(driver, 1000, Verdict.ALLOWED_BY_USER, argv=("claude", "word " * 400))
        await driver.press("D")
        await driver.sees("allowed by user")
        await driver.press(*["J"] * 4)
        await driver.sees("never sets")
        await driver.press(*["K"] * 4)
        await driver.sees("allowed by user")


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=str)
async def test_enter_gives_one_of_them_the_room_and_escape_takes_it_back(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        decide(driver, 2000, Verdict.ALLOWED_BY_POLICY)
        decide(driver, 1000, Verdict.DENIED_BY_USER, "ses_gone")
        await driver.press("D")
        await driver.sees("denied by user")
        frame = driver.app.screen.query_one("#decision-frame")
        before = frame.size.area
        await driver.press("enter")
        await driver.until(lambda: frame.size.area > before)
        await driver.press("j")
        await driver.sees("allowed by policy")
        await driver.press("escape")
        await driver.until(lambda: frame.size.area == before)
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is driver.dashboard)


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=str)
async def test_a_decision_is_wrapped_for_the_room_it_has(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        decide(driver, 2000, Verdict.ALLOWED_BY_POLICY)
        decide(driver, 1000, Verdict.ALLOWED_BY_POLICY)
        await driver.press("D", "j")
        await driver.sees("allowed by policy")


async def test_without_decisions_it_says_what_will_be_here() -> None:
    async with drive() as driver:
        await driver.press("colon", *"spawn: decisions", "enter")
        await driver.sees("Nothing was to be started yet.")


def test_every_verdict_has_a_look_that_fits() -> None:
    scene = Scene(Store().state, lambda: scenario.NOW)
    widths = {column.key: column.width for column in DECISIONS.columns}
    for verdict in Verdict:
        assert len(LOOKS[verdict].text) <= widths["verdict"]
        filed = Filed(place=0, decision=Decision(at=scenario.NOW, session_id="ses_1", verdict=verdict))
        assert len(DECISIONS.words(filed, scene)[1]) == len(DECISIONS.fields)


def test_what_is_of_another_day_says_which() -> None:
    scene = Scene(Store().state, lambda: scenario.NOW)
    when = next(column for column in DECISIONS.columns if column.key == "time")
    decision = Decision(at=scenario.NOW - 3 * 86_400_000, session_id="ses_1", verdict=Verdict.REFUSED)
    assert when.cell(Filed(place=0, decision=decision), scene).text == "2026-01-30"
