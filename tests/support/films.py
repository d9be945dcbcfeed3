"""Recordings to replay: small ones that are made up, and the states they lead to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import msgspec

from maestro_tui.conductor.replaying.recording import Recording
from maestro_tui.conductor.replaying.reel import Reel
from maestro_tui.conductor.wire import Wire
from maestro_tui.store.checkpoint import take_checkpoint
from maestro_tui.store.store import Store
from tests.support.factories import NOW, wire_session, wire_spawn, wire_task


def line(name: str, data: object = None, at: float = 0, **fields: Any) -> bytes:
    """Give one frame, sent so many seconds after the beginning."""
    return msgspec.json.encode(
        {"type": name, "event": name, "data": data, "timestamp": NOW + at * 1000, **fields}
    )


def write(file: Path, lines: list[bytes]) -> Path:
    file.write_bytes(b"".join(each + b"\n" for each in lines))
    return file


def afternoon() -> list[bytes]:
    """A short recording with something of everything: a gap, a bad frame, a spawn, a deletion, a long silence."""
    return [
        line("task:created", wire_task("tsk_1", title="Paint"), 0, seq=1, epoch="a"),
        line("session:spawn", wire_spawn("ses_1"), 1, seq=2, epoch="a"),
        line("session:updated", wire_session("ses_1", name="Striper", status="working"), 2, seq=3, epoch="a"),
        line("session:updated", {"no": "id"}, 2, seq=4, epoch="a"),
        line("session:updated", wire_session("ses_2", name="Counter", status="idle"), 3, seq=7, epoch="a"),
        b"not json",
        line("team:created", {"id": "tem_1"}, 600, seq=8, epoch="a"),
        line("resumed", None, 600, seq=8, epoch="a"),
        line("session:deleted", {"id": "ses_2"}, 601, seq=9, epoch="a"),
        line("task:updated", wire_task("tsk_1", title="Painted", status="completed"), 602, seq=10, epoch="a"),
    ]


def long_film(count: int) -> list[bytes]:
    """Many updates of a few sessions."""
    return [
        line(
            "session:updated", wire_session(f"ses_{number % 7}", name=f"at {number}"), number, seq=number + 1
        )
        for number in range(count)
    ]


class Film:
    """A reel with a store of its own, and what it tells."""

    def __init__(self, file: Path) -> None:
        self.store = Store()
        self.wire = Wire()
        self.told: list[bytes] = []
        self.wire.on_frame.connect(lambda octets, _at: self.told.append(octets))
        self.skipped = 0
        """How many frames before what was told were not."""
        self.wire.on_rewind.connect(self._rewind)
        self.reel = Reel(Recording.open(file), self.store, self.wire)

    def _rewind(self, skipped: int) -> None:
        self.told.clear()
        self.skipped = skipped

    def wind(self, target: int) -> int:
        """Go there, and tell in how many turns."""
        return sum(1 for _ in self.reel.wind(target))

    @property
    def state(self) -> object:
        """Everything that is known, to be compared; rows in their order."""
        checkpoint = take_checkpoint(self.store.state)
        return {name: list(rows.items()) for name, rows in checkpoint.tables.items()}, checkpoint.rest


OpenFilm: TypeAlias = Callable[[list[bytes]], Film]
