"""What a change costs does not depend on how much there is. Counted, not timed."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from maestro_tui.server.api_errors import RefusedError
from maestro_tui.server.backlog import Backlog
from maestro_tui.server.bodies import Body
from maestro_tui.server.bus import Published
from maestro_tui.server.committer import Transaction
from maestro_tui.server.drafts import Draft
from maestro_tui.server.journal.records import encode_record
from maestro_tui.server.repositories.kinds import Kind
from maestro_tui.server.repositories.tables import Tables
from maestro_tui.server.services import projects, sessions, tasks, timelines


class World:
    """A project with tasks and sessions, and what follows a change but for the disk."""

    def __init__(self, sessions_count: int) -> None:
        self.tables = Tables()
        self.backlog = Backlog(0, most_frames=100, most_bytes=1_000_000)
        self.project = self.change(lambda draft: projects.create_project(draft, Body({"name": "p"})))
        for number in range(sessions_count):
            task = self.change(lambda draft: tasks.create_task(draft, self.body(title="t")))
            ids = {"id": f"ses_{number}", "taskIds": [task["id"]]}
            self.change(lambda draft, ids=ids: sessions.create_session(draft, self.body(**ids)))  # type: ignore[misc]

    def body(self, **fields: object) -> Body:
        return Body({"projectId": self.project["id"], **fields})

    def change(self, use_case: Callable[[Draft], bytes]) -> Any:
        draft = Draft(self.tables, 1)
        octets = use_case(draft)
        events = tuple(Published(1, event.name, event.payload, event.concerns) for event in draft.events)
        encode_record(Transaction(events, draft.changes, draft.carried_changes()))
        for key, changed in draft.changes.items():
            self.tables.apply(key, changed)
        return msgspec.json.decode(octets)


def calls_of(work: Callable[[], object]) -> int:
    """Count every call of a function, Python's and C's."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    gc.disable()  # what it calls is nobody's work
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
        gc.enable()
    return count


def refused_delete(world: World) -> None:
    with pytest.raises(RefusedError):
        projects.delete_project(Draft(world.tables, 1), world.project["id"])


CHANGES: dict[str, Callable[[World], object]] = {
    "patch": lambda world: world.change(
        lambda draft: sessions.update_session(draft, "ses_1", Body({"status": "working"}))
    ),
    "timeline": lambda world: world.change(
        lambda draft: timelines.append_timeline(draft, "ses_1", Body({"message": "m"}))
    ),
    "create": lambda world: world.change(
        lambda draft: sessions.create_session(draft, world.body(taskIds=[], id="new"))
    ),
    "refused delete": refused_delete,
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_costs_the_same_with_ten_sessions_and_with_two_thousand(name: str) -> None:
    change = CHANGES[name]
    few, many = World(10), World(2_000)
    for world in (few, many):
        change(world) if name != "create" else None  # warm
    assert calls_of(lambda: change(many)) == calls_of(lambda: change(few))


def test_a_long_timeline_is_not_decoded_to_append_to_it() -> None:
    world = World(2)
    append = CHANGES["timeline"]
    append(world)
    short = calls_of(lambda: append(world))
    for _ in range(300):
        append(world)
    assert calls_of(lambda: append(world)) == short
    stored = Draft(world.tables, 1).open(Kind.SESSION, "ses_1")
    assert stored is not None
    assert isinstance(stored["timeline"], msgspec.Raw)
