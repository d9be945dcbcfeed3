"""Every field of every event with what means harm, on every screen: shown as cells, and nothing else happens."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
import unicodedata
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, Final

import pytest
from textual import events
from textual.drivers.headless_driver import HeadlessDriver
from textual.screen import Screen

import maestro_tui.ui.screens
from maestro_tui.conductor.decisions import Decision
from maestro_tui.conductor.spawning import SpawnQuestion, Verdict
from maestro_tui.protocol.events import EVENT_NAMES, event_name
from maestro_tui.protocol.frames import read_frame
from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.actions import ConnectionChanged, EventReceived, FramesReceived, SnapshotLoaded
from maestro_tui.store.effects import Notify
from maestro_tui.store.state import Phase
from maestro_tui.ui.screens.clipboard_gate import ClipboardGate
from maestro_tui.ui.screens.link import LinkScreen
from tests.support import hostile
from tests.support.hostile import MIXED, NUMBERS, TEXTS, but_in_ids, everywhere
from tests.ui import scenario
from tests.ui.driving import NARROW, WIDE, Driver, drive
from tests.ui.harmless import check, harmful

TABLES: Final = ("1 end", "2 end", "3 end", "4 x T home enter", "5 z", "e", "ctrl+w")
"""The parts of the dashboard, and what is done in them."""

READING: Final = (
    "3 W y", "1 v y", "2 v y", "3 v space y", "D enter y", "L enter j J y", "L slash a enter", "C", "f a enter",
    "3 slash a escape", "w", "V", "V", "V",
    "n", "colon a", "question_mark", "3 o o o",
)  # fmt: skip
"""All that is shown behind them."""

CHANGING: Final = (
    "3 g a", "3 G a", "3 s", "3 m", "3 t", "3 X", "3 S", "3 delete", "3 R", "2 N", "2 j E", "2 E", "2 S", "2 delete",
    "2 s", "1 N", "1 j E", "1 delete", "2 space plus",
)  # fmt: skip
"""All that is asked before something is changed."""

Screens = set[type[Screen[Any]]]


@pytest.fixture(autouse=True)
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was written to the user's own terminal beside the screen."""
    texts: list[str] = []
    monkeypatch.setattr(HeadlessDriver, "write", lambda _driver, text: texts.append(text))
    return texts


def tell(driver: Driver, frames: Iterable[bytes]) -> None:
    """Have frames come as they do: to the log as they are, to the store what is in them."""
    store = driver.conductor.store
    for octets in frames:
        driver.conductor.wire.on_frame(octets, scenario.NOW)
        frame = read_frame(octets)
        store.dispatch(FramesReceived(frames=1, rejected=len(frame.errors)))
        for each in frame.received:
            store.dispatch(EventReceived(event=each.event, at=scenario.NOW, seq=each.seq, epoch=each.epoch))


def decide(driver: Driver, text: str) -> None:
    """Have things started and refused."""
    for verdict in Verdict:
        driver.conductor.decisions.add(
            Decision(
                at=scenario.NOW,
                session_id=text,
                verdict=verdict,
                server=text,
                argv=(text, text),
                cwd=text,
                variables=(text,),
                withheld=(text,),
                why=text,
            )
        )


@asynccontextmanager
async def harmed(frames: Iterable[bytes], text: str, size: tuple[int, int] = WIDE) -> AsyncIterator[Driver]:
    """Run a dashboard with one row in each table, to which then everything was told."""
    conductor = scenario.make_conductor()
    first = {
        name: rows[:1] for name, rows in vars(scenario).items() if name in {"PROJECTS", "TASKS", "SESSIONS"}
    }
    conductor.store.dispatch(
        SnapshotLoaded(**{name.lower(): rows for name, rows in first.items()}, at=scenario.NOW)
    )
    async with drive(size, conductor=conductor, is_loaded=False) as driver:
        # What ends a sequence would have the rest of it drawn as text of the program, whose cells are its own.
        short = "".join(each for each in text[:500] if unicodedata.category(each) != "Cc")
        program = f"\x1b]0;{short}\x07\x1b]8;;{short}\x07a link\x1b]8;;\x07\x1b]9;{short}\x07"
        await driver.open_pane(output=program.encode("utf-8", "replace"))
        decide(driver, text)
        tell(driver, frames)
        await driver.until(lambda: not driver.is_busy)
        check(driver)
        yield driver


async def leave(driver: Driver) -> None:
    """Go back to the dashboard."""
    while driver.app.screen is not driver.dashboard:
        await driver.app.pop_screen()
    await driver.press("escape")


async def look(driver: Driver, ways: Iterable[str]) -> Screens:
    """Go some ways, see what is there at every step, and tell which screens that were."""
    seen: Screens = set()
    for keys in ways:
        for key in keys.split():
            await driver.press(key)
            check(driver)
            seen.add(type(driver.app.screen))
        await leave(driver)
    return seen


async def look_at_menus(driver: Driver) -> Screens:
    """Ask with the mouse what can be done."""
    seen: Screens = set()
    for place in ("#projects", "#tasks", "#sessions", "#timeline"):
        await driver.pilot.click(place, offset=(3, 2), button=3)
        check(driver)
        seen.add(type(driver.app.screen))
        await leave(driver)
    return seen


