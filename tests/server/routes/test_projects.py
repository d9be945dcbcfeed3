from __future__ import annotations

import pytest

from tests.server.support import Api, Events


async def test_a_project_is_made_with_the_fields_of_the_original(api: Api) -> None:
    answer = await api.ask(
        "POST", "/api/projects", {"name": "Site", "workingDir": "/srv/site", "description": "d", "extra": 1}
    )
    assert answer.status == 201
    project = answer.json
    assert project["id"].startswith("prj_")
    assert project["createdAt"] == project["updatedAt"] > 1_700_000_000_000
    assert {**project, "id": "", "createdAt": 0, "updatedAt": 0} == {
        "id": "", "name": "Site", "workingDir": "/srv/site", "description": "d", "createdAt": 0, "updatedAt": 0,
    }  # fmt: skip
    assert (await api.get(f"/api/projects/{project['id']}")).json == project
    assert (await api.get("/api/projects")).json == [project]


async def test_put_replaces_what_is_named_and_keeps_the_rest(api: Api) -> None:
    project = await api.project(workingDir="/a", description="d")
    changed = await api.ok("PUT", f"/api/projects/{project['id']}", {"workingDir": "/b"})
    assert (changed["workingDir"], changed["description"], changed["name"]) == ("/b", "d", "Project")
    assert changed["updatedAt"] >= project["updatedAt"]
    assert (await api.get(f"/api/projects/{project['id']}")).json == changed


async def test_a_project_with_tasks_or_sessions_is_not_deleted(api: Api) -> None:
    project = await api.project()
    task = await api.task(project)
    session = await api.session(project)
    path = f"/api/projects/{project['id']}"
    for plural, other in (
        ("tasks", f"/api/tasks/{task['id']}"),
        ("sessions", f"/api/sessions/{session['id']}"),
    ):
        refused = await api.ask("DELETE", path)
        assert (refused.status, refused.code) == (422, "BUSINESS_RULE_ERROR")
        assert refused.json["message"] == f"Cannot delete project with existing {plural}"
        await api.ok("DELETE", other)
    assert await api.ok("DELETE", path) == {"success": True, "id": project["id"]}
    assert (await api.get(path)).status == 404


@pytest.mark.parametrize(
    "body", [{}, {"name": ""}, {"name": "  "}, {"name": None}, {"name": 1}, {"name": "x" * 1001}]
)
async def test_a_project_needs_a_name(api: Api, body: object) -> None:
    refused = await api.ask("POST", "/api/projects", body)
    assert (refused.status, refused.code) == (400, "VALIDATION_ERROR")
    assert "name" in refused.json["message"]
    assert (await api.get("/api/projects")).json == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_an_unknown_project_is_said_to_be_unknown(api: Api, method: str) -> None:
    refused = await api.ask(method, "/api/projects/prj_x", None if method != "PUT" else {})
    assert (refused.status, refused.code) == (404, "NOT_FOUND")
    assert refused.json["message"] == "Project with id 'prj_x' not found"


async def test_projects_are_told_of(api: Api, events: Events) -> None:
    project = await api.project()
    changed = await api.ok("PUT", f"/api/projects/{project['id']}", {"name": "New"})
    await api.ok("DELETE", f"/api/projects/{project['id']}")
    told = [(event["event"], event["data"]) for event in await events.until_now()]
    assert told == [
        ("project:created", {"project": project}),
        ("project:updated", changed),
        ("project:deleted", {"id": project["id"]}),
    ]
