from __future__ import annotations

from itertools import islice

from maestro_tui.client.backoff import reconnect_delays


def test_the_delays_are_those_of_the_seed() -> None:
    assert list(islice(reconnect_delays(), 9)) == [1, 2, 4, 8, 16, 30, 30, 30, 30]


def test_each_call_begins_anew() -> None:
    first = reconnect_delays()
    next(first)
    next(first)
    assert next(reconnect_delays()) == 1


def test_a_server_that_is_gone_for_a_month_does_no_harm() -> None:
    assert list(islice(reconnect_delays(), 100_000))[-1] == 30
