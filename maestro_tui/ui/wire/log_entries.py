"""Frames made into entries of the event log: one for each element as it came, and marks where something is missing.

Pure: it sees frames in their order and nothing else, and knows of them what their numbers say.
"""

from __future__ import annotations

from typing import Final

import msgspec

from maestro_tui.conductor.masking import mask, mask_json
from maestro_tui.protocol import events as e
from maestro_tui.protocol.elements import Element, read_elements
from maestro_tui.ui.text.plain import clean

CONNECTION: Final = "— connection —"
GAP: Final = "— gap —"
EPOCH: Final = "— epoch —"
"""The names of marks between events."""

UNREADABLE: Final = "unreadable"
UNKNOWN: Final = "unknown"
REPLAYED: Final = "replayed"
REPEATED: Final = "repeated"
CLIPPED: Final = "clipped"
"""What can be noted of an event."""

LONGEST: Final = 64_000
"""How many bytes of one element are kept."""
LONGEST_SUBJECT: Final = 500
"""How many bytes of an event that is not known here are shown beside its name."""
KILO: Final = 1000

_MODELS: Final = ("session", "task", "project")
"""Under which names an event holds the whole of what it is about."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An event as it came, or a mark between events."""

    number: int
    """Counted from the first that was looked at."""
    before: int = 0
    """How many frames came before that in which it stands, or before the mark."""
    at: float
    name: str
    subject: str
    """What it is about, fit to be shown."""
    ids: str = ""
    """The ids of what it is about, to be looked for."""
    seq: int | None = None
    """The number the server gave it, if it numbers its events."""
    octets: bytes = b""
    """The element as it was received, or its beginning; nothing of a mark."""
    size: int = 0
    """How many bytes it was; 0 of a mark."""
    place: str = ""
    """Which element of what frame it was, if it did not come alone."""
    notes: tuple[str, ...] = ()
    error: str = ""
    """Why it could not be decoded; empty if it could."""

    @property
    def is_mark(self) -> bool:
        """Whether it stands between events, and is none."""
        return not self.size

    def text(self) -> str:
        """Give it as JSON one can read, every field as it came but for what is secret. Only when somebody looks."""
        return self.subject if self.is_mark else mask_json(self._read())

    @property
    def hides_secrets(self) -> bool:
        """Whether something in it is not shown because it opens a door."""
        return not self.is_mark and mask_json(read := self._read()) != read

    def _read(self) -> str:
        if CLIPPED in self.notes:
            kept = self.octets.decode("utf-8", "replace")
            return f"{kept}\n… {self.size - len(self.octets):,} more bytes, which were not kept"
        try:
            return msgspec.json.format(self.octets, indent=2).decode("utf-8", "replace")
        except (msgspec.MsgspecError, RecursionError):
            return self.octets.decode("utf-8", "replace")


