"""How the time of a recording passes, by a clock that the test moves."""

from __future__ import annotations

import pytest

from maestro_tui.conductor.replaying.pace import FULL_SPEED, LONGEST_SILENCE, SPEEDS, Pace, next_speed
from tests.support.factories import NOW


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_time_passes_between_two_frames(clock: Clock) -> None:
    pace = Pace(clock)
    pace.stand(NOW, NOW + 1000)
    assert (pace.now, pace.due_in) == (NOW, 1)
    clock.now += 0.25
    assert (pace.now, pace.due_in) == (NOW + 250, 0.75)
    clock.now += 5
    assert (pace.now, pace.due_in) == (NOW + 1000, 0), "and no further than the next frame"


def test_a_long_silence_is_shortened_and_the_clock_runs_through_it(clock: Clock) -> None:
    pace = Pace(clock)
    pace.stand(NOW, NOW + 600_000)
    assert pace.due_in == LONGEST_SILENCE
    clock.now += LONGEST_SILENCE / 2
    assert pace.now == NOW + 300_000


def test_faster_is_shorter_and_a_change_counts_from_then_on(clock: Clock) -> None:
    pace = Pace(clock, speed=4)
    pace.stand(NOW, NOW + 2000)
    assert pace.due_in == 0.5
    clock.now += 0.25
    pace.speed = 1
    assert (pace.now, pace.due_in) == (NOW + 1000, 1)


def test_full_speed_waits_for_nothing(clock: Clock) -> None:
    pace = Pace(clock, speed=FULL_SPEED)
    pace.stand(NOW, NOW + 60_000)
    assert pace.due_in == 0
    pace.pass_on(NOW + 60_000, NOW + 70_000)
    assert pace.due_in == 0


def test_time_stands_still_in_a_pause_and_goes_on_from_there(clock: Clock) -> None:
    pace = Pace(clock)
    pace.stand(NOW, NOW + 1000)
    clock.now += 0.5
    pace.is_paused = True
    clock.now += 60
    assert pace.now == NOW + 500
    pace.is_paused = False
    assert (pace.now, pace.due_in) == (NOW + 500, 0.5)


def test_what_came_late_is_made_up_for_but_not_for_ever(clock: Clock) -> None:
    pace = Pace(clock)
    pace.stand(NOW, NOW + 1000)
    clock.now += 1.1
    pace.pass_on(NOW + 1000, NOW + 2000)
    assert pace.due_in == pytest.approx(0.9)
    clock.now += 60
    pace.pass_on(NOW + 2000, NOW + 3000)
    assert pace.due_in == pytest.approx(0.75)


@pytest.mark.parametrize("until", [NOW, NOW - 5000])
def test_frames_of_one_moment_or_out_of_order_do_not_wait(clock: Clock, until: float) -> None:
    pace = Pace(clock)
    pace.stand(NOW, until)
    assert (pace.now, pace.due_in) == (NOW, 0)


def test_the_speeds_are_steps_with_an_end() -> None:
    assert [next_speed(speed, 1) for speed in SPEEDS] == [2, 4, 8, 16, 32, 64, FULL_SPEED, FULL_SPEED]
    assert [next_speed(speed, -1) for speed in SPEEDS] == [1, 1, 2, 4, 8, 16, 32, 64]
