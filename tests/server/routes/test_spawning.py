from __future__ import annotations

import asyncio
import errno
import os
import stat
from pathlib import Path
from typing import Any

import msgspec
import pytest

from maestro_tui.server.manifest import Manifest, write_manifest
from maestro_tui.server.settings import Limits
from tests.server.support import Api, Events, Json, Running, running

SPAWN = "/api/sessions/spawn"


async def request(api: Api, **fields: object) -> Json:
    project = await api.project(workingDir="/srv/site")
    task = await api.task(project, title="Write", description="the text")
    return {"projectId": project["id"], "taskIds": [task["id"]], **fields}


async def test_spawning_answers_and_tells_everything_the_seed_lists(
    server: Running, api: Api, events: Events
) -> None:
    body = await request(api, command="bash -l", sessionName="My worker", skills=["s"], context={"k": 1})
    await events.until_now()
    answer = await api.ask("POST", SPAWN, body)
    assert answer.status == 201
    session = answer.json["session"]
    directory = server.settings.data_dir / "sessions" / session["id"]
    assert {name: answer.json[name] for name in ("success", "sessionId", "manifestPath", "message")} == {
        "success": True, "sessionId": session["id"], "manifestPath": str(directory / "manifest.md"),
        "message": "Spawn request sent to Agents UI",
    }  # fmt: skip
    environment = {
        "MAESTRO_SESSION_ID": session["id"], "MAESTRO_MANIFEST_PATH": str(directory / "manifest.md"),
        "MAESTRO_SERVER_URL": server.url, "MAESTRO_STRATEGY": "simple",
    }  # fmt: skip
    assert (session["status"], session["env"], session["name"]) == ("spawning", environment, "My worker")
    assert session["metadata"] == {
        "skills": ["s"], "spawnedBy": None, "spawnSource": "ui", "role": "worker", "strategy": "simple",
        "context": {"k": 1},
    }  # fmt: skip
    updated, spawn, linked = await events.until_now()
    assert (updated["event"], updated["data"]) == ("session:updated", session)
    assert spawn["event"] == spawn["type"] == "session:spawn"
    manifest = spawn["data"].pop("manifest")
    assert spawn["data"] == {
        "session": session, "command": "bash -l", "cwd": "/srv/site", "envVars": environment,
        "projectId": body["projectId"], "taskIds": body["taskIds"], "spawnSource": "ui", "parentSessionId": None,
        "_isSpawnCreated": True,
    }  # fmt: skip
    assert (linked["event"], linked["data"]) == (
        "task:session_added", {"taskId": body["taskIds"][0], "sessionId": session["id"]},
    )  # fmt: skip
    assert manifest.startswith("# Maestro Worker Manifest\n")
    assert (directory / "manifest.md").read_text() == manifest
    document = msgspec.json.decode((directory / "manifest.json").read_bytes())
    assert (document["role"], document["tasks"][0]["title"], document["skills"]) == ("worker", "Write", ["s"])


async def test_defaults(api: Api, events: Events) -> None:
    project = await api.project()
    task = await api.task(project)
    await events.until_now()
    body = {"projectId": project["id"], "taskIds": [task["id"]], "role": "orchestrator", "strategy": "tree"}
    session = (await api.ok("POST", SPAWN, body))["session"]
    assert session["name"] == f"Orchestrator for {task['id']}"
    assert session["env"]["MAESTRO_STRATEGY"] == session["strategy"] == "tree"
    spawn = (await events.until_now())[1]["data"]
    assert spawn["command"] == "claude"
    assert spawn["cwd"] == str(Path.home())
    assert spawn["manifest"].startswith("# Maestro Orchestrator Manifest\n")


