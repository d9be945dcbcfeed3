"""Why a session is shown as it is: the values, the lines, and the screen that shows them."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from maestro_tui.conductor.signs import Signs
from maestro_tui.protocol import events as e
from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import NeedsInput
from maestro_tui.store.actions import EventReceived, PaneExited, PaneFailed, SessionFetched
from maestro_tui.store.store import Store
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.screens.evidence_screen import EvidenceScreen
from maestro_tui.ui.standing.evidence import Evidence, gather, lines_of, text_of
from maestro_tui.ui.text.fitting import width_of
from tests.support.factories import NOW, make_session, received, wire_session, wire_spawn
from tests.ui import scenario
from tests.ui.driving import NARROW, WIDE, drive

ID = SessionId("ses_1")


class Case:
    """A session, and what is known of it."""

    def __init__(self) -> None:
        self.store = Store()
        self.signs: Signs | None = None
        self.scene = Scene(self.store.state, lambda: NOW, lambda _: self.signs)

    def hear(self, name: str, ago: float, payload: dict[str, Any]) -> None:
        self.store.dispatch(received(name, payload, at=NOW - ago))

    @property
    def evidence(self) -> Evidence:
        return gather(self.store.state.sessions[ID], self.scene)

    @property
    def text(self) -> str:
        return text_of(self.evidence, NOW)

    def row(self, beginning: str) -> str:
        """Give a line by how it begins, whoever decides."""
        lines = [line[2:] for line in self.text.splitlines()]
        return " ".join(next(line for line in lines if line.startswith(beginning)).split())


@pytest.fixture
def case() -> Case:
    return Case()


def test_the_event_that_brought_a_status_is_named_and_how_old_it_is(case: Case) -> None:
    case.hear("session:created", 90_000, {"session": wire_session("ses_1", status="spawning")})
    case.hear("session:updated", 60_000, wire_session("ses_1", status="working"))
    case.hear("session:updated", 5_000, wire_session("ses_1", status="working"))
    assert case.row("server") == "server working · by session:updated 1m00s"
    assert case.row("event") == "event last event of it 5s"
    case.hear("session:status_changed", 3_000, {"id": "ses_1", "status": "idle"})
    assert case.row("server") == "server idle · by session:status_changed 3s"


def test_what_was_read_is_told_from_what_an_event_said(case: Case) -> None:
    case.store.dispatch(SessionFetched(make_session("ses_1", status="idle"), at=NOW - 7_000))
    assert case.row("server") == "server idle · read over REST 7s"
    assert case.row("event") == "event none since this dashboard began"


def test_the_last_entries_of_the_timeline_are_shown_and_the_last_question_always(case: Case) -> None:
    entries = [
        {"type": kind, "message": f"message {number}\x1b[2J", "timestamp": NOW - 1000 * (9 - number)}
        for number, kind in enumerate(["needs_input", "progress", "progress", "progress", "error"])
    ]
    case.hear("session:updated", 0, wire_session("ses_1", timeline=entries))
    assert case.row("timeline") == "timeline ✗ error message 4␛[2J 5s"
    assert "needs input" in case.text
    assert "message 1" not in case.text


def test_a_terminal_tells_of_its_process_its_output_and_its_calls(case: Case) -> None:
    case.hear("session:spawn", 60_000, wire_spawn("ses_1"))
    case.signs = Signs(pid=4711, output_at=NOW - 12_000)
    assert case.evidence.look.cell.text == "≈ running"
    assert "has reported nothing" in case.evidence.why
    assert case.row("terminal") == "terminal runs · process 4711 1m00s"
    assert case.row("output") == "output wrote last 12s"
    assert case.row("call") == "call no bell, no notification"
    assert [witness.name for witness in case.evidence.witnesses if witness.decides] == ["terminal"]
    case.signs = Signs(called_at=NOW - 4_000)
    assert case.row("call") == "call rang the bell 4s"
    case.signs = Signs(called_at=NOW - 4_000, notification="come\u202e here")
    assert case.row("call") == "call notification · come here 4s"


def test_without_a_terminal_that_is_said(case: Case) -> None:
    case.hear("session:updated", 0, wire_session("ses_1", status="working"))
    assert case.row("terminal") == "terminal none here"
    assert case.evidence.conflicts == ()


def test_a_terminal_that_has_ended_contradicts_who_works(case: Case) -> None:
    case.hear("session:spawn", 90_000, wire_spawn("ses_1"))
    case.hear("session:updated", 60_000, wire_session("ses_1", status="working"))
    case.store.dispatch(PaneExited(session_id=ID, at=NOW - 30_000, signal=9))
    assert case.evidence.look.cell.text == "≠ ended?"
    assert case.row("terminal") == "terminal ended · killed by SIGKILL 30s"
    assert case.evidence.conflicts == ("The server says working, and its terminal has ended.",)
    case.hear("session:updated", 0, wire_session("ses_1", status="working", needsInput={"active": True}))
    assert "nobody would read an answer" in case.evidence.conflicts[0]


def test_why_nothing_was_started_is_shown(case: Case) -> None:
    case.hear("session:spawn", 90_000, wire_spawn("ses_1"))
    case.store.dispatch(PaneFailed(session_id=ID, at=NOW - 1000, problem="There is no 'paint'."))
    assert "not started · There is no 'paint'." in case.text


def test_other_disagreements_are_named(case: Case) -> None:
    case.hear("session:spawn", 90_000, wire_spawn("ses_1"))
    case.hear("session:updated", 0, wire_session("ses_1", status="completed"))
    assert case.evidence.conflicts == ("The server says completed, and its program still runs.",)
    asked = {"active": True, "since": NOW - 300_000}
    case.hear("session:updated", 0, wire_session("ses_1", status="working", needsInput=asked))
    case.signs = Signs(output_at=NOW)
    assert case.evidence.conflicts == (
        "It is said to wait for input, and its terminal has been writing since.",
    )
    case.hear("session:updated", 0, wire_session("ses_1", status="waiting", needsInput={"active": False}))
    assert "needsInput that it does not" in case.evidence.conflicts[0]


@pytest.mark.parametrize("width", [30, 66, 92])
def test_lines_are_never_wider_than_asked(case: Case, width: int) -> None:
    entries = [{"type": "progress", "message": "a long 字 " * 60, "timestamp": NOW}]
    case.hear("session:spawn", 90_000, wire_spawn("ses_1"))
    case.hear("session:updated", 0, wire_session("ses_1", timeline=entries, status="completed"))
    case.signs = Signs(notification="n" * 300, called_at=NOW)
    for line in lines_of(case.evidence, NOW, width)[1:]:
        assert sum(width_of(cell.text) for cell in line) <= width


# ------------------------------------------------------------------------------------- on the screen


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=str)
async def test_a_key_shows_it_all_and_another_takes_it_elsewhere(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        id_ = await driver.open_pane("ses_striper")
        driver.terminals["ses_striper"].feed(b"\x1b]0;painting\x07")
        driver.dashboard.show_session(id_)
        await driver.press("W")
        await driver.sees(
            "? waiting", "needs input · Overwrite stripes.json?", "call", "painting", "esc leaves"
        )
        await driver.press("y")
        assert "needs input · Overwrite stripes.json? (y/N)" in driver.app.clipboard
        await driver.press("W")
        await driver.until(lambda: driver.app.screen is driver.dashboard)


async def test_it_says_whether_it_calls_or_was_put_aside_and_grows_older() -> None:
    now = [scenario.NOW]
    async with drive(conductor=scenario.make_conductor(lambda: now[0])) as driver:
        await driver.press("W")
        await driver.sees("queue     waiting · by event", "2m12s")
        now[0] += 9000
        driver.dashboard.feed.tick()
        await driver.sees("2m21s")
        assert driver.dashboard.scene.horizon.at <= now[0] + 3000
        await driver.press("escape", "d", "W")
        await driver.sees("seen, or put aside, until there is something new")


async def test_it_follows_what_happens_and_says_when_the_session_is_gone() -> None:
    async with drive() as driver:
        await driver.press("W")
        await driver.sees("needs input · Overwrite")
        store = driver.conductor.store
        id_ = driver.dashboard.sessions.cursor
        assert id_ is not None
        session = msgspec.structs.replace(
            store.state.sessions[id_], status="idle", needs_input=NeedsInput(active=False)
        )
        store.dispatch(EventReceived(event=e.SessionUpdated(session), at=scenario.NOW))
        await driver.sees("idle · by session:updated")
        store.dispatch(EventReceived(event=e.SessionDeleted(id_), at=scenario.NOW))
        await driver.sees("This session is gone")
        await driver.press("y", "escape")
        await driver.until(lambda: driver.app.screen is driver.dashboard)


async def test_what_does_not_fit_can_be_scrolled() -> None:
    async with drive((80, 16)) as driver:
        await driver.open_pane("ses_striper")
        await driver.press("W")
        await driver.sees("The server says so.")
        assert isinstance(driver.app.screen, EvidenceScreen)
        await driver.press(*["j"] * 30)
        await driver.sees("no bell, no notification")
        await driver.press(*["k"] * 30)
        await driver.sees("The server says so.")


async def test_without_a_session_that_is_said() -> None:
    async with drive(is_loaded=False) as driver:
        await driver.press("W")
        await driver.sees("There is no session here to ask about.")


async def test_the_palette_offers_it() -> None:
    async with drive() as driver:
        await driver.press("colon", *"why it is")
        await driver.sees("session: why it is shown so")
