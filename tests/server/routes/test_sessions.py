from __future__ import annotations

import pytest

from tests.server.support import Api, Events, Json


async def made(api: Api, **fields: object) -> tuple[Json, str]:
    session = await api.session(await api.project(), **fields)
    return session, f"/api/sessions/{session['id']}"


async def test_a_session_is_made_with_the_fields_of_the_seed(api: Api) -> None:
    project = await api.project()
    task = await api.task(project)
    session = await api.session(
        project, task, name="Worker", env={"A": "1"}, metadata={"deep": [1]}, agentId="a"
    )
    assert session["id"].startswith("ses_")
    now = session["createdAt"]
    assert now == session["updatedAt"] == session["startedAt"] == session["lastActivity"] > 0
    assert [(entry["type"], entry["message"], entry.get("taskId")) for entry in session["timeline"]] == [
        ("session_started", "Session created", None),
        ("task_started", "Started working on task", task["id"]),
    ]
    assert all(entry["id"].startswith("evt_") and entry["timestamp"] == now for entry in session["timeline"])
    expected = {
        "projectId": project["id"], "taskIds": [task["id"]], "name": "Worker", "env": {"A": "1"}, "events": [],
        "status": "idle", "strategy": "simple", "completedAt": None, "metadata": {"deep": [1]}, "agentId": "a",
    }  # fmt: skip
    assert {name: session[name] for name in expected} == expected
    assert session["hostname"]
    assert session["platform"]
    assert (await api.get(f"/api/sessions/{session['id']}")).json == session
    assert (await api.get(f"/api/tasks/{task['id']}")).json["sessionIds"] == [session["id"]]


async def test_a_client_may_bring_its_own_id(api: Api) -> None:
    session, path = await made(api, id="sess_1795374509951_ghn7js5e3", status="running")
    assert (session["id"], session["status"]) == ("sess_1795374509951_ghn7js5e3", "running")
    again = await api.ask("POST", "/api/sessions", {**session})
    assert (again.status, again.code) == (409, "CONFLICT")
    for id_ in ("../../x", "a b", "", "x" * 129, "a/b", "é"):
        refused = await api.ask(
            "POST", "/api/sessions", {"projectId": session["projectId"], "taskIds": [], "id": id_}
        )
        assert refused.code == "VALIDATION_ERROR", id_
    assert (await api.get(path)).json == session


async def test_what_a_session_needs(api: Api) -> None:
    project = await api.project()
    task = await api.task(project)
    for body, status, message in (
        ({"taskIds": []}, 400, "projectId is required"),
        ({"projectId": project["id"]}, 400, "taskIds is required"),
        ({"projectId": project["id"], "taskIds": "x"}, 400, "taskIds must be a list of texts"),
        ({"projectId": "prj_x", "taskIds": []}, 404, "Project with id 'prj_x' not found"),
        ({"projectId": project["id"], "taskIds": ["tsk_x"]}, 404, "Task with id 'tsk_x' not found"),
        ({"projectId": project["id"], "taskIds": [], "env": {"A": 1}}, 400, "env.A must be text without NUL"),
        ({"projectId": project["id"], "taskIds": [], "env": {"A=": ""}}, 400, "env has a variable"),
        ({"projectId": project["id"], "taskIds": [], "status": "x" * 65}, 400, "status must not be longer"),
    ):
        refused = await api.ask("POST", "/api/sessions", body)
        assert refused.status == status, body
        assert refused.code
        assert refused.json["message"].startswith(message)
    assert (await api.get("/api/sessions")).json == []
    legacy = await api.ok("POST", "/api/sessions", {"projectId": project["id"], "taskId": task["id"]})
    assert legacy["taskIds"] == [task["id"]]
    assert legacy["name"] == "Unnamed Session"


