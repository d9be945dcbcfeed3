"""Who needs the user, and since when: the list itself, and what the dashboard makes of it."""

from __future__ import annotations

import msgspec
import pytest

from maestro_tui.protocol import events as e
from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import NeedsInput
from maestro_tui.store.actions import EventReceived, PaneExited, PaneFailed
from maestro_tui.store.store import Store
from maestro_tui.ui.feed import LEFT_ALONE
from maestro_tui.ui.screens import dashboard
from maestro_tui.ui.standing.attention import Attention, Call
from maestro_tui.ui.standing.put_aside import MOST
from tests.support.factories import NOW, received, wire_session, wire_spawn
from tests.ui import scenario
from tests.ui.driving import NARROW, WIDE, Driver, drive

A, B = SessionId("a"), SessionId("b")


class Watched:
    """A store, and who needs the user by it."""

    def __init__(self) -> None:
        self.store = Store()
        self.attention = Attention(self.store.state, NOW)
        self.now = NOW
        self.touched: frozenset[SessionId] = frozenset()
        self.store.listen(self._apply)

    def _apply(self, changes: object) -> None:
        self.touched = self.attention.apply(changes, self.now)  # type: ignore[arg-type]

    def put(self, id_: str, status: str, **fields: object) -> None:
        self.store.dispatch(received("session:updated", wire_session(id_, status=status, **fields)))

    def calls(self) -> list[tuple[str, str, str]]:
        calls = [self.attention[id_] for id_ in self.attention]
        return [(call.session_id, call.look.word, call.source) for call in calls]


@pytest.fixture
def watched() -> Watched:
    return Watched()


def test_who_waits_is_called_from_the_first_sight_until_it_waits_no_more(watched: Watched) -> None:
    watched.put("a", "working", needsInput={"active": True, "message": "y/N?", "since": NOW - 5000})
    assert watched.calls() == [("a", "waiting", "event")]
    assert watched.attention[A] == Call(
        session_id=A, look=watched.attention[A].look, what="y/N?", since=NOW - 5000, source="event"
    )
    assert watched.touched == {A}
    assert not watched.attention.visit(A)
    watched.put("a", "working", needsInput={"active": False})
    assert watched.calls() == []
    assert watched.touched == {A}


def test_since_when_it_waits_is_kept_if_the_server_does_not_say(watched: Watched) -> None:
    watched.put("a", "needs-input")
    watched.now += 9000
    watched.put("a", "needs-input", name="renamed")
    assert watched.attention[A].since == NOW
    assert watched.touched == frozenset()


def test_the_question_is_read_from_the_timeline_if_it_stands_nowhere_else(watched: Watched) -> None:
    event = {"type": "needs_input", "message": "Overwrite\x1b[2J?", "timestamp": NOW}
    watched.put("a", "needs-input", timeline=[event, {"type": "progress", "message": "later"}])
    assert watched.attention[A].what == "Overwrite␛[2J?"


def test_idle_is_not_waiting(watched: Watched) -> None:
    watched.put("a", "working")
    watched.put("a", "idle")
    assert watched.calls() == []


@pytest.mark.parametrize(
    ("status", "word"), [("failed", "failed"), ("completed", "done"), ("stopped", "stopped")]
)
def test_what_ends_before_our_eyes_is_told_until_the_user_has_been_there(
    status: str, word: str, watched: Watched
) -> None:
    watched.put("a", "working")
    watched.put("a", status, timeline=[{"type": "error", "message": "no paint left"}])
    assert watched.calls() == [("a", word, "event")]
    assert watched.attention[A].what == "no paint left"
    watched.put("a", status, name="renamed")
    assert watched.calls() == [("a", word, "event")]
    assert watched.attention.visit(A)
    assert not watched.attention.visit(A)
    watched.put("a", status, name="renamed again")
    assert watched.calls() == []


def test_what_was_over_before_is_no_news(watched: Watched) -> None:
    watched.put("a", "failed")
    watched.put("b", "completed", completedAt=NOW + 5000)
    assert watched.calls() == []


def test_what_is_started_again_calls_no_more(watched: Watched) -> None:
    watched.put("a", "working")
    watched.put("a", "failed")
    watched.put("a", "working")
    assert watched.calls() == []


def test_what_is_deleted_calls_no_more(watched: Watched) -> None:
    watched.put("a", "needs-input")
    watched.store.dispatch(received("session:deleted", {"id": "a"}))
    assert watched.calls() == []
    assert watched.touched == {A}