class Unfolder:
    """Makes frames into entries, and keeps track of the numbers."""

    def __init__(self) -> None:
        self._count = 0
        self._before = 0
        self._last: int | None = None
        self._epoch: str | None = None
        self._replayed_until = 0

    def lose_track(self) -> None:
        """Take the next number as it comes: what was before it is not known."""
        self._last = self._epoch = None
        self._replayed_until = 0

    def mark_connection(self, told: str, at: float, before: int = 0) -> list[Entry]:
        """Note that something happened to the connection, after so many frames."""
        self._before = before
        return [self._mark(CONNECTION, told, at)]

    def unfold(self, octets: bytes, at: float, before: int = 0) -> list[Entry]:
        """Give what stands in a frame that came after so many others, in its order."""
        self._before = before
        elements = read_elements(octets)
        entries: list[Entry] = []
        for index, element in enumerate(elements, 1):
            entries += self._marks_before(element, at)
            place = ""
            if len(elements) > 1:
                place = f"{index:,} of {len(elements):,} in a frame of {how_large(len(octets))}"
            entries.append(self._entry(element, at, place))
        return entries

    # -------------------------------------------------------------------------------- numbers

    def _marks_before(self, element: Element, at: float) -> list[Entry]:
        """Say what is missing before an element, or that numbers begin anew."""
        if element.seq is None or self._last is None:
            return []
        if self._is_new_epoch(element):
            told = f"Another journal, whose numbers begin anew: {self._epoch} → {element.epoch}"
            return [self._mark(EPOCH, clean(told), at)]
        missing = element.seq - self._last - 1
        if missing <= 0:
            return []
        first, last = self._last + 1, element.seq - 1
        numbers = f"{first}" if first == last else f"{first}–{last}"
        return [self._mark(GAP, clean(f"{missing:,} missing: {numbers}"), at)]

    def _is_new_epoch(self, element: Element) -> bool:
        return element.epoch is not None and self._epoch is not None and element.epoch != self._epoch

    def _note_number(self, element: Element) -> str:
        """Keep the number of an element, and tell whether it was told before."""
        if element.seq is None:
            if element.received is not None and isinstance(element.received.event, e.StreamResumed):
                self._replayed_until = element.received.event.seq
            return ""
        is_new = self._last is None or self._is_new_epoch(element)
        if not is_new and self._last is not None and element.seq <= self._last:
            return REPEATED
        if self._is_new_epoch(element):
            self._replayed_until = 0
        self._last, self._epoch = element.seq, element.epoch or self._epoch
        return REPLAYED if element.seq <= self._replayed_until else ""

    # -------------------------------------------------------------------------------- entries

    def _entry(self, element: Element, at: float, place: str) -> Entry:
        size = len(element.octets)
        event = element.received.event if element.received else None
        notes = (
            UNREADABLE if event is None else "",
            UNKNOWN if isinstance(event, e.UnknownEvent) else "",
            self._note_number(element),
            CLIPPED if size > LONGEST else "",
        )
        return Entry(
            number=self._next(),
            before=self._before,
            at=at,
            name=clean(element.name or UNREADABLE) if event is None else clean(e.event_name(event)),
            subject=clean(element.error) if event is None else subject_of(event),
            ids="" if event is None else ids_of(event),
            seq=element.seq,
            octets=element.octets[:LONGEST],
            size=size,
            place=place,
            notes=tuple(note for note in notes if note),
            error=element.error,
        )

    def _mark(self, name: str, told: str, at: float) -> Entry:
        return Entry(number=self._next(), before=self._before, at=at, name=name, subject=told)

    def _next(self) -> int:
        self._count += 1
        return self._count - 1


def how_large(size: int) -> str:
    """Give a number of bytes in as few characters as say it."""
    return f"{size / KILO:.1f}k" if size >= KILO else f"{size}"


def subject_of(event: e.Event) -> str:
    """Say what an event is about."""
    match event:
        case e.SessionCreated(session) | e.SessionUpdated(session):
            return clean(f"{session.name or session.id} · {session.status}")
        case e.SessionSpawned(session=session, command=command):
            return clean(f"{session.name or session.id} · {mask(command)}")
        case e.TaskCreated(task) | e.TaskUpdated(task):
            return clean(f"{task.title or task.id} · {task.status}")
        case e.ProjectCreated(project) | e.ProjectUpdated(project):
            return clean(project.name or project.id)
        case e.SessionStatusChanged(id=id_, status=status):
            return clean(f"{id_} · {status or ''}")
        case _:
            return _subject_of_other(event)


def _subject_of_other(event: e.Event) -> str:
    match event:
        case e.UnknownEvent(data=payload):
            return clean(mask_json(bytes(payload)[:LONGEST_SUBJECT].decode("utf-8", "replace")))
        case e.StreamResumed(seq):
            return f"what was missed follows, up to {seq}"
        case e.ResyncDemanded(seq):
            return f"what was missed is not to be had any more: all lists are read, up to {seq}"
        case _:
            return ids_of(event)


def ids_of(event: e.Event) -> str:
    """Give the ids of what an event is about, fit to be shown."""
    about = next((model for name in _MODELS if (model := getattr(event, name, None)) is not None), event)
    ids = (getattr(about, name, None) for name in ("id", "session_id", "task_id"))
    return clean(" · ".join(str(id_) for id_ in ids if id_))
