"""Frames as entries of the log: what they are about, and what their numbers say is missing."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from maestro_tui.ui.wire.log_entries import EPOCH, GAP, Entry, Unfolder, how_large
from tests.support.factories import NOW, wire_project, wire_session, wire_spawn, wire_task


def frame(name: str, data: object = None, **fields: Any) -> bytes:
    return msgspec.json.encode({"type": name, "event": name, "data": data, **fields})


def unfold(*frames: bytes) -> list[Entry]:
    unfolder = Unfolder()
    return [entry for octets in frames for entry in unfolder.unfold(octets, NOW)]


@pytest.mark.parametrize(
    ("name", "payload", "subject"),
    [
        ("session:created", {"session": wire_session(name="Striper\x1b[2J")}, "Striper␛[2J · working"),
        ("session:updated", wire_session(name=""), "ses_1 · working"),
        ("session:spawn", wire_spawn(), "Session ses_1 · claude --resume"),
        ("session:status_changed", {"id": "ses_1", "status": "idle"}, "ses_1 · idle"),
        ("session:deleted", {"id": "ses_1"}, "ses_1"),
        ("session:task_added", {"sessionId": "ses_1", "taskId": "tsk_1"}, "ses_1 · tsk_1"),
        ("task:updated", wire_task(), "Task tsk_1 · todo"),
        ("project:created", wire_project(), "Project prj_1"),
        ("brand:new", {"x": 1}, '{"x":1}'),
        ("brand\x1b:new", None, "null"),
        ("pong", None, ""),
    ],
)
def test_what_an_event_is_about(name: str, payload: object, subject: str) -> None:
    octets = frame(name, payload)
    (entry,) = unfold(octets)
    assert (entry.name, entry.subject, entry.at) == (name.replace("\x1b", "␛"), subject, NOW)
    assert entry.size == len(octets)
    assert msgspec.json.decode(entry.text()) == msgspec.json.decode(octets)


def test_numbers_that_skip_leave_a_mark() -> None:
    entries = unfold(frame("x", seq=3), frame("x"), frame("x", seq=4), frame("x", seq=6), frame("x", seq=10))
    assert [(entry.name, entry.seq) for entry in entries] == [
        ("x", 3), ("x", None), ("x", 4), (GAP, None), ("x", 6), (GAP, None), ("x", 10),
    ]  # fmt: skip
    assert [entry.subject for entry in entries if entry.is_mark] == [
        "1 missing: 5",
        "3 missing: 7–9",
    ]
    assert [entry.number for entry in entries] == list(range(7))


def test_an_unreadable_event_with_a_number_is_no_gap() -> None:
    bad = frame("session:updated", {"no": "id"}, seq=2)
    entries = unfold(frame("x", seq=1), bad, frame("x", seq=3))
    assert [entry.name for entry in entries] == ["x", "session:updated", "x"]
    assert entries[1].notes == ("unreadable",)
    assert entries[1].seq == 2


def test_a_new_epoch_is_marked_and_is_no_gap() -> None:
    entries = unfold(
        frame("x", seq=5, epoch="a"), frame("x", seq=90, epoch="b"), frame("x", seq=92, epoch="b")
    )
    assert [entry.name for entry in entries] == ["x", EPOCH, "x", GAP, "x"]
    assert "a → b" in entries[1].subject
    assert entries[3].subject == "1 missing: 91"


def test_what_a_reconnect_replays_is_marked() -> None:
    entries = unfold(
        frame("task:deleted", {"id": "t"}, seq=5, epoch="a"),
        frame("resumed", seq=7, epoch="a"),
        frame("task:deleted", {"id": "t"}, seq=6, epoch="a"),
        frame("task:deleted", {"id": "t"}, seq=7, epoch="a"),
        frame("task:deleted", {"id": "t"}, seq=8, epoch="a"),
    )
    assert [entry.notes for entry in entries] == [(), (), ("replayed",), ("replayed",), ()]
    assert entries[1].subject == "what was missed follows, up to 7"


def test_what_was_told_before_is_marked_and_moves_no_number() -> None:
    entries = unfold(
        frame("task:deleted", {"id": "t"}, seq=5),
        frame("task:deleted", {"id": "t"}, seq=4),
        frame("task:deleted", {"id": "t"}, seq=5),
        frame("task:deleted", {"id": "t"}, seq=6),
    )
    assert [entry.notes for entry in entries] == [(), ("repeated",), ("repeated",), ()]


def test_nothing_is_said_of_numbers_before_track_was_lost() -> None:
    unfolder = Unfolder()
    unfolder.unfold(frame("task:deleted", {"id": "t"}, seq=1, epoch="a"), NOW)
    unfolder.lose_track()
    (entry,) = unfolder.unfold(frame("task:deleted", {"id": "t"}, seq=9, epoch="b"), NOW)
    assert entry.notes == ()


def test_json_too_deep_to_be_formatted_is_shown_as_it_came() -> None:
    octets = b'{"event":"x","data":' + b"[" * 5_000 + b"]" * 5_000 + b"}"
    (entry,) = unfold(octets)
    assert entry.text() == octets.decode()


def test_sizes_are_short() -> None:
    assert [how_large(size) for size in (0, 999, 1000, 12_345)] == ["0", "999", "1.0k", "12.3k"]
