"""Filtering a hundred thousand sessions while one types: from each key to the filtered table on the screen."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from maestro_tui.ui.app import MaestroApp
from maestro_tui.ui.widgets.filter_bar import FilterBar
from tests.benchmarks.crowd import Crowd
from tests.benchmarks.eye import Eye, dashboard
from tests.benchmarks.figures import Figure
from tests.support.waiting import until
from tests.ui.settling import settle

SESSIONS: Final = 100_000
TYPED: Final = ("fix login", "port -web 12", "status:working parser", "zzz", "billing core 99999")
RARE: Final = "¤"


async def type_in(eye: Eye, bar: FilterBar, text: str) -> tuple[list[float], list[float]]:
    """Type a text over what is there and take it back, and give the milliseconds each key took."""
    bar.value = ""
    await settle(bar.app)
    typed = [
        await press(eye, bar, partial(bar.insert_text_at_cursor, key), text[:end])
        for end, key in enumerate(text, 1)
    ]
    back = [
        await press(eye, bar, bar.action_delete_left, text[:end]) for end in reversed(range(1, len(text)))
    ]
    return typed, back


async def press(eye: Eye, bar: FilterBar, change: Callable[[], object], text: str) -> float:
    """Give the milliseconds until the frame of the table says that it is filtered by a text."""
    took = await eye.milliseconds(f"/{text} · ", change)
    await settle(bar.app)
    return took


def open_filter(app: MaestroApp) -> FilterBar:
    app.dashboard.action_filter()
    return app.dashboard.query_one(FilterBar)


async def measure_first() -> tuple[float, float]:
    """Give the milliseconds of the slash and of the very first letter, once all rows are read."""
    async with dashboard(Crowd(SESSIONS)) as app:
        await until(lambda: app.dashboard.sessions.arrangement.is_read, limit=60)
        await settle(app)
        eye = Eye(app)
        opened = await eye.milliseconds("show only sessions", lambda: open_filter(app))
        await settle(app)
        bar = app.dashboard.query_one(FilterBar)
        return opened, await press(eye, bar, partial(bar.insert_text_at_cursor, RARE), RARE)


async def measure_too_early() -> tuple[float, float]:
    """Give the milliseconds until a key typed before any row is read is seen, and those until it filters."""
    async with dashboard(Crowd(SESSIONS)) as app:
        eye = Eye(app)
        await settle(app)
        seen = await eye.milliseconds(RARE, lambda: open_filter(app).insert_text_at_cursor(RARE))
        return seen, await eye.milliseconds(f"/{RARE} · ", lambda: None)


async def measure_all() -> list[Figure]:
    async with dashboard(Crowd(SESSIONS)) as app:
        eye = Eye(app)
        await settle(app)
        bar = open_filter(app)
        await until(lambda: app.dashboard.sessions.arrangement.is_read, limit=60)
        texts = [await type_in(eye, bar, text) for text in TYPED]
    times = [took for typed, _ in texts for took in typed]
    back = [took for _, taken_back in texts for took in taken_back]
    (opened, first), (seen, filtered) = await measure_first(), await measure_too_early()
    what = f"filter over {SESSIONS:,} sessions"
    return [
        Figure(
            what=f"{what}, per key: median",
            ours=statistics.median(times),
            unit="ms of CPU",
            goal="≤ 50 ms",
            note=f"{len(times)} keys",
        ),
        Figure(what=f"{what}, per key: worst", ours=max(times), unit="ms of CPU", goal="≤ 50 ms"),
        Figure(
            what=f"{what}, per key that takes one back: worst",
            ours=max(back),
            unit="ms of CPU",
            goal="≤ 50 ms",
            note=f"median {statistics.median(back):.1f} ms",
        ),
        Figure(
            what=f"{what}, the very first key",
            ours=first,
            unit="ms of CPU",
            goal="≤ 50 ms",
            note=f"opening the filter: {opened:.1f} ms",
        ),
        Figure(
            what=f"{what}, a key typed the moment they appear: it is seen",
            ours=seen,
            unit="ms of CPU",
            note=f"and filtered {filtered:.0f} ms later",
        ),
    ]


def measure() -> Iterator[Figure]:
    yield from asyncio.run(measure_all())
