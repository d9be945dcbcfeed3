"""Searching timelines. They are kept as JSON: of most, the bytes tell that nothing can be found in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from maestro_tui.protocol.models import Session, TimelineEvent
from maestro_tui.protocol.timeline import decode_timeline
from maestro_tui.ui.columns.sessions import name_of
from maestro_tui.ui.finding.hits import NOTHING, Batch, Group, Hit, InTimeline
from maestro_tui.ui.finding.needle import Needle
from maestro_tui.ui.look.tones import Cell
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.timeline.event_lines import KINDS, kind_of
from maestro_tui.ui.timeline.layout import key_of

PLAIN_RUN: Final = re.compile(r"""[^"/\\\x00-\x1f]+""")
"""Characters that JSON writes as they are, unless it writes them by number."""

ESCAPE: Final = b"\\"
BY_NUMBER: Final = b"\\u"


class Sieve:
    """Tells of timelines that nothing can be found in them. Never of one in which something can."""

    def __init__(self, needle: Needle) -> None:
        parts = {_longest_run(needle.folded), _longest_run(_as_type(needle.folded))}
        parts |= {type_ for type_, kind in KINDS.items() if needle.is_in(kind.word)}
        self._needle = needle
        self._texts = tuple(parts)
        self._octets = tuple(part.encode("utf-8", "replace") for part in parts)

    def may_hold(self, timeline: msgspec.Raw) -> bool:
        """Tell whether something may be found in a timeline."""
        octets = bytes(timeline)
        # One octet is looked for many times as fast as two.
        if ESCAPE in octets and BY_NUMBER in octets:
            return True
        if self._needle.is_exact or octets.isascii():
            folded = octets if self._needle.is_exact else octets.lower()
            return any(part in folded for part in self._octets)
        text = octets.decode("utf-8", "replace").casefold()
        return any(part in text for part in self._texts)


def _longest_run(text: str) -> str:
    return max(PLAIN_RUN.findall(text), key=len, default="")


def _as_type(text: str) -> str:
    """Write a text as the wire writes types of events."""
    return text.replace(" ", "_")


def is_of_kind(event: TimelineEvent, needle: Needle) -> bool:
    """Tell whether what is looked for stands in the word an event is shown with."""
    if event.type in KINDS:
        return needle.is_in(KINDS[event.type].word)
    hay = needle.fold(event.type)
    return needle.folded in hay or _as_type(needle.folded) in hay


def events_with(session: Session, needle: Needle) -> Iterator[tuple[TimelineEvent, str]]:
    """Give the events of a session in which something is found, each with the line that shows it."""
    for event in decode_timeline(session.timeline):
        message = event.message or ""
        line = needle.line_in(message)
        if line is None and is_of_kind(event, needle):
            line = message.partition("\n")[0]
        if line is not None:
            yield event, line


def search_timelines(needle: Needle, scene: Scene) -> Iterator[Batch]:
    """Look through all timelines, those of the latest sessions first."""
    sieve = Sieve(needle)
    sessions = scene.state.sessions
    for session_id in reversed(list(sessions)):
        session = sessions.get(session_id)
        if session is None or not sieve.may_hold(session.timeline):
            yield NOTHING
            continue
        yield Batch(tuple(_hit(session, event, needle, line) for event, line in events_with(session, needle)))


def _hit(session: Session, event: TimelineEvent, needle: Needle, line: str) -> Hit:
    kind = kind_of(event.type)
    excerpt = needle.excerpt(line)
    return Hit(
        group=Group.TIMELINES,
        key=(Group.TIMELINES, session.id, key_of(event)),
        rank=-event.timestamp,
        kind=Cell(f"{kind.glyph} {kind.word}", kind.tone),
        whose=name_of(session),
        at=event.timestamp,
        excerpt=excerpt,
        place=InTimeline(session.id, key_of(event), excerpt.found),
    )
