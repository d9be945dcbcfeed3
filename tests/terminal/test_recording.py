from __future__ import annotations

import itertools
import stat
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from maestro_tui.errors import PaneError
from maestro_tui.terminal import Terminal, recording as recording_module
from maestro_tui.terminal.recording import Recording, record
from tests.terminal.support import started

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path) -> list[Any]:
    return [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]


def test_a_recording_is_an_asciicast(tmp_path: Path) -> None:
    ticks = itertools.count(100.0, 0.5)
    recording = Recording(
        tmp_path / "a.cast", 80, 24, title="It", started_at=1_700_000_000, clock=lambda: next(ticks)
    )
    recording.write("é\r\n".encode())
    recording.resize(100, 30)
    recording.close()
    recording.write(b"late")
    header, *events = read(tmp_path / "a.cast")
    assert header == {
        "version": 2,
        "width": 80,
        "height": 24,
        "timestamp": 1_700_000_000,
        "env": {"TERM": "xterm-256color"},
        "title": "It",
    }
    assert events == [[0.5, "o", "é\r\n"], [1.0, "r", "100x30"]]


def test_characters_are_never_cut(tmp_path: Path) -> None:
    recording = Recording(tmp_path / "a.cast", 80, 24)
    for byte in "日本\U0001f600".encode() + b"\xff":
        recording.write(bytes([byte]))
    recording.close()
    assert (
        "".join(event[2] for event in read(tmp_path / "a.cast")[1:])
        == "日本\U0001f600\N{REPLACEMENT CHARACTER}"
    )


def test_only_the_owner_may_read_it_and_nothing_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.cast"
    Recording(path, 80, 24).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(PaneError, match="file exists"):
        Recording(path, 80, 24)
    with pytest.raises(PaneError, match="no such file"):
        Recording(tmp_path / "gone" / "a.cast", 80, 24)


def test_a_recording_does_not_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording_module, "SIZE_LIMIT", 10_000)
    recording = Recording(tmp_path / "a.cast", 80, 24)
    for _ in range(100):
        recording.write(b"x" * 1000)
    assert (tmp_path / "a.cast").stat().st_size < 12_000


async def test_a_recorded_terminal_can_be_played_again(tmp_path: Path) -> None:
    path = tmp_path / "a.cast"
    async with started(
        ["sh", "-c", "echo before; read x; stty size; printf '\\033[31mred %s' $x"]
    ) as terminal:
        await terminal.wait_for_text("before")
        record(terminal, path)
        terminal.resize(60, 10)
        terminal.write(b"typed\n")
        await terminal.wait()
    header, *events = read(path)
    player = Terminal(header["width"], header["height"])
    for _, kind, content in events:
        if kind == "o":
            player.feed(content.encode())
        else:
            player.resize(*map(int, content.split("x")))
    assert {kind for _, kind, _ in events} == {"o", "r"}
    assert player.text() == terminal.text()
    assert player.rows() == terminal.rows()


def test_a_recording_can_be_ended(tmp_path: Path) -> None:
    terminal = Terminal(20, 4)
    end = record(terminal, tmp_path / "a.cast")
    terminal.feed(b"one")
    end()
    terminal.feed(b"two")
    terminal.resize(30, 4)
    assert [event[2] for event in read(tmp_path / "a.cast")[2:]] == ["one"]
