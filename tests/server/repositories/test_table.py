from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given, strategies as st

from maestro_tui.server.repositories.sessions import session_table

ids = st.sampled_from("abcde")
odd = (
    st.none()
    | st.integers()
    | st.text(max_size=3)
    | st.lists(st.sampled_from("xyz") | st.integers(), max_size=3)
)
documents = st.fixed_dictionaries(
    {},
    optional={
        "projectId": st.sampled_from("pq") | odd,
        "taskIds": st.lists(st.sampled_from("xyz"), max_size=3) | odd,
        "status": st.sampled_from(["idle", "completed"]) | odd,
        "parentSessionId": ids | odd,
        "needsInput": st.fixed_dictionaries({"active": st.booleans()}) | odd,
        "timeline": odd,
    },
)
steps = st.lists(st.tuples(ids, st.none() | documents), max_size=30)


@given(steps)
def test_indexes_always_agree_with_the_documents(changes: list[tuple[str, Any]]) -> None:
    table = session_table()
    model: dict[str, Any] = {}
    for id_, document in changes:
        if document is None:
            table.remove(id_)
            model.pop(id_, None)
        else:
            table.put(id_, msgspec.json.encode(document))
            model[id_] = document
    assert list(table) == list(model)
    assert len(table) == len(model)
    for project in "pq":
        assert set(table.ids_where("project", project)) == {
            id_ for id_, document in model.items() if document.get("projectId") == project
        }
    for id_ in model:
        facts = table.row(id_)[1]
        assert facts.waits_for_user == (facts.needs_input is not None and facts.needs_input.active)
        for task in facts.task_ids:
            assert id_ in table.ids_where("task", task)


def test_a_document_of_odd_types_has_the_facts_that_can_be_read() -> None:
    table = session_table()
    facts = table.facts_of(
        b'{"projectId": 5, "status": "working", "taskIds": null, "needsInput": {"active": true}}'
    )
    assert (facts.status, facts.task_ids, facts.waits_for_user, facts.is_active) == (
        "working",
        (),
        True,
        True,
    )
