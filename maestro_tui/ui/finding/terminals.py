"""Searching terminals: in the engine that holds their text, history and screen, a millisecond at a time."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from typing import Final

from maestro_tui.protocol.ids import SessionId
from maestro_tui.terminal.engine import Engine, Match, Point, Span
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.finding.hits import NOTHING, Batch, Group, Hit, InTerminal
from maestro_tui.ui.finding.needle import Needle
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.terminals.panes import name_of_pane

MOST_LINES: Final = 40
"""Lines that are given of one terminal, the newest: in the terminal itself one walks on from there."""

PAGE: Final = 100
"""Matches that are placed at once."""
MOST_MATCHES: Final = 10_000
"""Matches that are looked at where upper and lower case count: the engine finds those of the other case as well."""

ROWS_AT_ONCE: Final = 500
"""How much text is read in a moment."""

ROWS_BEFORE: Final = 2
ROWS_AFTER: Final = 4
"""How much of a line is read that is wrapped over many rows."""

KIND: Final = Cell("$ terminal", Tone.MUTED)


def search_terminals(
    needle: Needle, scene: Scene, terminals: Mapping[SessionId, Terminal]
) -> Iterator[Batch]:
    """Look through all terminals, those first that were heard of last."""
    heard = scene.state.heard
    latest = sorted(terminals, key=lambda id_: heard.get(id_, 0), reverse=True)
    for number, session_id in enumerate(latest):
        terminal = terminals.get(session_id)
        if terminal is not None:
            yield from _TerminalSearch(needle, scene, session_id, terminal.engine).run(number * MOST_LINES)


class _TerminalSearch:
    """The search of one terminal."""

    def __init__(self, needle: Needle, scene: Scene, session_id: SessionId, engine: Engine) -> None:
        self._needle = needle
        self._scene = scene
        self._session_id = session_id
        self._engine = engine
        self._most = MOST_MATCHES if needle.is_exact else 4 * PAGE
        self._lines: set[int] = set()

    def run(self, rank: int) -> Iterator[Batch]:
        """Give its newest lines, the first of them of this rank."""
        if self._needle.is_exact and not (yield from self._stands_there()):
            return
        findings = [self._engine.begin_find(text) for text in self._needle.spellings]
        for finding in findings:
            while finding.step():
                yield NOTHING
        total = max(finding.total for finding in findings)
        for first in range(0, min(self._most, total), PAGE):
            # Not by parts: where matches are is only true until output comes.
            matches = {match for finding in findings for match in finding.newest(first, PAGE)}
            hits = self._take(sorted(matches, reverse=True), rank)
            is_full = len(self._lines) == MOST_LINES
            yield Batch(hits, is_cut=is_full and total > first + PAGE)
            if is_full:
                return
        if total > self._most:
            yield Batch(is_cut=True)

    def _stands_there(self) -> Generator[Batch, None, bool]:
        """Tell whether it is there just as it was typed: faster than asking of every match how it is written."""
        engine, wanted = self._engine, self._needle.text.strip()
        overlap = len(wanted) // engine.columns + 2
        # From the end: when the oldest lines go, what was not read yet moves towards the beginning.
        for end in range(engine.view().total, 0, -ROWS_AT_ONCE):
            first, last = max(0, end - ROWS_AT_ONCE - overlap), min(end, engine.view().total) - 1
            if wanted in engine.text(_rows(engine, first, last), unwrap=True):
                return True
            yield NOTHING
        return False

    def _take(self, matches: list[Match], rank: int) -> tuple[Hit, ...]:
        """Give the lines of some matches, as many as are wanted."""
        hits: list[Hit] = []
        for match in matches:
            if len(self._lines) == MOST_LINES:
                break
            hit = self._hit(match, rank + len(self._lines))
            if hit is not None:
                hits.append(hit)
        return tuple(hits)

    def _hit(self, match: Match, rank: int) -> Hit | None:
        """Give the line of a match, unless it is not meant or was given before."""
        engine = self._engine
        found = engine.text(match, unwrap=True)
        if self._needle.is_exact and found.strip() != self._needle.text.strip():
            return None
        whole = engine.line_at(match.start) or match
        if whole.start.line in self._lines:
            return None
        self._lines.add(whole.start.line)
        pane = self._scene.state.panes.get(self._session_id)
        return Hit(
            group=Group.TERMINALS,
            key=(Group.TERMINALS, self._session_id, whole.start.line),
            rank=rank,
            kind=KIND,
            whose=name_of_pane(self._scene.state, self._session_id),
            at=(pane.ended_at or 0) if pane is not None else 0,
            excerpt=self._needle.excerpt(self._text_around(match, whole)),
            place=InTerminal(self._session_id, engine, engine.mark(match.start), found),
        )

    def _text_around(self, match: Match, whole: Span) -> str:
        first = max(whole.start.line, match.start.line - ROWS_BEFORE)
        last = max(match.end.line, min(whole.end.line, match.end.line + ROWS_AFTER))
        return self._engine.text(_rows(self._engine, first, last), unwrap=True)


def place_of(hit: InTerminal) -> Point | None:
    """Tell where the text of a hit is now, or ``None`` once it is gone or has been written over."""
    at = hit.mark.point()
    if at is None:
        return None
    engine = hit.engine
    end = min(at.line + ROWS_AFTER, engine.view().total - 1)
    text = engine.text(Span(at, Point(end, engine.columns - 1)), unwrap=True)
    return at if text.startswith(hit.found) else None


def _rows(engine: Engine, first: int, last: int) -> Span:
    return Span(Point(first, 0), Point(last, engine.columns - 1))