def test_the_exit_code_is_the_source_where_there_is_one(watched: Watched) -> None:
    watched.store.dispatch(received("session:spawn", wire_spawn("a")))
    watched.put("a", "working")
    watched.store.dispatch(PaneExited(session_id=A, at=NOW, code=3))
    watched.put("a", "failed")
    assert watched.calls() == [("a", "failed", "exit code")]
    assert watched.attention[A].what == "exit 3"


def test_a_terminal_that_could_not_be_started_says_why(watched: Watched) -> None:
    watched.store.dispatch(received("session:spawn", wire_spawn("a")))
    watched.store.dispatch(PaneFailed(session_id=A, at=NOW, problem="There is no 'paint'."))
    watched.put("a", "failed")
    assert watched.attention[A].what == "There is no 'paint'."


def test_the_urgent_ones_come_first_and_of_those_the_oldest(watched: Watched) -> None:
    for id_ in ("done", "failed", "waiting"):
        watched.put(id_, "working")
    watched.put("done", "completed")
    watched.now += 1000
    watched.put("waiting", "needs-input")
    watched.now += 1000
    watched.put("failed", "failed")
    order = ["waiting", "failed", "done"]
    assert list(watched.attention) == order
    assert len(watched.attention) == 3
    assert watched.attention.after(None) == "waiting"
    assert watched.attention.after(SessionId("waiting")) == "failed"
    assert watched.attention.after(SessionId("done")) == "waiting"


def test_nothing_urgent_is_passed_over_for_news(watched: Watched) -> None:
    for number, (id_, status) in enumerate(
        [("failed", "failed"), ("waiting", "needs-input"), ("done", "completed")]
    ):
        watched.put(id_, "working")
        watched.now = NOW + number
        watched.put(id_, status)
    at: SessionId | None = SessionId("waiting")
    seen = []
    for _ in range(4):
        at = watched.attention.after(at)
        assert at is not None
        watched.attention.visit(at)
        seen.append(at)
    assert seen == ["failed", "waiting", "done", "waiting"]


def test_nobody_is_after_nobody(watched: Watched) -> None:
    assert watched.attention.after(None) is None
    assert watched.attention.after(A) is None


def test_a_bell_is_news_once_and_not_of_one_that_waits_anyway(watched: Watched) -> None:
    watched.put("a", "working")
    assert watched.attention.ring(A, "rang", "bell", NOW)
    assert not watched.attention.ring(A, "rang", "bell", NOW)
    watched.put("a", "idle")
    assert watched.calls() == [("a", "rings", "bell")]
    assert watched.attention.visit(A)
    watched.put("a", "needs-input")
    assert not watched.attention.ring(A, "rang", "bell", NOW)
    assert watched.calls() == [("a", "waiting", "event + bell")]


def test_both_who_say_that_it_waits_are_named(watched: Watched) -> None:
    watched.put("a", "working")
    assert watched.attention.ring(A, "rang", "bell", NOW)
    watched.put("a", "needs-input")
    assert watched.calls() == [("a", "waiting", "event + bell")]
    watched.put("a", "needs-input", name="renamed")
    assert not watched.attention.ring(A, "rang", "bell", NOW)
    assert watched.calls() == [("a", "waiting", "event + bell")]
    watched.put("a", "working", needsInput={"active": True, "since": NOW + 1})
    assert watched.calls() == [("a", "waiting", "event")]


def test_who_begins_to_need_the_user_is_given_once_and_news_never(watched: Watched) -> None:
    begun = watched.attention.take_begun
    watched.put("a", "working")
    watched.put("b", "working")
    watched.put("b", "completed")
    assert begun() == frozenset()
    watched.put("a", "needs-input")
    assert begun() == frozenset({A})
    assert begun() == frozenset()
    watched.put("a", "needs-input", name="renamed")
    assert begun() == frozenset()
    watched.put("a", "failed")
    assert begun() == {A}
    watched.put("a", "working")
    watched.put("a", "needs-input")
    watched.store.dispatch(received("session:deleted", {"id": "a"}))
    assert begun() == frozenset()


def test_the_end_of_a_program_is_told_though_its_server_does_not_hear_of_it(watched: Watched) -> None:
    watched.store.dispatch(received("session:spawn", wire_spawn("a")))
    watched.put("a", "working")
    watched.attention.take_begun()
    watched.store.dispatch(PaneExited(session_id=A, at=NOW, code=3))
    watched.put("a", "working", name="the server takes its time")
    assert watched.calls() == []
    watched.now += 11_000
    watched.put("a", "working", name="it never hears of it")
    assert watched.calls() == [("a", "failed", "exit code")]
    assert watched.attention.take_begun() == {A}
    watched.put("a", "failed")
    assert watched.calls() == [("a", "failed", "exit code")]
    assert watched.attention.take_begun() == frozenset()