async def test_creating_a_session_tells_of_it_and_of_each_task(api: Api, events: Events) -> None:
    project = await api.project()
    tasks = [await api.task(project), await api.task(project)]
    await events.until_now()
    session = await api.session(project, *tasks)
    told = [(event["event"], event["data"]) for event in await events.until_now()]
    assert told == [
        ("session:created", {"session": session}),
        *(("task:session_added", {"taskId": task["id"], "sessionId": session["id"]}) for task in tasks),
    ]


async def test_a_patch_merges_env_appends_and_keeps_the_rest(api: Api, events: Events) -> None:
    session, path = await made(api, env={"A": "1", "B": "2"})
    await events.until_now()
    body: Json = {
        "env": {"B": "3"}, "name": "Renamed", "agentId": "a", "claudeSessionId": "c", "archivedAt": 5, "unknown": 1,
        "timeline": [{"type": "milestone", "message": "m", "extra": True}], "events": [{"type": "e", "data": [1]}],
    }  # fmt: skip
    changed = await api.ok("PATCH", path, body)
    assert changed["env"] == {"A": "1", "B": "3"}
    assert (changed["name"], changed["agentId"], changed["claudeSessionId"]) == ("Renamed", "a", "c")
    assert changed["archivedAt"] == 5
    assert "unknown" not in changed
    assert changed["timeline"][0] == session["timeline"][0]
    assert {"type": "milestone", "message": "m", "extra": True}.items() <= changed["timeline"][1].items()
    assert {"type": "e", "data": [1]}.items() <= changed["events"][0].items()
    assert {"id", "timestamp"} <= set(changed["timeline"][1]) & set(changed["events"][0])
    assert changed["updatedAt"] >= session["updatedAt"]
    (told,) = await events.until_now()
    assert (told["event"], told["data"]) == ("session:updated", changed)
    assert (await api.get(path)).json == changed


@pytest.mark.parametrize("ended", ["completed", "failed", "stopped"])
async def test_statuses_flow_as_the_seed_has_them(api: Api, ended: str) -> None:
    _, path = await made(api, status="spawning")
    for status in ("idle", "working", "running", "anything else"):
        changed = await api.ok("PATCH", path, {"status": status})
        assert (changed["status"], changed["completedAt"]) == (status, None)
    done = await api.ok("PATCH", path, {"status": ended, "completedAt": 5})
    assert done["status"] == ended
    assert done["completedAt"] > 5
    # Clients say "stopped" of every terminal they close: how it ended is not forgotten for that.
    stopped = await api.ok("PATCH", path, {"status": "stopped"})
    assert (stopped["status"], stopped["completedAt"]) == (ended, done["completedAt"])
    again = await api.ok("PATCH", path, {"status": "working"})
    assert again["completedAt"] is None


async def test_bad_patches_change_nothing(api: Api) -> None:
    session, path = await made(api)
    bad: list[Json] = [
        {"status": 1}, {"status": "x" * 65}, {"name": ""}, {"name": 1}, {"env": []}, {"env": {"A": None}},
        {"timeline": {}}, {"timeline": ["x"]}, {"timeline": [{"message": 1}]}, {"events": [1]}, {"taskIds": "x"},
        {"needsInput": "yes"}, {"needsInput": {"active": 1}}, {"needsInput": {"active": True, "message": 1}},
        {"archivedAt": "now"}, {"archivedAt": True}, {"agentId": 1},
    ]  # fmt: skip
    for body in bad:
        refused = await api.ask("PATCH", path, {"env": {"A": "changed"}, **body})
        assert refused.code == "VALIDATION_ERROR", body
    assert (await api.ask("PATCH", path, {"taskIds": ["tsk_x"]})).code == "NOT_FOUND"
    assert (await api.get(path)).json == session


