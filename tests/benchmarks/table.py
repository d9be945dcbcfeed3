"""One changed row of a large table, from the store to the screen, against Textual's DataTable.

Ours is the whole dashboard: reducer, counts, calls for the user, table. Theirs is a DataTable alone, of the same size
and with the same cells. What is counted is processor time until the change is drawn: waiting for a frame is no work.
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final

import msgspec
from textual.app import App, ComposeResult
from textual.widgets import DataTable

from maestro_tui.protocol.events import SessionUpdated
from maestro_tui.store.actions import EventReceived
from tests.benchmarks.crowd import NOW, Crowd
from tests.benchmarks.eye import SIZE, Eye, dashboard
from tests.benchmarks.figures import Figure
from tests.ui.settling import settle

FEW: Final = 1_000
MANY: Final = 100_000
ROUNDS: Final = 60
SORTS: Final = 8
"""Rounds where each takes near a second."""


async def median(eye: Eye, rounds: int, app: App[Any], change: Callable[[str], object]) -> float:
    """Give the processor time from a change to its picture: the median of some."""
    times = []
    for number in reversed(range(rounds + 3)):
        await settle(app)
        name = f"!{number:03}"
        times.append(await eye.milliseconds(name, partial(change, name)))
    return statistics.median(times[3:])


async def ours(sessions: int) -> tuple[float, float]:
    """Milliseconds for a row that stays where it is, and for one that goes to the top."""
    crowd = Crowd(sessions)
    async with dashboard(crowd) as app:
        eye = Eye(app)
        table = app.dashboard.sessions
        store = app.conductor.store

        def rename(id_: str, name: str) -> None:
            session = msgspec.structs.replace(store.state.sessions[id_], name=name)  # type: ignore[index]
            store.dispatch(EventReceived(event=SessionUpdated(session=session), at=NOW))

        stays = await median(eye, ROUNDS, app, lambda name: rename(table.shown[5], name))
        table.sort_by("name")

        def bring_up(name: str) -> None:
            table.action_cursor_first()
            rename(table.shown[sessions // 2], name)

        return stays, await median(eye, ROUNDS, app, bring_up)


class Plain(App[None]):
    """A DataTable, and nothing else."""

    def __init__(self, rows: Sequence[tuple[str, ...]]) -> None:
        super().__init__()
        self.rows = rows
        self.table: DataTable[Any] = DataTable(cursor_type="row")

    def compose(self) -> ComposeResult:
        yield self.table

    def on_mount(self) -> None:
        for title in ("STATUS", "NAME", "TASK", "PROJECT", "FOR", "HEARD"):
            self.table.add_column(title, key=title, width=16)
        for number, row in enumerate(self.rows):
            self.table.add_row(*row, key=str(number))


async def theirs(sessions: int) -> tuple[float, float]:
    """The same of a DataTable: a cell that changes, and one after whose change the table is sorted again."""
    rows = [
        ("● working", session.name, session.task_ids[0], session.project_id, "12m", "41s")
        for session in Crowd(sessions).sessions
    ]
    app = Plain(rows)
    async with app.run_test(size=SIZE):
        eye = Eye(app)

        def bring_up(name: str) -> None:
            app.table.update_cell(str(sessions // 2), "NAME", name)
            app.table.sort("NAME")

        stays = await median(eye, ROUNDS, app, lambda name: app.table.update_cell("5", "NAME", name))
        return stays, await median(eye, SORTS, app, bring_up)


async def measure_all() -> list[Figure]:
    few, many = await ours(FEW), await ours(MANY)
    their_few, their_many = await theirs(FEW), await theirs(MANY)
    what = ("a changed row that stays where it is", "a changed row that goes to the top")
    calls = ("update_cell", "update_cell, sort")
    return [
        Figure(
            what=f"{what[at]}: {MANY:,} / {FEW:,} sessions",
            ours=many[at],
            theirs=few[at],
            unit="ms of CPU",
            goal="≤ 1.2 ×",
        )
        for at in range(2)
    ] + [
        Figure(
            what=f"{what[at]}, {MANY:,}: dashboard / DataTable",
            ours=many[at],
            theirs=their_many[at],
            unit="ms of CPU",
            goal="≤ 0.1 ×",
            note=f"{calls[at]}; with {FEW:,} rows {their_few[at]:.1f} ms",
        )
        for at in range(2)
    ]


def measure() -> Iterator[Figure]:
    yield from asyncio.run(measure_all())
