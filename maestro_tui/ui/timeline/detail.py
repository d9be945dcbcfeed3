"""The whole of an event of a timeline: its message as it was written, and its metadata as indented lines. Pure.

Metadata is whatever somebody sent: any JSON, of any depth and size, or none at all. All of it is cleaned and bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

import msgspec

from maestro_tui.protocol.models import TimelineEvent
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.text.ages import clock_time, day_of
from maestro_tui.ui.text.fitting import wrap
from maestro_tui.ui.text.plain import ELLIPSIS, clean
from maestro_tui.ui.timeline.event_lines import Line, TitleOf, kind_of

MOST_LINES: Final = 200
"""Of the message, and of the metadata."""
LONGEST_LINE: Final = 2_000
LONGEST_KEY: Final = 60
DEEPEST: Final = 12
"""Levels that are shown."""

_BROKEN: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def unfolded_lines(event: TimelineEvent, width: int, title_of: TitleOf, note: str = "") -> list[Line]:
    """Give the lines of a whole event in `width` cells: what it is, its message, and what else is known of it."""
    kind = kind_of(event.type)
    head = (Cell(f"{kind.glyph} {kind.word}", kind.tone), Cell(f"  {note}", Tone.MUTED))
    return [
        head,
        *_wrapped(message_lines(event), width, Tone.PLAIN),
        *_wrapped(_facts(event, title_of), width, Tone.MUTED),
    ]


def as_text(event: TimelineEvent, title_of: TitleOf) -> str:
    """Give the same as plain text, to be taken elsewhere."""
    head = f"{day_of(event.timestamp)} {clock_time(event.timestamp)} {clean(event.type)}".strip()
    return "\n".join([head, *message_lines(event), *_facts(event, title_of)])


def message_lines(event: TimelineEvent) -> list[str]:
    """Give the message line by line."""
    return _bounded(_text_lines(event.message or ""))


def metadata_lines(metadata: msgspec.Raw) -> list[str]:
    """Give metadata as lines one can read, each indented by how deep it lies."""
    try:
        value = msgspec.json.decode(metadata)
    except _BROKEN:
        return [clean(bytes(metadata)[:LONGEST_LINE].decode("utf-8", "replace"), LONGEST_LINE)]
    return [] if value in (None, {}) else _bounded(_outline(value, 0))


def _facts(event: TimelineEvent, title_of: TitleOf) -> list[str]:
    when = f"{day_of(event.timestamp)} {clock_time(event.timestamp)}" if event.timestamp else ""
    title, id_ = title_of(event.task_id), clean(event.task_id or "", LONGEST_KEY)
    facts = {
        "at": when,
        "type": clean(event.type, LONGEST_KEY),
        "task": title if title == id_ else f"{title} ({id_})",
        "id": clean(event.id, LONGEST_KEY),
    }
    return [f"{name}: {text}" for name, text in facts.items() if text] + metadata_lines(event.metadata)


def _outline(value: Any, depth: int) -> Iterator[str]:  # noqa: ANN401 - any JSON there is
    """Give a JSON value as indented lines, one after the other: who reads may stop."""
    pad = "  " * depth
    if depth > DEEPEST:
        yield pad + ELLIPSIS
    elif isinstance(value, dict) and value:
        for key, member in value.items():
            yield from _member(f"{pad}{clean(str(key), LONGEST_KEY)}:", member, depth)
    elif isinstance(value, list) and value:
        for member in value:
            yield from _member(f"{pad}-", member, depth)
    else:
        yield from (pad + line for line in _text_lines(_word(value)))


def _member(label: str, value: Any, depth: int) -> Iterator[str]:  # noqa: ANN401 - any JSON there is
    """Give what belongs to a key or stands in a list: beside its label if it is one line, else below."""
    text = "" if isinstance(value, dict | list) and value else _word(value)
    if text and len(text.splitlines()) == 1:
        yield f"{label} {next(_text_lines(text))}"
    else:
        yield label
        yield from _outline(value, depth + 1)


def _word(value: Any) -> str:  # noqa: ANN401 - any JSON there is
    """Give a value that has nothing below it."""
    match value:
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return f"{value}"
        case _:
            return "none"


def _text_lines(text: str) -> Iterator[str]:
    return (clean(line, LONGEST_LINE) for line in text[: MOST_LINES * LONGEST_LINE].splitlines())


def _bounded(lines: Iterator[str]) -> list[str]:
    shown = list(islice(lines, MOST_LINES + 1))
    return shown if len(shown) <= MOST_LINES else [*shown[:MOST_LINES], ELLIPSIS]


def _wrapped(lines: list[str], width: int, tone: Tone) -> list[Line]:
    wrapped: list[Line] = []
    for line in lines:
        # What lies deep must not be left without room.
        indent = " " * min(2 + len(line) - len(line.lstrip()), width // 2)
        pieces = wrap(line, width - len(indent), LONGEST_LINE)
        wrapped += [(Cell(indent), Cell(piece, tone)) for piece in pieces or [""]]
    return wrapped
