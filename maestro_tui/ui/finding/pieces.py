"""How hits are drawn: a line in pieces, of which those stand out that were looked for. Pure: told width and time."""

from __future__ import annotations

from typing import Final, NamedTuple

from maestro_tui.ui.finding.hits import Hit
from maestro_tui.ui.finding.needle import Excerpt, Needle
from maestro_tui.ui.look.tones import Tone
from maestro_tui.ui.text.ages import age
from maestro_tui.ui.text.fitting import cut_end, cut_middle, cut_start, pad, width_of
from maestro_tui.ui.text.plain import clean

KIND_WIDTH: Final = 13
"""Glyph and the longest word of an event."""
GLYPH_WIDTH: Final = 1
AGE_WIDTH: Final = 4
ROOM_FOR_KINDS: Final = 100
"""From how many columns on the word stands beside the glyph."""


class Piece(NamedTuple):
    """A text of a line, and whether it is what was looked for."""

    text: str
    tone: Tone = Tone.PLAIN
    is_found: bool = False


Pieces = tuple[Piece, ...]


def pieces_of(text: str, needle: Needle, tone: Tone = Tone.PLAIN) -> Pieces:
    """Take a text apart where what was looked for begins and ends."""
    pieces: list[Piece] = []
    at = 0
    for start, end in needle.spans(text):
        pieces += [Piece(clean(text[at:start]), tone), Piece(clean(text[start:end]), tone, is_found=True)]
        at = end
    pieces.append(Piece(clean(text[at:]), tone))
    return tuple(piece for piece in pieces if piece.text)


def fitted(excerpt: Excerpt, width: int) -> Excerpt:
    """Cut a line so that the match is seen in `width` cells, with something before it."""
    before, found, after = excerpt
    found = cut_end(found, width)
    room = width - width_of(found)
    if width_of(before) > room or width_of(before) > width * 2 // 3:
        before = cut_start(before, min(room, width // 3))
    return Excerpt(before, found, cut_end(after, room - width_of(before)))


def hit_pieces(hit: Hit, needle: Needle, width: int, now: float, mark: str = " ") -> Pieces:
    """Give the line of a hit: glyph and word, whose it is, how long ago, and the line in which it stands."""
    is_wide = width >= ROOM_FOR_KINDS
    kind_width = KIND_WIDTH if is_wide else GLYPH_WIDTH
    whose_width = min(26, width // 5)
    kind = hit.kind.text if is_wide else hit.kind.text[:1]
    head = (
        Piece(mark, Tone.ACCENT),
        Piece(f"{pad(cut_end(kind, kind_width), kind_width)} ", hit.kind.tone),
        Piece(f"{pad(cut_middle(hit.whose, whose_width), whose_width)} ", Tone.STRONG),
        Piece(f"{pad(age(hit.at, now) if hit.at else '', AGE_WIDTH, right=True)}  ", Tone.MUTED),
    )
    room = width - sum(width_of(piece.text) for piece in head) - 1
    before, found, after = fitted(hit.excerpt, max(1, room))
    said = (Piece(before), Piece(found, is_found=True), *pieces_of(after, needle))
    return (*head, *(piece for piece in said if piece.text))


def heading(title: str, count: str, width: int) -> Pieces:
    """Give the line above a group."""
    rule = "─" * max(0, width - width_of(title) - width_of(count) - 6)
    return (
        Piece(f" {title} ", Tone.MUTED),
        Piece(f"{rule} ", Tone.FAINT),
        Piece(f"{count} ", Tone.MUTED),
    )