def test_who_is_put_aside_calls_again_for_another_reason_only(watched: Watched) -> None:
    watched.put("a", "working", needsInput={"active": True, "message": "y/N?", "since": NOW})
    watched.attention.take_begun()
    assert watched.attention.put_aside(A)
    assert not watched.attention.put_aside(A)
    assert watched.calls() == []
    watched.put("a", "working", name="renamed", needsInput={"active": True, "message": "y/N?", "since": NOW})
    assert watched.calls() == []
    assert watched.attention.take_begun() == frozenset()
    watched.put("a", "working", needsInput={"active": True, "message": "y/N?", "since": NOW + 1})
    assert watched.calls() == [("a", "waiting", "event")]
    assert watched.attention.take_begun() == {A}


def test_another_reason_is_another_question_a_bell_or_an_end(watched: Watched) -> None:
    def put_aside() -> None:
        watched.put("a", "needs-input", timeline=[{"type": "needs_input", "message": "one?"}])
        watched.attention.put_aside(A)
        assert watched.calls() == []

    put_aside()
    watched.put("a", "needs-input", timeline=[{"type": "needs_input", "message": "two?"}])
    assert watched.calls() == [("a", "waiting", "event")]
    put_aside()
    assert watched.attention.ring(A, "rang", "bell", NOW)
    assert watched.calls() == [("a", "waiting", "event + bell")]
    put_aside()
    watched.put("a", "failed")
    assert watched.calls() == [("a", "failed", "event")]
    watched.put("a", "working")
    put_aside()
    watched.put("a", "working")
    watched.put("a", "needs-input", timeline=[{"type": "needs_input", "message": "one?"}])
    assert watched.calls() == [("a", "waiting", "event")]


def test_who_was_put_aside_can_be_taken_back(watched: Watched) -> None:
    watched.put("a", "needs-input")
    before = watched.attention[A]
    watched.attention.put_aside(A)
    assert watched.attention.take_back(A)
    assert not watched.attention.take_back(A)
    assert watched.attention[A] == before
    watched.attention.put_aside(A)
    watched.store.dispatch(received("session:deleted", {"id": "a"}))
    assert not watched.attention.aside.reasons


def test_the_next_dashboard_knows_what_was_put_aside_and_tells_what_ended_since(watched: Watched) -> None:
    watched.put("a", "needs-input")
    watched.attention.put_aside(A)
    watched.put("b", "failed", completedAt=NOW + 2000)
    watched.put("c", "completed", completedAt=NOW - 2000)
    later = Attention(watched.store.state, NOW + 5000)
    assert list(later) == [A]
    remembered = {str(id_): reason for id_, reason in watched.attention.aside.reasons.items()}
    later.remember(remembered, NOW, NOW + 5000)
    assert [(id_, later[id_].since) for id_ in later] == [(B, NOW + 2000)]
    assert later.take_begun() == frozenset()
    assert later.oldest_news() == NOW + 2000
    later.visit(B)
    assert later.oldest_news() is None
    third = Attention(watched.store.state, NOW + 6000)
    third.remember({str(id_): reason for id_, reason in later.aside.reasons.items()}, NOW, NOW + 6000)
    assert list(third) == []


def test_only_so_many_are_remembered(watched: Watched) -> None:
    for number in range(MOST + 3):
        watched.put(f"s{number}", "needs-input")
        watched.attention.put_aside(SessionId(f"s{number}"))
    assert len(watched.attention.aside.reasons) == MOST
    assert SessionId("s0") not in watched.attention.aside.reasons


def test_the_way_round_goes_on_where_it_was(watched: Watched) -> None:
    for number, id_ in enumerate("abcd"):
        watched.now = NOW + number
        watched.put(id_, "working")
        watched.put(id_, "needs-input" if id_ in "ad" else "failed")
    seen: list[str | None] = []
    at: SessionId | None = None
    for _ in range(6):
        at = watched.attention.after(at)
        assert at is not None
        watched.attention.visit(at)
        seen.append(at)
    assert seen == ["a", "b", "c", "d", "a", "d"]


# ------------------------------------------------------------------------------------ on the screen


def change(driver: Driver, id_: str, **fields: object) -> None:
    """Have a session change."""
    known = driver.conductor.store.state.sessions[SessionId(id_)]
    session = msgspec.structs.replace(known, **fields)
    driver.conductor.store.dispatch(EventReceived(event=e.SessionUpdated(session), at=scenario.NOW))


