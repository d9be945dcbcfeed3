"""A data dir, opened without HTTP: use cases go straight to the committer."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec

from maestro_tui.server.assembly import Parts, assembled
from maestro_tui.server.bodies import Body
from maestro_tui.server.journal.history import Damage, read_history
from maestro_tui.server.journal.segments import segments_in
from maestro_tui.server.repositories.tables import Tables
from maestro_tui.server.services import projects, sessions, tasks
from maestro_tui.server.settings import Limits, ServerSettings

Json = dict[str, Any]


class Data:
    """A data dir, open."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    async def project(self, **fields: object) -> Json:
        body = Body({"name": "Project", **fields})
        return decoded(await self.parts.committer.submit(lambda draft: projects.create_project(draft, body)))

    async def task(self, project: Json, **fields: object) -> Json:
        body = Body({"title": "Task", "projectId": project["id"], **fields})
        return decoded(await self.parts.committer.submit(lambda draft: tasks.create_task(draft, body)))

    async def delete_task(self, task: Json) -> None:
        await self.parts.committer.submit(lambda draft: tasks.delete_task(draft, task["id"]))

    async def session(self, project: Json, *linked: Json, **fields: object) -> Json:
        body = Body({"projectId": project["id"], "taskIds": [task["id"] for task in linked], **fields})
        return decoded(await self.parts.committer.submit(lambda draft: sessions.create_session(draft, body)))

    async def patch(self, session: Json, **fields: object) -> Json:
        body, id_ = Body(dict(fields)), session["id"]
        return decoded(
            await self.parts.committer.submit(lambda draft: sessions.update_session(draft, id_, body))
        )

    @property
    def state(self) -> Json:
        return state_of(self.parts.tables)


def decoded(octets: bytes) -> Json:
    return msgspec.json.decode(octets, type=Json)


def state_of(tables: Tables) -> Json:
    """All documents by kind and id."""
    return {
        name: {id_: decoded(table.row(id_)[0]) for id_ in table}
        for name, table in (
            ("projects", tables.projects),
            ("tasks", tables.tasks),
            ("sessions", tables.sessions),
        )
    }


def make(data_dir: Path) -> None:
    data_dir.mkdir(parents=True, exist_ok=True)


@contextlib.asynccontextmanager
async def opened(data_dir: Path, **limits: int) -> AsyncIterator[Data]:
    make(data_dir)
    settings = ServerSettings(data_dir=data_dir, auth=False, limits=Limits(**limits))
    async with assembled(settings) as parts:
        yield Data(parts)


def numbers_in(data_dir: Path) -> list[int]:
    """The numbers of all events in the journal; a gap fails."""
    segments, others = segments_in(data_dir / "journal")
    assert others == []
    numbers: list[int] = []
    for record in read_history(segments, segments[0].first_seq - 1):
        assert not isinstance(record, Damage)
        numbers += range(record.seq, record.last_seq + 1)
    return numbers


def written_in(segment: Path) -> int:
    """How many bytes of a segment are written, without the zeros that are laid ahead."""
    return len(segment.read_bytes().rstrip(b"\0"))
