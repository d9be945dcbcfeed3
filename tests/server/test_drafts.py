from __future__ import annotations

from typing import Any

from maestro_tui.server.drafts import Concerns, Draft, Emitted
from maestro_tui.server.repositories.kinds import Key, Kind
from maestro_tui.server.repositories.tables import Tables


def task(id_: str, project: str = "p", parent: str | None = None, **more: Any) -> dict[str, Any]:
    return {"id": id_, "projectId": project, "parentId": parent, **more}


def test_a_draft_hides_what_it_changes_and_shows_the_rest() -> None:
    tables = Tables()
    first = Draft(tables, 1)
    for id_ in ("a", "b", "c"):
        first.put(Kind.TASK, id_, task(id_))
    for key, octets in first.changes.items():
        tables.apply(key, octets)
    below = Draft(tables, 2)
    below.delete(Kind.TASK, "a")
    draft = Draft(below, 2)
    draft.put(Kind.TASK, "b", task("b", project="q"))
    draft.put(Kind.TASK, "d", task("d"))
    assert list(draft.ids_where(Kind.TASK, "project", "p")) == ["c", "d"]
    assert list(draft.ids_where(Kind.TASK, "project", "q")) == ["b"]
    assert not draft.exists(Kind.TASK, "a")
    assert draft.open(Kind.TASK, "c") == task("c")
    assert list(below.ids_where(Kind.TASK, "project", "p")) == ["b", "c"]
    assert list(tables.ids_where(Kind.TASK, "project", "p")) == ["a", "b", "c"]
    below.absorb(draft)
    assert list(below.ids_where(Kind.TASK, "project", "p")) == ["c", "d"]


def test_what_events_hold_is_told_from_what_they_do_not() -> None:
    draft = Draft(Tables(), 1)
    old = draft.put(Kind.TASK, "a", task("a"))
    draft.emit(Emitted("task:updated", old, Concerns(), Key(Kind.TASK, "a"), old))
    assert draft.carried_changes() == {Key(Kind.TASK, "a")}
    draft.put(Kind.TASK, "a", task("a", title="newer than the event"))
    draft.put(Kind.TASK, "b", task("b"))
    draft.delete(Kind.TASK, "c")
    draft.emit(Emitted("task:deleted", b'{"id":"c"}', Concerns(), Key(Kind.TASK, "c")))
    assert draft.carried_changes() == {Key(Kind.TASK, "c")}