async def test_who_waits_is_seen_at_the_top() -> None:
    async with drive() as driver:
        await driver.sees("Waiting for you", "Overwrite stripes.json? (y/N)", "2m12s")
        change(driver, "ses_striper", needs_input=NeedsInput(active=False))
        await driver.until(lambda: "Waiting for you" not in driver.text)


async def test_on_a_narrow_screen_it_is_one_line() -> None:
    async with drive(NARROW) as driver:
        assert "? waiting  Striper  Overwrite stripes.json? (y/N)" in driver.text
        assert "Waiting for you" not in driver.text
        change(driver, "ses_brush1", status="failed")
        await driver.sees("+1  n next")
        x, y = next((line.index("Overwrite"), y) for y, line in enumerate(driver.lines) if "n next" in line)
        await driver.pilot.click(offset=(x, y))
        await driver.until(lambda: driver.has_focus(driver.dashboard.timeline))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=str)
async def test_a_key_goes_to_the_next_who_needs_the_user(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        change(driver, "ses_brush1", status="failed")
        change(driver, "ses_brush2", status="completed")
        await driver.press("1", "j", "n")
        assert driver.dashboard.projects.cursor == ""
        assert driver.dashboard.sessions.cursor == "ses_striper"
        await driver.press("n")
        assert driver.dashboard.sessions.cursor == "ses_brush1"
        await driver.press("n")
        assert driver.dashboard.sessions.cursor == "ses_brush2"
        assert list(driver.dashboard.scene.attention) == ["ses_striper"]
        await driver.press("n")
        assert driver.dashboard.sessions.cursor == "ses_striper"


async def test_the_key_leads_through_a_filter() -> None:
    async with drive() as driver:
        await driver.press("slash", *"idler", "enter")
        assert list(driver.dashboard.sessions.shown) == ["ses_idler"]
        await driver.press("n")
        assert driver.dashboard.sessions.cursor == "ses_striper"


async def test_nobody_waits() -> None:
    async with drive() as driver:
        change(driver, "ses_striper", needs_input=NeedsInput(active=False))
        await driver.press("n")
        await driver.sees("Nobody waits for you.")


async def test_a_bell_calls_unless_one_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive() as driver:
        rung: list[bool] = []
        monkeypatch.setattr(driver.app, "bell", lambda: rung.append(True))
        await driver.open_pane("ses_brush1")
        driver.terminals["ses_brush1"].feed(b"\x07")
        await driver.sees("! rings", "rang the bell")
        driver.terminals["ses_brush1"].feed(b"\x07")
        driver.terminals["ses_brush1"].feed(b"\x1b]9;look here\x07")
        await driver.told()
        assert rung == [True]
        await driver.press("n")
        await driver.until(lambda: "! rings" not in driver.text)
        driver.terminals["ses_brush1"].feed(b"\x07")
        await driver.told()
        assert rung == [True]
        await driver.press("k")
        driver.terminals["ses_brush1"].feed(b"\x1b]9;look [b]here\x07")
        await driver.sees("look [b]here", "notification")


async def test_the_table_of_calls_leads_to_the_sessions() -> None:
    async with drive() as driver:
        await driver.open_pane("ses_striper")
        await driver.pilot.click("#calls", offset=(20, 1), times=2)
        await driver.until(lambda: driver.has_focus(driver.dashboard.terminals.view))


async def test_a_new_call_rings_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive() as driver:
        rung: list[bool] = []
        monkeypatch.setattr(driver.app, "bell", lambda: rung.append(True))
        change(driver, "ses_brush1", needs_input=NeedsInput(active=True, message="which brush?"))
        await driver.sees("which brush?")
        change(driver, "ses_brush1", needs_input=NeedsInput(active=True, message="which colour?"))
        await driver.sees("which colour?")
        await driver.told()
        assert rung == [True]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=str)