async def look_at_what_is_asked(driver: Driver, text: str) -> Screens:
    """Open what asks by itself."""
    ask = driver.conductor.on_spawn_question
    assert ask is not None
    question = SpawnQuestion(
        session_id=SessionId(text),
        argv=(text, text),
        cwd=text,
        env_vars={text: text},
        refused=(text,),
    )
    asked = asyncio.ensure_future(ask(question))
    await driver.until(lambda: driver.app.screen is not driver.dashboard)
    check(driver)
    seen: Screens = {type(driver.app.screen)}
    asked.cancel()
    await leave(driver)
    for screen in (LinkScreen(text), ClipboardGate("Striper", text)):
        await driver.app.push_screen(screen)
        await driver.pilot.pause()
        check(driver)
        seen.add(type(screen))
        await leave(driver)
    return seen


async def look_at_the_connection(driver: Driver, reason: str) -> None:
    """See why there is none, and what went wrong."""
    assert driver.conductor.on_notice is not None
    driver.conductor.on_notice(Notify(text=reason or "problem", is_problem=True))
    for phase in (Phase.WAITING, Phase.GAVE_UP):
        driver.conductor.store.dispatch(ConnectionChanged(phase=phase, at=scenario.NOW, reason=reason))
        await look(driver, ("3", "s", "C"))


def all_screens() -> Screens:
    """Give all screens of the dashboard but those that only a replay has, and what they are made of."""
    found: Screens = set()
    for module in pkgutil.iter_modules(maestro_tui.ui.screens.__path__):
        members = vars(importlib.import_module(f"maestro_tui.ui.screens.{module.name}")).values()
        found |= {each for each in members if isinstance(each, type) and issubclass(each, Screen)}
    return {
        each
        for each in found
        if each.__module__.startswith("maestro_tui")
        and not any(each in other.__mro__[1:] for other in found)
        and not each.__name__.startswith("Replay")
    }


def harmful_frames(text: str) -> list[bytes]:
    """Give all events with a text in all of their fields, and such as change the rows that are there."""
    shown = (each for each in hostile.frames(but_in_ids(text)) if not hostile.is_deletion(each))
    return [*hostile.frames(everywhere(text)), *shown]


@pytest.mark.parametrize(
    ("harm", "size"), [(harm, (NARROW, WIDE)[number % 2]) for number, harm in enumerate(TEXTS)], ids=str
)
async def test_no_text_in_any_field_of_any_event_does_harm(
    harm: str, size: tuple[int, int], written: list[str]
) -> None:
    text = TEXTS[harm]
    async with harmed(harmful_frames(text), text, size) as driver:
        await look(driver, TABLES)
        await look_at_the_connection(driver, text)
    assert not harmful(written)


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("text", "size"), [(MIXED, WIDE), (MIXED[::-1], NARROW)], ids=["wide", "narrow"])
async def test_no_screen_shows_what_does_harm(text: str, size: tuple[int, int], written: list[str]) -> None:
    async with harmed(harmful_frames(text), text, size) as driver:
        seen = await look(driver, TABLES) | await look(driver, (*READING, *CHANGING))
        seen |= await look_at_what_is_asked(driver, text)
        if size == WIDE:
            seen |= await look_at_menus(driver)
            assert seen >= all_screens()
    assert not harmful(written)


@pytest.mark.parametrize("ways", [READING, CHANGING], ids=["reading", "changing"])
async def test_no_screen_shows_too_much(ways: tuple[str, ...]) -> None:
    async with harmed(harmful_frames(MIXED * 60), MIXED * 60, NARROW) as driver:
        await look(driver, ways[::2])


@pytest.mark.parametrize("number", NUMBERS, ids=str)
async def test_no_number_in_any_field_does_harm(number: float) -> None:
    frames = [each for each in hostile.frames(but_in_ids("Zebra"), number) if not hostile.is_deletion(each)]
    async with harmed(frames, "Zebra") as driver:
        await look(driver, (*TABLES, "3 W", "3 o o o o o", "2 o o o o", "L", "C", "f Z"))


async def test_nothing_that_does_not_belong_into_a_field_does_harm() -> None:
    async with harmed(hostile.misfits(), "Zebra") as driver:
        assert driver.conductor.store.state.tally.rejected > len(hostile.WRONG)
        await look(driver, (*TABLES, "3 W", "L j j j enter", "C", "f Z"))


@pytest.mark.parametrize("way", ["3 slash", "f", "colon", "2 N", "2 N tab", "3 a", "question_mark slash"])
async def test_what_is_pasted_does_no_harm(way: str) -> None:
    async with harmed((), "Zebra") as driver:
        await driver.press(*way.split())
        driver.app.post_message(events.Paste(MIXED))
        await driver.pilot.pause()
        check(driver)
        assert "click" in getattr(driver.app.focused, "value", "")


def test_no_field_of_any_event_was_left_out() -> None:
    """What the other tests stand on."""
    told: dict[str, dict[str, set[str]]] = {name: {} for name in EVENT_NAMES.values()}
    for put in (everywhere("harm"), but_in_ids("harm")):
        for octets in hostile.frames(put):
            frame = read_frame(octets)
            assert not frame.errors
            for each in frame.received:
                texts = told.setdefault(event_name(each.event), {})
                for name, text in hostile.texts_in(each.event):
                    texts.setdefault(name, set()).add(text)
    for name in EVENT_NAMES.values():
        assert all("harm" in texts for texts in told[name].values()), name
    spawn = told["session:spawn"].keys()
    assert {"command", "cwd", "spawnSource", "name", "hostname", "message", "parentSessionId"} <= spawn