async def test_needs_input_is_set_and_taken_back(api: Api) -> None:
    _, path = await made(api)
    waits = (await api.ok("PATCH", path, {"needsInput": {"active": True, "message": "Which?"}}))["needsInput"]
    assert waits["active"]
    assert waits["message"] == "Which?"
    assert waits["since"] > 0
    still = (await api.ok("PATCH", path, {"needsInput": {"active": True, "message": "Well?"}}))["needsInput"]
    assert (still["message"], still["since"]) == ("Well?", waits["since"])
    given = (await api.ok("PATCH", path, {"needsInput": {"active": True, "since": 7}}))["needsInput"]
    assert given["since"] == 7
    bodies: list[object] = [{"active": False}, None, False]
    for body in bodies:
        await api.ok("PATCH", path, {"needsInput": True})
        assert not (await api.ok("PATCH", path, {"needsInput": body}))["needsInput"]["active"]


async def test_who_has_ended_does_not_wait_any_more(api: Api) -> None:
    _, path = await made(api)
    await api.ok("PATCH", path, {"needsInput": {"active": True}})
    assert not (await api.ok("PATCH", path, {"status": "failed"}))["needsInput"]["active"]


async def test_replacing_the_tasks_tells_both_sides(api: Api, events: Events) -> None:
    project = await api.project()
    kept, gone, new = [await api.task(project) for _ in range(3)]
    session = await api.session(project, kept, gone)
    await events.until_now()
    changed = await api.ok("PATCH", f"/api/sessions/{session['id']}", {"taskIds": [kept["id"], new["id"]]})
    told = [(event["event"], event["data"]) for event in await events.until_now()]
    assert told == [
        ("session:updated", changed),
        ("task:session_removed", {"taskId": gone["id"], "sessionId": session["id"]}),
        ("task:session_added", {"taskId": new["id"], "sessionId": session["id"]}),
    ]
    linked = {task["id"]: task["sessionIds"] for task in (await api.get("/api/tasks")).json}
    assert linked == {kept["id"]: [session["id"]], gone["id"]: [], new["id"]: [session["id"]]}


async def test_adding_a_task_tells_both_directions(api: Api, events: Events) -> None:
    project = await api.project()
    task = await api.task(project)
    session = await api.session(project)
    path = f"/api/sessions/{session['id']}/tasks/{task['id']}"
    await events.until_now()
    added = await api.ok("POST", path)
    assert added["taskIds"] == [task["id"]]
    assert (added["timeline"][-1]["type"], added["timeline"][-1]["message"]) == (
        "task_started", "Added task to session",
    )  # fmt: skip
    assert (await api.get(f"/api/tasks/{task['id']}")).json["sessionIds"] == [session["id"]]
    ids = {"sessionId": session["id"], "taskId": task["id"]}
    told = [(event["event"], event["data"]) for event in await events.until_now()]
    assert told == [("session:task_added", ids), ("task:session_added", ids)]
    assert await api.ok("POST", path) == added
    assert await events.names() == []


async def test_removing_a_task_tells_both_directions(api: Api, events: Events) -> None:
    project = await api.project()
    task = await api.task(project)
    session = await api.session(project, task)
    path = f"/api/sessions/{session['id']}/tasks/{task['id']}"
    await events.until_now()
    removed = await api.ok("DELETE", path)
    assert removed["taskIds"] == []
    assert (removed["timeline"][-1]["type"], removed["timeline"][-1]["message"]) == (
        "task_completed", "Removed task from session",
    )  # fmt: skip
    assert (await api.get(f"/api/tasks/{task['id']}")).json["sessionIds"] == []
    ids = {"sessionId": session["id"], "taskId": task["id"]}
    told = [(event["event"], event["data"]) for event in await events.until_now()]
    assert told == [("session:task_removed", ids), ("task:session_removed", ids)]
    assert await api.ok("DELETE", path) == removed
    assert await events.names() == []


