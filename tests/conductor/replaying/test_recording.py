"""Files of frames: where each is, when it was sent, and files that are none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from maestro_tui.conductor.replaying import recording as module
from maestro_tui.conductor.replaying.recording import STEP, Recording
from maestro_tui.errors import ConfigurationError
from tests.support.factories import NOW
from tests.support.films import afternoon, line, write


def test_frames_are_found_by_their_places(tmp_path: Path) -> None:
    lines = afternoon()
    recording = Recording.open(write(tmp_path / "film", lines))
    assert len(recording) == len(lines)
    assert [recording.frame(index).rstrip(b"\n") for index in range(len(lines))] == lines
    assert recording.bad_count == 1, "what is no event at all"
    recording.close()


def test_empty_lines_are_no_frames_and_the_last_needs_no_end(tmp_path: Path) -> None:
    file = tmp_path / "film"
    file.write_bytes(b"\n" + line("x") + b"\n \r\n" + line("y"))
    recording = Recording.open(file)
    assert [recording.frame(index).strip() for index in range(len(recording))] == [line("x"), line("y")]
    recording.close()


def test_a_frame_that_does_not_say_when_has_the_time_of_the_one_before(tmp_path: Path) -> None:
    undated = b'{"event":"x"}'
    lines = [undated, line("x", at=5), undated, b"not json", line("x", at=3), line("x", timestamp=1e300)]
    recording = Recording.open(write(tmp_path / "film", lines))
    seconds = [(recording.time(index) - NOW) / 1000 for index in range(len(lines))]
    assert seconds == [5, 5, 5, 5, 3, 3], (
        "the first, that of the first that says it; none is in another century"
    )
    recording.close()


def test_a_recording_without_any_time_has_that_of_its_file(tmp_path: Path) -> None:
    file = write(tmp_path / "film", [b'{"event":"x"}'] * 3)
    os.utime(file, (NOW / 1000, NOW / 1000))
    recording = Recording.open(file)
    assert [recording.time(index) for index in range(3)] == [NOW, NOW + STEP, NOW + 2 * STEP]
    recording.close()


def test_a_line_no_frame_can_be_is_passed_over_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_LINE", 1_000)
    lines = [line("x"), line("y", "z" * 5_000), b"w" * 1_000, line("x")]
    recording = Recording.open(write(tmp_path / "film", lines))
    assert (len(recording), recording.bad_count) == (4, 2)
    assert recording.frame(3).strip() == lines[3]
    assert recording.frame(1) == lines[1][:1_000]
    recording.close()


def test_the_frames_that_take_so_many_bytes(tmp_path: Path) -> None:
    octets = line("x")
    recording = Recording.open(write(tmp_path / "film", [octets] * 10))
    size = len(octets) + 1
    assert recording.first_of_last(3 * size, 10) == 7
    assert recording.first_of_last(3 * size, 2) == 0
    assert recording.first_of_last(3 * size + 5, 5) == 2
    assert recording.first_of_last(0, 0) == 0
    recording.close()


def test_what_is_gone_from_the_file_by_now_is_an_empty_frame(tmp_path: Path) -> None:
    file = write(tmp_path / "film", afternoon())
    recording = Recording.open(file)
    os.truncate(file, 10)
    assert recording.frame(5) == b""
    recording.close()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "holds no frames: it is empty."),
        (b"\n \n\n", "holds no frames: it is empty."),
        (b"\x7fELF\x02\x01\x01\0\0\n\xff\xfe\n", "is no recording: none of its 2 lines is a frame."),
        (b"\0" * 5_000, "is no recording: its only line is not a frame."),
        (b'{\n  "name": "zebra"\n}\n', "is no recording: none of its 3 lines is a frame."),
        (b'{"level": "info"}\n' * 1_234, "is no recording: none of its 1,234 lines is a frame."),
    ],
)
def test_what_is_no_recording_is_refused_in_a_sentence(tmp_path: Path, content: bytes, message: str) -> None:
    file = tmp_path / "film"
    file.write_bytes(content)
    with pytest.raises(ConfigurationError, match="film") as refusal:
        Recording.open(file)
    assert message in str(refusal.value)
    assert "maestro-tui record" in str(refusal.value)


def test_a_directory_a_pipe_and_nothing_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, message in (
        ("", "Is a directory"),
        ("pipe", "is no regular file"),
        ("nowhere", "No such file or directory"),
    ):
        with pytest.raises(ConfigurationError, match=message):
            Recording.open(tmp_path / name)
