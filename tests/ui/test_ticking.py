"""What time changes is drawn when it does, and nobody looks before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest
from hypothesis import given, strategies as st

from maestro_tui.protocol.ids import SessionId
from maestro_tui.ui.horizon import Horizon
from maestro_tui.ui.text.ages import HOUR, SECOND
from maestro_tui.ui.ticking import LATEST, SOONEST, Ticking
from tests.ui.driving import drive


class Bench:
    """A pump whose clock goes as far as it is told."""

    def __init__(self) -> None:
        self.now = 0.0
        self.timers: dict[object, tuple[float, Callable[[], None]]] = {}
        self.ticks: list[float] = []
        self.horizon = Horizon()
        self.ticking = Ticking(cast("Any", self.call_after), self.horizon, lambda: self.now, self.tick)
        self.ticking.start()

    def call_after(self, seconds: float, callback: Callable[[], None]) -> object:
        timer = _Timer(self.timers)
        self.timers[timer] = (self.now + seconds * SECOND, callback)
        return timer

    def tick(self) -> None:
        self.ticks.append(self.now)

    def go_on(self, until: float) -> None:
        while self.timers and min(self.timers.values(), key=lambda timer: timer[0])[0] <= until:
            timer = min(self.timers, key=lambda timer: self.timers[timer][0])
            self.now, callback = self.timers.pop(timer)
            callback()
        self.now = until


class _Timer:
    def __init__(self, timers: dict[object, tuple[float, Callable[[], None]]]) -> None:
        self._timers = timers

    def cancel(self) -> None:
        self._timers.pop(self, None)


def test_with_nothing_to_wait_for_it_looks_seldom() -> None:
    bench = Bench()
    bench.go_on(100 * SECOND)
    assert bench.ticks == [LATEST * count for count in range(1, 7)]


def test_it_looks_when_the_horizon_is_reached() -> None:
    bench = Bench()
    bench.horizon.note(7 * SECOND)
    bench.go_on(8 * SECOND)
    assert bench.ticks == [7 * SECOND]


def test_who_comes_sooner_is_seen_sooner_but_not_at_once_after_another() -> None:
    bench = Bench()
    bench.horizon.note(9 * SECOND)
    bench.go_on(5 * SECOND)
    bench.horizon.note(bench.now)
    bench.go_on(5 * SECOND)
    bench.horizon.note(bench.now)
    bench.go_on(5.9 * SECOND)
    assert bench.ticks == [5 * SECOND]
    bench.go_on(6 * SECOND)
    assert bench.ticks == [5 * SECOND, 6 * SECOND]


@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 20_000)), max_size=60))
def test_nothing_is_seen_late_and_nothing_twice_a_second(steps: list[tuple[int, int]]) -> None:
    bench = Bench()
    wanted = []
    for wait, ahead in steps:
        bench.go_on(bench.now + wait)
        wanted.append((bench.now, bench.now + ahead))
        bench.horizon.note(bench.now + ahead)
    bench.go_on(bench.now + HOUR / 60)
    assert all(after - before >= SOONEST for before, after in zip(bench.ticks, bench.ticks[1:], strict=False))
    for said_at, moment in wanted:
        first = next(tick for tick in bench.ticks if tick >= said_at)
        # A look in between sees that it is still to come, and whoever draws it says so again.
        assert first <= max(moment, said_at + SOONEST)


async def test_a_dashboard_is_looked_at_again_once_a_terminal_has_printed_something() -> None:
    async with drive() as driver:
        await driver.open_pane("ses_striper")
        board = driver.dashboard
        board.feed.tick()
        board.scene.horizon.clear()
        driver.terminals[SessionId("ses_striper")].feed(b"at work\r\n")
        assert board.scene.horizon.at <= board.scene.now + SECOND


@pytest.mark.parametrize("key", ["j", "question_mark"])
async def test_a_key_is_followed_by_a_look(key: str) -> None:
    async with drive() as driver:
        horizon = driver.dashboard.scene.horizon
        horizon.clear()
        # On a slow machine the look may be over before the key has been dealt with.
        noted: list[float] = []
        horizon.on_nearer = lambda: noted.append(horizon.at)
        await driver.press(key)
        assert min(noted) <= driver.dashboard.scene.now + SECOND
