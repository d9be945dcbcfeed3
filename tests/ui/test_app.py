"""What it costs to show the first frame, and what it must not load."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from textual import events
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Input

from maestro_tui.ui.app import MaestroApp
from tests.ui import scenario
from tests.ui.driving import drive

HEAVY = (
    "httpx",
    "websockets",
    "starlette",
    "uvicorn",
    "pyghostty",
    "pexpect",
    "maestro_tui.server",
    "rich.markdown",
    "maestro_tui.client.address",
    "maestro_tui.conductor.connection",
    "maestro_tui.conductor.hosting",
    "maestro_tui.terminal.engine",
    "maestro_tui.terminal.pane",
    "maestro_tui.ui.widgets.terminal_panel",
)


@pytest.mark.parametrize("module", HEAVY)
def test_what_the_first_frame_does_not_need_is_not_loaded(module: str, loaded: frozenset[str]) -> None:
    assert module not in loaded


@pytest.fixture(scope="module")
def loaded() -> frozenset[str]:
    program = "import sys, maestro_tui.cli.dashboard, maestro_tui.ui.app; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    return frozenset(done.stdout.split())


async def test_the_conductor_is_started_after_the_first_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    conductor = scenario.make_conductor()
    seen: list[str] = []

    async def start() -> None:
        screen = driver_app[0].screen
        seen.append("".join(strip.text for strip in screen._compositor.render_strips(driver_app[0].size)))

    driver_app = []
    monkeypatch.setattr(conductor, "start", start)
    real = MaestroApp.__init__

    def init(self: MaestroApp, *args: object, **fields: object) -> None:
        driver_app.append(self)
        real(self, *args, **fields)  # type: ignore[arg-type]

    monkeypatch.setattr(MaestroApp, "__init__", init)
    async with drive(conductor=conductor):
        assert "maestro" in seen[0]


async def test_before_the_first_frame_nothing_is_styled_twice_and_nothing_hidden_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    styled: list[str] = []
    at_first_frame: list[list[str]] = []
    real_apply, real_display = Stylesheet.apply, MaestroApp._display

    def apply(self: Stylesheet, node: DOMNode, **options: Any) -> None:
        styled.append(str(node.id))
        real_apply(self, node, **options)

    def display(self: MaestroApp, screen: Screen[Any], picture: Any) -> None:
        at_first_frame.append(styled[:])
        real_display(self, screen, picture)

    monkeypatch.setattr(Stylesheet, "apply", apply)
    monkeypatch.setattr(MaestroApp, "_display", display)
    async with drive(is_loaded=False) as driver:
        # The table that gets the keyboard looks different from then on.
        assert all(at_first_frame[0].count(id_) == 1 for id_ in ("top", "tasks", "timeline", "keys"))
        assert not {"terminal", "panes", "screen", "calls", "call"} & set(at_first_frame[0])
        assert driver.dashboard.terminals.is_mounted
        assert driver.dashboard.calls.is_mounted


async def test_the_collector_passes_over_what_the_lists_brought(monkeypatch: pytest.MonkeyPatch) -> None:
    frozen: list[int] = []
    monkeypatch.setattr("gc.freeze", lambda: frozen.append(1))
    monkeypatch.setattr("gc.set_threshold", lambda *_: None)
    async with drive(is_loaded=False) as driver:
        driver.app._has_process = True
        scenario.load(driver.conductor)
        await driver.until(lambda: frozen)
        scenario.retitle(driver.conductor, scenario.spawn(driver.conductor), "painting")
        await driver.until(lambda: not driver.is_busy)
        assert frozen == [1]


OVER: dict[str, tuple[str, ...]] = {
    "the help": ("question_mark",),
    "the palette": ("colon",),
    "a form": ("1", "N"),
    "a question": ("delete",),
    "the panel of the connection": ("C",),
    "the menu": ("m",),
    "why a session is shown so": ("W",),
    "finding": ("f",),
    "the event log": ("L",),
    "a filter": ("slash",),
}


@pytest.mark.parametrize("over", OVER)
async def test_one_can_leave_from_everywhere(over: str) -> None:
    async with drive() as driver:
        await driver.press(*OVER[over])
        assert len(driver.app.screen_stack) > 1 or over == "a filter"
        await driver.press("ctrl+q")
        await driver.until(lambda: not driver.app.is_running)


async def test_a_dialog_keeps_other_keys_of_the_program_to_itself() -> None:
    async with drive() as driver:
        await driver.press("question_mark", "colon", "question_mark")
        assert driver.app.is_running
        assert len(driver.app.screen_stack) == 1


TYPED_INTO: dict[str, tuple[str, ...]] = {
    "a filter": ("slash",),
    "the palette": ("colon",),
    "a form": ("1", "N"),
    "finding": ("f",),
    "the filter of the event log": ("L", "slash"),
}


@pytest.mark.parametrize("is_still", [True, False], ids=["still", "moving"])
@pytest.mark.parametrize("where", TYPED_INTO)
async def test_with_reduced_motion_no_cursor_blinks(
    monkeypatch: pytest.MonkeyPatch, where: str, is_still: bool
) -> None:
    if is_still:
        monkeypatch.setenv("MAESTRO_REDUCED_MOTION", "1")
    async with drive() as driver:
        await driver.press(*TYPED_INTO[where])
        await driver.until(lambda: isinstance(driver.app.focused, Input))
        await driver.press("x")
        field = driver.app.focused
        assert isinstance(field, Input)
        assert field._cursor_visible
        timer = field._blink_timer
        assert timer is not None
        assert timer._active.is_set() is not is_still


@pytest.mark.parametrize("event", [events.Key("j", "j"), events.Paste("j")], ids=["key", "paste"])
async def test_what_is_typed_while_it_ends_does_no_harm(event: events.Event) -> None:
    async with drive() as driver:
        app = driver.app
    assert app.screen_stack == []
    await app.on_event(event)
    assert app._exception is None
