"""Whatever is sent: never a 500, never a traceback, every error in the one shape, and the server lives on."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from maestro_tui.protocol.frames import decode_frame
from maestro_tui.protocol.timeline import decode_timeline
from maestro_tui.server.openapi.operations import OPERATIONS, Operation
from maestro_tui.server.settings import Limits
from tests.server.openapi.schema import any_json, texts
from tests.server.openapi.test_openapi import DOCUMENT, SCHEMAS, WITH_BODY, World, check
from tests.server.support import Answer, Api, Running, running

# One server takes all examples of a test.
thorough = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
    ],
)

NAMES = sorted(
    {name for schema in DOCUMENT["components"]["schemas"].values() for name in schema.get("properties", {})}
)
nearly_bodies = st.dictionaries(st.sampled_from(NAMES), any_json, max_size=6)
cut_bodies = nearly_bodies.map(lambda body: msgspec.json.encode(body)[:-1])
messages = st.fixed_dictionaries(
    {"type": st.sampled_from(["ping", "subscribe", "unsubscribe"])},
    optional={"sessionIds": any_json, "projectId": any_json, "taskIds": any_json},
)


def text_of(value: object) -> str:
    return msgspec.json.encode(value).decode()


@pytest.fixture
async def server(data_dir: Path) -> AsyncIterator[Running]:
    async with running(data_dir, limits=Limits(spawn_burst=10_000)) as server:
        yield server


@pytest.fixture
async def world(api: Api) -> World:
    project = await api.project()
    task = await api.task(project)
    return World(project, task, await api.session(project, task))


def right_ids(world: World) -> dict[str, st.SearchStrategy[Any]]:
    tasks = st.lists(st.just(world.ids["task_id"]), min_size=1, max_size=2)
    return {
        "projectId": st.just(world.ids["project_id"]),
        "taskIds": tasks,
        "sessionIds": tasks,
        "sessionId": st.just(world.ids["session_id"]),
        "parentId": st.just(world.ids["task_id"]),
        "parentSessionId": st.just(world.ids["session_id"]),
        "id": st.from_regex(r"\A[a-z0-9_-]{12,40}\Z"),
    }


async def ask(api: Api, world: World, operation: Operation, body: object) -> Answer:
    content = body if isinstance(body, bytes) else msgspec.json.encode(body)
    headers = {"Content-Type": "application/json"}
    return await api.ask(operation.method, world.path(operation), content=content, headers=headers)


@thorough
@given(operation=st.sampled_from(WITH_BODY), data=st.data())
async def test_what_the_description_allows_is_granted(
    api: Api, world: World, operation: Operation, data: st.DataObject
) -> None:
    assert operation.body is not None
    schema = DOCUMENT["components"]["schemas"][operation.body]
    answer = await ask(api, world, operation, data.draw(SCHEMAS.valid(schema, right_ids(world))))
    if answer.status != 409:
        assert answer.status == operation.status, answer.text
    check(operation, answer)


@thorough
@given(
    operation=st.sampled_from(WITH_BODY), body=nearly_bodies | any_json | st.binary(max_size=40) | cut_bodies
)
async def test_whatever_is_sent_is_answered_as_described(
    api: Api, world: World, caplog: pytest.LogCaptureFixture, operation: Operation, body: object
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = await ask(api, world, operation, body)
    check(operation, answer)
    assert answer.status < 500
    assert caplog.records == []


@thorough
@given(
    operation=st.sampled_from(OPERATIONS),
    ids=st.lists(texts, min_size=5, max_size=5),
    query=st.dictionaries(texts, texts),
)
async def test_whatever_is_asked_for_is_answered_in_the_one_shape(
    api: Api, world: World, operation: Operation, ids: list[str], query: dict[str, str]
) -> None:
    quoted = dict(zip(world.ids, map(quote_all, ids), strict=True))
    answer = await api.ask(
        operation.method, operation.path.format(**quoted), world.body(operation), params=query
    )
    assert answer.status < 500
    if answer.status >= 400:
        assert answer.code


def quote_all(text: str) -> str:
    return "".join(f"%{octet:02x}" for octet in text.encode()) or "%20"


@thorough
@given(data=st.data())
async def test_what_is_kept_can_be_read_by_our_own_client(
    server: Running, api: Api, world: World, data: st.DataObject
) -> None:
    """No agent can send what makes the dashboard choke: every event of it is decoded without an error."""
    bodies = [operation for operation in WITH_BODY if operation.method == "patch"]
    operation = data.draw(st.sampled_from(bodies))
    assert operation.body is not None
    schema = DOCUMENT["components"]["schemas"][operation.body]
    body = data.draw(SCHEMAS.valid(schema, right_ids(world)) | nearly_bodies)
    answer = await ask(api, world, operation, body)
    if answer.status == 200:
        name = operation.body.removeprefix("Update").lower()
        event = {"type": f"{name}:updated", "event": f"{name}:updated", "data": answer.json}
        frame = decode_frame(msgspec.json.encode(event))
        assert frame.errors == ()
        if name == "session":
            session: Any = frame.received[0].event
            assert len(decode_timeline(session.session.timeline)) == len(answer.json["timeline"])


@thorough
@given(frame=st.text(max_size=50) | st.binary(max_size=50) | any_json.map(text_of) | messages.map(text_of))
async def test_whatever_a_client_says_the_stream_goes_on(server: Running, frame: str | bytes) -> None:
    async with server.events() as events:
        await events.socket.send(frame)
        await events.send({"type": "unsubscribe"})
        while (await events.next())["type"] != "unsubscribed":
            pass
