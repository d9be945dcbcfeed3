"""All documents that are durable, and the number of the last event that made them so. No I/O."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from maestro_tui.server.repositories.kinds import Key, Kind
from maestro_tui.server.repositories.projects import project_table
from maestro_tui.server.repositories.sessions import session_table
from maestro_tui.server.repositories.table import Table
from maestro_tui.server.repositories.tasks import task_table


class Tables:
    """Projects, tasks and sessions as they are for everybody: only what is durable gets here."""

    def __init__(self) -> None:
        self.projects = project_table()
        self.tasks = task_table()
        self.sessions = session_table()
        self.seq = 0
        """The number of the last event whose change is in the tables."""
        self._by_kind: dict[Kind, Table[Any]] = {
            Kind.PROJECT: self.projects,
            Kind.TASK: self.tasks,
            Kind.SESSION: self.sessions,
        }

    def of(self, kind: Kind) -> Table[Any]:
        """Give the table of one kind."""
        return self._by_kind[kind]

    def octets(self, key: Key) -> bytes | None:
        """Give a closed document."""
        return self._by_kind[key.kind].octets(key.id)

    def ids_where(self, kind: Kind, index: str, value: str) -> Iterable[str]:
        """Give the ids filed under a value of an index."""
        return self._by_kind[kind].ids_where(index, value)

    def is_filed_under(self, kind: Kind, octets: bytes, index: str, value: str) -> bool:
        """Whether a closed document belongs under a value of an index."""
        return self._by_kind[kind].is_filed_under(octets, index, value)

    def apply(self, key: Key, octets: bytes | None) -> None:
        """Put a document, or remove it if there is none."""
        if octets is None:
            self._by_kind[key.kind].remove(key.id)
        else:
            self._by_kind[key.kind].put(key.id, octets)
