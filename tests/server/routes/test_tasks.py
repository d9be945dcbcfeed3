from __future__ import annotations

import pytest

from tests.server.support import Api, Events


async def test_a_task_is_made_with_the_fields_of_the_original(api: Api) -> None:
    project = await api.project()
    task = await api.task(project, title="Write", priority="high", initialPrompt="go", skillIds=["a"])
    assert task["id"].startswith("tsk_")
    assert {**task, "id": "", "createdAt": 0, "updatedAt": 0} == {
        "id": "", "projectId": project["id"], "parentId": None, "title": "Write", "description": "",
        "status": "todo", "priority": "high", "createdAt": 0, "updatedAt": 0, "startedAt": None,
        "completedAt": None, "initialPrompt": "go", "sessionIds": [], "skillIds": ["a"], "agentIds": [],
        "dependencies": [],
    }  # fmt: skip


async def test_what_a_task_needs(api: Api) -> None:
    project = await api.project()
    for body, status, code in (
        ({"title": "t"}, 400, "VALIDATION_ERROR"),
        ({"projectId": project["id"]}, 400, "VALIDATION_ERROR"),
        ({"title": "t", "projectId": "prj_x"}, 404, "NOT_FOUND"),
        ({"title": "t", "projectId": project["id"], "parentId": "tsk_x"}, 404, "NOT_FOUND"),
        ({"title": "t", "projectId": project["id"], "skillIds": [1]}, 400, "VALIDATION_ERROR"),
    ):
        refused = await api.ask("POST", "/api/tasks", body)
        assert (refused.status, refused.code) == (status, code), body
    assert (await api.get("/api/tasks")).json == []


async def test_lists_of_tasks_are_filtered(api: Api) -> None:
    one, two = await api.project(), await api.project()
    root = await api.task(one)
    child = await api.task(one, parentId=root["id"])
    other = await api.task(two)
    await api.ok("PATCH", f"/api/tasks/{child['id']}", {"status": "completed"})

    async def found(**query: object) -> list[str]:
        return [task["id"] for task in (await api.get("/api/tasks", **query)).json]

    assert await found() == [root["id"], child["id"], other["id"]]
    assert await found(projectId=one["id"]) == [root["id"], child["id"]]
    assert await found(projectId=one["id"], parentId="null") == [root["id"]]
    assert await found(parentId=root["id"]) == [child["id"]]
    assert await found(status="completed") == [child["id"]]
    assert await found(status="completed,todo", projectId=two["id"]) == [other["id"]]
    assert await found(projectId="prj_x") == []
    assert [task["id"] for task in (await api.get(f"/api/tasks/{root['id']}/children")).json] == [child["id"]]
    assert (await api.get("/api/tasks/tsk_x/children")).status == 404


async def test_statuses_set_their_times_once(api: Api) -> None:
    task = await api.task(await api.project())
    path = f"/api/tasks/{task['id']}"
    started = (await api.ok("PATCH", path, {"status": "in_progress"}))["startedAt"]
    assert started
    done = await api.ok("PATCH", path, {"status": "completed"})
    assert done["completedAt"]
    again = await api.ok("PATCH", path, {"status": "in_progress"})
    assert (again["startedAt"], again["completedAt"]) == (started, done["completedAt"])


async def test_an_agent_changes_nothing_but_how_its_work_goes(api: Api) -> None:
    task = await api.task(await api.project())
    body = {
        "sessionStatus": "working",
        "status": "completed",
        "title": "x",
        "updateSource": "session",
        "sessionId": "s",
    }
    changed = await api.ok("PATCH", f"/api/tasks/{task['id']}", body)
    assert (changed["sessionStatus"], changed["status"], changed["title"]) == ("working", "todo", "Task")


async def test_everything_a_user_may_change(api: Api) -> None:
    task = await api.task(await api.project())
    body = {
        "title": "New", "description": "d", "status": "odd", "priority": "low", "skillIds": ["s"], "agentIds": ["a"],
        "sessionIds": [], "dependencies": ["t"], "initialPrompt": "p", "sessionStatus": "queued",
    }  # fmt: skip
    changed = await api.ok("PATCH", f"/api/tasks/{task['id']}", body)
    assert {name: changed[name] for name in body} == body
    for bad in ({"title": ""}, {"status": "x" * 65}, {"skillIds": "x"}, {"description": 1}):
        assert (await api.ask("PATCH", f"/api/tasks/{task['id']}", bad)).code == "VALIDATION_ERROR"
    assert (await api.get(f"/api/tasks/{task['id']}")).json == changed


async def test_deleting_a_task_deletes_what_is_below_it_children_first(api: Api, events: Events) -> None:
    project = await api.project()
    root = await api.task(project)
    child = await api.task(project, parentId=root["id"])
    grandchild = await api.task(project, parentId=child["id"])
    await events.until_now()
    assert await api.ok("DELETE", f"/api/tasks/{root['id']}") == {"success": True, "id": root["id"]}
    told = [(event["event"], event["data"]["id"]) for event in await events.until_now()]
    assert told == [("task:deleted", task["id"]) for task in (grandchild, child, root)]
    assert (await api.get("/api/tasks")).json == []


@pytest.mark.parametrize(
    ("method", "path"), [("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/timeline")]
)
async def test_an_unknown_task_is_said_to_be_unknown(api: Api, method: str, path: str) -> None:
    refused = await api.ask(method, f"/api/tasks/tsk_x{path}", {} if method in {"PATCH", "POST"} else None)
    assert refused.status == 404
    assert refused.json["message"] == "Task with id 'tsk_x' not found"


async def test_an_entry_about_a_task_goes_to_the_timeline_of_the_session(api: Api, events: Events) -> None:
    project = await api.project()
    task = await api.task(project)
    session = await api.session(project, task)
    await events.until_now()
    path = f"/api/tasks/{task['id']}/timeline"
    answer = await api.ok("POST", path, {"message": "half", "sessionId": session["id"], "type": "milestone"})
    assert answer == {
        "success": True, "taskId": task["id"], "sessionId": session["id"], "message": "half", "type": "milestone",
    }  # fmt: skip
    (told,) = await events.until_now()
    entry = told["data"]["timeline"][-1]
    assert (told["event"], entry["type"], entry["message"], entry["taskId"]) == (
        "session:updated", "milestone", "half", task["id"],
    )  # fmt: skip
    assert (await api.ask("POST", path, {"sessionId": session["id"]})).code == "VALIDATION_ERROR"
    assert (await api.ask("POST", path, {"message": "x"})).code == "VALIDATION_ERROR"
    assert (await api.ask("POST", path, {"message": "x", "sessionId": "ses_x"})).code == "NOT_FOUND"


async def test_tasks_are_told_of(api: Api, events: Events) -> None:
    project = await api.project()
    await events.until_now()
    task = await api.task(project)
    changed = await api.ok("PATCH", f"/api/tasks/{task['id']}", {"status": "in_progress"})
    told = [(event["event"], event["data"]) for event in await events.until_now()]
    assert told == [("task:created", {"task": task}), ("task:updated", changed)]
