"""One kind of documents in memory: closed documents by id, and indexes over the few facts lists filter by.

No I/O. Putting a document costs the same however many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar

import msgspec

Facts = TypeVar("Facts", bound=msgspec.Struct)

Index = Callable[[Any], Iterable[str]]
"""Gives the values under which a document is found, from its facts."""


class Table(Generic[Facts]):
    """Documents by id, in the order in which they were made.

    Args:
        facts: The few members of a document that are looked at without opening it.
        indexes: By name, what documents are to be found by.
    """

    def __init__(self, facts: type[Facts], indexes: dict[str, Index]) -> None:
        self._facts = facts
        self._decode = msgspec.json.Decoder(facts, strict=False).decode
        self._rows: dict[str, tuple[bytes, Facts]] = {}
        self._indexes = indexes
        self._buckets: dict[str, dict[str, dict[str, None]]] = {name: {} for name in indexes}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def octets(self, id_: str) -> bytes | None:
        """Give a closed document."""
        row = self._rows.get(id_)
        return None if row is None else row[0]

    def row(self, id_: str) -> tuple[bytes, Facts]:
        """Give a document that is there, closed, and its facts."""
        return self._rows[id_]

    def facts_of(self, octets: bytes) -> Facts:
        """Read the facts of any closed document; what is not of its type counts as absent."""
        try:
            return self._decode(octets)
        except msgspec.ValidationError:
            return self._facts_one_by_one(octets)

    def _facts_one_by_one(self, octets: bytes) -> Facts:
        members = msgspec.json.decode(octets, type=dict[str, msgspec.Raw])
        facts = self._facts()
        for field in msgspec.structs.fields(self._facts):
            raw = members.get(field.encode_name)
            if raw is not None:
                try:
                    setattr(facts, field.name, msgspec.json.decode(raw, type=field.type, strict=False))
                except msgspec.ValidationError:
                    continue
        return facts

    def put(self, id_: str, octets: bytes) -> None:
        """Add or replace a document."""
        facts = self.facts_of(octets)
        row = self._rows.get(id_)
        self._rows[id_] = (octets, facts)
        for name, values_of in self._indexes.items():
            before = () if row is None else tuple(values_of(row[1]))
            after = tuple(values_of(facts))
            if before != after:
                self._unfile(name, id_, before)
                for value in after:
                    self._buckets[name].setdefault(value, {})[id_] = None

    def remove(self, id_: str) -> None:
        """Remove a document that may be absent."""
        row = self._rows.pop(id_, None)
        if row is not None:
            for name, values_of in self._indexes.items():
                self._unfile(name, id_, values_of(row[1]))

    def _unfile(self, name: str, id_: str, values: Iterable[str]) -> None:
        for value in values:
            bucket = self._buckets[name].get(value)
            if bucket is not None:
                bucket.pop(id_, None)
                if not bucket:
                    del self._buckets[name][value]

    def ids_where(self, index: str, value: str) -> Iterable[str]:
        """Give the ids filed under a value of an index."""
        return self._buckets[index].get(value, {}).keys()

    def is_filed_under(self, octets: bytes, index: str, value: str) -> bool:
        """Whether a closed document, of this table or not, belongs under a value of an index."""
        return value in self._indexes[index](self.facts_of(octets))
