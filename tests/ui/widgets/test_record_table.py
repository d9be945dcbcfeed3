"""The table on its own: what is drawn for a change, where the cursor stays, keys and mouse."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.strip import Strip

from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import Session
from maestro_tui.store.store import Changes, Store
from maestro_tui.ui.columns.sessions import SESSIONS
from maestro_tui.ui.look.themes import MAESTRO
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.widgets.record_table import RecordTable
from tests.support.factories import NOW, received, wire_session

HEADER = 1
"""Lines above the rows."""


class Table(RecordTable[SessionId, Session]):
    """A table that tells which lines it draws."""

    def __init__(self, store: Store, scene: Scene) -> None:
        super().__init__(SESSIONS, store.state.sessions, scene)
        self.drawn: list[int] = []

    def render_line(self, y: int) -> Strip:
        self.drawn.append(y)
        return super().render_line(y)


class Bench(App[None]):
    """A table, and a store with some sessions in it."""

    CSS_PATH = "../../../maestro_tui/ui/app.tcss"
    CSS = "RecordTable { width: 100%; height: 100%; }"

    def __init__(self, count: int) -> None:
        super().__init__()
        self.register_theme(MAESTRO)
        self.theme = MAESTRO.name
        self.now = NOW
        self.store = Store()
        for number in range(count):
            self.put(number)
        self.table = Table(self.store, Scene(self.store.state, lambda: self.now))
        self.messages: list[tuple[str, str | None]] = []
        self.store.listen(
            lambda changes: self.table.apply(changes.sessions) if self.table.is_mounted else None
        )

    def compose(self) -> ComposeResult:
        yield self.table

    def put(self, number: int, **fields: Any) -> None:
        values = {"status": "working", "createdAt": number * 10 + 10, "startedAt": NOW - 60_000, **fields}
        self.store.dispatch(received("session:updated", wire_session(f"s{number:06}", **values)))

    def drop(self, number: int) -> None:
        self.store.dispatch(received("session:deleted", {"id": f"s{number:06}"}))

    def on_record_table_cursor_moved(self, event: RecordTable.CursorMoved) -> None:
        self.messages.append(("moved", event.id))

    def on_record_table_record_opened(self, event: RecordTable.RecordOpened) -> None:
        self.messages.append(("opened", event.id))

    @property
    def seen(self) -> list[str]:
        """The names of the rows on the screen."""
        lines = [self.table.render_line(y).text for y in range(HEADER, self.size.height)]
        return [line.split("Session ")[1][:7] for line in lines if "Session " in line]

    @property
    def cursor_line(self) -> int | None:
        lines = [self.table.render_line(y).text for y in range(self.size.height)]
        return next((y for y, line in enumerate(lines) if line.startswith("▌")), None)


@asynccontextmanager
async def bench(count: int, height: int = 11) -> AsyncIterator[tuple[Bench, Pilot[None]]]:
    app = Bench(count)
    async with app.run_test(size=(100, height)) as pilot:
        await pilot.pause()
        app.table.drawn.clear()
        yield app, pilot


async def test_a_changed_row_that_is_seen_draws_one_line() -> None:
    async with bench(50) as (app, pilot):
        app.put(3, status="idle")
        await pilot.pause()
        assert app.table.drawn == [HEADER + 3]
        assert "idle" in app.table.render_line(HEADER + 3).text


async def test_a_changed_row_that_looks_as_it_did_draws_nothing() -> None:
    async with bench(20) as (app, pilot):
        app.put(3, hostname="another", timeline=[])
        await pilot.pause()
        assert app.table.drawn == []


async def test_a_changed_row_that_is_not_seen_draws_nothing() -> None:
    async with bench(50) as (app, pilot):
        app.put(40, status="idle")
        await pilot.pause()
        assert app.table.drawn == []


async def test_a_row_that_moves_below_what_is_seen_draws_nothing() -> None:
    async with bench(50) as (app, pilot):
        app.put(40, status="completed", completedAt=NOW)
        await pilot.pause()
        assert app.table.drawn == []
        assert app.table.shown[49] == "s000040"


async def test_time_passing_draws_only_what_looks_different() -> None:
    async with bench(0) as (app, pilot):
        app.put(0, startedAt=NOW - 30_000)
        app.put(1, startedAt=NOW - 300_000)
        for id_ in list(app.store.state.heard):
            app.store.state.heard[id_] = NOW - 500_000
        await pilot.pause()
        app.table.drawn.clear()
        app.now += 1000
        app.table.recheck()
        await pilot.pause()
        assert app.table.drawn == [HEADER]
        app.table.drawn.clear()
        app.table.recheck()
        await pilot.pause()
        assert app.table.drawn == []


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        (["down"], 1),
        (["j", "j"], 2),
        (["j", "k"], 0),
        (["up"], 0),
        (["pagedown"], 10),
        (["ctrl+f"], 10),
        (["pagedown", "pageup"], 0),
        (["ctrl+f", "ctrl+b"], 0),
        (["ctrl+d"], 5),
        (["ctrl+d", "ctrl+u"], 0),
        (["end"], 49),
        (["G"], 49),
        (["G", "g"], 0),
        (["end", "home"], 0),
        (["end", "down"], 49),
    ],
)
async def test_keys_move_the_cursor_and_bring_it_into_view(keys: list[str], row: int) -> None:
    async with bench(50) as (app, pilot):
        await pilot.press(*keys)
        await pilot.pause()
        assert app.table.cursor == f"s{row:06}"
        assert app.cursor_line is not None
        assert f"s{row:06}" in app.seen


async def test_enter_opens() -> None:
    async with bench(3) as (app, pilot):
        await pilot.press("j", "enter")
        await pilot.pause()
        assert app.messages == [("moved", "s000000"), ("moved", "s000001"), ("opened", "s000001")]


async def test_a_click_chooses_a_double_click_opens() -> None:
    async with bench(3) as (app, pilot):
        await pilot.click(app.table, offset=(5, HEADER + 2))
        assert app.table.cursor == "s000002"
        await pilot.click(app.table, offset=(5, HEADER + 1), times=2)
        await pilot.pause()
        assert app.messages[-2:] == [("moved", "s000001"), ("opened", "s000001")]
        await pilot.click(app.table, offset=(5, HEADER + 8))
        await pilot.click(app.table, offset=(5, 0))
        assert app.table.cursor == "s000001"


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    async with bench(50) as (app, pilot):
        await pilot._post_mouse_events([_wheel()], app.table, offset=(5, 5))
        await pilot.pause()
        assert app.table.scroll_y > 0
        assert app.table.cursor == "s000000"
        assert app.cursor_line is None


def _wheel() -> Any:
    from textual.events import MouseScrollDown

    return MouseScrollDown


async def test_the_cursor_stays_on_its_record_whatever_is_sorted_in() -> None:
    async with bench(10) as (app, pilot):
        await pilot.press("j", "j", "j")
        app.put(999, createdAt=-1)
        app.put(5, status="completed", completedAt=NOW)
        await pilot.pause()
        assert app.table.cursor == "s000003"
        assert app.seen[0] == "s000999"
        assert app.cursor_line == HEADER + 4


async def test_what_is_seen_stays_where_it_is_when_rows_come_above() -> None:
    async with bench(100) as (app, pilot):
        await pilot.press("end")
        await pilot.pause()
        line, before = app.cursor_line, app.seen
        for number in range(1000, 1005):
            app.put(number, createdAt=-number)
        await pilot.pause()
        assert app.cursor_line == line
        assert app.seen == before


async def test_what_one_scrolled_to_stays_where_it_is() -> None:
    async with bench(100) as (app, pilot):
        app.table.scroll_to(y=50, animate=False, force=True)
        await pilot.pause()
        before = app.seen
        app.put(1000, createdAt=-1)
        app.drop(3)
        app.put(1001, createdAt=-1)
        await pilot.pause()
        assert app.seen == before
        assert app.table.cursor == "s000000"


async def test_the_cursor_goes_to_the_neighbour_of_a_record_that_is_gone() -> None:
    async with bench(3) as (app, pilot):
        await pilot.press("j")
        app.drop(1)
        await pilot.pause()
        assert app.table.cursor == "s000002"
        app.drop(2)
        assert app.table.cursor == "s000000"
        app.drop(0)
        await pilot.pause()
        assert not app.seen
        assert app.messages[-1] == ("moved", None)
        await pilot.press("j", "enter", "end")
        app.put(7)
        await pilot.pause()
        assert app.table.cursor == "s000007"


async def test_only_what_is_in_scope_is_shown() -> None:
    async with bench(10) as (app, pilot):
        app.table.show_only(lambda session: session.status == "idle")
        await pilot.pause()
        assert app.seen == []
        app.put(4, status="idle")
        app.put(7, status="idle")
        await pilot.pause()
        assert app.seen == ["s000004", "s000007"]
        assert app.table.border_subtitle == "2 of 10"
        app.put(4, status="working")
        app.drop(8)
        await pilot.pause()
        assert app.seen == ["s000007"]
        assert app.table.cursor == "s000007"
        app.table.show_only(None)
        await pilot.pause()
        assert len(app.seen) == 9
        assert app.table.cursor == "s000007"


async def test_a_thousand_changes_at_once() -> None:
    async with bench(0) as (app, pilot):
        from maestro_tui.store.actions import SnapshotLoaded
        from tests.support.factories import make_session

        sessions = tuple(make_session(f"s{number:06}", created_at=number + 1) for number in range(1000))
        app.store.dispatch(SnapshotLoaded(projects=(), tasks=(), sessions=sessions, at=NOW))
        await pilot.pause()
        assert len(app.table.shown) == 1000
        assert app.seen[0] == "s000000"
        assert app.table.move_cursor_to(SessionId("s000500"))
        assert not app.table.move_cursor_to(SessionId("nobody"))
        await pilot.pause()
        assert "s000500" in app.seen


async def test_there_is_never_a_horizontal_scrollbar() -> None:
    async with bench(50) as (app, pilot):
        for width in (20, 30, 41, 80, 200):
            await pilot.resize_terminal(width, 11)
            await pilot.pause()
            assert not app.table.show_horizontal_scrollbar
            assert app.table.render_line(0).cell_length <= width


async def test_changes_of_others_change_nothing() -> None:
    async with bench(5) as (app, pilot):
        app.table.apply(Changes(sessions=frozenset({SessionId("nobody")})).sessions)
        await pilot.pause()
        assert app.table.drawn == []
