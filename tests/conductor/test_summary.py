"""Recordings in the shapes of both servers, counted."""

from __future__ import annotations

import msgspec
from hypothesis import given, strategies as st

from maestro_tui.conductor.summary import summarize
from tests.support.factories import wire_session, wire_spawn, wire_task


def line(*events: tuple[str, object], **extra: object) -> bytes:
    elements = [{"type": name, "event": name, "data": data, "timestamp": 1, **extra} for name, data in events]
    return msgspec.json.encode(elements[0] if len(elements) == 1 else elements)


def test_everything_is_counted_by_name() -> None:
    summary = summarize(
        [
            line(("task:created", {"task": wire_task()})),
            line(("session:updated", wire_session()), ("task:updated", wire_task(title="x"))),
            b"\n",
            line(("session:spawn", wire_spawn("ses_2"))),
            line(("session:spawn", wire_spawn("ses_2"))),
            line(("team:created", {}), ("team:created", {})),
            b'{"type":"pong","timestamp":1}',
            b"not json",
            b'[{"event":"session:updated","data":{"no":"id"}},{"event":"x"}]',
        ]
    )
    assert (summary.frames, summary.events, summary.errors) == (8, 9, 2)
    assert summary.by_type == {
        "pong": 1, "session:spawn": 2, "session:updated": 1, "task:created": 1, "task:updated": 1,
    }  # fmt: skip
    assert summary.unknown == {"team:created": 2, "x": 1}
    assert (summary.projects, summary.tasks, summary.sessions) == (0, 1, 2)
    assert summary.spawned == ["ses_2"]


def test_gaps_are_counted_within_an_epoch() -> None:
    def numbered(seq: int, epoch: str) -> bytes:
        return line(("x", None), seq=seq, epoch=epoch)

    lines = [numbered(1, "a"), numbered(2, "a"), numbered(5, "a"), numbered(1, "b"), numbered(3, "b")]
    assert summarize(lines).seq_gaps == 2


@given(st.lists(st.binary(max_size=60), max_size=8))
def test_any_file_can_be_counted(lines: list[bytes]) -> None:
    assert summarize(lines).frames == sum(bool(each.strip()) for each in lines)
