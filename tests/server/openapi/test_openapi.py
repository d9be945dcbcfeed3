"""The description is served, and it is true."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from maestro_tui.server.access import Access
from maestro_tui.server.app import create_app
from maestro_tui.server.openapi.document import openapi_document
from maestro_tui.server.openapi.operations import OPERATIONS, Operation
from maestro_tui.server.routing import Router
from tests.server.journal.support import opened
from tests.server.openapi.schema import Schemas, wrong_values
from tests.server.support import Answer, Api, Json

DOCUMENT = openapi_document()
SCHEMAS = Schemas(DOCUMENT)
WITH_BODY = [operation for operation in OPERATIONS if operation.body]


def by_name(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


def check(operation: Operation, answer: Answer) -> None:
    """Fail if an answer is not one of those that are described."""
    responses = DOCUMENT["paths"][operation.path][operation.method]["responses"]
    assert str(answer.status) in responses, (by_name(operation), answer.status, answer.text)
    assert answer.headers["content-type"] == "application/json"
    SCHEMAS.check(responses[str(answer.status)]["content"]["application/json"]["schema"], answer.json)


class World:
    """One of everything, and the bodies that are right for it."""

    def __init__(self, project: Json, task: Json, session: Json) -> None:
        self.ids = {
            "project_id": project["id"],
            "task_id": task["id"],
            "session_id": session["id"],
            "template_id": "tmpl_1",
            "role": "worker",
        }

    def path(self, operation: Operation) -> str:
        return operation.path.format(**self.ids)

    def body(self, operation: Operation) -> Json | None:
        if operation.body is None:
            return None
        required = DOCUMENT["components"]["schemas"][operation.body]["required"]
        right: Json = {
            "projectId": self.ids["project_id"],
            "taskIds": [self.ids["task_id"]],
            "sessionId": self.ids["session_id"],
            "name": "N",
            "title": "T",
            "message": "M",
            "type": "progress",
        }
        return {name: right[name] for name in required}


@pytest.fixture
async def world(api: Api, data_dir: Path) -> World:
    templates = data_dir / "templates"
    templates.mkdir()
    (templates / "tmpl_1.json").write_text('{"id": "tmpl_1", "role": "worker", "content": "Work."}')
    project = await api.project()
    task = await api.task(project)
    return World(project, task, await api.session(project, task))


@pytest.fixture
async def routes(data_dir: Any) -> AsyncIterator[set[tuple[str, str]]]:
    """What the application serves, by method and path."""
    async with opened(data_dir) as data:
        access = create_app(data.parts)
        assert isinstance(access, Access)
        assert isinstance(access._app, Router)
        yield {(route.method, route.path) for route in access._app.routes}


async def test_every_route_is_described_and_nothing_else(routes: set[tuple[str, str]]) -> None:
    assert {(operation.method.upper(), operation.path) for operation in OPERATIONS} == routes


async def test_it_is_served(api: Api) -> None:
    answer = await api.get("/api/openapi.json")
    assert answer.json == DOCUMENT
    assert (await api.get("/")).json["openapi"] == "/api/openapi.json"


def test_names_are_unique_and_references_lead_somewhere() -> None:
    described = [operation for path in DOCUMENT["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in described]
    assert len(set(names)) == len(names)
    for reference in set(re.findall(r"'\$ref': '([^']+)'", str(DOCUMENT))):
        assert SCHEMAS.resolve({"$ref": reference})


@pytest.mark.parametrize("operation", OPERATIONS, ids=by_name)
async def test_what_is_granted_is_as_described(api: Api, world: World, operation: Operation) -> None:
    if operation.path == "/api/projects/{project_id}" and operation.method == "delete":
        await api.ok("DELETE", f"/api/sessions/{world.ids['session_id']}")
        await api.ok("DELETE", f"/api/tasks/{world.ids['task_id']}")
    answer = await api.ask(operation.method, world.path(operation), world.body(operation))
    assert answer.status == operation.status, answer.text
    check(operation, answer)
    if operation.answer.endswith("[]"):
        queries: list[dict[str, object]] = [{"limit": 1}, {"offset": 1}, {"limit": "x"}]
        queries += [{name: "x"} for name in operation.query]
        for query in queries:
            check(operation, await api.get(world.path(operation), **query))


@pytest.mark.parametrize(
    "operation", [operation for operation in OPERATIONS if "{" in operation.path], ids=by_name
)
async def test_what_is_not_there_is_answered_as_described(
    api: Api, world: World, operation: Operation
) -> None:
    for name in re.findall(r"\{(\w+)\}", operation.path):
        path = operation.path.format(**{**world.ids, name: "nothing"})
        answer = await api.ask(operation.method, path, world.body(operation))
        if (operation.method, name) == ("delete", "task_id") and "sessions" in path:
            assert answer.status == 200  # it was not linked, and is not linked now
        else:
            assert answer.status == 404
        check(operation, answer)


@pytest.mark.parametrize("operation", WITH_BODY, ids=by_name)
async def test_each_described_member_is_checked(api: Api, world: World, operation: Operation) -> None:
    """Every member that is wrong, and every required one that is missing, is refused, and nothing changes."""
    right = world.body(operation)
    assert operation.body is not None
    assert right is not None
    before = [(await api.get(f"/api/{kind}")).json for kind in ("projects", "tasks", "sessions")]
    schema = DOCUMENT["components"]["schemas"][operation.body]
    bad = [{**right, name: wrong} for name, each in schema["properties"].items()
           for wrong in wrong_values(SCHEMAS.resolve(each))]  # fmt: skip
    bad += [{key: value for key, value in right.items() if key != name} for name in schema["required"]]
    for body in bad:
        answer = await api.ask(operation.method, world.path(operation), body)
        assert answer.status == 400, (body, answer.text)
        check(operation, answer)
    for content in (b"{", b"[]", b"5", b"\xff", b'{"a":' * 2_000, b"null"):
        answer = await api.ask(
            operation.method,
            world.path(operation),
            content=content,
            headers={"Content-Type": "application/json"},
        )
        assert answer.status == 400, content
        check(operation, answer)
    assert before == [(await api.get(f"/api/{kind}")).json for kind in ("projects", "tasks", "sessions")]
