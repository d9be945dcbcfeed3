from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given, strategies as st

from maestro_tui.protocol.frames import encode_frame
from maestro_tui.server.bus import Published
from maestro_tui.server.committer import Transaction
from maestro_tui.server.drafts import Concerns
from maestro_tui.server.journal.records import (
    Header,
    changes_of,
    decode_header,
    decode_record,
    encode_header,
    encode_record,
)
from maestro_tui.server.repositories.kinds import Key, Kind

texts = st.text()
documents = st.dictionaries(texts, st.none() | st.integers(-(2**60), 2**60) | texts | st.lists(texts))
keys = st.builds(Key, st.sampled_from(Kind), texts)


def event(name: str, data: object, seq: int = 1) -> Published:
    return Published(seq, name, encode_frame(name, data, timestamp=1, seq=seq, epoch="e"), Concerns())


def record_of(transaction: Transaction) -> Any:
    record = decode_record(encode_record(transaction))
    assert record is not None
    return record


@given(changes=st.dictionaries(keys, st.none() | documents.map(msgspec.json.encode)))
def test_what_was_changed_can_be_read_back(changes: dict[Key, bytes | None]) -> None:
    transaction = Transaction((event("session:task_added", {}),), changes, frozenset())
    assert dict(changes_of(record_of(transaction))) == changes


@given(seq=st.integers(1, 2**50), data=documents, count=st.integers(1, 4))
def test_frames_are_kept_as_they_went_out(seq: int, data: dict[str, Any], count: int) -> None:
    events = tuple(event("task:session_added", data, seq + number) for number in range(count))
    record = record_of(Transaction(events, {}, frozenset()))
    assert [bytes(frame) for frame in record.frames] == [event.frame for event in events]
    assert (record.seq, record.last_seq) == (seq, seq + count - 1)


def test_documents_that_events_hold_are_read_off_them() -> None:
    events = (
        event("session:created", {"session": {"id": "s", "n": 1}}),
        event("task:updated", {"id": "t"}),
        event("project:deleted", {"id": "p"}),
        event("session:spawn", {"session": {"id": "u"}, "command": "x"}),
        event("task:session_added", {"taskId": "v", "sessionId": "s"}),
    )
    changes: dict[Key, bytes | None] = {
        Key(Kind.SESSION, "s"): b'{"id":"s","n":1}',
        Key(Kind.TASK, "t"): b'{"id":"t"}',
        Key(Kind.PROJECT, "p"): None,
        Key(Kind.SESSION, "u"): b'{"id":"u"}',
        Key(Kind.TASK, "v"): b'{"id":"v"}',
    }
    line = encode_record(Transaction(events, changes, frozenset(changes) - {Key(Kind.TASK, "v")}))
    assert line.count(b'"n":1') == 1
    record = decode_record(line)
    assert record is not None
    assert dict(changes_of(record)) == changes


def test_a_line_that_is_cut_or_altered_is_no_record() -> None:
    line = encode_record(Transaction((event("task:deleted", {"id": "t"}),), {}, frozenset()))
    for length in range(len(line)):
        assert decode_record(line[:length]) is None
    for place in range(len(line)):
        for bit in range(8):
            altered = bytearray(line)
            altered[place] ^= 1 << bit
            assert decode_record(bytes(altered)) is None


def test_headers_of_other_versions_are_not_understood() -> None:
    header = Header(epoch="e", first_seq=7)
    assert decode_header(encode_header(header)) == header
    assert decode_header(encode_header(Header(epoch="e", first_seq=7, version=2))) is None
    assert decode_header(encode_header(header)[:-1]) is None
