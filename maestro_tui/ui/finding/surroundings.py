"""What stands around a hit: lines of the terminal, events of the timeline, all texts of a record. Draws nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from maestro_tui.protocol.ids import TaskId
from maestro_tui.protocol.models import TimelineEvent
from maestro_tui.protocol.timeline import decode_timeline
from maestro_tui.terminal.engine import Point, Span
from maestro_tui.ui.finding.hits import Hit, InProject, InSession, InTask, InTerminal, InTimeline
from maestro_tui.ui.finding.needle import Needle
from maestro_tui.ui.finding.pieces import Piece, Pieces, fitted, pieces_of
from maestro_tui.ui.finding.records import Field, fields_of_project, fields_of_session, fields_of_task
from maestro_tui.ui.finding.terminals import place_of
from maestro_tui.ui.look.tones import Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.text.ages import clock_time
from maestro_tui.ui.text.fitting import cut_end, pad, wrap
from maestro_tui.ui.text.plain import ELLIPSIS, clean
from maestro_tui.ui.timeline.event_lines import WORD_WIDTH, kind_of
from maestro_tui.ui.timeline.layout import key_of

LABEL_WIDTH: Final = 12


class Row(NamedTuple):
    """A line around a hit."""

    pieces: Pieces = ()
    is_here: bool = False
    """Whether the hit is in it."""


class Surroundings(NamedTuple):
    """What stands around a hit."""

    title: str
    rows: tuple[Row, ...]


GONE: Final = (Row((Piece(" It is not there any more.", Tone.MUTED),)),)


def surroundings(hit: Hit, needle: Needle, scene: Scene, width: int, height: int) -> Surroundings:
    """Give what stands around a hit, in so many cells."""
    state = scene.state
    match hit.place:
        case InTerminal() as place:
            return _of_terminal(hit, place, needle, width, height)
        case InTimeline(session_id=session_id, event_key=event_key):
            session = state.sessions.get(session_id)
            events = decode_timeline(session.timeline) if session else ()
            return _of_timeline(hit, events, event_key, needle, width, height)
        case InTask(task_id):
            task = state.tasks.get(TaskId(task_id))
            return _of_record(hit, fields_of_task(task) if task else (), needle, width, height)
        case InSession(session_id):
            session = state.sessions.get(session_id)
            fields = fields_of_session(session, scene) if session else ()
            return _of_record(hit, fields, needle, width, height)
        case InProject(project_id):
            project = state.projects.get(project_id)
            return _of_record(hit, fields_of_project(project) if project else (), needle, width, height)


def _of_terminal(hit: Hit, place: InTerminal, needle: Needle, width: int, height: int) -> Surroundings:
    here = place_of(place)
    if here is None:
        return Surroundings(hit.whose, GONE)
    engine = place.engine
    total = engine.view().total
    first = max(0, min(here.line - height // 2, total - height))
    rows = []
    for line in range(first, min(total, first + height)):
        text = engine.text(Span(Point(line, 0), Point(line, engine.columns - 1)))
        is_here = line == here.line
        rows.append(Row(_line(text, needle, width) if is_here else _plain(text, width), is_here))
    return Surroundings(f"{hit.whose} · line {here.line + 1:,} of {total:,}", tuple(rows))


def _of_timeline(
    hit: Hit, events: Sequence[TimelineEvent], event_key: str, needle: Needle, width: int, height: int
) -> Surroundings:
    at = next((index for index, event in enumerate(events) if key_of(event) == event_key), None)
    if at is None:
        return Surroundings(hit.whose, GONE)
    here = _event_rows(events[at], needle, width, max(1, height - 2), is_here=True)
    above = max(0, (height - len(here)) // 2)
    rows = [_event_rows(event, needle, width, 1)[0] for event in events[max(0, at - above) : at]]
    rows += here
    rows += [_event_rows(event, needle, width, 1)[0] for event in events[at + 1 : at + 1 + height]]
    return Surroundings(f"{hit.whose} · event {at + 1:,} of {len(events):,}", tuple(rows[:height]))


def _event_rows(
    event: TimelineEvent, needle: Needle, width: int, most: int, *, is_here: bool = False
) -> list[Row]:
    kind = kind_of(event.type)
    head = (
        Piece(f" {clock_time(event.timestamp)} ", Tone.FAINT),
        Piece(f"{kind.glyph} {pad(kind.word, WORD_WIDTH)} ", kind.tone),
    )
    indent = sum(len(piece.text) for piece in head)
    room = max(1, width - indent - 1)
    message = event.message or ""
    texts = wrap(clean(_around(message, needle, room * most), room * most), room, most) or [""]
    if most == 1:
        texts = [cut_end(clean(message, room * 2), room)]
    rows = [Row((*head, *pieces_of(texts[0], needle)), is_here)]
    return [*rows, *(Row((Piece(" " * indent), *pieces_of(text, needle)), is_here) for text in texts[1:])]


def _of_record(hit: Hit, fields: Sequence[Field], needle: Needle, width: int, height: int) -> Surroundings:
    if not fields:
        return Surroundings(hit.whose, GONE)
    rows: list[Row] = []
    room = max(1, width - LABEL_WIDTH - 3)
    for label, text in fields:
        if not text:
            continue
        lines = [
            piece
            for line in _around(text, needle, room * height).splitlines()
            for piece in wrap(clean(line, room * height), room, height)
        ]
        for number, line in enumerate(lines):
            head = Piece(f"  {pad(label if number == 0 else '', LABEL_WIDTH)}", Tone.FAINT)
            rows.append(Row((head, *pieces_of(line, needle)), is_here=needle.is_in(line)))
    here = next((number for number, row in enumerate(rows) if row.is_here), 0)
    first = max(0, min(here - height // 2, len(rows) - height))
    name = clean(fields[0][1] or fields[-1][1] or "")
    return Surroundings(f"{hit.group.value} · {name}", tuple(rows[first : first + height]))


def _around(text: str, needle: Needle, room: int) -> str:
    """Give a text of so many characters, or of a longer one what is around the match."""
    start, _ = needle.first(text) or (0, 0)
    begin = max(0, start - room // 2) if start > room // 2 and len(text) > room else 0
    return (ELLIPSIS if begin else "") + text[begin : begin + room]


def _line(text: str, needle: Needle, width: int) -> Pieces:
    before, found, after = fitted(needle.excerpt(text), max(1, width - 2))
    said = (Piece(f" {before}"), Piece(found, is_found=True), *pieces_of(after, needle))
    return tuple(piece for piece in said if piece.text)


def _plain(text: str, width: int) -> Pieces:
    return (Piece(" " + cut_end(clean(text, width * 2), max(1, width - 2)), Tone.MUTED),)