async def test_the_queue_is_reached_by_a_key_and_left_by_itself(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        board = driver.dashboard
        for id_ in ("ses_brush1", "ses_brush2"):
            change(driver, id_, status="failed")
        await driver.press("0")
        assert driver.has_focus(board.calls)
        await driver.sees("Waiting for you", "Overwrite stripes.json? (y/N)", "✗ failed   Brush 1")
        await driver.press("j")
        await driver.until(lambda: board.timeline.session_id == "ses_brush1")
        assert len(board.scene.attention) == 3
        await driver.press("d")
        await driver.sees("Put aside: Brush 1.")
        assert list(board.scene.attention) == ["ses_striper", "ses_brush2"]
        await driver.press("home", "space", "space", "d")
        assert driver.has_focus(board.sessions)
        await driver.press("0")
        await driver.sees("Nobody waits for you.")
        assert driver.has_focus(board.sessions)


async def test_the_keyboard_goes_round_by_the_queue() -> None:
    async with drive() as driver:
        parts = []
        for _ in range(5):
            await driver.press("tab")
            parts.append(driver.app.focused.id if driver.app.focused else None)
        assert parts == ["timeline", "calls", "projects", "tasks", "sessions"]


async def test_the_queue_leaves_a_filter_alone_until_one_goes_there() -> None:
    async with drive() as driver:
        board = driver.dashboard
        await driver.press("slash", *"idler", "enter", "0")
        await driver.until(lambda: board.timeline.session_id == "ses_striper")
        assert list(board.sessions.shown) == ["ses_idler"]
        assert board.session_at_cursor() is board.scene.state.sessions[SessionId("ses_striper")]
        await driver.press("3")
        await driver.until(lambda: board.timeline.session_id == "ses_idler")
        await driver.press("0", "enter")
        await driver.until(lambda: board.sessions.cursor == "ses_striper")


async def test_the_same_key_has_it_call_again() -> None:
    async with drive() as driver:
        await driver.press("n", "d")
        await driver.until(lambda: not driver.dashboard.scene.attention)
        await driver.press("d")
        await driver.sees("Striper is back in the queue.", "Waiting for you")
        change(driver, "ses_brush1", status="failed")
        change(driver, "ses_idler", status="stopped")
        await driver.until(lambda: len(driver.dashboard.scene.attention) == 3)
        await driver.app.run_action("put_ended_aside", driver.dashboard)
        assert list(driver.dashboard.scene.attention) == ["ses_striper"]


async def test_the_line_leads_to_all_of_them_by_the_mouse() -> None:
    async with drive(NARROW) as driver:
        for number in range(30):
            change(driver, "ses_idler", id=SessionId(f"ses_{number}"), name=f"Ox {number}", status="waiting")
        await driver.sees("+30  n next", "0 Waiting")
        line = next(y for y, line in enumerate(driver.lines) if "n next" in line)
        await driver.pilot.click(offset=(driver.lines[line].index("n next"), line))
        assert driver.dashboard.sessions.cursor == "ses_0"
        await driver.pilot.click(offset=(driver.lines[line].index("+30"), line))
        assert driver.has_focus(driver.dashboard.calls)
        await driver.press("end")
        await driver.sees("▌? waiting  Ox 9")


async def test_who_has_gone_does_not_look_though_the_screen_shows_it() -> None:
    now = [scenario.NOW]
    async with drive(conductor=scenario.make_conductor(lambda: now[0])) as driver:
        board = driver.dashboard

        def seen() -> SessionId | None:
            return board.session_in_view

        assert seen() == "ses_striper"
        change(driver, "ses_striper", status="failed", needs_input=None)
        await driver.told()
        assert not board.scene.attention
        now[0] += LEFT_ALONE + 1
        assert seen() is None
        change(driver, "ses_striper", status="working")
        change(driver, "ses_striper", status="failed")
        await driver.sees("✗ failed   Striper")
        await driver.press("k")
        assert seen() is not None


async def test_who_passes_by_has_not_been_there(monkeypatch: pytest.MonkeyPatch) -> None:
    async with drive() as driver:
        board = driver.dashboard
        for id_ in ("ses_brush1", "ses_brush2"):
            change(driver, id_, status="failed")
        await driver.until(lambda: len(board.scene.attention) == 3)
        monkeypatch.setattr(dashboard, "STAY", 3600)
        await driver.press("end", "k")
        assert board.session_in_view == "ses_brush1"
        change(driver, "ses_idler", name="Sloth")
        await driver.sees("Sloth")
        await driver.press("home")
        assert len(board.scene.attention) == 3
        monkeypatch.setattr(dashboard, "STAY", 0.01)
        await driver.press("end")
        await driver.until(lambda: len(board.scene.attention) == 2)
        assert list(board.scene.attention) == ["ses_striper", "ses_brush1"]


async def test_a_session_is_in_view_wherever_the_keyboard_is_in_it() -> None:
    async with drive() as driver:
        board = driver.dashboard
        await driver.open_pane("ses_striper")
        for key in ("4", "5", "a"):
            await driver.press(key)
            assert board.session_in_view == "ses_striper", key