async def test_a_session_spawns_another(api: Api, events: Events) -> None:
    body = await request(api)
    root = await api.ok("POST", SPAWN, body)
    child = await api.ok("POST", SPAWN, {**body, "spawnSource": "session", "sessionId": root["sessionId"]})
    last = await api.ok("POST", SPAWN, {**body, "spawnSource": "session", "sessionId": child["sessionId"]})
    assert root["session"]["parentSessionId"] is None
    assert root["session"]["rootSessionId"] == root["sessionId"]
    assert (last["session"]["parentSessionId"], last["session"]["rootSessionId"]) == (
        child["sessionId"], root["sessionId"],
    )  # fmt: skip
    assert last["session"]["metadata"]["spawnedBy"] == child["sessionId"]
    children = (await api.get("/api/sessions", parentSessionId=root["sessionId"])).json
    assert [session["id"] for session in children] == [child["sessionId"]]
    tree = (await api.get("/api/sessions", rootSessionId=root["sessionId"])).json
    assert len(tree) == 3
    spawn = [event["data"] for event in await events.until_now() if event["event"] == "session:spawn"][-1]
    assert (spawn["spawnSource"], spawn["parentSessionId"]) == ("session", child["sessionId"])


CHECKS: list[tuple[Json, int, str]] = [
    ({"projectId": None}, 400, "missing_project_id"),
    ({"projectId": 5}, 400, "missing_project_id"),
    ({"taskIds": None}, 400, "invalid_task_ids"),
    ({"taskIds": []}, 400, "invalid_task_ids"),
    ({"taskIds": "tsk_1"}, 400, "invalid_task_ids"),
    ({"taskIds": [1]}, 400, "invalid_task_ids"),
    ({"spawnSource": "web"}, 400, "invalid_spawn_source"),
    ({"spawnSource": "session"}, 400, "missing_session_id"),
    ({"spawnSource": "session", "sessionId": "ses_x"}, 404, "parent_session_not_found"),
    ({"role": "boss"}, 400, "invalid_role"),
    ({"taskIds": ["tsk_x"]}, 404, "task_not_found"),
    ({"projectId": "prj_x"}, 404, "project_not_found"),
    ({"strategy": "fast"}, 400, "invalid_strategy"),
    ({"command": ""}, 400, "VALIDATION_ERROR"),
    ({"command": "a\0b"}, 400, "VALIDATION_ERROR"),
    ({"command": ["bash"]}, 400, "VALIDATION_ERROR"),
    ({"skills": "x"}, 400, "VALIDATION_ERROR"),
    ({"context": []}, 400, "VALIDATION_ERROR"),
    ({"sessionName": 1}, 400, "VALIDATION_ERROR"),
]


@pytest.mark.parametrize(("fields", "status", "code"), CHECKS)
async def test_each_check_has_its_code_and_leaves_nothing_behind(
    server: Running, api: Api, fields: Json, status: int, code: str
) -> None:
    refused = await api.ask("POST", SPAWN, await request(api, **fields))
    assert (refused.status, refused.code) == (status, code)
    if code == "task_not_found":
        assert refused.json["details"] == {"taskId": "tsk_x"}
    assert (await api.get("/api/sessions")).json == []
    assert list((server.settings.data_dir / "sessions").iterdir()) == []


async def test_checks_are_made_in_the_order_of_the_original(api: Api) -> None:
    """Everything is wrong at first; what is reported is put right, and the next check speaks."""
    right = await request(api)
    body: Json = {
        "projectId": "", "taskIds": "x", "spawnSource": "x", "role": "x", "strategy": "x", "sessionId": "",
    }  # fmt: skip
    mends: list[tuple[str, Json]] = [
        ("missing_project_id", {"projectId": "prj_x"}),
        ("invalid_task_ids", {"taskIds": ["tsk_x"]}),
        ("invalid_spawn_source", {"spawnSource": "session"}),
        ("missing_session_id", {"sessionId": "ses_x"}),
        ("parent_session_not_found", {"spawnSource": "ui"}),
        ("invalid_role", {"role": "worker"}),
        ("task_not_found", {"taskIds": right["taskIds"]}),
        ("project_not_found", {"projectId": right["projectId"]}),
        ("invalid_strategy", {"strategy": "simple"}),
    ]
    for code, mend in mends:
        assert (await api.ask("POST", SPAWN, body)).code == code
        body |= mend
    assert (await api.ask("POST", SPAWN, body)).status == 201


