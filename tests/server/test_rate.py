from __future__ import annotations

from maestro_tui.server.rate import TokenBucket


def test_a_burst_then_a_rate() -> None:
    now = 100.0
    bucket = TokenBucket(3, 2.0, clock=lambda: now)
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    now += 0.4
    assert not bucket.take()
    now += 0.2
    assert [bucket.take(), bucket.take()] == [True, False]
    now += 1_000
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
