"""Filtering a hundred thousand sessions while one types: from each key to the filtered table on the screen."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from maestro_tui.ui.widgets.filter_bar import FilterBar
from tests.benchmarks.crowd import Crowd
from tests.benchmarks.eye import Eye, dashboard
from tests.benchmarks.figures import Figure
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


async def measure_all() -> list[Figure]:
    async with dashboard(Crowd(SESSIONS)) as app:
        eye = Eye(app)
        board = app.dashboard
        await settle(app)
        board.action_filter()
        bar = board.query_one(FilterBar)
        # At once: nothing has been got ready while the user thinks about what to type.
        first = await eye.milliseconds(RARE, partial(bar.insert_text_at_cursor, RARE))
        filtered = await eye.milliseconds(f"/{RARE} · ", lambda: None)
        await asyncio.sleep(2)
        texts = [await type_in(eye, bar, text) for text in TYPED]
    times = [took for typed, _ in texts for took in typed]
    back = [took for _, taken_back in texts for took in taken_back]
    return [
        Figure(
            what=f"filter over {SESSIONS:,} sessions, per key: median",
            ours=statistics.median(times),
            unit="ms of CPU",
            goal="≤ 50 ms",
            note=f"{len(times)} keys",
        ),
        Figure(
            what=f"filter over {SESSIONS:,} sessions, per key: worst",
            ours=max(times),
            unit="ms of CPU",
            goal="≤ 50 ms",
        ),
        Figure(
            what=f"filter over {SESSIONS:,} sessions, per key that takes one back: worst",
            ours=max(back),
            unit="ms of CPU",
            goal="≤ 50 ms",
            note=f"median {statistics.median(back):.1f} ms",
        ),
        Figure(
            what=f"filter over {SESSIONS:,} sessions, the very first key, typed at once: it is seen",
            ours=first,
            unit="ms of CPU",
            goal="≤ 50 ms",
            note=f"and filtered {filtered:.0f} ms later",
        ),
    ]


def measure() -> Iterator[Figure]:
    yield from asyncio.run(measure_all())
