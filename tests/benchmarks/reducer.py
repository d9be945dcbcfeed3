"""The reducer with 100 000 sessions against the same with 100: events of one batch, listeners told once."""

from __future__ import annotations

from collections.abc import Iterator

from maestro_tui.store.actions import EventReceived, SnapshotLoaded
from maestro_tui.store.store import Store
from tests.benchmarks.figures import Figure, rate
from tests.support.factories import NOW, make_session, received, wire_session

BATCH = 64


def events_per_second(sessions: int) -> float:
    store = Store()
    rows = tuple(make_session(f"ses_{number}") for number in range(sessions))
    store.dispatch(SnapshotLoaded(projects=(), tasks=(), sessions=rows, at=NOW))
    store.listen(lambda changes: None)
    step = max(1, sessions // BATCH)
    batches: list[list[EventReceived]] = [
        [
            received("session:updated", wire_session(f"ses_{number * step % sessions}", status=status), seq=1)
            for number in range(BATCH)
        ]
        for status in ("working", "idle")
    ]
    turn = 0

    def fold() -> None:
        nonlocal turn
        turn ^= 1
        store.dispatch(*batches[turn])

    return rate(fold) * BATCH


def measure() -> Iterator[Figure]:
    yield Figure(
        what="reducer, 100 000 sessions / 100 sessions",
        ours=events_per_second(100_000),
        theirs=events_per_second(100),
        unit="events/s",
        goal="≥ 0.5 ×",
    )
