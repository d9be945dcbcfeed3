"""What one request changes, before it is durable and anybody else can see it. No I/O.

A draft lies over the tables, or over the draft of the requests it is committed together with. If the request
is refused, or the journal cannot be written, it is thrown away and nothing has happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from maestro_tui.server.documents import Document, close_document, open_document
from maestro_tui.server.repositories.kinds import Key, Kind


class View(Protocol):
    """Documents as they are read: the tables, or a draft over them."""

    def octets(self, key: Key) -> bytes | None:
        """Give a closed document."""

    def ids_where(self, kind: Kind, index: str, value: str) -> Iterable[str]:
        """Give the ids filed under a value of an index."""

    def is_filed_under(self, kind: Kind, octets: bytes, index: str, value: str) -> bool:
        """Whether a closed document belongs under a value of an index."""


class Concerns(NamedTuple):
    """Which entities an event is about, for clients that subscribe to some of them only."""

    session_id: str | None = None
    task_id: str | None = None
    project_id: str | None = None


class Emitted(NamedTuple):
    """An event as a use case emits it, without number and time."""

    name: str
    payload: bytes
    """The value of ``data``, encoded."""
    concerns: Concerns
    carries: Key | None = None
    """The document that the payload holds, or that it says is deleted."""
    document: bytes | None = None
    """That document, closed; None if it is deleted."""


class Draft:
    """Changes and events of one request, or of several that are committed together.

    Args:
        below: What is read where nothing was changed.
        now: The time of the change, in milliseconds since the epoch.
    """

    def __init__(self, below: View, now: int) -> None:
        self._below = below
        self.now = now
        self.changes: dict[Key, bytes | None] = {}
        """Changed documents, closed; None for deleted ones."""
        self.events: list[Emitted] = []

    def octets(self, key: Key) -> bytes | None:
        """Give a closed document, changed or not."""
        if key in self.changes:
            return self.changes[key]
        return self._below.octets(key)

    def open(self, kind: Kind, id_: str) -> Document | None:
        """Open a document to read it, or to change it and `put` it."""
        octets = self.octets(Key(kind, id_))
        return None if octets is None else open_document(octets)

    def exists(self, kind: Kind, id_: str) -> bool:
        """Whether there is such a document."""
        return self.octets(Key(kind, id_)) is not None

    def put(self, kind: Kind, id_: str, document: Document) -> bytes:
        """Keep a document as it is now, and give it back closed."""
        octets = close_document(document)
        self.changes[Key(kind, id_)] = octets
        return octets

    def delete(self, kind: Kind, id_: str) -> None:
        """Delete a document."""
        self.changes[Key(kind, id_)] = None

    def emit(self, event: Emitted) -> None:
        """Have an event sent to all clients once the changes are durable."""
        self.events.append(event)

    def ids_where(self, kind: Kind, index: str, value: str) -> Iterator[str]:
        """Give the ids filed under a value of an index, changes included, one by one."""
        for id_ in self._below.ids_where(kind, index, value):
            if Key(kind, id_) not in self.changes:
                yield id_
        for key, octets in self.changes.items():
            if key.kind is kind and octets is not None and self.is_filed_under(kind, octets, index, value):
                yield key.id

    def is_filed_under(self, kind: Kind, octets: bytes, index: str, value: str) -> bool:
        """Whether a closed document belongs under a value of an index."""
        return self._below.is_filed_under(kind, octets, index, value)

    def carried_changes(self) -> frozenset[Key]:
        """Name the changed documents whose last state stands in an event, or is a deletion told by one."""
        final: dict[Key, Emitted] = {event.carries: event for event in self.events if event.carries}
        return frozenset(
            key for key, event in final.items() if key in self.changes and event.document == self.changes[key]
        )

    def absorb(self, draft: Draft) -> None:
        """Take over what a draft over this one changed and emitted."""
        self.changes.update(draft.changes)
        self.events += draft.events