async def test_links_need_both_ends(api: Api) -> None:
    project = await api.project()
    task, session = await api.task(project), await api.session(project)
    assert (await api.ask("POST", f"/api/sessions/{session['id']}/tasks/tsk_x")).code == "NOT_FOUND"
    assert (await api.ask("POST", f"/api/sessions/ses_x/tasks/{task['id']}")).code == "NOT_FOUND"
    assert (await api.ask("DELETE", f"/api/sessions/ses_x/tasks/{task['id']}")).code == "NOT_FOUND"


async def test_a_link_to_a_deleted_task_can_be_taken_away(api: Api, events: Events) -> None:
    project = await api.project()
    task = await api.task(project)
    session = await api.session(project, task)
    await api.ok("DELETE", f"/api/tasks/{task['id']}")
    await events.until_now()
    removed = await api.ok("DELETE", f"/api/sessions/{session['id']}/tasks/{task['id']}")
    assert removed["taskIds"] == []
    assert await events.names() == ["session:task_removed"]


async def test_deleting_a_session_takes_it_off_its_tasks(api: Api, events: Events) -> None:
    project = await api.project()
    task = await api.task(project)
    session = await api.session(project, task)
    await events.until_now()
    answer = await api.ok("DELETE", f"/api/sessions/{session['id']}")
    assert answer == {"success": True, "id": session["id"]}
    told = [(event["event"], event["data"]) for event in await events.until_now()]
    assert told == [
        ("session:deleted", {"id": session["id"]}),
        ("task:session_removed", {"taskId": task["id"], "sessionId": session["id"]}),
    ]
    assert (await api.get(f"/api/tasks/{task['id']}")).json["sessionIds"] == []
    assert (await api.get(f"/api/sessions/{session['id']}")).status == 404


async def test_lists_of_sessions_are_filtered(api: Api) -> None:
    one, two = await api.project(), await api.project()
    task = await api.task(one)
    parent = await api.session(one, task, status="working")
    child = await api.session(one, status="completed", parentSessionId=parent["id"])
    other = await api.session(two, status="running")
    await api.ok("PATCH", f"/api/sessions/{other['id']}", {"needsInput": {"active": True}})

    async def found(**query: object) -> list[str]:
        return [session["id"] for session in (await api.get("/api/sessions", **query)).json]

    ids = [session["id"] for session in (parent, child, other)]
    assert await found() == ids
    assert await found(projectId=one["id"]) == ids[:2]
    assert await found(taskId=task["id"]) == ids[:1]
    assert await found(taskId=task["id"], projectId=two["id"]) == []
    assert await found(status="completed,running") == ids[1:]
    assert await found(active="true") == [ids[0], ids[2]]
    assert await found(parentSessionId=parent["id"]) == [ids[1]]
    assert await found(needsInput="true") == [ids[2]]
    assert await found(needsInput="false") == ids[:2]
    assert await found(status="nothing") == []


async def test_lists_come_in_pages_if_asked(api: Api) -> None:
    project = await api.project()
    ids = [(await api.session(project))["id"] for _ in range(5)]
    page = (await api.get("/api/sessions", limit=2, offset=1)).json
    assert [session["id"] for session in page["data"]] == ids[1:3]
    assert page["pagination"] == {"offset": 1, "limit": 2, "total": 5, "hasMore": True}
    last = (await api.get("/api/sessions", offset=3)).json
    assert [session["id"] for session in last["data"]] == ids[3:]
    assert last["pagination"]["hasMore"] is False
    beyond = (await api.get("/api/sessions", limit=2, offset=99)).json
    assert beyond["data"] == []
    for bad in ("-1", "x", "1.5", "9" * 10, "", "²"):
        assert (await api.get("/api/sessions", limit=bad)).code == "VALIDATION_ERROR", bad


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
async def test_an_unknown_session_is_said_to_be_unknown(api: Api, method: str) -> None:
    refused = await api.ask(method, "/api/sessions/ses_x", {} if method == "PATCH" else None)
    assert (refused.status, refused.code) == (404, "NOT_FOUND")
    assert refused.json["message"] == "Session with id 'ses_x' not found"
