"""The commands of the original's CLI, as the plain HTTP they are (measured), against this server."""

from __future__ import annotations

import pytest

from tests.server.support import Api, Json


@pytest.fixture
async def project(api: Api) -> Json:
    # project create, list, get
    made = await api.ok("POST", "/api/projects", {"name": "P", "workingDir": "/w", "description": "d"})
    assert (await api.get("/api/projects")).json == [made]
    assert (await api.get(f"/api/projects/{made['id']}")).json == made
    return dict(made)


@pytest.fixture
async def task(api: Api, project: Json) -> Json:
    # task create
    body = {
        "projectId": project["id"],
        "title": "T",
        "description": "d",
        "priority": "high",
        "parentId": None,
    }
    return dict(await api.ok("POST", "/api/tasks", body))


async def test_task_commands(api: Api, project: Json, task: Json) -> None:
    listed = await api.get("/api/tasks", projectId=project["id"], status="todo")
    assert [each["id"] for each in listed.json] == [task["id"]]
    assert (await api.get(f"/api/tasks/{task['id']}/children")).json == []
    for body in ({"status": "in_progress"}, {"status": "completed"}, {"status": "blocked"}, {"title": "N"}):
        await api.ok("PATCH", f"/api/tasks/{task['id']}", body)
    await api.ok("DELETE", f"/api/tasks/{task['id']}")
    assert (await api.ask("DELETE", f"/api/tasks/{task['id']}")).status == 404


async def test_session_register_and_complete_with_an_id_of_its_own(
    api: Api, project: Json, task: Json
) -> None:
    session_id = "sess_1795374509951_ghn7js5e3"
    assert (await api.get(f"/api/sessions/{session_id}")).status == 404
    body = {
        "id": session_id, "projectId": project["id"], "taskIds": [task["id"]], "name": "Worker", "status": "running",
        "strategy": "simple", "env": {}, "metadata": {"role": "worker"},
    }  # fmt: skip
    made = await api.ask("POST", "/api/sessions", body)
    assert (made.status, made.json["id"], made.json["status"]) == (201, session_id, "running")
    path = f"/api/sessions/{session_id}"
    assert (await api.ok("PATCH", path, {"status": "running"}))["status"] == "running"
    assert (await api.ok("PATCH", path, {"status": "working"}))["status"] == "working"
    done = await api.ok("PATCH", path, {"status": "completed", "completedAt": 1_795_374_509_951})
    assert done["status"] == "completed"
    assert done["completedAt"]
    listed = await api.get("/api/sessions", taskId=task["id"], projectId=project["id"])
    assert [each["id"] for each in listed.json] == [session_id]


async def test_needs_input_and_resume_working_of_the_hooks(api: Api, project: Json) -> None:
    path = f"/api/sessions/{(await api.session(project))['id']}"
    entry = {"type": "needs_input", "message": "Which?"}
    asked = await api.ok(
        "PATCH", path, {"needsInput": {"active": True, "message": "Which?"}, "timeline": [entry]}
    )
    assert asked["needsInput"]["active"]
    resumed = await api.ok("PATCH", path, {"status": "working", "needsInput": {"active": False}})
    assert (resumed["status"], resumed["needsInput"]["active"]) == ("working", False)


async def test_report_commands(api: Api, project: Json, task: Json) -> None:
    session = await api.session(project, task)
    path = f"/api/sessions/{session['id']}"
    reports = {
        "progress": "working", "task_completed": "completed", "task_blocked": "blocked", "error": "failed",
        "needs_input": "needs_input",
    }  # fmt: skip
    for type_, status in reports.items():
        body = {"sessionStatus": status, "updateSource": "session", "sessionId": session["id"]}
        assert (await api.ok("PATCH", f"/api/tasks/{task['id']}", body))["sessionStatus"] == status
        entry = {"type": type_, "message": type_, "taskId": task["id"]}
        await api.ok("POST", f"{path}/timeline", entry)
        await api.ok("POST", f"/api/tasks/{task['id']}/timeline", {**entry, "sessionId": session["id"]})
    assert (await api.get(f"/api/tasks/{task['id']}")).json["status"] == "todo"
    assert (await api.ok("PATCH", path, {"status": "completed"}))["status"] == "completed"


async def test_session_spawn_by_a_session(api: Api, project: Json, task: Json) -> None:
    parent = await api.session(project, task)
    body = {
        "projectId": project["id"], "taskIds": [task["id"]], "role": "worker", "skills": ["maestro-worker"],
        "spawnSource": "session", "sessionId": parent["id"], "sessionName": "Child", "strategy": "simple",
        "context": {"reason": "x"}, "model": "sonnet",
    }  # fmt: skip
    spawned = await api.ok("POST", "/api/sessions/spawn", body)
    assert spawned["success"]
    assert spawned["session"]["metadata"]["spawnedBy"] == parent["id"]


async def test_track_file_and_status(api: Api, project: Json) -> None:
    session = await api.session(project)
    body = {"type": "file_modified", "data": {"path": "a.py", "action": "edit"}}
    assert (await api.ok("POST", f"/api/sessions/{session['id']}/events", body))["events"][0]["data"] == body[
        "data"
    ]
    assert (await api.get("/api/tasks")).json == []
    assert len((await api.get("/api/sessions")).json) == 1


async def test_project_delete(api: Api, project: Json, task: Json) -> None:
    assert (await api.ask("DELETE", f"/api/projects/{project['id']}")).status == 422
    await api.ok("DELETE", f"/api/tasks/{task['id']}")
    await api.ok("DELETE", f"/api/projects/{project['id']}")
