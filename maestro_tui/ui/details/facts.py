"""Facts about a record, and how they are put into lines. Knows no record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.text.ages import clock_time, day_of
from maestro_tui.ui.text.fitting import cut_end, pad, wrap
from maestro_tui.ui.text.plain import clean, clean_whole

LABEL_WIDTH: Final = 12
LONGEST: Final = 20_000
"""Characters of a text that are shown; a server may send megabytes."""
MOST_LINES: Final = 500
"""Of one fact."""

Line = tuple[Cell, ...]


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is known."""

    label: str
    """What it is, in a word; empty if it goes with the one before."""
    text: str = ""
    """As it came; made harmless when it is put into lines, of which it may have several."""
    at: float | None = None
    """A moment, in milliseconds since the epoch, instead of a text."""
    tone: Tone = Tone.PLAIN
    stands_alone: bool = False
    """Whether it is text to be read, and has the whole width."""


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one record."""

    kind: str
    """``project``, ``task`` or ``session``."""
    name: str
    id: str
    look: Cell | None
    """How it stands."""
    facts: tuple[Fact, ...]


def moment(label: str, at: float | None) -> Iterator[Fact]:
    """Give a fact about a moment, if there is one."""
    if at:
        yield Fact(label=label, at=at)


def told(label: str, text: str | None, *, stands_alone: bool = False) -> Iterator[Fact]:
    """Give a fact, if anything is said."""
    if text:
        yield Fact(label=label, text=text, stands_alone=stands_alone)


def listed(label: str, texts: Sequence[str], most: int = 50) -> Iterator[Fact]:
    """Give a fact for each of some texts, the first of which has the label."""
    for number, text in enumerate(texts[:most]):
        yield Fact(label="" if number else label, text=text)
    if len(texts) > most:
        yield Fact(label="", text=f"… and {len(texts) - most:,} more", tone=Tone.MUTED)


def lines_of(details: Details, scene: Scene, width: int) -> list[Line]:
    """Give lines of at most `width` cells."""
    head = details.look or Cell(details.kind, Tone.MUTED)
    room = max(1, width - len(head.text) - 2)
    lines: list[Line] = [
        (head, Cell(f"  {cut_end(clean(details.name), room)}", Tone.STRONG)),
        (Cell(cut_end(f"{details.kind} {clean(details.id)}", width), Tone.FAINT),),
        (),
    ]
    for fact in details.facts:
        lines += _lines_of_fact(fact, scene, width)
    return lines


def _lines_of_fact(fact: Fact, scene: Scene, width: int) -> Iterable[Line]:
    if fact.stands_alone:
        return [
            (),
            (Cell(fact.label, Tone.FAINT),),
            *((Cell(line, fact.tone),) for line in _wrapped(fact.text, width)),
        ]
    if fact.at is not None:
        texts = [f"{day_of(fact.at)} {clock_time(fact.at)} · {_ago(fact.at, scene)}"]
    else:
        texts = _wrapped(fact.text, width - LABEL_WIDTH) or [""]
    labels = [fact.label, *[""] * len(texts)]
    return [
        (Cell(pad(cut_end(label, LABEL_WIDTH - 1), LABEL_WIDTH), Tone.FAINT), Cell(text, fact.tone))
        for label, text in zip(labels, texts, strict=False)
    ]


def _ago(at: float, scene: Scene) -> str:
    age = scene.long_age(at)
    return age if age == "now" else f"{age} ago"


def _wrapped(text: str, width: int) -> list[str]:
    lines = clean_whole(text[:LONGEST]).splitlines()
    wrapped = [piece for line in lines for piece in (wrap(line, width, MOST_LINES) or [""])]
    if len(text) > LONGEST or len(wrapped) > MOST_LINES:
        return [*wrapped[: MOST_LINES - 1], "…"]
    return wrapped


def text_of(details: Details, scene: Scene, width: int = 100) -> str:
    """Give the same as plain text, to be taken elsewhere."""
    lines = lines_of(details, scene, width)
    return "\n".join("".join(cell.text for cell in line).rstrip() for line in lines)
