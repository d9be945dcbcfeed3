"""The search over everything: how long it takes, how long its pieces are, and what looking at bytes first saves."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Iterator

import msgspec

from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.timeline import decode_timeline
from maestro_tui.store.actions import SnapshotLoaded
from maestro_tui.store.store import Store
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.finding.hits import Batch
from maestro_tui.ui.finding.needle import Needle
from maestro_tui.ui.finding.terminals import search_terminals
from maestro_tui.ui.finding.timelines import search_timelines
from maestro_tui.ui.scene import Scene
from tests.benchmarks.figures import Figure
from tests.support.factories import NOW, make_session

TERMINALS = 10
LINES = 10_000
SESSIONS = 20_000
WORDS = (
    "alpha",
    "beta",
    "error:",
    "warning",
    "build",
    "test",
    "compile",
    "link",
    "module",
    "the",
    "of",
    "and",
)


def text(lines: int) -> list[str]:
    chance = random.Random(1)
    return [f"{number:06d} {' '.join(chance.choices(WORDS, k=10))}" for number in range(lines)]


def scene(sessions: int) -> Scene:
    store = Store()
    messages = text(15)
    timeline = msgspec.Raw(
        msgspec.json.encode([{"id": f"evt_{line}", "type": "progress", "message": line} for line in messages])
    )
    rows = tuple(make_session(f"ses_{number}", timeline=timeline) for number in range(sessions))
    store.dispatch(SnapshotLoaded(projects=(), tasks=(), sessions=rows, at=NOW))
    return Scene(store.state, lambda: NOW)


def run(pieces: Iterable[Batch]) -> tuple[float, float]:
    """Give how long a search takes, and the 99th percentile of its pieces, in milliseconds."""
    took = []
    last = begun = time.perf_counter()
    for _ in pieces:
        now = time.perf_counter()
        took.append(now - last)
        last = now
    took.sort()
    return (last - begun) * 1e3, took[len(took) * 99 // 100] * 1e3


def measure() -> Iterator[Figure]:
    terminals: dict[SessionId, Terminal] = {}
    for number in range(TERMINALS):
        terminal = terminals[SessionId(f"ses_{number}")] = Terminal(100, 40)
        terminal.feed("\r\n".join(text(LINES)).encode())
    few = scene(TERMINALS)
    for sought, what in (
        ("nowhere", "nothing found"),
        ("009999", "one line each"),
        ("error:", "half of the lines"),
    ):
        total, piece = run(search_terminals(Needle(sought), few, terminals))
        yield Figure(
            what=f"find in {TERMINALS} terminals of {LINES:,} lines, {what}",
            ours=total,
            unit="ms",
            goal="first line ≤ 100",
            note=f"99 of 100 pieces ≤ {piece:.1f} ms",
        )
    many = scene(SESSIONS)
    total, piece = run(search_timelines(Needle("nowhere"), many))
    begun = time.perf_counter()
    needle = Needle("nowhere")
    for session in many.state.sessions.values():
        any(needle.is_in(event.message) for event in decode_timeline(session.timeline))
    yield Figure(
        what=f"find in {SESSIONS:,} timelines, against decoding all",
        ours=SESSIONS / total * 1e3,
        theirs=SESSIONS / (time.perf_counter() - begun),
        goal="≥ 1 ×",
        note=f"99 of 100 pieces ≤ {piece:.3f} ms",
    )
