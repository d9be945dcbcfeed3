from __future__ import annotations

import pytest

from maestro_tui.server.services.entries import LIST_BYTES
from tests.server.support import Api, Events, Json


@pytest.fixture
async def session(api: Api) -> Json:
    return await api.session(await api.project())


@pytest.mark.parametrize(
    "type_",
    ["session_started", "session_stopped", "task_started", "task_completed", "task_failed", "task_skipped",
     "task_blocked", "needs_input", "progress", "error", "milestone", "an agent's own"],
)  # fmt: skip
async def test_entries_of_every_type_are_appended_and_told_of(
    api: Api, events: Events, session: Json, type_: str
) -> None:
    await events.until_now()
    body = {"message": "done", "type": type_, "taskId": "tsk_1", "metadata": {"file": "a.py"}}
    changed = await api.ok("POST", f"/api/sessions/{session['id']}/timeline", body)
    entry = changed["timeline"][-1]
    assert entry["id"].startswith("evt_")
    assert entry["timestamp"] > 0
    assert body.items() <= entry.items()
    (told,) = await events.until_now()
    assert (told["event"], told["data"]) == ("session:updated", changed)


async def test_an_entry_is_progress_if_it_does_not_say(api: Api, session: Json) -> None:
    changed = await api.ok("POST", f"/api/sessions/{session['id']}/timeline", {"message": "half"})
    assert changed["timeline"][-1]["type"] == "progress"


async def test_an_entry_needs_a_message(api: Api, session: Json) -> None:
    path = f"/api/sessions/{session['id']}/timeline"
    for body in (
        {},
        {"message": ""},
        {"message": 1},
        {"message": "m", "type": 1},
        {"message": "m", "metadata": 1},
    ):
        assert (await api.ask("POST", path, body)).code == "VALIDATION_ERROR", body
    assert (await api.ask("POST", "/api/sessions/ses_x/timeline", {"message": "m"})).code == "NOT_FOUND"
    assert (await api.get(f"/api/sessions/{session['id']}")).json == session


async def test_asking_for_input_marks_the_session_until_it_works_on(api: Api, session: Json) -> None:
    path = f"/api/sessions/{session['id']}/timeline"
    asked = await api.ok("POST", path, {"message": "Which one?", "type": "needs_input"})
    assert asked["needsInput"]["active"]
    assert asked["needsInput"]["message"] == "Which one?"
    assert asked["needsInput"]["since"] == asked["timeline"][-1]["timestamp"]
    erred = await api.ok("POST", path, {"message": "odd", "type": "error"})
    assert erred["needsInput"]["active"]
    went_on = await api.ok("POST", path, {"message": "going on"})
    assert went_on["needsInput"] == {"active": False}


async def test_a_mark_that_was_patched_goes_by_patch_only(api: Api, session: Json) -> None:
    path = f"/api/sessions/{session['id']}"
    await api.ok("PATCH", path, {"needsInput": {"active": True}})
    changed = await api.ok("POST", f"{path}/timeline", {"message": "a helper goes on"})
    assert changed["needsInput"]["active"]


async def test_a_timeline_is_bounded_and_says_what_it_dropped(api: Api, session: Json) -> None:
    path = f"/api/sessions/{session['id']}/timeline"
    changed = session
    count = dropped = 0
    while not dropped:
        changed = await api.ok("POST", path, {"message": f"{count} {'x' * 20_000}"})
        count += 1
        dropped = changed.get("timelineDropped", 0)
    assert len(changed["timeline"]) + dropped == count + 1
    assert changed["timeline"][-1]["message"].startswith(f"{count - 1} ")
    assert sum(len(entry["message"]) for entry in changed["timeline"]) < LIST_BYTES
    large = await api.ok("POST", path, {"message": "y" * (LIST_BYTES + 1)})
    assert [entry["message"][0] for entry in large["timeline"]] == ["y"]


async def test_events_of_tools_are_kept(api: Api, events: Events, session: Json) -> None:
    await events.until_now()
    path = f"/api/sessions/{session['id']}/events"
    changed = await api.ok("POST", path, {"type": "file_modified", "data": {"file": "a.py"}})
    (event,) = changed["events"]
    assert {"type": "file_modified", "data": {"file": "a.py"}}.items() <= event.items()
    assert await events.names() == ["session:updated"]
    assert (await api.ask("POST", path, {"data": 1})).code == "VALIDATION_ERROR"
