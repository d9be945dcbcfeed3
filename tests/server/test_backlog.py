from __future__ import annotations

from hypothesis import given, strategies as st

from maestro_tui.server.backlog import Backlog, Outgoing
from maestro_tui.server.drafts import Concerns


def events(first: int, sizes: list[int]) -> list[Outgoing]:
    return [Outgoing(first + number, "x", b"x" * size, Concerns()) for number, size in enumerate(sizes)]


@given(
    start=st.integers(0, 100),
    batches=st.lists(st.lists(st.integers(1, 50), min_size=1, max_size=5), max_size=20),
    most_frames=st.integers(1, 20),
    most_bytes=st.integers(1, 300),
    asked=st.integers(1, 100),
)
def test_it_gives_what_came_in_order_and_is_bounded(
    start: int, batches: list[list[int]], most_frames: int, most_bytes: int, asked: int
) -> None:
    backlog = Backlog(start, most_frames=most_frames, most_bytes=most_bytes)
    everything: list[Outgoing] = []
    for sizes in batches:
        batch = events(start + len(everything) + 1, sizes)
        backlog.extend(batch)
        everything += batch
    last = start + len(everything)
    assert backlog.last_seq == last
    kept = [event for event in everything if event.seq >= backlog.first_seq]
    assert len(kept) <= most_frames
    assert len(kept) <= 1 or sum(len(event.frame) for event in kept) <= most_bytes
    assert bool(kept) == bool(everything)
    for seq in range(start, last + 1):
        assert backlog.reaches(seq) == (seq + 1 >= backlog.first_seq)
        if backlog.reaches(seq):
            given_events = backlog.after(seq, most_bytes=asked)
            assert given_events == [event for event in kept if event.seq > seq][: len(given_events)]
            assert bool(given_events) == (seq < last)
            assert sum(len(event.frame) for event in given_events[:-1]) < asked