async def test_a_manifest_that_cannot_be_written_leaves_no_session(
    server: Running, api: Api, events: Events
) -> None:
    body = await request(api)
    await events.until_now()
    root = server.settings.data_dir / "sessions"
    root.rmdir()
    root.write_text("in the way")
    refused = await api.ask("POST", SPAWN, body)
    assert (refused.status, refused.code) == (500, "manifest_generation_failed")
    assert (await api.get("/api/sessions")).json == []
    assert await events.names() == []


async def test_manifests_are_for_the_user_alone(api: Api) -> None:
    assert_private(Path((await api.ok("POST", SPAWN, await request(api)))["manifestPath"]))


def assert_private(path: Path) -> None:
    assert (
        stat.S_IMODE(path.stat().st_mode)
        == stat.S_IMODE((path.parent / "manifest.json").stat().st_mode)
        == 0o600
    )
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


async def test_with_auth_agents_get_a_url_that_works_as_it_is(data_dir: Path) -> None:
    async with running(data_dir, auth=True) as server:
        headers = {"Authorization": f"Bearer {server.token}"}
        async with server.api(headers=headers) as api:
            session = (await api.ok("POST", SPAWN, await request(api)))["session"]
        url = session["env"]["MAESTRO_SERVER_URL"]
        assert url == f"{server.url}/t/{server.token}"
        async with server.api(base_url=url) as agent:
            path = f"/api/sessions/{session['id']}"
            assert (await agent.ok("PATCH", path, {"status": "running"}))["status"] == "running"


@pytest.mark.parametrize("settings", [{"session_dir": "manifests"}, {"public_url": "http://box:8080/"}])
async def test_what_is_configured_is_told(data_dir: Path, tmp_path: Path, settings: dict[str, Any]) -> None:
    if "session_dir" in settings:
        settings = {"session_dir": tmp_path / settings["session_dir"]}
    async with (
        running(data_dir, agent_command="codex --full-auto", **settings) as server,
        server.api() as api,
    ):
        environment = (await api.ok("POST", SPAWN, await request(api)))["session"]["env"]
    if "session_dir" in settings:
        manifest = tmp_path / "manifests" / environment["MAESTRO_SESSION_ID"] / "manifest.md"
        assert environment["MAESTRO_MANIFEST_PATH"] == str(manifest)
        assert_private(manifest)
    else:
        assert environment["MAESTRO_SERVER_URL"] == "http://box:8080"


async def test_too_many_spawns_at_once_are_refused(data_dir: Path) -> None:
    limits = Limits(spawn_burst=2, spawns_per_second=0.000_1)
    async with running(data_dir, limits=limits) as server, server.api() as api:
        body = await request(api)
        await api.ok("POST", SPAWN, body)
        assert (await api.ask("POST", SPAWN, {**body, "role": "x"})).code == "invalid_role"
        await api.ok("POST", SPAWN, body)
        refused = await api.ask("POST", SPAWN, body)
        assert (refused.status, refused.code) == (429, "SPAWN_RATE_EXCEEDED")
        assert len((await api.get("/api/sessions")).json) == 2


async def test_a_spawn_that_cannot_be_stored_leaves_no_manifest(
    server: Running, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = await request(api)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("maestro_tui.server.journal.tail.write_all", refuse)
    refused = await api.ask("POST", SPAWN, body)
    assert (refused.status, refused.code) == (507, "STORAGE_ERROR")
    assert list((server.settings.data_dir / "sessions").glob("ses_*")) == []
    assert (await api.get("/api/sessions")).json == []


async def test_a_task_that_goes_while_the_manifest_is_written_is_noticed(
    api: Api, events: Events, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = await request(api)
    await events.until_now()
    loop = asyncio.get_running_loop()

    def write_slowly(root: Path, manifest: Manifest) -> Path:
        deleting = asyncio.run_coroutine_threadsafe(
            api.ok("DELETE", f"/api/tasks/{body['taskIds'][0]}"), loop
        )
        deleting.result()
        return write_manifest(root, manifest)

    monkeypatch.setattr("maestro_tui.server.routes.spawning.write_manifest", write_slowly)
    refused = await api.ask("POST", SPAWN, body)
    assert (refused.status, refused.code) == (404, "task_not_found")
    assert await events.names() == ["task:deleted"]
