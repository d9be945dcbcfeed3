from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from maestro_tui.server.journal import tail as tail_module
from maestro_tui.server.journal.records import Header, encode_header
from maestro_tui.server.journal.tail import Tail

HEADER = Header(epoch="e", first_seq=1)
FIRST_LINE = encode_header(HEADER)


@given(
    records=st.lists(st.binary(min_size=1, max_size=200_000), max_size=6),
    makes_room=st.lists(st.booleans(), min_size=6, max_size=6),
)
def test_a_closed_segment_is_what_was_appended(
    tmp_path_factory: pytest.TempPathFactory, records: list[bytes], makes_room: list[bool]
) -> None:
    tail = Tail(tmp_path_factory.mktemp("journal"), HEADER)
    expected = FIRST_LINE
    for record, then_room in zip(records, makes_room, strict=False):
        tail.append(record)
        expected += record
        if then_room:
            tail.make_room(len(record))
        octets = tail.segment.path.read_bytes()
        assert octets[: len(expected)] == expected
        assert not octets[len(expected) :].strip(b"\0")
    tail.close()
    assert tail.segment.path.read_bytes() == expected


def test_room_is_made_before_what_is_small_and_not_again_while_there_is_some(tmp_path: Path) -> None:
    tail = Tail(tmp_path, HEADER)
    tail.append(b"small\n")
    assert tail.segment.path.stat().st_size == tail.size
    tail.make_room(6)
    size = tail.segment.path.stat().st_size
    assert size > tail.size + 100_000
    tail.append(b"small\n")
    tail.make_room(6)
    assert tail.segment.path.stat().st_size == size
    tail.close()


def test_for_what_is_long_no_room_is_made(tmp_path: Path) -> None:
    tail = Tail(tmp_path, HEADER)
    tail.append(b"x" * 100_000)
    tail.make_room(100_000)
    assert tail.segment.path.stat().st_size == tail.size
    tail.close()


def test_without_room_on_the_disk_nothing_is_kept_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tail = Tail(tmp_path, HEADER)

    def write_half(descriptor: int, octets: bytes, *, at: int) -> None:
        os.pwrite(descriptor, octets[: len(octets) // 2], at)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(tail_module, "write_all", write_half)
        tail.make_room(6)
    assert tail.segment.path.read_bytes() == FIRST_LINE
    tail.append(b"small\n")
    tail.close()
    assert tail.segment.path.read_bytes() == FIRST_LINE + b"small\n"


def test_what_was_written_in_part_is_taken_back_with_the_room_behind_it(tmp_path: Path) -> None:
    tail = Tail(tmp_path, HEADER)
    tail.append(b"one\n")
    tail.make_room(4)
    with tail.segment.path.open("r+b") as file:
        file.seek(tail.size)
        file.write(b"tw")
    tail.take_back()
    assert tail.segment.path.read_bytes() == FIRST_LINE + b"one\n"
    tail.append(b"three\n")
    tail.close()
    assert tail.segment.path.read_bytes() == FIRST_LINE + b"one\nthree\n"
